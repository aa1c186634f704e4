"""Status lists (状态清单): one bit for each phone or card says whether it was revoked.

A list is a CBOR Web Token signed by the metro: {2 sub: "metro/number", 4 exp, 6 iat, 65533:
{"bits": 1, "lst": the bits, compressed}}. Bit i is bit i mod 8 of byte i div 8. It says nothing
after `exp`, and a desk may ask for a younger one than that.

Source: draft-ietf-oauth-status-list, 4 and 5 (CWT form); RFC 1950.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from typing import NamedTuple, Protocol

import cbor2

from rongcheng.foundation.code.offline.claims import LIST_SIZE
from rongcheng.foundation.code.offline.cose import (
    PrivateKey,
    is_signed_by,
    list_header,
    list_key_id_of,
    read_signed,
    sign,
)
from rongcheng.foundation.code.offline.errors import CodeMalformed, malformed_list
from rongcheng.foundation.code.offline.keyset import KeySet

LIST_BYTES = LIST_SIZE // 8
LONGEST_TOKEN = 40_000
MOST_LISTS = 10_000
_SUB, _EXP, _IAT, _LIST = 2, 4, 6, 65533
_SUBJECT = re.compile(r"([a-z][a-z0-9_-]{0,29})/([0-9]{1,9})", re.ASCII)


class StatusList(NamedTuple):
    """A list whose signature was right; it speaks of the moment `issued_at` until `expires_at`."""

    metro: str
    number: int
    issued_at: int
    expires_at: int
    bits: bytes

    def is_revoked(self, index: int) -> bool:
        """Tell whether the phone or card of this index was revoked."""
        return bool(self.bits[index >> 3] >> (index & 7) & 1)


class StatusView(Protocol):
    """What a verifier asks of a list; moments are Unix seconds."""

    @property
    def issued_at(self) -> int:
        """Return the moment of which it speaks."""

    @property
    def expires_at(self) -> int:
        """Return when it says nothing any more."""

    def is_revoked(self, index: int) -> bool:
        """Tell whether the phone or card of this index was revoked."""


class StatusSource(Protocol):
    """Where a verifier finds lists: those it fetched, or the present state."""

    def find(self, metro: str, number: int) -> StatusView | None:
        """Return the list of this number, or None: then nothing is known of its codes."""


class StatusLists:
    """The lists that a verifier holds (已下载的状态清单), the youngest of each number."""

    def __init__(self, lists: Iterable[StatusList] = ()) -> None:
        """Hold these lists."""
        self._lists: dict[tuple[str, int], StatusList] = {}
        for found in lists:
            self.add(found)

    def add(self, found: StatusList) -> None:
        """Take a list unless a younger one of its number is here; at most 10 000 are held."""
        place = (found.metro, found.number)
        held = self._lists.get(place)
        if held is None and len(self._lists) >= MOST_LISTS:
            raise malformed_list()
        if held is None or held.issued_at < found.issued_at:
            self._lists[place] = found

    def find(self, metro: str, number: int) -> StatusList | None:
        """Return the list of this number, or None: then nothing is known of its codes."""
        return self._lists.get((metro, number))


def encode_status_list(found: StatusList, key_id: bytes, key: PrivateKey) -> bytes:
    """Return the signed list as it is published."""
    payload = {
        _SUB: f"{found.metro}/{found.number}",
        _EXP: found.expires_at,
        _IAT: found.issued_at,
        _LIST: {"bits": 1, "lst": zlib.compress(found.bits, 9)},
    }
    return sign(list_header(key_id), cbor2.dumps(payload, canonical=True), key)


def read_status_list(token: bytes, keys: KeySet) -> StatusList:
    """Return a published list after checking its signature; raises CodeMalformed.

    A list of an unknown key or with a wrong signature is malformed too: it says nothing.
    """
    if not isinstance(token, bytes) or len(token) > LONGEST_TOKEN:
        raise malformed_list()
    try:
        signed = read_signed(token)
        key = keys.find(list_key_id_of(signed.header))
    except CodeMalformed as fault:
        raise malformed_list() from fault
    if key is None or signed.end != len(token) or not is_signed_by(signed, key.public):
        raise malformed_list()
    found = _decoded(signed.payload)
    if found.metro != key.metro or not key.valid_from <= found.issued_at < key.valid_until:
        raise malformed_list()
    return found


def _decoded(payload: bytes) -> StatusList:
    try:
        written = cbor2.loads(payload)
    except cbor2.CBORDecodeError as fault:
        raise malformed_list() from fault
    if type(written) is not dict or written.keys() != {_SUB, _EXP, _IAT, _LIST}:
        raise malformed_list()
    subject, packed = written[_SUB], written[_LIST]
    place = _SUBJECT.fullmatch(subject) if isinstance(subject, str) else None
    moments = (written[_IAT], written[_EXP])
    if place is None or any(type(moment) is not int for moment in moments):
        raise malformed_list()
    if type(packed) is not dict or packed.keys() != {"bits", "lst"} or packed["bits"] != 1:
        raise malformed_list()
    return StatusList(place[1], int(place[2]), *moments, _unpacked(packed["lst"]))


def _unpacked(packed: object) -> bytes:
    """Return the bits; a list that would unpack to more than it may is not unpacked further."""
    if type(packed) is not bytes:
        raise malformed_list()
    unpacking = zlib.decompressobj()
    try:
        bits = unpacking.decompress(packed, LIST_BYTES + 1)
    except zlib.error as fault:
        raise malformed_list() from fault
    if len(bits) != LIST_BYTES or not unpacking.eof or unpacking.unused_data:
        raise malformed_list()
    return bits
