"""Working days (工作日): a promised day is a day on which the counter is really open.

Knows the shifted holidays (调休) that the State Council announces each autumn for the next year.
A year that is not announced is counted with plain weekends, and the deadline says so.

Source: domain/identifiers.md section 4 (package chinesecalendar).
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

import chinese_calendar

from rongcheng.kernel.errors import DeadlineInvalid

MAX_WORKING_DAYS = 2_500
"""The longest time limit that is counted, about ten years."""

_SATURDAY = 5
_ONE_DAY = timedelta(days=1)


class Deadline(NamedTuple):
    """The day by which something is done (期限).

    `provisional` says that a counted day lies in a year whose holidays are not announced yet.
    """

    date: date
    provisional: bool


class _Day(NamedTuple):
    working: bool
    announced: bool


def is_working_day(day: date) -> bool:
    """Tell whether counters are open on a day; an unannounced year has plain weekends.

    >>> is_working_day(date(2026, 1, 4)), is_working_day(date(2026, 10, 7))
    (True, False)
    """
    return _look_up(day).working


def is_announced(day: date) -> bool:
    """Tell whether the holidays of a day's year are announced."""
    return _look_up(day).announced


def add_working_days(start: date, days: int) -> Deadline:
    """Return the deadline a number of working days after an event.

    Counting begins on the day after the event; 0 is the day of the event itself. Raises
    DeadlineInvalid for a number below 0 or above `MAX_WORKING_DAYS`, or past the last calendar
    year.

    Five working days over the National Day of 2026:

    >>> add_working_days(date(2026, 9, 30), 5)
    Deadline(date=datetime.date(2026, 10, 13), provisional=False)

    Source: domain/identifiers.md section 4 (project reading, illustrative).
    """
    if not 0 <= days <= MAX_WORKING_DAYS:
        raise DeadlineInvalid(start=start.isoformat(), days=days, limit=MAX_WORKING_DAYS)
    reached, left, provisional = start, days, False
    while left:
        if reached == date.max:
            raise DeadlineInvalid(start=start.isoformat(), days=days, limit=MAX_WORKING_DAYS)
        reached += _ONE_DAY
        found = _look_up(reached)
        provisional = provisional or not found.announced
        left -= found.working
    return Deadline(reached, provisional)


@lru_cache(maxsize=4_096)  # The package searches its whole table for every day.
def _look_up(day: date) -> _Day:
    try:
        return _Day(bool(chinese_calendar.is_workday(day)), announced=True)
    except NotImplementedError:
        # The package's word for a year outside its tables.
        return _Day(day.weekday() < _SATURDAY, announced=False)
