"""Dates (日期): a day means the same day in a message, a rule and a column.

Rules see a day as its ordinal (1 = 0001-01-01, as `date.toordinal`), an `int`; `year_of`,
`month_of` and `day_of` are plain integer functions that compile. Messages write `yyyy-MM-dd` and
`yyyy-MM-dd HH:mm:ss` in Asia/Shanghai.

Source: domain/health-interface.md (date and time forms of the message interface).
"""

from __future__ import annotations

import re
from datetime import date, datetime

from rongcheng.kernel.clock import SHANGHAI
from rongcheng.kernel.errors import DateInvalid, DateTimeInvalid, shown

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_DATETIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}", re.ASCII)

# The integer calendar counts years from 1 March, so that the leap day ends its year.
_DAYS_TO_FIRST_MARCH_YEAR = 305  # ordinal of 0000-03-01 is -305
_DAYS_OF_400_YEARS = 146_097
_DAYS_OF_100_YEARS = 36_524
_DAYS_OF_4_YEARS = 1_460  # without the leap day, which the next correction counts
_DAYS_OF_5_MONTHS = 153


def ordinal(day: date) -> int:
    """Return a day as the integer that rules and columns hold.

    >>> ordinal(date(2026, 1, 1))
    739617
    """
    return day.toordinal()


def from_ordinal(number: int) -> date:
    """Return the day of an ordinal.

    >>> from_ordinal(739617)
    datetime.date(2026, 1, 1)
    """
    return date.fromordinal(number)


def year_of(number: int) -> int:
    """Return the calendar year of an ordinal, in plain integers.

    >>> year_of(739616), year_of(739617)
    (2025, 2026)
    """
    march_year = _march_year_of(number)
    # January and February, from day 306 of a March year on, belong to the next calendar year.
    return march_year + 1 if _day_of_march_year(number, march_year) >= 306 else march_year


def month_of(number: int) -> int:
    """Return the calendar month (1 to 12) of an ordinal, in plain integers.

    >>> month_of(739616), month_of(739617)
    (12, 1)
    """
    shifted = _month_from_march(_day_of_march_year(number, _march_year_of(number)))
    return shifted + 3 if shifted < 10 else shifted - 9


def day_of(number: int) -> int:
    """Return the day of the month (1 to 31) of an ordinal, in plain integers.

    >>> day_of(739616), day_of(739617)
    (31, 1)
    """
    day = _day_of_march_year(number, _march_year_of(number))
    return day - (_DAYS_OF_5_MONTHS * _month_from_march(day) + 2) // 5 + 1


def parse_date(text: str, name: str = "date") -> date:
    """Return the day written as `yyyy-MM-dd`; raises DateInvalid for anything else.

    >>> parse_date("2026-02-28", "begndate")
    datetime.date(2026, 2, 28)
    """
    if not isinstance(text, str) or not _DATE.fullmatch(text):
        raise DateInvalid(name=name, given=shown(text))
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise DateInvalid(name=name, given=shown(text)) from fault


def parse_datetime(text: str, name: str = "time") -> datetime:
    """Return the moment written as `yyyy-MM-dd HH:mm:ss`, aware, in Asia/Shanghai.

    Raises DateTimeInvalid for anything else.

    >>> parse_datetime("2026-02-28 09:30:00", "inf_time").isoformat()
    '2026-02-28T09:30:00+08:00'
    """
    if not isinstance(text, str) or not _DATETIME.fullmatch(text):
        raise DateTimeInvalid(name=name, given=shown(text))
    try:
        return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)
    except ValueError as fault:
        raise DateTimeInvalid(name=name, given=shown(text)) from fault


def format_date(day: date) -> str:
    """Return a day as `yyyy-MM-dd`.

    >>> format_date(date(2026, 2, 28))
    '2026-02-28'
    """
    return f"{day.year:04d}-{day.month:02d}-{day.day:02d}"


def format_datetime(moment: datetime) -> str:
    """Return an aware moment as `yyyy-MM-dd HH:mm:ss` in Asia/Shanghai; naive is a ValueError.

    >>> format_datetime(parse_datetime("2026-02-28 09:30:00"))
    '2026-02-28 09:30:00'
    """
    if moment.tzinfo is None:
        raise ValueError("the moment has no time zone: give an aware datetime")
    local = moment.astimezone(SHANGHAI)
    return f"{format_date(local)} {local:%H:%M:%S}"


def _march_year_of(number: int) -> int:
    days = number + _DAYS_TO_FIRST_MARCH_YEAR
    era = days // _DAYS_OF_400_YEARS
    rest = days - era * _DAYS_OF_400_YEARS
    leap_days = rest // _DAYS_OF_4_YEARS - rest // _DAYS_OF_100_YEARS
    leap_days += rest // (_DAYS_OF_400_YEARS - 1)
    return era * 400 + (rest - leap_days) // 365


def _day_of_march_year(number: int, march_year: int) -> int:
    leap_days = march_year // 4 - march_year // 100 + march_year // 400
    return number + _DAYS_TO_FIRST_MARCH_YEAR - (march_year * 365 + leap_days)


def _month_from_march(day_of_march_year: int) -> int:
    return (5 * day_of_march_year + 2) // _DAYS_OF_5_MONTHS
