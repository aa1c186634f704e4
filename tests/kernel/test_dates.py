"""Days and moments keep their meaning between messages, rules and columns."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

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
from rongcheng.kernel.errors import DateInvalid, DateTimeInvalid


def test_ordinal_and_back() -> None:
    assert ordinal(date(2026, 1, 1)) == 739_617
    assert from_ordinal(739_617) == date(2026, 1, 1)


@pytest.mark.parametrize(
    "day",
    [
        date(1, 1, 1),
        date(400, 2, 29),
        date(1900, 2, 28),
        date(1900, 3, 1),
        date(2000, 2, 29),
        date(2000, 12, 31),
        date(2024, 2, 29),
        date(2025, 12, 31),
        date(2026, 1, 1),
        date(9999, 12, 31),
    ],
    ids=str,
)
def test_parts_of_an_ordinal(day: date) -> None:
    number = day.toordinal()
    assert (year_of(number), month_of(number), day_of(number)) == (day.year, day.month, day.day)


def test_parse_date() -> None:
    assert parse_date("2026-02-28") == date(2026, 2, 28)
    assert parse_date("9999-12-31") == date(9999, 12, 31)


@pytest.mark.parametrize(
    "text",
    ["2026-02-29", "2026-2-8", "20260228", "2026-02-28 ", "0000-01-01", "２０２６-01-01", "", None],
    ids=repr,
)
def test_parse_date_refuses(text: str) -> None:
    with pytest.raises(DateInvalid) as caught:
        parse_date(text, "begndate")
    assert caught.value.params["name"] == "begndate"


def test_parse_datetime_is_aware() -> None:
    moment = parse_datetime("2026-02-28 09:30:00")
    assert moment == datetime(2026, 2, 28, 1, 30, tzinfo=UTC)
    assert moment.tzinfo is SHANGHAI


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-28",
        "2026-02-28T09:30:00",
        "2026-02-28 24:00:00",
        "2026-02-28 09:60:00",
        "2026-02-30 09:30:00",
        "2026-02-28 09:30:00+08:00",
        "2026-02-28 09:30:00\n",
        7,
    ],
    ids=repr,
)
def test_parse_datetime_refuses(text: str) -> None:
    with pytest.raises(DateTimeInvalid) as caught:
        parse_datetime(text, "inf_time")
    assert caught.value.params["name"] == "inf_time"


def test_formats() -> None:
    assert format_date(date(987, 6, 5)) == "0987-06-05"
    moment = datetime(2026, 2, 28, 16, 5, 9, tzinfo=UTC)
    assert format_datetime(moment) == "2026-03-01 00:05:09"
    with pytest.raises(ValueError, match="no time zone"):
        format_datetime(datetime(2026, 2, 28, 16, 5, 9))
