"""When to stop asking a core, and when to ask again (熔断): a table of states, times as integers.

Closed: every call goes out. After some failures in a row it opens: calls fail at once, the
hospital is told when to try again. When that time has come one call is let through (half open);
its answer closes the breaker, its failure opens it again for longer. Times are milliseconds.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple


class BreakerState(IntEnum):
    """Whether calls go out."""

    CLOSED = 1
    OPEN = 2
    HALF_OPEN = 3


class Breaker(NamedTuple):
    """State, failures in a row, how often it opened in a row, and until when it waits."""

    state: BreakerState
    failures: int
    openings: int
    until_ms: int


class Limits(NamedTuple):
    """After how many failures to open, for how long at first and at most, how long a probe has."""

    failures: int = 3
    first_wait_ms: int = 5_000
    longest_wait_ms: int = 120_000
    probe_ms: int = 15_000


CLOSED = Breaker(BreakerState.CLOSED, 0, 0, 0)
LIMITS = Limits()


def ask(breaker: Breaker, now_ms: int, limits: Limits = LIMITS) -> tuple[bool, Breaker]:
    """Say whether a call may go out now, and what the breaker becomes by it.

    >>> ask(Breaker(BreakerState.OPEN, 3, 1, 5_000), 4_999)[0]
    False
    >>> ask(Breaker(BreakerState.OPEN, 3, 1, 5_000), 5_000)[1].state.name
    'HALF_OPEN'
    """
    if breaker.state is BreakerState.CLOSED:
        return True, breaker
    # A probe that never came back (its process died) is given up after its time.
    if now_ms < breaker.until_ms:
        return False, breaker
    return True, breaker._replace(state=BreakerState.HALF_OPEN, until_ms=now_ms + limits.probe_ms)


def succeed(breaker: Breaker) -> Breaker:
    """Return the breaker after an answer: closed, whatever it was."""
    del breaker
    return CLOSED


def fail(breaker: Breaker, now_ms: int, limits: Limits = LIMITS) -> Breaker:
    """Return the breaker after a call that got no answer.

    >>> fail(Breaker(BreakerState.CLOSED, 2, 0, 0), 1_000)
    Breaker(state=<BreakerState.OPEN: 2>, failures=3, openings=1, until_ms=6000)
    """
    failures = breaker.failures + 1
    if breaker.state is BreakerState.OPEN:
        # A call that went out before it opened: it waits no longer for that.
        return breaker._replace(failures=failures)
    if breaker.state is BreakerState.CLOSED and failures < limits.failures:
        return breaker._replace(failures=failures)
    wait = min(limits.first_wait_ms << min(breaker.openings, 20), limits.longest_wait_ms)
    return Breaker(BreakerState.OPEN, failures, breaker.openings + 1, now_ms + wait)
