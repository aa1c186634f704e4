"""By when a case must be decided (办结期限): days that count, pauses by law, warnings in time.

The clock starts with acceptance. As with every deadline, counting begins on the day after an event:
a pause that begins on one day and ends on another takes the days after the first up to and
including the last. In a year whose holidays are not announced yet weekends alone are known, and
the answer says that it is provisional.

Source: domain/government.md section 2; articles 42, 45 and 82 of the law on licences.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import IntEnum
from typing import NamedTuple

from rongcheng.kernel.errors import DeadlineInvalid
from rongcheng.kernel.working_days import MAX_WORKING_DAYS, is_announced, is_working_day

FOR_EVER = date.max.toordinal()


class LimitUnit(IntEnum):
    """Which days of a limit count: working days, or every day (then a holiday is moved past)."""

    WORKING_DAYS = 1
    DAYS = 2


class PauseGround(IntEnum):
    """Why time is not counted (不计时): only what the law names."""

    SUPPLEMENT = 1
    SPECIAL_PROCEDURE = 2


class Pause(NamedTuple):
    """Time that does not count: after `since`, up to and including `until` (0: still waiting)."""

    since: int
    until: int
    ground: PauseGround


class Limit(NamedTuple):
    """How long a decision may take, an extension that was approved included."""

    days: int
    unit: LimitUnit
    extended_by: int = 0


class Clock(NamedTuple):
    """Where a case stands in time on a day.

    `due_on` is the last day for the decision; while it waits, the day it would be if the wait
    ended today. `used` and `left` are counted days; `over` are the counted days after `due_on`.
    `provisional` says that a day which counts lies in a year without announced holidays, of which
    `first_unannounced` is the first.
    """

    due_on: int
    used: int
    left: int
    over: int
    paused: bool
    provisional: bool
    first_unannounced: int


class Alert(IntEnum):
    """How urgent a case is (预警)."""

    NONE = 0
    HALF_TIME = 1
    LAST_DAY = 2
    OVERDUE = 3


class Warned(IntEnum):
    """Who is told: the officer at half time, from the last day on the supervisor as well."""

    NOBODY = 0
    OFFICER = 1
    OFFICER_AND_SUPERVISOR = 2
    SUPERVISOR_AND_OFFICE = 3


WARNED: dict[Alert, Warned] = {
    Alert.NONE: Warned.NOBODY,
    Alert.HALF_TIME: Warned.OFFICER,
    Alert.LAST_DAY: Warned.OFFICER_AND_SUPERVISOR,
    Alert.OVERDUE: Warned.SUPERVISOR_AND_OFFICE,
}


def compute_clock(accepted_on: int, limit: Limit, pauses: tuple[Pause, ...], on: int) -> Clock:
    """Return where a case stands on a day.

    Accepted on Wednesday 30 September 2026 with five working days; after the holiday an inspection
    (9 to 13 October) takes three of them, one a Saturday on which counters are open:

    >>> inspection = Pause(ordinal("2026-10-09"), ordinal("2026-10-13"), PauseGround(2))
    >>> five = Limit(5, LimitUnit.WORKING_DAYS)
    >>> clock = compute_clock(ordinal("2026-09-30"), five, (inspection,), ordinal("2026-10-14"))
    >>> date.fromordinal(clock.due_on), clock.used, clock.left
    (datetime.date(2026, 10, 16), 3, 2)

    Raises DeadlineInvalid for a limit that is not from 0 to `MAX_WORKING_DAYS`.
    """
    allowed = limit.days + limit.extended_by
    if not 0 <= limit.days <= allowed <= MAX_WORKING_DAYS:
        start = date.fromordinal(accepted_on).isoformat()
        raise DeadlineInvalid(start=start, days=allowed, limit=MAX_WORKING_DAYS)
    waiting = tuple(p._replace(until=p.until or max(on, p.since)) for p in pauses)
    due_on = _due(accepted_on, allowed, limit.unit, waiting)
    used = _counted(accepted_on, min(on, due_on), limit.unit, waiting)
    looked_at = range(accepted_on + 1, due_on + 1)
    unknown = next((day for day in looked_at if not is_announced(date.fromordinal(day))), 0)
    return Clock(
        due_on=due_on,
        used=min(used, allowed),
        left=max(allowed - used, 0),
        over=_counted(due_on, on, limit.unit, waiting),
        paused=any(not p.until and p.since <= on for p in pauses),
        provisional=bool(unknown),
        first_unannounced=unknown,
    )


def compute_half_time(accepted_on: int, limit: Limit, pauses: tuple[Pause, ...], on: int) -> int:
    """Return the first day on which at least as much time is used as left; never after the due day.

    Four working days from Monday 2 March 2026: the second is Wednesday.

    >>> four = Limit(4, LimitUnit.WORKING_DAYS)
    >>> half = compute_half_time(ordinal("2026-03-02"), four, (), ordinal("2026-03-02"))
    >>> date.fromordinal(half)
    datetime.date(2026, 3, 4)

    Raises DeadlineInvalid as `compute_clock` does.
    """
    due_on = compute_clock(accepted_on, limit, pauses, on).due_on
    waiting = tuple(p._replace(until=p.until or max(on, p.since)) for p in pauses)
    allowed, used = limit.days + limit.extended_by, 0
    for day in range(accepted_on + 1, due_on):
        used += _counts(day, limit.unit, waiting)
        if used >= allowed - used:
            return day
    return due_on


def decide_alert(clock: Clock, on: int) -> Alert:
    """Return how urgent a case is on a day; a case that waits by law is never overdue.

    >>> decide_alert(Clock(due_on=100, used=2, left=3, over=0, paused=False,
    ...                      provisional=False, first_unannounced=0), 98).name
    'NONE'
    """
    if clock.paused:
        return Alert.NONE
    if on > clock.due_on:
        return Alert.OVERDUE
    if on == clock.due_on:
        return Alert.LAST_DAY
    return Alert.HALF_TIME if clock.used >= clock.left else Alert.NONE


def ordinal(day: str) -> int:
    """Return the ordinal of a day written yyyy-MM-dd, for examples and tests."""
    return date.fromisoformat(day).toordinal()


def _due(start: int, allowed: int, unit: LimitUnit, pauses: tuple[Pause, ...]) -> int:
    """Return the last day for the decision; 0 days is the day of acceptance itself."""
    reached, left = start, allowed
    while left:
        reached = _next_day(reached, start, allowed)
        left -= _counts(reached, unit, pauses)
    if unit is LimitUnit.DAYS and allowed:
        # A last day on which no counter is open moves to the next that is (project reading).
        while not is_working_day(date.fromordinal(reached)):
            reached = _next_day(reached, start, allowed)
    return reached


def _next_day(reached: int, start: int, allowed: int) -> int:
    if reached >= FOR_EVER:
        begun = date.fromordinal(start).isoformat()
        raise DeadlineInvalid(start=begun, days=allowed, limit=MAX_WORKING_DAYS)
    return reached + 1


def _counted(after: int, until: int, unit: LimitUnit, pauses: tuple[Pause, ...]) -> int:
    return sum(_counts(day, unit, pauses) for day in _days(after, until))


def _days(after: int, until: int) -> Iterator[int]:
    return iter(range(after + 1, until + 1))


def _counts(day: int, unit: LimitUnit, pauses: tuple[Pause, ...]) -> bool:
    if any(pause.since < day <= pause.until for pause in pauses):
        return False
    return unit is LimitUnit.DAYS or is_working_day(date.fromordinal(day))
