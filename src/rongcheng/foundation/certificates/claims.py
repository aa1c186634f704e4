"""What a certificate says (证照内容), as the metro area signs it: one CBOR map, read strictly.

    {1 iss: "metro/city", 2 sub: number, 4 exp: last day, 5 nbf: first day, 6 iat: Unix seconds,
     -70002: {1: kind, 2: title, 3: authority, 4: place, 5: [[name, title, value], …],
              6: [list, index], 7: sample}}

Titles and values are [Chinese, English]. Days are ISO texts: a certificate holds to the end of its
last day in Shanghai. `exp` is left out where it has no end. An ID number stands here masked only.

Source: RFC 8392, 3 (claim names); this project for the rest.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any, NamedTuple

import cbor2

from rongcheng.foundation.certificates.errors import CertificateMalformed
from rongcheng.foundation.code.public import (
    CodeMalformed,
    KeySet,
    read_statement,
)

MEDIA_TYPE = "application/vnd.rongcheng.certificate+cwt"
_ISS, _SUB, _EXP, _NBF, _IAT, _OWN = 1, 2, 4, 5, 6, -70002
_KIND, _TITLE, _AUTHORITY, _PLACE, _FIELDS, _STATUS, _SAMPLE = range(1, 8)
_ISSUER = re.compile(r"([a-z][a-z0-9_-]{0,29})/([0-9]{6})", re.ASCII)
_MOST_FIELDS = 40
_LONGEST = 4_000
_LATEST = 1 << 40


class Words(NamedTuple):
    """A text in Chinese and in English; the same twice where it needs no translation."""

    zh: str
    en: str


class Filled(NamedTuple):
    """One line of a certificate: the field's common name, its title and its value."""

    name: str
    title: Words
    value: Words


class Claims(NamedTuple):
    """All that stands on a certificate (证照内容); `issued_at` is in Unix seconds."""

    metro: str
    city: str
    number: str
    kind: str
    title: Words
    authority: Words
    place: Words
    fields: tuple[Filled, ...]
    issued_at: int
    valid_from: date
    valid_until: date | None
    list_number: int
    list_index: int
    sample: bool

    def __repr__(self) -> str:
        """Show the number only: the fields say who somebody is."""
        return f"Claims(number={self.number})"


def encode_claims(claims: Claims) -> bytes:
    """Return the payload that is signed, in CBOR's deterministic form."""
    own = {
        _KIND: claims.kind,
        _TITLE: list(claims.title),
        _AUTHORITY: list(claims.authority),
        _PLACE: list(claims.place),
        _FIELDS: [[f.name, list(f.title), list(f.value)] for f in claims.fields],
        _STATUS: [claims.list_number, claims.list_index],
        _SAMPLE: claims.sample,
    }
    written: dict[int, Any] = {
        _ISS: f"{claims.metro}/{claims.city}",
        _SUB: claims.number,
        _NBF: claims.valid_from.isoformat(),
        _IAT: claims.issued_at,
        _OWN: own,
    }
    if claims.valid_until is not None:
        written[_EXP] = claims.valid_until.isoformat()
    return cbor2.dumps(written, canonical=True)


def read_credential(data: object, keys: KeySet) -> Claims:
    """Return what a credential says if its metro area's key signed it; raises CertificateMalformed.

    Whether it was revoked since, a status list tells (`read_status`) or the page of verification.
    """
    try:
        statement = read_statement(data, MEDIA_TYPE, keys)
    except CodeMalformed as fault:
        raise CertificateMalformed from fault
    claims = decode_claims(statement.payload)
    is_its_own = statement.key.metro == claims.metro
    if not is_its_own or not statement.signed_in_time(claims.issued_at):
        raise CertificateMalformed
    return claims


def decode_claims(payload: bytes) -> Claims:
    """Return what a payload says; raises CertificateMalformed whatever else it is."""
    try:
        claims = _decoded(cbor2.loads(payload))
    except (cbor2.CBORDecodeError, ValueError, TypeError, LookupError, AttributeError) as fault:
        raise CertificateMalformed from fault
    # One written form only: whatever differs by a byte is no certificate.
    if encode_claims(claims) != payload:
        raise CertificateMalformed
    return claims


def _decoded(written: Any) -> Claims:
    own = written[_OWN]
    found = _ISSUER.fullmatch(written[_ISS])
    if found is None or not 0 < len(own[_FIELDS]) <= _MOST_FIELDS:
        raise ValueError
    list_number, list_index = own[_STATUS]
    until = written.get(_EXP)
    return Claims(
        metro=found[1],
        city=found[2],
        number=_text(written[_SUB]),
        kind=_text(own[_KIND]),
        title=_words(own[_TITLE]),
        authority=_words(own[_AUTHORITY]),
        place=_words(own[_PLACE]),
        fields=tuple(Filled(_text(n), _words(t), _words(v)) for n, t, v in own[_FIELDS]),
        issued_at=_moment(written[_IAT]),
        valid_from=date.fromisoformat(written[_NBF]),
        valid_until=None if until is None else date.fromisoformat(until),
        list_number=_whole(list_number),
        list_index=_whole(list_index),
        sample=_flag(own[_SAMPLE]),
    )


def _words(written: Any) -> Words:
    zh, en = written
    return Words(_text(zh), _text(en))


def _text(written: Any) -> str:
    if type(written) is not str or len(written) > _LONGEST:
        raise ValueError
    return written


def _whole(written: Any) -> int:
    if type(written) is not int or written < 0:
        raise ValueError
    return written


def _moment(written: Any) -> int:
    if not 0 < _whole(written) < _LATEST:
        raise ValueError
    return int(written)


def _flag(written: Any) -> bool:
    if type(written) is not bool:
        raise ValueError
    return written
