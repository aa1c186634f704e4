"""Opens a file for whoever may see what it belongs to (打开附件): never past that row filter."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from rongcheng.foundation.access.public import record_access
from rongcheng.foundation.attachments.chunks import open_chunks
from rongcheng.foundation.attachments.errors import AttachmentUnknown
from rongcheng.foundation.attachments.keeping import envelope_of, info_of
from rongcheng.foundation.attachments.models import Attachment
from rongcheng.foundation.attachments.owners import owner_kind
from rongcheng.foundation.attachments.storage import get_storage
from rongcheng.foundation.attachments.types import AttachmentInfo
from rongcheng.web.actor import Actor

OWN = "self"


class Content:
    """A file's content in pieces (附件内容); whoever takes it closes it, however far they read."""

    def __init__(self, row: Attachment) -> None:
        """Open the file and its first chunk; raises FileMissing or SealBroken."""
        key = envelope_of(row).key
        self._pieces = _pieces_of(row.file_id, key)
        self._first: bytes | None = next(self._pieces)

    def __iter__(self) -> Iterator[bytes]:
        """Give the pieces out in order."""
        return self

    def __next__(self) -> bytes:
        """Return the next piece; raises SealBroken where the file was altered or cut off."""
        if self._first is not None:
            piece, self._first = self._first, None
            return piece
        return next(self._pieces)

    def close(self) -> None:
        """Let the file go."""
        self._pieces.close()


class Opened(NamedTuple):
    """A file that somebody may see: what it is, and its content."""

    info: AttachmentInfo
    content: Content


def matter_of(attachment_id: UUID) -> str:
    """Return the matter in which a file may be opened for another, nothing where there is none."""
    kinds = Attachment.objects.filter(id=attachment_id, removed_at__isnull=True)
    found = kinds.values_list("owner_kind", flat=True).first()
    return owner_kind(found).matter if found else ""


def open_for(
    actor: Actor, attachment_id: UUID, *, application: str = "web", request_id: str = ""
) -> Opened:
    """Open a file for an actor who may see its owner, and note that she looked.

    Raises AttachmentUnknown, alike for what is not there and what is not hers to see.
    """
    with transaction.atomic():
        row = Attachment.objects.filter(id=attachment_id, removed_at__isnull=True).first()
        if row is None:
            raise AttachmentUnknown()
        kind = owner_kind(row.owner_kind)
        if not kind.may_see(actor, row.owner_key):
            raise AttachmentUnknown()
        opened = Opened(info_of(row), Content(row))
        purpose = OWN if actor.kind == "resident" else kind.purpose
        record_access(
            actor=actor,
            application=application,
            purpose=purpose,
            persons=[row.person_id] if row.person_id else [],
            data_kinds=["material"],
            request_id=request_id,
        )
    return opened


def _pieces_of(file_id: UUID, key: bytes) -> Generator[bytes]:
    with get_storage().open(file_id) as file:
        yield from open_chunks(file, file_id, key)
