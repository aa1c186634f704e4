"""Delivery of events (投递): each is handled once, in order for its key, whatever fails between.

A batch is claimed with row locks that other drains skip. Its handlers run in the transaction that
deletes it, so their effects in our database and the deletion stand or fall together. If a batch
fails, its events are tried one by one; a failing one waits longer each time and is set aside
(dead) after the last attempt. Only the oldest event of a key is ever claimed: a later one waits
for it, but not for a dead one.
"""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from django.db import connection, transaction

from rongcheng.foundation.outbox.models import OutboxEvent
from rongcheng.foundation.outbox.registry import handlers_of, topics
from rongcheng.foundation.outbox.types import Event
from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.errors import RongchengError

BATCH = 200
MAX_ATTEMPTS = 10
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(hours=1)

CLAIM = """
-- The oldest waiting event of each key, due now, of topics that somebody listens to.
select e.id, e.topic, e.key, e.payload, e.created_at, e.attempts
  from outbox_event e
 where e.topic = any(%s) and not e.dead
   and (e.next_attempt_at is null or e.next_attempt_at <= %s)
   and not exists (select 1 from outbox_event earlier
                    where earlier.topic = e.topic and earlier.key = e.key
                      and earlier.id < e.id and not earlier.dead)
 order by e.id
 limit %s
   for update of e skip locked
"""


def drain(limit: int = 1000) -> int:
    """Deliver up to `limit` due events, and return how many were delivered.

    Must not run inside a transaction: each batch commits by itself.
    """
    delivered = tried = 0
    while tried < limit:
        with transaction.atomic(durable=True):
            batch = _claim(min(BATCH, limit - tried))
            if not batch:
                break
            delivered += sum(_deliver(list(group)) for _, group in _by_topic(batch))
            tried += len(batch)
    return delivered


def _by_topic(batch: list[Event]) -> groupby[str, Event]:
    topic = attrgetter("topic")
    return groupby(sorted(batch, key=lambda event: (event.topic, event.id)), key=topic)


def _claim(limit: int) -> list[Event]:
    rows = OutboxEvent.objects.raw(CLAIM, [topics(), get_clock().now(), limit])
    return [
        Event(row.id, row.topic, row.key, row.payload, row.created_at, row.attempts) for row in rows
    ]


def _deliver(events: Sequence[Event]) -> int:
    """Hand over one topic's events and return how many were taken."""
    failure = _attempt(events)
    if failure is None:
        return len(events)
    if len(events) == 1:
        _postpone(events[0], failure)
        return 0
    return sum(_deliver([event]) for event in events)


def _attempt(events: Sequence[Event]) -> Exception | None:
    # An entry point for foreign code: a handler may raise anything.
    try:
        with transaction.atomic():
            for handler in handlers_of(events[0].topic):
                handler(events)
            OutboxEvent.objects.filter(id__in=[event.id for event in events]).delete()
            # Deferred constraints speak now, where only these events fail, not at the commit.
            _check_constraints()
    except Exception as failure:
        return failure
    return None


def _check_constraints() -> None:
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("set constraints all deferred")


def _postpone(event: Event, failure: Exception) -> None:
    attempts = event.attempts + 1
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** (attempts - 1))
    OutboxEvent.objects.filter(id=event.id).update(
        attempts=attempts,
        next_attempt_at=get_clock().now() + wait,
        last_error=_describe(failure),
        dead=attempts >= MAX_ATTEMPTS,
    )


def _describe(failure: Exception) -> str:
    # Class, code and place only: an error's text may quote the data that it choked on.
    code = f" {failure.code}" if isinstance(failure, RongchengError) else ""
    last = traceback.extract_tb(failure.__traceback__)[-1]
    return f"{type(failure).__name__}{code} at {Path(last.filename).name}:{last.lineno}"
