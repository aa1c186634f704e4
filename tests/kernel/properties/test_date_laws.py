"""Laws of days: integer parts are the calendar's, texts go both ways, deadlines never go back."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from rongcheng.kernel.clock import SHANGHAI
from rongcheng.kernel.dates import (
    day_of,
    format_date,
    format_datetime,
    from_ordinal,
    month_of,
    ordinal,
    parse_date,
    parse_datetime,
    year_of,
)
from rongcheng.kernel.working_days import add_working_days, is_announced, is_working_day
from tests.kernel.properties.strategies import QUICK, days, ordinals


@QUICK
@given(ordinals)
def test_integer_parts_are_the_calendars(number: int) -> None:
    day = from_ordinal(number)
    assert (year_of(number), month_of(number), day_of(number)) == (day.year, day.month, day.day)
    assert ordinal(day) == number


@QUICK
@given(st.dates())
def test_dates_are_read_as_they_were_written(day: date) -> None:
    assert parse_date(format_date(day)) == day


@QUICK
@given(st.datetimes(datetime(1992, 1, 1), datetime(2199, 12, 31)))
def test_moments_are_read_as_they_were_written(moment: datetime) -> None:
    aware = moment.replace(microsecond=0, tzinfo=SHANGHAI)
    assert parse_datetime(format_datetime(aware)) == aware


@QUICK
@given(days, st.integers(1, 60))
def test_a_deadline_is_a_working_day_with_so_many_before_it(start: date, count: int) -> None:
    deadline = add_working_days(start, count)
    span = [start + timedelta(days=n + 1) for n in range((deadline.date - start).days)]
    assert is_working_day(deadline.date)
    assert sum(is_working_day(day) for day in span) == count
    assert deadline.provisional == (not all(is_announced(day) for day in span))


@QUICK
@given(days, st.integers(0, 30), st.integers(0, 30))
def test_deadlines_add_up(start: date, first: int, then: int) -> None:
    step = add_working_days(start, first).date
    assert add_working_days(step, then).date == add_working_days(start, first + then).date
