"""By when a case is decided: real calendars of 2024 to 2026, pauses, warnings, unknown years."""

from __future__ import annotations

from datetime import date

import pytest

from rongcheng.kernel.errors import DeadlineInvalid
from rongcheng.services.government.domain.deadlines import (
    WARNED,
    Alert,
    Clock,
    Limit,
    LimitUnit,
    Pause,
    PauseGround,
    Warned,
    compute_clock,
    decide_alert,
    ordinal,
)


def working(days: int, extended_by: int = 0) -> Limit:
    return Limit(days, LimitUnit.WORKING_DAYS, extended_by)


def pause(since: str, until: str = "") -> Pause:
    end = ordinal(until) if until else 0
    return Pause(ordinal(since), end, PauseGround.SPECIAL_PROCEDURE)


def clock(accepted: str, limit: Limit, *pauses: Pause, on: str = "") -> Clock:
    return compute_clock(ordinal(accepted), limit, pauses, ordinal(on or accepted))


def due(accepted: str, limit: Limit, *pauses: Pause, on: str = "") -> str:
    return date.fromordinal(clock(accepted, limit, *pauses, on=on).due_on).isoformat()


@pytest.mark.parametrize(
    ("accepted", "days", "last"),
    [
        ("2024-02-08", 1, "2024-02-09"),  # the eve was no public holiday that year
        ("2024-02-09", 1, "2024-02-18"),  # Spring Festival; Sunday the 18th is worked
        ("2024-02-04", 3, "2024-02-07"),  # accepted on a Sunday that is worked
        ("2024-04-30", 5, "2024-05-10"),  # Labour Day to 5 May
        ("2024-05-10", 1, "2024-05-11"),  # Saturday the 11th is worked
        ("2024-09-13", 2, "2024-09-18"),  # Saturday 14th worked, Mid-Autumn to the 17th
        ("2024-09-30", 5, "2024-10-12"),  # National Day; Saturday the 12th is worked
        ("2025-01-24", 2, "2025-01-27"),  # Sunday the 26th is worked
        ("2025-01-27", 4, "2025-02-08"),  # Spring Festival; Saturday the 8th is worked
        ("2025-04-25", 1, "2025-04-27"),  # Sunday the 27th is worked
        ("2025-09-30", 3, "2025-10-11"),  # National Day and Mid-Autumn in one
        ("2025-12-31", 1, "2026-01-04"),  # New Year; Sunday the 4th is worked
        ("2026-02-13", 1, "2026-02-14"),  # Saturday the 14th is worked
        ("2026-02-14", 5, "2026-02-28"),  # Spring Festival; Saturday the 28th is worked
        ("2026-09-18", 3, "2026-09-22"),  # Sunday the 20th is worked
        ("2026-09-30", 2, "2026-10-09"),
        ("2026-06-01", 20, "2026-06-30"),  # Dragon Boat, 19 to 21 June
        ("2026-03-02", 0, "2026-03-02"),  # at once
    ],
)
def test_working_days_of_the_real_calendar(accepted: str, days: int, last: str) -> None:
    assert due(accepted, working(days)) == last


@pytest.mark.parametrize(
    ("days", "last"),
    [
        (1, "2026-09-30"),
        (2, "2026-10-08"),  # 1 October is a holiday until the 7th: moved past it
        (9, "2026-10-08"),
        (11, "2026-10-10"),  # a Saturday that is worked
        (12, "2026-10-12"),
    ],
)
def test_plain_days_end_on_a_day_when_counters_are_open(days: int, last: str) -> None:
    assert due("2026-09-29", Limit(days, LimitUnit.DAYS)) == last


def test_a_pause_takes_its_working_days_and_no_more() -> None:
    five = working(5)
    assert due("2026-03-02", five) == "2026-03-09"
    assert due("2026-03-02", five, pause("2026-03-03", "2026-03-05")) == "2026-03-11"
    # From Friday to Sunday no working day is lost.
    assert due("2026-03-02", five, pause("2026-03-06", "2026-03-08")) == "2026-03-09"
    # Ended on the day on which it began: nothing is lost.
    assert due("2026-03-02", five, pause("2026-03-04", "2026-03-04")) == "2026-03-09"
    # Two that overlap take each day once.
    overlapping = pause("2026-03-03", "2026-03-05"), pause("2026-03-04", "2026-03-06")
    assert due("2026-03-02", five, *overlapping) == "2026-03-12"
    # One before acceptance takes nothing.
    assert due("2026-03-02", five, pause("2026-02-24", "2026-02-27")) == "2026-03-09"


