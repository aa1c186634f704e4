"""Delivery: once, in order for each key, with patience and an end to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from rongcheng.foundation.outbox.drain import MAX_ATTEMPTS
from rongcheng.foundation.outbox.models import OutboxEvent
from rongcheng.foundation.outbox.public import (
    Backlog,
    Event,
    drain,
    get_backlog,
    list_dead_events,
    notify,
    register,
    retry,
    unregister,
)
from rongcheng.foundation.outbox.tasks import drain_outbox
from rongcheng.kernel.clock import FixedClock
from tests.foundation.outbox.listening import TOPIC, Listener, listening, tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def listener(clock: FixedClock) -> Iterator[Listener]:
    """Have a listener, and time that stands still."""
    with listening() as found:
        yield found


def wear_out(clock: FixedClock) -> None:
    """Let every attempt pass."""
    for _ in range(MAX_ATTEMPTS):
        assert drain() == 0
        clock.advance(timedelta(hours=1))


def test_events_are_delivered_in_order_and_deleted(listener: Listener) -> None:
    for number in range(3):
        tell(f"k{number}", number)
    assert drain() == 3
    assert listener.batches == [[("k0", 0), ("k1", 1), ("k2", 2)]]
    assert OutboxEvent.objects.count() == 0
    assert drain() == 0


def test_events_of_one_key_keep_their_order(listener: Listener) -> None:
    for number in range(4):
        tell("same", number)
    tell("other", 9)
    assert drain() == 5
    assert [n for key, n in listener.taken if key == "same"] == [0, 1, 2, 3]


def test_only_so_many_are_tried(listener: Listener) -> None:
    for number in range(5):
        tell(f"k{number}", number)
    assert drain(limit=2) == 2
    assert listener.taken == [("k0", 0), ("k1", 1)]
    assert OutboxEvent.objects.count() == 3


def test_an_event_inserted_by_plain_sql_is_delivered(listener: Listener) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into outbox_event (topic, key, payload) values (%s, 'raw', '{\"n\": 7}')",
            [TOPIC],
        )
    assert drain() == 1
    assert listener.taken == [("raw", 7)]


def test_a_topic_without_listeners_waits(listener: Listener) -> None:
    tell("k", 1, topic="sample.unheard")
    assert drain() == 0
    assert get_backlog() == Backlog(waiting=0, retrying=0, dead=0, unheard=1)
    with listening("sample.unheard") as late:
        assert drain() == 1
    assert late.taken == [("k", 1)]


def test_a_failing_event_holds_nobody_else_up(listener: Listener, clock: FixedClock) -> None:
    listener.broken.add("bad")
    tell("good1", 1)
    tell("bad", 2)
    tell("good2", 3)
    assert drain() == 2
    assert listener.taken == [("good1", 1), ("good2", 3)]
    kept = OutboxEvent.objects.get()
    assert (kept.key, kept.attempts, kept.dead) == ("bad", 1, False)
    assert kept.next_attempt_at == clock.now() + timedelta(seconds=5)


def test_an_error_is_kept_without_its_text(listener: Listener) -> None:
    listener.broken.add("bad")
    tell("bad", 2)
    drain()
    error = OutboxEvent.objects.get().last_error
    assert error.startswith("RuntimeError at listening.py:")
    assert "430302" not in error


def test_a_failing_event_is_tried_again_later_and_later(
    listener: Listener, clock: FixedClock
) -> None:
    listener.broken.add("bad")
    tell("bad", 1)
    waits = []
    for _ in range(4):
        assert drain() == 0
        due = OutboxEvent.objects.get().next_attempt_at
        assert due is not None
        waits.append(due - clock.now())
        clock.advance(waits[-1] - timedelta(seconds=1))
        drain()
        clock.advance(timedelta(seconds=1))
    assert [wait.total_seconds() for wait in waits] == [5, 10, 20, 40]
    listener.broken.clear()
    assert drain() == 1
    assert listener.taken == [("bad", 1)]


def test_a_waiting_event_holds_back_the_later_ones_of_its_key(
    listener: Listener, clock: FixedClock
) -> None:
    listener.broken.add("k")
    tell("k", 1)
    drain()
    listener.broken.clear()
    tell("k", 2)
    assert drain() == 0
    clock.advance(timedelta(seconds=5))
    assert drain() == 2
    assert listener.taken == [("k", 1), ("k", 2)]


def test_after_the_last_attempt_an_event_is_set_aside_and_frees_its_key(
    listener: Listener, clock: FixedClock
) -> None:
    listener.broken.add("k")
    tell("k", 1)
    wear_out(clock)
    (dead,) = list_dead_events()
    assert (dead.topic, dead.key, dead.attempts) == (TOPIC, "k", MAX_ATTEMPTS)
    assert get_backlog() == Backlog(waiting=0, retrying=0, dead=1, unheard=0)
    listener.broken.clear()
    tell("k", 2)
    assert drain() == 1
    assert listener.taken == [("k", 2)]


def test_a_dead_event_can_be_retried(listener: Listener, clock: FixedClock) -> None:
    listener.broken.add("k")
    tell("k", 1)
    wear_out(clock)
    (dead,) = list_dead_events()
    listener.broken.clear()
    assert retry(dead.id) is True
    assert list_dead_events() == []
    assert drain() == 1
    assert listener.taken == [("k", 1)]
    assert retry(dead.id) is False


def test_what_a_failing_handler_wrote_is_undone(clock: FixedClock, resident_id: UUID) -> None:
    def write_then_fail(events: Sequence[Event]) -> None:
        for event in events:
            notify(resident_id, event.key, "sample.title", {})
        if any(event.key == "bad" for event in events):
            raise RuntimeError

    register(TOPIC, write_then_fail)
    try:
        tell("good", 1)
        tell("bad", 2)
        assert drain() == 1
    finally:
        unregister(TOPIC, write_then_fail)
    assert notice_keys() == ["good"]


def test_all_listeners_of_a_topic_hear_it_or_none(clock: FixedClock, listener: Listener) -> None:
    with listening() as second:
        second.broken.add("k")
        tell("k", 1)
        assert drain() == 0
        second.broken.clear()
        clock.advance(timedelta(seconds=5))
        assert drain() == 1
    assert second.taken == [("k", 1)]
    # The first listener was called twice, but what it did in the database at first was undone.
    assert listener.taken == [("k", 1), ("k", 1)]


def test_a_deferred_refusal_hits_only_its_own_event(clock: FixedClock) -> None:
    def break_later(events: Sequence[Event]) -> None:
        if any(event.key == "bad" for event in events):
            with connection.cursor() as cursor:
                cursor.execute("insert into ledger_window (metro, label) values ('m', 'x')")
                cursor.execute(
                    "insert into ledger_entry (id, key, body_hash, metro, kind, reference, "
                    "occurred_at, lines) values (0, 'x', '', 'm', 'k', 'r', now(), 2)"
                )

    register(TOPIC, break_later)
    try:
        tell("bad", 1)
        tell("good", 2)
        assert drain() == 1
    finally:
        unregister(TOPIC, break_later)
    kept = OutboxEvent.objects.get()
    assert (kept.key, kept.attempts) == ("bad", 1)


def test_registering_twice_counts_once(listener: Listener) -> None:
    register(TOPIC, listener)
    tell("k", 1)
    drain()
    assert listener.taken == [("k", 1)]


def test_the_job_drains(listener: Listener) -> None:
    tell("k", 1)
    assert drain_outbox(timestamp=0) == 1
    assert drain_outbox.queueing_lock == "outbox.drain"


def notice_keys() -> list[str]:
    """Return the keys of all notices."""
    with connection.cursor() as cursor:
        cursor.execute("select key from outbox_notice order by id")
        return [key for (key,) in cursor.fetchall()]
