"""Reads of the outbox (待投递与通知)."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Q

from rongcheng.foundation.outbox.models import Notice, OutboxEvent
from rongcheng.foundation.outbox.registry import topics
from rongcheng.foundation.outbox.types import DeadEvent, NoticeInfo


class Backlog(NamedTuple):
    """How many events wait (积压情况); `unheard` ones have a topic that nobody listens to."""

    waiting: int
    retrying: int
    dead: int
    unheard: int


def get_backlog() -> Backlog:
    """Return how many events wait, for the page on the health of connected systems."""
    alive = Q(dead=False)
    heard = Q(topic__in=topics())
    counted = OutboxEvent.objects.aggregate(
        waiting=Count("id", filter=alive & heard & Q(attempts=0)),
        retrying=Count("id", filter=alive & heard & Q(attempts__gt=0)),
        unheard=Count("id", filter=alive & ~heard),
        # Last: an aggregate of the column's own name hides the column from those after it.
        dead=Count("id", filter=~alive),
    )
    return Backlog(**counted)


def list_dead_events(limit: int = 100) -> list[DeadEvent]:
    """Return events whose delivery was given up, oldest first."""
    rows = OutboxEvent.objects.filter(dead=True).order_by("id")[:limit]
    return [
        DeadEvent(row.id, row.topic, row.key, row.created_at, row.attempts, row.last_error)
        for row in rows
    ]


def notices_of(person_id: UUID, limit: int = 50) -> list[NoticeInfo]:
    """Return a resident's notices, newest first."""
    rows = Notice.objects.filter(person_id=person_id).order_by("-id")[:limit]
    found = [
        NoticeInfo(row.id, row.person_id, row.title_key, row.params, row.created_at, row.read_at)
        for row in rows
    ]
    # They come in as time goes on, but for a day that is played afterwards.
    return sorted(found, key=lambda notice: (notice.created_at, notice.id), reverse=True)
