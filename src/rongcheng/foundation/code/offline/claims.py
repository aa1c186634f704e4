"""The credential (凭证): a CBOR Web Token that says little, and nothing about who somebody is.

    {1 iss: "metro/city", 2 sub: handle, 4 exp, 5 nbf, 6 iat, 7 cti: 8 bytes,
     8 cnf: {1: {1: 2, -1: 1, -2: x, -3: y}},
     -70001: {1: kind, 2: [purposes], 3: [list, index], 4: uses, 5: [issuer, class, concession]}}

A printed card has no `cnf`; a phone no `uses`; field 5 is left out where nothing is known. Only
CBOR's deterministic form is read, as one pattern over the bytes: stricter than a general reader and
twice as fast, which a gate notices.

Source: RFC 8392, 3; RFC 8747, 3.1; RFC 9052, 7.
"""

from __future__ import annotations

import re
import struct
from functools import lru_cache
from typing import Any

import cbor2

from rongcheng.foundation.code.offline.errors import malformed_code
from rongcheng.foundation.code.offline.types import NO_TRANSIT, Claims, CodeKind, Transit

CREDENTIAL_ID_BYTES = 8
HANDLE_LENGTH = 16
MOST_PURPOSES = 16
LIST_SIZE = 1 << 17
"""How many carriers share one status list."""

_ISS, _SUB, _EXP, _NBF, _IAT, _CTI, _CNF, _OWN = 1, 2, 4, 5, 6, 7, 8, -70001
_KIND, _PURPOSES, _STATUS, _USES, _TRANSIT = 1, 2, 3, 4, 5
_HALF = 32
_ISSUER = re.compile(rb"([a-z][a-z0-9_-]{0,15})/([0-9]{6})")

# A number of up to 32 bits in its shortest form; a moment always takes all four bytes.
_NUMBER = rb"([\x00-\x17]|\x18[\x18-\xff]|\x19(?!\x00)..|\x1a(?!\x00\x00)....)"
_KIND_OF = (CodeKind.PHONE, CodeKind.CARD)
_MOMENTS = struct.Struct(">2xI2xI2xI")
_SMALLEST_MOMENT = 1 << 16
_LAYOUT = re.compile(
    rb"([\xa7\xa8])\x01([\x68-\x77])([a-z0-9/_-]{8,23})\x02\x70([0-9A-Za-z_-]{16})"
    rb"(\x04\x1a.{4}\x05\x1a.{4}\x06\x1a.{4})\x07\x48(.{8})"
    rb"(?:\x08\xa1\x01\xa4\x01\x02\x20\x01\x21\x58\x20(.{32})\x22\x58\x20(.{32}))?"
    rb"\x3a\x00\x01\x11\x70([\xa3-\xa5])\x01([\x01\x02])"
    rb"\x02([\x81-\x90])([\x00-\x17]{1,16})\x03\x82" + _NUMBER * 2 + rb"(?:\x04" + _NUMBER + rb")?"
    rb"(?:\x05\x83" + _NUMBER * 3 + rb")?",
    re.DOTALL,
)


def encode_claims(claims: Claims) -> bytes:
    """Return the payload of a credential, in CBOR's deterministic form."""
    own: dict[int, Any] = {
        _KIND: int(claims.kind),
        _PURPOSES: [int(purpose) for purpose in claims.purposes],
        _STATUS: [claims.list_number, claims.list_index],
    }
    if claims.kind == CodeKind.CARD:
        own[_USES] = claims.uses
    if claims.transit != NO_TRANSIT:
        own[_TRANSIT] = list(claims.transit)
    written: dict[int, Any] = {
        _ISS: f"{claims.metro}/{claims.city}",
        _SUB: claims.handle,
        _EXP: claims.expires_at,
        _NBF: claims.not_before,
        _IAT: claims.issued_at,
        _CTI: claims.credential_id,
        _OWN: own,
    }
    if claims.holder:
        x, y = claims.holder[1 : 1 + _HALF], claims.holder[1 + _HALF :]
        written[_CNF] = {1: {1: 2, -1: 1, -2: x, -3: y}}
    return cbor2.dumps(written, canonical=True)


def decode_claims(payload: bytes) -> Claims:
    """Return what a credential says, its signature being checked; raises CodeMalformed."""
    found = _LAYOUT.fullmatch(payload)
    if found is None:
        raise malformed_code()
    size, issuer_size, issuer, handle, moments, credential_id, x, y = found.group(*range(1, 9))
    own_size, kind, purpose_count, purposes = found.group(9, 10, 11, 12)
    list_number, list_index, uses, *transit = found.group(*range(13, 19))
    has_key, has_uses, has_transit = x is not None, uses is not None, transit[0] is not None
    is_card = kind == b"\x02"
    fits = (
        size[0] == 0xA7 + has_key
        and issuer_size[0] == 0x60 + len(issuer)
        and own_size[0] == 0xA3 + has_uses + has_transit
        and purpose_count[0] == 0x80 + len(purposes)
        and is_card == has_uses != has_key
    )
    index = _number(list_index)
    expires_at, not_before, issued_at = times = _MOMENTS.unpack(moments)
    if not fits or index >= LIST_SIZE or min(times) < _SMALLEST_MOMENT:
        raise malformed_code()
    metro, city = _issuer(issuer)
    return Claims(
        metro,
        city,
        handle.decode("ascii"),
        credential_id,
        issued_at,
        not_before,
        expires_at,
        b"\x04" + x + y if has_key else b"",
        _KIND_OF[is_card],
        tuple(purposes),
        _number(list_number),
        index,
        _number(uses) if has_uses else 0,
        Transit(*map(_number, transit)) if has_transit else NO_TRANSIT,
    )


@lru_cache(maxsize=1024)
def _issuer(written: bytes) -> tuple[str, str]:
    found = _ISSUER.fullmatch(written)
    if found is None:
        raise malformed_code()
    return found[1].decode("ascii"), found[2].decode("ascii")


def _number(written: bytes) -> int:
    """Return a number that the pattern found: one byte, or a head and the bytes after it."""
    return written[0] if len(written) == 1 else int.from_bytes(written[1:], "big")
