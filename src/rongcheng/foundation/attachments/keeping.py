"""Attaches files to what they belong to, lists them, takes them down (挂接、列出、撤下附件)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import connection, transaction

from rongcheng.foundation.attachments.envelopes import (
    Envelope,
    fingerprint,
    open_envelope,
    seal_envelope,
)
from rongcheng.foundation.attachments.errors import AttachmentUnknown, TooManyFiles
from rongcheng.foundation.attachments.models import Attachment
from rongcheng.foundation.attachments.owners import owner_kind
from rongcheng.foundation.attachments.receiving import forget, new_uuid
from rongcheng.foundation.attachments.types import (
    AttachmentInfo,
    Limits,
    Owner,
    Placed,
    Received,
)
from rongcheng.foundation.outbox.public import NotInTransaction
from rongcheng.kernel.clock import get_clock

_LOCK = "select pg_advisory_xact_lock(hashtextextended(%s, 7106))"


def attach(
    owner: Owner, placed: Sequence[Placed], *, by: str, limits: Limits
) -> list[AttachmentInfo]:
    """Let stored files belong to something, in the caller's transaction, and return them.

    Safe to repeat: content that is there already for the same part is returned as it is, and the
    second copy removed. Raises TooManyFiles, then nothing was attached, and NotInTransaction.
    """
    owner_kind(owner.kind)
    if not connection.in_atomic_block:
        raise NotInTransaction(topic="attachment")
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [f"{owner.kind}\n{owner.key}"])
    there = {(row.part, bytes(row.fingerprint)): row for row in _live(owner.kind, [owner.key])}
    fresh: dict[tuple[str, bytes], Attachment] = {}
    rows, again = [], []
    for one in placed:
        mark = (one.part, fingerprint(one.received.sha256))
        if mark in there or mark in fresh:
            again.append(one.received)
        else:
            fresh[mark] = _row(owner, one, by)
        rows.append(there.get(mark) or fresh[mark])
    if fresh and len(there) + len(fresh) > limits.most_files:
        raise TooManyFiles(limit=limits.most_files)
    if fresh:
        # One statement, so it needs no savepoint of its own.
        Attachment.objects.bulk_create(fresh.values())
    if again:
        transaction.on_commit(lambda: _forget_copies(again))
    return [info_of(row) for row in rows]


def list_attachments(kind: str, key: str) -> list[AttachmentInfo]:
    """Return the files of one thing, oldest first.

    The caller has asked the thing's own row filter before, and writes the access record.
    """
    return list_attachments_of(kind, [key])[key]


def list_attachments_of(kind: str, keys: Collection[str]) -> dict[str, list[AttachmentInfo]]:
    """Return the files of several things in one query, by the things' keys."""
    found: dict[str, list[AttachmentInfo]] = defaultdict(list)
    for row in _live(kind, keys):
        found[row.owner_key].append(info_of(row))
    return found


def remove_attachment(owner: Owner, attachment_id: UUID, *, by: str) -> None:
    """Take a file down; it is gone for everybody at once, and destroyed within two days.

    Safe to repeat. Raises AttachmentUnknown where the thing never had such a file.
    """
    own = Attachment.objects.filter(id=attachment_id, owner_kind=owner.kind, owner_key=owner.key)
    changed = own.filter(removed_at__isnull=True).update(
        removed_at=get_clock().now(), removed_by=by
    )
    if not changed and not own.exists():
        raise AttachmentUnknown()


def received_again(kind: str, key: str) -> list[Placed]:
    """Return the files of one thing as if they came once more, to attach them to another too.

    One set of papers serves several cases; each has rows of its own, the file lies there once.
    """
    return [Placed(row.part, _received(row)) for row in _live(kind, [key])]


def info_of(row: Attachment) -> AttachmentInfo:
    """Return a row as a page lists it."""
    envelope = envelope_of(row)
    return AttachmentInfo(
        id=row.id,
        part=row.part,
        name=envelope.name,
        media_type=row.media_type,
        size=row.size,
        sha256=envelope.sha256.hex(),
        by=row.by,
        stored_at=row.stored_at,
        owner_kind=row.owner_kind,
        owner_key=row.owner_key,
    )


def envelope_of(row: Attachment) -> Envelope:
    """Return what opens a row's file; raises SealBroken."""
    return open_envelope(bytes(row.envelope_sealed), row.id, row.owner_kind, row.owner_key)


def _live(kind: str, keys: Collection[str]) -> Sequence[Attachment]:
    rows = Attachment.objects.filter(
        owner_kind=kind, owner_key__in=list(keys), removed_at__isnull=True
    )
    return list(rows.order_by("stored_at", "id"))


def _row(owner: Owner, one: Placed, by: str) -> Attachment:
    received, row_id = one.received, new_uuid()
    envelope = Envelope(received.key, received.sha256, received.name)
    return Attachment(
        id=row_id,
        file_id=received.id,
        owner_kind=owner.kind,
        owner_key=owner.key,
        part=one.part,
        person_id=owner.person_id,
        envelope_sealed=seal_envelope(envelope, row_id, owner.kind, owner.key),
        fingerprint=fingerprint(received.sha256),
        media_type=received.media_type,
        size=received.size,
        by=by,
        stored_at=get_clock().now(),
    )


def _received(row: Attachment) -> Received:
    envelope = envelope_of(row)
    return Received(
        row.file_id, envelope.name, row.media_type, row.size, envelope.sha256, envelope.key
    )


def _forget_copies(again: Sequence[Received]) -> None:
    """Remove files that were sent a second time, but none that a row still opens."""
    used = set(
        Attachment.objects.filter(file_id__in=[one.id for one in again]).values_list(
            "file_id", flat=True
        )
    )
    forget([one for one in again if one.id not in used])
