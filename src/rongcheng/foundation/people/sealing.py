"""Sealed ID numbers (证件号码密封): stored so that only the running system can read them.

The number lies sealed for its own row; a keyed hash, the same under every key version, finds it.
"""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.crypto import get_suite, version_of
from rongcheng.kernel.id_source import id_bits
from rongcheng.kernel.identifiers import check_resident_id
from rongcheng.kernel.sealed_columns import SealedColumn

_PURPOSE = "people.resident.id_number"


ID_NUMBERS = SealedColumn(
    "people.Resident",
    "id_number_sealed",
    ("id",),
    lambda resident_id: _context(resident_id),
    version="key_version",
)
"""Every stored ID number, for the day on which keys rotate."""


class SealedNumber(NamedTuple):
    """An ID number as it may be stored."""

    sealed: bytes
    hash: bytes
    key_version: int


def hash_id_number(id_number: str) -> bytes:
    """Return the keyed hash by which a resident is found; raises ResidentIdInvalid."""
    return get_suite().keyed_hash(check_resident_id(id_number).encode(), _PURPOSE)


def seal_id_number(id_number: str, resident_id: UUID) -> SealedNumber:
    """Return an ID number sealed for one resident's row; raises ResidentIdInvalid."""
    number = check_resident_id(id_number).encode()
    suite = get_suite()
    sealed = suite.seal(number, _context(resident_id))
    return SealedNumber(sealed, suite.keyed_hash(number, _PURPOSE), version_of(sealed))


def open_id_number(sealed: bytes, resident_id: UUID) -> str:
    """Return the ID number of one resident's row; raises SealBroken."""
    return get_suite().open(sealed, _context(resident_id)).decode()


def new_person_id() -> UUID:
    """Return a new opaque id in the form of a UUID version 7, so that new rows lie together.

    Source: RFC 9562, 5.7.
    """
    milliseconds = int(get_clock().now().timestamp() * 1000) & (1 << 48) - 1
    tail = id_bits(74)
    high, low = tail >> 62, tail & (1 << 62) - 1
    return UUID(int=milliseconds << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low)


def _context(resident_id: UUID) -> bytes:
    return f"people.Resident.id_number:{resident_id}".encode()
