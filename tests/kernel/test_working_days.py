"""Counters are open on the days that the State Council announced.

Expected days: domain/identifiers.md section 4.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rongcheng.kernel.errors import DeadlineInvalid
from rongcheng.kernel.working_days import (
    Deadline,
    add_working_days,
    is_announced,
    is_working_day,
)

WORKING_WEEKENDS = {
    2025: {"01-26", "02-08", "04-27", "09-28", "10-11"},
    2026: {"01-04", "02-14", "02-28", "05-09", "09-20", "10-10"},
}
WEEKDAYS_OFF_2026 = {
    *("01-01", "01-02", "02-16", "02-17", "02-18", "02-19", "02-20", "02-23", "04-06"),
    *("05-01", "05-04", "05-05", "06-19", "09-25"),
    *("10-01", "10-02", "10-05", "10-06", "10-07"),
}


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    count = (date(year + 1, 1, 1) - first).days
    return [first + timedelta(days=offset) for offset in range(count)]


@pytest.mark.parametrize("year", [2025, 2026])
def test_working_weekends(year: int) -> None:
    weekends = [day for day in days_of(year) if day.weekday() >= 5]
    assert {f"{day:%m-%d}" for day in weekends if is_working_day(day)} == WORKING_WEEKENDS[year]


def test_weekdays_off_2026() -> None:
    weekdays = [day for day in days_of(2026) if day.weekday() < 5]
    assert {f"{day:%m-%d}" for day in weekdays if not is_working_day(day)} == WEEKDAYS_OFF_2026


def test_an_unannounced_year_has_plain_weekends() -> None:
    assert not is_announced(date(2093, 10, 1))
    assert is_working_day(date(2093, 10, 1))  # a Thursday
    assert not is_working_day(date(2093, 10, 3))  # a Saturday
    assert is_announced(date(2026, 10, 1))


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        (date(2026, 5, 6), 0, date(2026, 5, 6)),
        (date(2026, 5, 6), 1, date(2026, 5, 7)),
        (date(2026, 4, 30), 5, date(2026, 5, 11)),  # 05-06 to 05-08, Saturday 05-09, 05-11
        (date(2026, 9, 30), 5, date(2026, 10, 13)),
        (date(2026, 2, 13), 1, date(2026, 2, 14)),  # a working Saturday
        (date(2026, 2, 14), 1, date(2026, 2, 24)),  # over the Spring Festival
    ],
)
def test_deadlines(start: date, days: int, expected: date) -> None:
    assert add_working_days(start, days) == Deadline(expected, provisional=False)


def test_a_deadline_into_an_unannounced_year_is_provisional() -> None:
    assert add_working_days(date(2092, 12, 31), 1) == Deadline(date(2093, 1, 1), provisional=True)
    assert add_working_days(date(2093, 1, 1), 0) == Deadline(date(2093, 1, 1), provisional=False)


def test_a_deadline_out_of_an_unannounced_year_is_provisional() -> None:
    assert add_working_days(date(2003, 12, 30), 2) == Deadline(date(2004, 1, 2), provisional=True)


@pytest.mark.parametrize(
    ("start", "days"),
    [(date(2026, 1, 1), -1), (date(2026, 1, 1), 2_501), (date(9999, 12, 30), 5)],
)
def test_impossible_deadlines_are_refused(start: date, days: int) -> None:
    with pytest.raises(DeadlineInvalid) as caught:
        add_working_days(start, days)
    assert caught.value.params == {"start": start.isoformat(), "days": days, "limit": 2_500}
