"""Clock (时钟): every counter, deadline and record of the metro reads the same, settable time.

Nothing else in the project asks the system for the time. Domain rules do not read a clock at all:
they are given the day. Simulated and tested days come from a `FixedClock` inside `use_clock`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
"""The one time zone of the project (北京时间)."""


class Clock(Protocol):
    """A source of time (时钟)."""

    def now(self) -> datetime:
        """Return the present moment, aware, in Asia/Shanghai."""

    def today(self) -> date:
        """Return the present day in Asia/Shanghai."""


class SystemClock:
    """The machine's own time (系统时钟), used wherever no other clock was chosen."""

    def now(self) -> datetime:
        """Return the present moment, aware, in Asia/Shanghai."""
        return datetime.now(SHANGHAI)

    def today(self) -> date:
        """Return the present day in Asia/Shanghai."""
        return self.now().date()


class FixedClock:
    """A clock that stands until it is moved (固定时钟), for tests and simulated days."""

    def __init__(self, instant: datetime) -> None:
        """Stand at an aware instant; a naive one is a ValueError."""
        self._instant = _in_shanghai(instant)

    def now(self) -> datetime:
        """Return the set moment, in Asia/Shanghai."""
        return self._instant

    def today(self) -> date:
        """Return the set day in Asia/Shanghai."""
        return self._instant.date()

    def set(self, instant: datetime) -> None:
        """Move to an aware instant; a naive one is a ValueError."""
        self._instant = _in_shanghai(instant)

    def advance(self, step: timedelta) -> None:
        """Move on by real elapsed time (backwards if negative)."""
        # Added in UTC: wall-clock addition would be wrong over the summer times of 1986 to 1991.
        self._instant = _in_shanghai(self._instant.astimezone(ZoneInfo("UTC")) + step)


_clock: ContextVar[Clock] = ContextVar("rongcheng_clock")
_SYSTEM_CLOCK = SystemClock()


def get_clock() -> Clock:
    """Return the clock of the present context; the system's unless `use_clock` chose another."""
    return _clock.get(_SYSTEM_CLOCK)


@contextmanager
def use_clock(clock: Clock) -> Iterator[Clock]:
    """Read another clock inside this block and in tasks started from it.

    It binds to the present thread or task: a new thread starts with the system's clock again.
    """
    token = _clock.set(clock)
    try:
        yield clock
    finally:
        _clock.reset(token)


def _in_shanghai(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("the instant has no time zone: give an aware datetime")
    return instant.astimezone(SHANGHAI)
