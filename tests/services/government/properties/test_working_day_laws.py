"""Laws of the clock: pauses only put off, counting adds up, later days change no earlier one."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from rongcheng.kernel.working_days import add_working_days, is_working_day
from rongcheng.services.government.domain.deadlines import (
    Alert,
    Limit,
    LimitUnit,
    Pause,
    PauseGround,
    compute_clock,
    decide_alert,
)

FIRST, LAST = date(2024, 1, 1).toordinal(), date(2026, 12, 31).toordinal()
DAYS = st.integers(FIRST, LAST - 200)
LIMITS = st.builds(Limit, st.integers(0, 30), st.just(LimitUnit.WORKING_DAYS), st.integers(0, 10))
ANY_LIMITS = st.builds(Limit, st.integers(0, 30), st.sampled_from(LimitUnit), st.integers(0, 10))


@st.composite
def pauses(draw: st.DrawFn, accepted: int) -> tuple[Pause, ...]:
    """Some pauses after acceptance, each with an end."""
    found = []
    for _ in range(draw(st.integers(0, 3))):
        since = accepted + draw(st.integers(0, 30))
        until = since + draw(st.integers(0, 20))
        found.append(Pause(since, until, draw(st.sampled_from(PauseGround))))
    return tuple(found)


@st.composite
def cases(draw: st.DrawFn) -> tuple[int, tuple[Pause, ...], int]:
    """A day of acceptance, pauses, and a day to look at the case."""
    accepted = draw(DAYS)
    return accepted, draw(pauses(accepted)), accepted + draw(st.integers(0, 90))


@settings(deadline=None, max_examples=60)
@given(DAYS, LIMITS)
def test_without_pauses_it_is_the_kernel_s_deadline(accepted: int, limit: Limit) -> None:
    found = compute_clock(accepted, limit, (), accepted)
    start = date.fromordinal(accepted)
    assert found.due_on == add_working_days(start, limit.days + limit.extended_by).date.toordinal()
    assert not found.provisional


@settings(deadline=None, max_examples=60)
@given(cases(), ANY_LIMITS)
def test_the_last_day_is_a_day_on_which_counters_are_open(
    case: tuple[int, tuple[Pause, ...], int], limit: Limit
) -> None:
    accepted, paused, on = case
    found = compute_clock(accepted, limit, paused, on)
    assert found.due_on >= accepted
    if limit.days + limit.extended_by:
        assert is_working_day(date.fromordinal(found.due_on))


@settings(deadline=None, max_examples=60)
@given(cases(), ANY_LIMITS, DAYS, st.integers(0, 30))
def test_a_pause_never_brings_the_day_forward(
    case: tuple[int, tuple[Pause, ...], int], limit: Limit, since: int, length: int
) -> None:
    accepted, paused, on = case
    more = (*paused, Pause(since, since + length, PauseGround.SUPPLEMENT))
    before = compute_clock(accepted, limit, paused, on)
    after = compute_clock(accepted, limit, more, on)
    assert after.due_on >= before.due_on
    assert after.left >= before.left


@settings(deadline=None, max_examples=60)
@given(cases(), LIMITS)
def test_used_and_left_make_the_limit_and_time_only_goes_on(
    case: tuple[int, tuple[Pause, ...], int], limit: Limit
) -> None:
    accepted, paused, on = case
    today = compute_clock(accepted, limit, paused, on)
    tomorrow = compute_clock(accepted, limit, paused, on + 1)
    assert today.used + today.left == limit.days + limit.extended_by
    assert 0 <= tomorrow.used - today.used <= 1
    assert tomorrow.due_on == today.due_on
    assert (today.left == 0) == (on >= today.due_on)
    alerts = [decide_alert(today, on), decide_alert(tomorrow, on + 1)]
    assert alerts == sorted(alerts)
    assert (alerts[0] is Alert.OVERDUE) == (on > today.due_on)


@settings(deadline=None, max_examples=60)
@given(cases(), LIMITS)
def test_a_pause_moves_the_day_by_its_working_days_alone(
    case: tuple[int, tuple[Pause, ...], int], limit: Limit
) -> None:
    """Days that count up to the due day, plus paused working days, are all working days to it."""
    accepted, paused, on = case
    due_on = compute_clock(accepted, limit, paused, on).due_on
    open_days = [
        day for day in range(accepted + 1, due_on + 1) if is_working_day(date.fromordinal(day))
    ]
    lost = [day for day in open_days if any(p.since < day <= p.until for p in paused)]
    assert len(open_days) - len(lost) == limit.days + limit.extended_by


@settings(deadline=None, max_examples=40)
@given(cases(), LIMITS, st.integers(1, 60))
def test_what_happens_after_a_day_does_not_change_how_it_stood_then(
    case: tuple[int, tuple[Pause, ...], int], limit: Limit, later: int
) -> None:
    accepted, paused, on = case
    # Another pause that begins on a later day, as the case was looked at before.
    coming = (*paused, Pause(on + later, on + later + 5, PauseGround.SUPPLEMENT))
    then = compute_clock(accepted, limit, paused, on)
    seen = compute_clock(accepted, limit, coming, on)
    assert (seen.used, seen.left) == (then.used, then.left)
