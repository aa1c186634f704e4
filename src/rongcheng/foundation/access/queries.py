"""Reads of access records (谁看过我的信息)."""

from __future__ import annotations

from uuid import UUID

from rongcheng.foundation.access.models import AccessRecord
from rongcheng.foundation.access.types import AccessInfo


def records_about(person: UUID, limit: int = 50, *, before: int | None = None) -> list[AccessInfo]:
    """Return who looked at this person's data, newest first; `before` is an id to page from."""
    rows = AccessRecord.objects.filter(persons__contains=[person])
    if before is not None:
        rows = rows.filter(id__lt=before)
    return [
        AccessInfo(
            row.id,
            row.at,
            row.actor_kind,
            row.actor_label,
            row.acting_for,
            row.application,
            row.purpose,
            tuple(row.data_kinds),
        )
        for row in rows.order_by("-id")[:limit]
    ]
