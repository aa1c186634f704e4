"""Several workers drain at once: every event once, each key in order."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock

import pytest
from django.db import transaction

from rongcheng.foundation.outbox.models import OutboxEvent
from rongcheng.foundation.outbox.public import Event, drain, emit, register, unregister
from tests.foundation.outbox.listening import TOPIC
from tests.foundation.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_four_workers_deliver_each_event_once_and_in_order() -> None:
    taken: list[tuple[str, int]] = []
    lock = Lock()

    def take(events: Sequence[Event]) -> None:
        with lock:
            taken.extend((event.key, event.payload["n"]) for event in events)

    with transaction.atomic():
        for number in range(300):
            emit(TOPIC, f"k{number % 60}", {"n": number})
    register(TOPIC, take)
    try:
        delivered = sum(at_once([drain] * 4))
        # A worker stops when all that is left is locked by others, so one more round may be due.
        delivered += drain()
    finally:
        unregister(TOPIC, take)
    assert delivered == 300
    assert OutboxEvent.objects.count() == 0
    assert sorted(number for _, number in taken) == list(range(300))
    for key in {key for key, _ in taken}:
        numbers = [number for other, number in taken if other == key]
        assert numbers == sorted(numbers)


def test_an_event_of_a_rolled_back_transaction_never_happened() -> None:
    class Undone(Exception):
        """Ends the transaction."""

    @transaction.atomic
    def emit_and_fail() -> None:
        emit(TOPIC, "k", {"n": 1})
        raise Undone

    with pytest.raises(Undone):
        emit_and_fail()
    assert OutboxEvent.objects.count() == 0
