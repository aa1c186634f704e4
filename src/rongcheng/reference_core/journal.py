"""The core's only storage (流水日志): one line a record, checked, on disk before it is answered.

A line is the SHA-256 of its JSON (16 digits), a blank, the JSON. A process that is killed while it
writes leaves at most a torn last line, which was never answered for and is cut off at the start.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from pathlib import Path
from typing import Any, BinaryIO

from rongcheng.reference_core.errors import JournalBroken, JournalInUse

_DIGITS = 16
Record = dict[str, Any]


def line_of(record: Record) -> bytes:
    """Return a record as its line."""
    body = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return hashlib.sha256(body).hexdigest()[:_DIGITS].encode() + b" " + body + b"\n"


def record_of(line: bytes) -> Record | None:
    """Return the record of a line, None if the line is torn or damaged."""
    digest, blank, body = line.rstrip(b"\n").partition(b" ")
    if not blank or not line.endswith(b"\n"):
        return None
    if hashlib.sha256(body).hexdigest()[:_DIGITS].encode() != digest:
        return None
    found: Record = json.loads(body)
    return found


def read_records(path: Path) -> list[Record]:
    """Return the whole records of a journal, a torn last line left out; nothing is changed."""
    return _read(path)[0]


def _read(path: Path) -> tuple[list[Record], int]:
    """Return the records and how many bytes they take."""
    records: list[Record] = []
    good = 0
    lines = path.read_bytes().splitlines(keepends=True) if path.exists() else []
    for number, line in enumerate(lines, 1):
        record = record_of(line)
        if record is None:
            if number == len(lines):
                break
            raise JournalBroken(file=path.name, line=number)
        records.append(record)
        good += len(line)
    return records, good


class Journal:
    """An open journal: this process alone writes it."""

    def __init__(self, path: Path) -> None:
        """Open or make it, take it for this process and cut off a torn last line."""
        self._file: BinaryIO = path.open("ab")
        path.chmod(0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as taken:
            self._file.close()
            raise JournalInUse(file=path.name) from taken
        try:
            self.records, good = _read(path)
        except JournalBroken:
            self._file.close()
            raise
        self._file.truncate(good)
        self._sync_folder(path.parent)

    def append(self, record: Record) -> None:
        """Write a record and wait until it is on disk."""
        self._file.write(line_of(record))
        self._file.flush()
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Give the file free."""
        self._file.close()

    @staticmethod
    def _sync_folder(folder: Path) -> None:
        """See to it that a new file's name is on disk too."""
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