def test_while_it_waits_the_day_moves_with_every_working_day() -> None:
    waiting = pause("2026-03-04")
    states = [clock("2026-03-02", working(5), waiting, on=f"2026-03-{day:02}") for day in (4, 5, 9)]
    assert [date.fromordinal(state.due_on).isoformat() for state in states] == [
        "2026-03-09",
        "2026-03-10",
        "2026-03-12",
    ]
    assert [(state.used, state.left, state.paused) for state in states] == [(2, 3, True)] * 3
    assert decide_alert(states[-1], ordinal("2026-03-09")) is Alert.NONE


def test_an_extension_adds_its_days() -> None:
    assert due("2026-06-01", working(20, 10)) == "2026-07-14"
    assert due("2026-06-01", working(30)) == "2026-07-14"


@pytest.mark.parametrize(
    ("on", "used", "left", "over", "alert"),
    [
        ("2026-03-02", 0, 6, 0, "NONE"),
        ("2026-03-04", 2, 4, 0, "NONE"),
        ("2026-03-05", 3, 3, 0, "HALF_TIME"),
        ("2026-03-08", 4, 2, 0, "HALF_TIME"),
        ("2026-03-09", 5, 1, 0, "HALF_TIME"),
        ("2026-03-10", 6, 0, 0, "LAST_DAY"),
        ("2026-03-11", 6, 0, 1, "OVERDUE"),
        ("2026-03-16", 6, 0, 4, "OVERDUE"),
    ],
)
def test_warnings_come_at_half_time_on_the_last_day_and_after(
    on: str, used: int, left: int, over: int, alert: str
) -> None:
    found = clock("2026-03-02", working(6), on=on)
    assert (found.used, found.left, found.over) == (used, left, over)
    assert decide_alert(found, ordinal(on)) is Alert[alert]


def test_each_warning_goes_to_the_right_person() -> None:
    assert WARNED == {
        Alert.NONE: Warned.NOBODY,
        Alert.HALF_TIME: Warned.OFFICER,
        Alert.LAST_DAY: Warned.OFFICER_AND_SUPERVISOR,
        Alert.OVERDUE: Warned.SUPERVISOR_AND_OFFICE,
    }


def test_a_case_decided_at_once_is_due_today() -> None:
    found = clock("2026-03-02", working(0))
    assert (found.used, found.left) == (0, 0)
    assert decide_alert(found, ordinal("2026-03-02")) is Alert.LAST_DAY
    assert decide_alert(found, ordinal("2026-03-03")) is Alert.OVERDUE


def test_a_year_that_is_not_announced_says_so_and_names_its_first_day() -> None:
    known = clock("2026-12-21", working(8))
    assert (known.provisional, known.first_unannounced) == (False, 0)
    assert date.fromordinal(known.due_on) == date(2026, 12, 31)
    reaching = clock("2026-12-21", working(10))
    # Weekends alone are known of 2027: New Year's Day itself is counted until it is announced.
    assert date.fromordinal(reaching.due_on) == date(2027, 1, 4)
    assert reaching.provisional
    assert date.fromordinal(reaching.first_unannounced) == date(2027, 1, 1)


@pytest.mark.parametrize("limit", [working(-1), working(2_501), working(2_500, 1), working(5, -1)])
def test_a_limit_that_cannot_be_counted_is_refused(limit: Limit) -> None:
    with pytest.raises(DeadlineInvalid):
        clock("2026-03-02", limit)


def test_a_deadline_past_the_last_calendar_year_is_refused() -> None:
    with pytest.raises(DeadlineInvalid):
        compute_clock(date(9999, 12, 30).toordinal(), working(5), (), ordinal("2026-03-02"))
