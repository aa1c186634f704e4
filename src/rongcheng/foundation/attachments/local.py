"""Files in the data folder (本地存储): `attachments/<aa>/<id>`, mode 600, whole or not at all.

A file is written under `attachments/incoming/`, forced to disk, then named; the two first digits of
its id are its folder, so that no folder grows to millions. Folders are made with mode 700.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings

from rongcheng.foundation.attachments.errors import FileMissing, StorageFailed
from rongcheng.foundation.attachments.port import Draft

FOLDER, INCOMING = "attachments", "incoming"
_FILE_MODE, _FOLDER_MODE = 0o600, 0o700


class LocalDraft:
    """A file under `incoming` that has no name yet."""

    def __init__(self, path: Path, file_id: UUID) -> None:
        """Create the file; raises StorageFailed where nothing can be written."""
        self.file_id = file_id
        self.path = path
        with _telling(path):
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
            self._descriptor = os.open(path, flags, _FILE_MODE)

    def write(self, piece: bytes) -> None:
        """Add bytes at its end; raises StorageFailed on a full disk."""
        with _telling(self.path):
            view = memoryview(piece)
            while view:
                view = view[os.write(self._descriptor, view) :]

    def sync(self) -> None:
        """Have every byte on disk, and write no more."""
        with _telling(self.path):
            os.fsync(self._descriptor)
        self._close()

    def drop(self) -> None:
        """Remove it, if it still has no name."""
        self._close()
        self.path.unlink(missing_ok=True)

    def _close(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


class LocalStorage:
    """The folder `attachments` of the data folder."""

    def __init__(self, root: Path | None = None) -> None:
        """Keep files under `root`, else in the data folder of the settings."""
        self.root = root or Path(settings.RONGCHENG_DATA) / FOLDER

    def begin(self, file_id: UUID) -> LocalDraft:
        """Return a draft to write to; raises StorageFailed."""
        folder = self.root / INCOMING
        _make(folder)
        return LocalDraft(folder / file_id.hex, file_id)

    def keep(self, drafts: Sequence[Draft]) -> None:
        """Force drafts to disk and give them their names; raises StorageFailed."""
        own = [draft for draft in drafts if isinstance(draft, LocalDraft)]
        assert len(own) == len(drafts), "a draft of another storage"
        for draft in own:
            draft.sync()
        folders = {self.path_of(draft.file_id).parent for draft in own}
        for folder in folders:
            _make(folder)
        for draft in own:
            with _telling(draft.path):
                draft.path.replace(self.path_of(draft.file_id))
        for folder in folders:
            _sync_folder(folder)

    def open(self, file_id: UUID) -> BinaryIO:
        """Return a kept file to read; raises FileMissing."""
        try:
            return self.path_of(file_id).open("rb")
        except FileNotFoundError as error:
            raise FileMissing(file=file_id) from error

    def remove(self, file_id: UUID) -> None:
        """Remove a kept file; safe to repeat."""
        self.path_of(file_id).unlink(missing_ok=True)

    def kept_before(self, moment: datetime) -> Iterator[UUID]:
        """Yield every file that was kept before a moment, folder by folder."""
        if not self.root.is_dir():
            return
        for folder in sorted(self.root.iterdir()):
            if folder.name != INCOMING:
                yield from (UUID(hex=entry.name) for entry in _older(folder, moment))

    def drop_drafts(self, before: datetime) -> int:
        """Remove drafts that were begun before a moment; return how many."""
        folder = self.root / INCOMING
        left = list(_older(folder, before)) if folder.is_dir() else []
        for entry in left:
            Path(entry.path).unlink(missing_ok=True)
        return len(left)

    def path_of(self, file_id: UUID) -> Path:
        """Return where a kept file lies."""
        return self.root / file_id.hex[:2] / file_id.hex


def _older(folder: Path, moment: datetime) -> Iterator[os.DirEntry[str]]:
    limit = moment.timestamp()
    with os.scandir(folder) as entries:
        for entry in entries:
            try:
                if entry.stat().st_mtime < limit:
                    yield entry
            except FileNotFoundError:
                continue  # somebody removed it meanwhile


def _make(folder: Path) -> None:
    if folder.is_dir():
        return
    with _telling(folder):
        _make(folder.parent)
        folder.mkdir(mode=_FOLDER_MODE, exist_ok=True)
        _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _telling(path: Path) -> Iterator[None]:
    """Turn the machine's complaint into ours, which says what to do."""
    try:
        yield
    except OSError as error:
        raise StorageFailed(place=path.parent, problem=error.strerror or "?") from error
