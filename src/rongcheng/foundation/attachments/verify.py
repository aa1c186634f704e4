"""Whether every file is there and whole (核对附件): read to its end, as `rongcheng verify` does."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from typing import NamedTuple

from rongcheng.foundation.attachments.errors import FileMissing
from rongcheng.foundation.attachments.keeping import envelope_of
from rongcheng.foundation.attachments.models import Attachment
from rongcheng.foundation.attachments.opening import Content
from rongcheng.kernel.errors import SealBroken

_BATCH = 500


class AttachmentFault(NamedTuple):
    """A file that cannot be shown as it was handed in: which row, and what is wrong."""

    reference: str
    code: str
    zh: str
    en: str


def verify_attachments(on_file: Callable[[], None] | None = None) -> Iterator[AttachmentFault]:
    """Yield a fault for every file that is missing, does not open, or is another than was sent.

    Reads every file to its end, tells `on_file` of each; nobody is shown anything.
    """
    rows = Attachment.objects.exclude(envelope_sealed=b"").order_by("id")
    for row in rows.iterator(chunk_size=_BATCH):
        fault = _fault_of(row)
        if on_file is not None:
            on_file()
        if fault is not None:
            yield fault


def _fault_of(row: Attachment) -> AttachmentFault | None:
    try:
        digest, size = hashlib.sha256(), 0
        content = Content(row)
        try:
            for piece in content:
                digest.update(piece)
                size += len(piece)
        finally:
            content.close()
        same = (size, digest.digest()) == (row.size, envelope_of(row).sha256)
    except FileMissing:
        return AttachmentFault(
            str(row.pk), FileMissing.code, "附件的文件不在存储里", "the file is not in the storage"
        )
    except SealBroken:
        same = False
    if same:
        return None
    return AttachmentFault(
        str(row.pk),
        SealBroken.code,
        "附件的文件打不开，或不是交来时的内容",
        "the file does not open, or is another than was handed in",
    )
