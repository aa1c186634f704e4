"""Receives files (收件): sealed while they arrive, kept once all of them are good.

Nothing of a file ever lies in clear on a disk, and at most a chunk and an archive's end of it lie
in memory. A file that is refused, or whose sender goes away, leaves nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from uuid import UUID

from rongcheng.foundation.attachments.chunks import ChunkSealer, new_file_key
from rongcheng.foundation.attachments.errors import FileEmpty, FileKindRefused, FileTooLarge
from rongcheng.foundation.attachments.media_types import TypeReader
from rongcheng.foundation.attachments.names import clean_name, shown_name
from rongcheng.foundation.attachments.storage import get_storage
from rongcheng.foundation.attachments.types import Limits, Received
from rongcheng.kernel.errors import shown
from rongcheng.kernel.id_source import id_bits

_FOLDER_SHIFT = 120
Named = tuple[str, Iterable[bytes]]
"""A file to store: its name, and its content in pieces."""


class Receiving:
    """One file on its way in."""

    def __init__(self, name: str, limits: Limits, beside: UUID | None = None) -> None:
        """Begin a file, in the folder of the one `beside` it if there is one.

        Raises StorageFailed.
        """
        self._name, self._limits = name, limits
        self._id, self._key = new_uuid(beside), new_file_key()
        self._digest, self._reader = hashlib.sha256(), TypeReader()
        self._size = 0
        self.draft = get_storage().begin(self._id)
        self._sealer = ChunkSealer(self._id, self._key, self.draft.write)

    def write(self, piece: bytes) -> None:
        """Take the next piece; raises FileTooLarge as soon as it is."""
        self._size += len(piece)
        if self._size > self._limits.most_bytes:
            raise FileTooLarge(name=self._shown, limit=self._limits.megabytes)
        self._digest.update(piece)
        self._reader.look(piece)
        self._sealer.write(piece)

    def finish(self) -> Received:
        """Return what came, still to be kept; raises FileEmpty or FileKindRefused."""
        if self._size == 0:
            raise FileEmpty(name=self._shown)
        kind = self._reader.kind()
        if kind is None:
            raise FileKindRefused(name=self._shown)
        self._sealer.finish()
        return Received(
            id=self._id,
            name=clean_name(self._name, kind),
            media_type=kind.media_type,
            size=self._size,
            sha256=self._digest.digest(),
            key=self._key,
        )

    @property
    def _shown(self) -> str:
        return shown(shown_name(self._name)).strip("'\"")


def new_uuid(beside: UUID | None = None) -> UUID:
    """Return a new id that nobody can guess; `beside` another it begins with the same byte."""
    found = id_bits(128)
    if beside is not None:
        found = beside.int >> _FOLDER_SHIFT << _FOLDER_SHIFT | found & (1 << _FOLDER_SHIFT) - 1
    return UUID(int=found)


def store(name: str, pieces: Iterable[bytes], limits: Limits) -> Received:
    """Return one file stored under seal; raises what `Receiving` raises, and then keeps nothing."""
    return store_many([(name, pieces)], limits)[0]


def store_many(files: Iterable[Named], limits: Limits) -> list[Received]:
    """Return files stored under seal, all of them or none.

    They lie in one folder, so that the disk is waited for once for all of their names.
    """
    received: list[Received] = []
    drafts = []
    with ExitStack() as unkept:
        for name, pieces in files:
            receiving = Receiving(name, limits, received[0].id if received else None)
            unkept.callback(receiving.draft.drop)
            for piece in pieces:
                receiving.write(piece)
            received.append(receiving.finish())
            drafts.append(receiving.draft)
        get_storage().keep(drafts)
        unkept.pop_all()
    return received


def forget(received: Sequence[Received]) -> None:
    """Remove stored files that nobody will attach; safe to repeat."""
    storage = get_storage()
    for one in received:
        storage.remove(one.id)
