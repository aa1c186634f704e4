"""Sweeps what belongs to nobody (清理): files without a row, drafts, and what was taken down.

Each waits a day. A file lies there before its row does, so a young one may be in somebody's
transaction; and a backup that began before a file was taken down still finds it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from functools import partial
from itertools import islice
from typing import Any, BinaryIO, NamedTuple
from uuid import UUID

from rongcheng.foundation.attachments.models import Attachment
from rongcheng.foundation.attachments.storage import get_storage
from rongcheng.kernel.clock import get_clock

WAIT = timedelta(days=1)
_BATCH = 500
_IN_USE = """
select distinct file_id from attachments_attachment
 where octet_length(envelope_sealed) > 0 order by file_id
"""

Opener = Callable[[], AbstractContextManager[BinaryIO]]


class Swept(NamedTuple):
    """What a sweep did: envelopes emptied, files destroyed, drafts dropped."""

    emptied: int
    files: int
    drafts: int


def sweep() -> Swept:
    """Empty the envelopes of what was taken down, then destroy files that nothing opens."""
    before = get_clock().now() - WAIT
    removed = Attachment.objects.filter(removed_at__lt=before).exclude(envelope_sealed=b"")
    emptied = removed.update(envelope_sealed=b"")
    storage = get_storage()
    files = 0
    for batch in _batches(storage.kept_before(before)):
        rows = Attachment.objects.filter(file_id__in=batch).exclude(envelope_sealed=b"")
        for file_id in set(batch) - set(rows.values_list("file_id", flat=True)):
            storage.remove(file_id)
            files += 1
    return Swept(emptied, files, storage.drop_drafts(before))


def files_in_use(execute: Callable[..., Any]) -> Iterator[tuple[UUID, Opener]]:
    """Yield every file that some row opens, and what opens it as it lies, by a query of one's own.

    `execute` is a psycopg connection's, so that a backup asks its own snapshot.
    """
    storage = get_storage()
    for (file_id,) in execute(_IN_USE):
        yield file_id, partial(storage.open, file_id)


def _batches(ids: Iterable[UUID]) -> Iterator[list[UUID]]:
    source = iter(ids)
    while batch := list(islice(source, _BATCH)):
        yield batch
