"""How each core is doing (核心系统状态), known to every process through the database."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from rongcheng.kernel.clock import SHANGHAI, get_clock
from rongcheng.services.health.cores.breaker import (
    CLOSED,
    Breaker,
    BreakerState,
    ask,
    fail,
    succeed,
)
from rongcheng.services.health.models import CoreHealth

SLOW_MS = 1_000
"""From this on an answer counts as slow: a person at the counter notices it."""


class Health(NamedTuple):
    """A core as pages show it: ok, slow or down, since when, and when it is asked again."""

    pool: str
    word: str
    next_try_at: datetime | None
    last_answer_at: datetime | None
    took_ms: int
    last_failure: str


def _now_ms() -> int:
    return int(get_clock().now().timestamp() * 1000)


def _breaker(row: CoreHealth) -> Breaker:
    return Breaker(BreakerState(row.state), row.failures, row.openings, row.until_ms)


def _keep(row: CoreHealth, breaker: Breaker) -> None:
    row.state = int(breaker.state)
    row.failures, row.openings, row.until_ms = breaker[1:]


def let_through(pool: str) -> datetime | None:
    """Return None if a call may go out now, else the moment from which one may."""
    row = CoreHealth.objects.filter(pool=pool).first()
    if row is None or row.state == BreakerState.CLOSED:
        return None
    with transaction.atomic():
        row = CoreHealth.objects.select_for_update().get(pool=pool)
        allowed, breaker = ask(_breaker(row), _now_ms())
        if not allowed:
            return _moment(breaker.until_ms)
        _keep(row, breaker)
        row.save()
    return None


def note_success(pool: str, took_ms: int) -> None:
    """Note an answer: the breaker closes, and slowness is seen."""
    slow = took_ms >= SLOW_MS
    row = CoreHealth.objects.filter(pool=pool).first()
    now = get_clock().now()
    known = row is not None and row.last_answer_at is not None
    if known and row is not None and (row.state, row.failures, row.slow) == (1, 0, slow):
        fresh = row.last_answer_at is not None and (now - row.last_answer_at).total_seconds() < 10
        if fresh and not slow:
            return
    with transaction.atomic():
        CoreHealth.objects.get_or_create(pool=pool)
        row = CoreHealth.objects.select_for_update().get(pool=pool)
        _keep(row, succeed(_breaker(row)))
        row.last_answer_at, row.took_ms, row.slow = now, took_ms, slow
        row.save()


def note_failure(pool: str, why: str) -> datetime | None:
    """Note that no answer came; return from when on calls go out again, None for at once."""
    with transaction.atomic():
        CoreHealth.objects.get_or_create(pool=pool)
        row = CoreHealth.objects.select_for_update().get(pool=pool)
        breaker = fail(_breaker(row), _now_ms())
        _keep(row, breaker)
        row.last_failure, row.last_failure_at = why[:40], get_clock().now()
        row.save()
    return None if breaker.state is BreakerState.CLOSED else _moment(breaker.until_ms)


def health_of(pool: str) -> Health:
    """Return how a pool's core is doing; one that was never asked is well until it fails."""
    row = CoreHealth.objects.filter(pool=pool).first()
    if row is None:
        return Health(pool, "ok", None, None, 0, "")
    breaker = CLOSED if row.state == BreakerState.CLOSED else _breaker(row)
    if breaker.state is not BreakerState.CLOSED:
        word = "down"
    elif row.failures:
        word = "unsteady"
    else:
        word = "slow" if row.slow else "ok"
    until = _moment(breaker.until_ms) if word == "down" else None
    return Health(pool, word, until, row.last_answer_at, row.took_ms, row.last_failure)


def _moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, SHANGHAI)
