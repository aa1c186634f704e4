"""A timeline closes each value the day before the next, and names overlaps and gaps."""

from __future__ import annotations

from datetime import date

import pytest

from rongcheng.policy.timeline import Clash, Span, Timeline, clashes

FIRST = Span(date(2023, 1, 1), None, "first")
SECOND = Span(date(2024, 2, 29), date(2024, 12, 31), "second")


@pytest.mark.parametrize(
    ("on", "held"),
    [
        (date(2022, 12, 31), None),
        (date(2023, 1, 1), "first"),
        (date(2024, 2, 28), "first"),
        (date(2024, 2, 29), "second"),
        (date(2024, 12, 31), "second"),
        (date(2025, 1, 1), None),
    ],
)
def test_what_holds_on_a_day(on: date, held: str | None) -> None:
    assert Timeline([SECOND, FIRST]).on(on.toordinal()) == held


def test_spans_show_the_last_day_of_each_value() -> None:
    assert Timeline([SECOND, FIRST]).spans == (
        Span(date(2023, 1, 1), date(2024, 2, 28), "first"),
        SECOND,
    )


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        (None, []),
        (date(2024, 2, 28), []),
        (date(2024, 2, 29), [Clash("first", "second", 0)]),
        (date(2024, 2, 27), [Clash("first", "second", 1)]),
    ],
)
def test_overlaps_and_gaps_are_named(until: date | None, expected: list[Clash[str]]) -> None:
    assert clashes([SECOND, FIRST._replace(until=until)]) == expected


def test_two_starts_on_one_day_overlap() -> None:
    assert clashes([FIRST, FIRST._replace(held="again")]) == [Clash("first", "again", 0)]
