"""Listeners for tests: they keep what they were given and fail on demand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import transaction

from rongcheng.foundation.outbox.public import Event, emit, register, unregister

TOPIC = "sample.happened"


class Listener:
    """Keeps the keys and payload numbers that it took; fails while a key is in `broken`."""

    def __init__(self) -> None:
        """Start with nothing taken and nothing broken."""
        self.batches: list[list[tuple[str, int]]] = []
        self.broken: set[str] = set()

    def __call__(self, events: Sequence[Event]) -> None:
        """Take a batch of events, or fail for all of it."""
        if any(event.key in self.broken for event in events):
            raise RuntimeError("the listener is broken: 430302199003071235")
        self.batches.append([(event.key, event.payload["n"]) for event in events])

    @property
    def taken(self) -> list[tuple[str, int]]:
        """All events taken, in order."""
        return [event for batch in self.batches for event in batch]


@contextmanager
def listening(topic: str = TOPIC) -> Iterator[Listener]:
    """Have a listener for the topic inside the block."""
    listener = Listener()
    register(topic, listener)
    try:
        yield listener
    finally:
        unregister(topic, listener)


def tell(key: str, number: int, topic: str = TOPIC) -> None:
    """Emit an event in a transaction of its own."""
    with transaction.atomic():
        emit(topic, key, {"n": number})
