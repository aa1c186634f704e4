"""A visitor's own run of the tour (一次体验): kept in the session, so that it can be left.

Each run has its own invented family and its own request ids: two visitors never meet, and a step
that is sent twice is done once.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import connection
from django.http import HttpRequest

KEY = "tour"
LAST = 10
LOCK = "select pg_advisory_lock(hashtextextended(%s, 0))"
UNLOCK = "select pg_advisory_unlock(hashtextextended(%s, 0))"

Made = dict[str, Any]
"""What a step made, as JSON: numbers of settlements, of windows, of faults."""


@dataclass
class Run:
    """How far a visitor is: the run's own number, its metro, steps done, what each step made."""

    id: str
    metro: str
    done: int = 0
    made: dict[str, Made] = field(default_factory=dict)

    @property
    def here(self) -> int:
        """Return the step to do next, or the last."""
        return min(self.done + 1, LAST)

    def of(self, number: int) -> Made:
        """Return what a step made; nothing before it was done."""
        return self.made.get(str(number), {})


def new_run(request: HttpRequest, metro: str) -> Run:
    """Begin a run of one's own; an earlier one is left behind."""
    run = Run(secrets.token_hex(5), metro)
    keep(request, run)
    return run


def find_run(request: HttpRequest) -> Run | None:
    """Return the visitor's run, or None before it began."""
    return _read(request.session.get(KEY))


def keep(request: HttpRequest, run: Run) -> None:
    """Write the run into the session at once, before anybody else may look."""
    request.session[KEY] = asdict(run)
    request.session.save()


@contextmanager
def one_at_a_time(request: HttpRequest, run: Run) -> Iterator[Run | None]:
    """Let one request of a run act; yields the run as the one before left it."""
    name = f"tour:{run.id}"
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [name])
    try:
        store = type(request.session)(request.session.session_key)
        yield _read(store.get(KEY))
    finally:
        with connection.cursor() as cursor:
            cursor.execute(UNLOCK, [name])


def _read(stored: Any) -> Run | None:
    return Run(**stored) if isinstance(stored, dict) else None
