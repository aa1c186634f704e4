"""The chain over access records (访问记录链): what is hashed, and what a batch's digest covers.

Pure functions of records and keys. A record's mark is the first half of the digest over its
canonical bytes, without its id, so that records that changed places are told from altered ones.
A batch's digest covers its numbers, the digest before it and every id with its mark.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from enum import IntEnum
from typing import Any, NamedTuple

from rongcheng.kernel.crypto import get_suite, version_of
from rongcheng.kernel.errors import SealBroken

MARK_BYTES = 16
_ID_BYTES = 8
_BATCH = b"rongcheng/access/batch/1"
_RECORD = b"rongcheng/access/record/1"
START = b"\0" * 32
"""What the first batch names as the digest before it."""

COLUMNS = (
    "id",
    "at",
    "actor_kind",
    "actor_id",
    "actor_label",
    "actor_role",
    "institution",
    "metro",
    "acting_for",
    "application",
    "purpose",
    "persons",
    "data_kinds",
    "request_id",
    "written_at",
)
"""Every column of a record; a new one must be named here, or it would lie outside the chain."""


class Range(NamedTuple):
    """The numbers of a batch: its place, its first and last record, how many records."""

    sequence: int
    first: int
    last: int
    records: int


def canonical(row: Sequence[Any]) -> bytes:
    """Return a record's bytes, without its id: a JSON list of its columns in their order."""
    values = [_plain(value) for value in row[1:]]
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value if value is None or isinstance(value, str | int) else str(value)


def mark_of(content: bytes) -> bytes:
    """Return the mark of canonical bytes."""
    return get_suite().digest(_RECORD + content)[:MARK_BYTES]


def write_marks(rows: Iterable[Sequence[Any]]) -> bytes:
    """Return ids and marks of records, one after the other."""
    return b"".join(int(row[0]).to_bytes(_ID_BYTES) + mark_of(canonical(row)) for row in rows)


def read_marks(marks: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield id and mark of each record of a batch."""
    step = _ID_BYTES + MARK_BYTES
    for at in range(0, len(marks) - len(marks) % step, step):
        yield int.from_bytes(marks[at : at + _ID_BYTES]), marks[at + _ID_BYTES : at + step]


def digest_of(numbers: Range, previous: bytes, marks: bytes) -> bytes:
    """Return the digest of a batch."""
    head = b"".join(number.to_bytes(_ID_BYTES) for number in numbers)
    return get_suite().digest(_BATCH + head + previous + marks)


def seal_digest(sequence: int, digest: bytes) -> bytes:
    """Return the digest sealed under the installation's key, for its own place in the chain."""
    return get_suite().seal(digest, _context(sequence))


class SealState(IntEnum):
    """What a batch's seal is worth: good, broken, or made under a key that was retired since."""

    GOOD = 1
    BROKEN = 2
    KEY_RETIRED = 3


def seal_state(sequence: int, digest: bytes, seal: bytes) -> SealState:
    """Return what a seal says of this digest and place.

    A retired key's seal says nothing by itself: a later batch with a good seal vouches for it,
    since its digest covers all before it.
    """
    suite = get_suite()
    try:
        good = suite.open(seal, _context(sequence)) == digest
    except SealBroken:
        retired = 0 < version_of(seal) < min(suite.keyring.versions)
        return SealState.KEY_RETIRED if retired else SealState.BROKEN
    return SealState.GOOD if good else SealState.BROKEN


def _context(sequence: int) -> bytes:
    return _BATCH + sequence.to_bytes(_ID_BYTES)
