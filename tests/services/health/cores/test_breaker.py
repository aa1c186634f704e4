"""The breaker's table: every state and event, times as integers, and what may go out."""

from __future__ import annotations

import pytest

from rongcheng.services.health.cores.breaker import (
    CLOSED,
    Breaker,
    BreakerState,
    Limits,
    ask,
    fail,
    succeed,
)

SHUT, OPEN, HALF = BreakerState.CLOSED, BreakerState.OPEN, BreakerState.HALF_OPEN
LIMITS = Limits(failures=3, first_wait_ms=5_000, longest_wait_ms=20_000, probe_ms=1_000)
CASES = [
    # before, event, now, may go out, after
    ((SHUT, 0, 0, 0), "ask", 100, True, (SHUT, 0, 0, 0)),
    ((SHUT, 2, 0, 0), "ask", 100, True, (SHUT, 2, 0, 0)),
    ((OPEN, 3, 1, 5_100), "ask", 5_099, False, (OPEN, 3, 1, 5_100)),
    ((OPEN, 3, 1, 5_100), "ask", 5_100, True, (HALF, 3, 1, 6_100)),
    ((HALF, 3, 1, 6_100), "ask", 6_099, False, (HALF, 3, 1, 6_100)),
    ((HALF, 3, 1, 6_100), "ask", 6_100, True, (HALF, 3, 1, 7_100)),
    ((SHUT, 0, 0, 0), "fail", 100, None, (SHUT, 1, 0, 0)),
    ((SHUT, 1, 0, 0), "fail", 100, None, (SHUT, 2, 0, 0)),
    ((SHUT, 2, 0, 0), "fail", 100, None, (OPEN, 3, 1, 5_100)),
    ((OPEN, 3, 1, 5_100), "fail", 200, None, (OPEN, 4, 1, 5_100)),
    ((HALF, 3, 1, 6_100), "fail", 6_000, None, (OPEN, 4, 2, 16_000)),
    ((HALF, 4, 2, 6_100), "fail", 6_000, None, (OPEN, 5, 3, 26_000)),
    ((HALF, 9, 40, 6_100), "fail", 6_000, None, (OPEN, 10, 41, 26_000)),
    ((SHUT, 2, 0, 0), "succeed", 100, None, tuple(CLOSED)),
    ((OPEN, 3, 1, 5_100), "succeed", 100, None, tuple(CLOSED)),
    ((HALF, 4, 2, 6_100), "succeed", 100, None, tuple(CLOSED)),
]


@pytest.mark.parametrize(("before", "event", "now", "out", "after"), CASES)
def test_the_table(before: tuple, event: str, now: int, out: bool | None, after: tuple) -> None:
    breaker = Breaker(*before)
    if event == "ask":
        assert ask(breaker, now, LIMITS) == (out, Breaker(*after))
    else:
        made = fail(breaker, now, LIMITS) if event == "fail" else succeed(breaker)
        assert made == Breaker(*after)


def test_every_state_meets_every_event() -> None:
    met = {(before[0], event) for before, event, *_ in CASES}
    assert met == {(state, event) for state in BreakerState for event in ("ask", "fail", "succeed")}
