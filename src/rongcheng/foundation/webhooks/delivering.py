"""Delivery (推送): one run at a time takes what is due, in batches, and notes what became of it.

The run's own thread does everything in the database; threads of each address do the sending, so a
slow one holds nobody else up. Each message is sent at least once; whoever gets it twice knows it
by its id. Messages of one case go in order; the next is sent only when the one before was taken.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from queue import Empty, SimpleQueue

from django.db import connection, transaction

from rongcheng.foundation.webhooks.claims import claim, due_endpoints, health_of, note
from rongcheng.foundation.webhooks.figures import Figures, figures
from rongcheng.foundation.webhooks.lanes import Lanes, Sent
from rongcheng.foundation.webhooks.models import Endpoint
from rongcheng.foundation.webhooks.signing_secrets import secrets_of
from rongcheng.foundation.webhooks.types import Delivered
from rongcheng.kernel.clock import get_clock

LOCK = 7106
"""Advisory lock under which one run delivers at a time; it ends with the connection."""
NOTE_EVERY_S = 0.1
NOTE_AT_MOST = 400


def deliver(seconds: float | None = None) -> Delivered:
    """Send what is due until nothing is, or for so many seconds; return what became of it.

    Must not run inside a transaction. Nothing happens while another run is under way.
    """
    terms = figures()
    stop_at = time.monotonic() + (terms.run_seconds if seconds is None else seconds)
    with _alone() as alone:
        return _Run(terms, stop_at).go() if alone else Delivered()


class _Run:
    """One run: lanes for each address, and how many messages each has on their way."""

    def __init__(self, terms: Figures, stop_at: float) -> None:
        self._terms = terms
        self._stop_at = stop_at
        self._results: SimpleQueue[Sent] = SimpleQueue()
        self._lanes: dict[str, Lanes] = {}
        self._open: dict[str, int] = {}
        self._counts = Delivered()

    def go(self) -> Delivered:
        try:
            while True:
                if time.monotonic() < self._stop_at:
                    self._hand_out()
                if not self._open:
                    return self._counts
                self._note(self._take_in())
        finally:
            for lanes in self._lanes.values():
                lanes.end()

    def _hand_out(self) -> None:
        now = get_clock().now()
        for endpoint in due_endpoints(now):
            if endpoint.pk in self._open:
                continue
            most = 1 if health_of(endpoint).on_trial else self._terms.batch
            batch = claim(endpoint, most, now)
            if batch:
                self._open[endpoint.pk] = len(batch)
                self._lanes_of(endpoint).send(batch)

    def _lanes_of(self, endpoint: Endpoint) -> Lanes:
        if endpoint.pk not in self._lanes:
            secrets = secrets_of(endpoint.pk)
            self._lanes[endpoint.pk] = Lanes(
                endpoint.url, secrets, self._terms, self._results, self._stop_at
            )
        return self._lanes[endpoint.pk]

    def _take_in(self) -> list[Sent]:
        """Return what came out within a moment, or all that is on its way, whichever is first."""
        found: list[Sent] = []
        until = time.monotonic() + NOTE_EVERY_S
        left = sum(self._open.values())
        while len(found) < min(left, NOTE_AT_MOST):
            try:
                found.append(self._results.get(timeout=max(0.0, until - time.monotonic())))
            except Empty:
                break
        return found

    def _note(self, sent: list[Sent]) -> None:
        by_endpoint: dict[str, list[Sent]] = defaultdict(list)
        for one in sent:
            by_endpoint[one.message.endpoint].append(one)
        for endpoint, part in by_endpoint.items():
            with transaction.atomic():
                noted = note(endpoint, part, self._terms, get_clock().now())
            self._counts = Delivered(*map(sum, zip(self._counts, noted, strict=True)))
            self._open[endpoint] -= len(part)
            if not self._open[endpoint]:
                del self._open[endpoint]


@contextmanager
def _alone() -> Iterator[bool]:
    """Say whether this is the only run, and keep others away until it ends."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s)", [LOCK])
        alone = bool(cursor.fetchone()[0])
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("select pg_advisory_unlock(%s)", [LOCK])
