"""The port of storage (存储接口): where sealed files lie, whatever keeps them.

What comes through here is sealed already; a storage knows neither names, nor types, nor keys. The
data folder of one machine is one such place (`local.py`). Another, as a store of objects shared by
several machines, implements the same two protocols and is chosen in `storage.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import BinaryIO, Protocol
from uuid import UUID


class Draft(Protocol):
    """A file while it is written (未完成的文件): nobody can open it before it is kept."""

    def write(self, piece: bytes) -> None:
        """Add bytes at its end."""

    def drop(self) -> None:
        """Forget it and whatever was written; safe to repeat, and after it was kept."""


class Storage(Protocol):
    """A place that keeps sealed files by their id (文件存储)."""

    def begin(self, file_id: UUID) -> Draft:
        """Return a draft to write to; raises StorageFailed."""

    def keep(self, drafts: Sequence[Draft]) -> None:
        """Have these drafts on disk under their ids, to survive a loss of power from now on.

        All at once, since waiting for the disk is the greater part. Raises StorageFailed.
        """

    def open(self, file_id: UUID) -> AbstractContextManager[BinaryIO]:
        """Return a kept file to read from its beginning; raises FileMissing."""

    def remove(self, file_id: UUID) -> None:
        """Remove a kept file; safe to repeat."""

    def kept_before(self, moment: datetime) -> Iterator[UUID]:
        """Yield every file that was kept before a moment, in no order."""

    def drop_drafts(self, before: datetime) -> int:
        """Remove drafts that were begun before a moment and never kept; return how many."""
