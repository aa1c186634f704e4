"""Laws of acting for others, whatever happened and whenever one asks."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from rongcheng.foundation.people.ages import age_on
from rongcheng.foundation.people.delegation.domain.acting import decide_acting
from rongcheng.foundation.people.delegation.domain.lifecycle import (
    MOVES,
    is_adult,
    last_day_allowed,
    state_on,
    stored_state,
)
from rongcheng.foundation.people.delegation.domain.reasons import Bar
from rongcheng.foundation.people.delegation.domain.types import (
    Event,
    Guardians,
    GuardianStand,
    Kind,
    Limits,
    Mandate,
    Matter,
    Stand,
    State,
)

LIMITS = Limits(adult_years=18, offer_days=30, most_agents=5, most_guardians=2)
MATTERS = [Matter(f"m-{kind.name}", kind, is_online=True, longest_months=12) for kind in Guardians]
DAYS = st.dates(date(2000, 1, 1), date(2045, 12, 31))
STANDS = st.sampled_from(Stand)


@st.composite
def histories(draw: st.DrawFn) -> tuple[Event, ...]:
    """Draw events that may have followed one another."""
    state, happened = State.OFFERED, []
    while draw(st.booleans()):
        nexts = [event for (before, event) in MOVES if before == state]
        if not nexts:
            break
        happened.append(draw(st.sampled_from(nexts)))
        state = MOVES[state, happened[-1]]
    return tuple(happened)


@st.composite
def mandates(draw: st.DrawFn) -> Mandate:
    """Draw a mandate or a guardianship with a history."""
    kind = draw(st.sampled_from(Kind))
    begins_on = draw(DAYS)
    lasts = timedelta(days=draw(st.integers(0, 1_100)))
    is_mandate = kind == Kind.MANDATE
    return Mandate(
        kind=kind,
        matters=draw(st.frozensets(st.sampled_from([m.key for m in MATTERS]), max_size=2)),
        given_on=begins_on,
        begins_on=begins_on,
        ends_on=begins_on + lasts if is_mandate else None,
        principal_born_on=draw(st.dates(date(1985, 1, 1), date(1999, 12, 31))),
        events=draw(histories()),
    )


@given(mandates(), st.sampled_from(MATTERS), st.lists(STANDS, max_size=2), DAYS)
def test_whoever_acts_was_accepted_never_ended_and_is_in_time(
    mandate: Mandate, matter: Matter, others: list[Stand], today: date
) -> None:
    stands = tuple(GuardianStand(False, stand) for stand in others)
    if decide_acting(mandate, matter, stands, LIMITS, today) != Bar.NONE:
        return
    assert mandate.events == (Event.ACCEPTED,)
    assert mandate.begins_on <= today
    if mandate.kind == Kind.MANDATE:
        assert mandate.ends_on is not None
        assert today <= mandate.ends_on
        assert matter.key in mandate.matters
    else:
        assert age_on(mandate.principal_born_on, today) < 18
        assert Stand.OBJECTS not in others
        assert matter.guardians != Guardians.NONE
        assert matter.guardians == Guardians.ANY or set(others) <= {Stand.AGREES}


@given(mandates(), DAYS, st.integers(1, 20_000))
def test_what_is_over_stays_over(mandate: Mandate, today: date, later: int) -> None:
    waiting = {State.OFFERED, State.NOT_BEGUN, State.IN_FORCE}
    state = state_on(mandate, LIMITS, today)
    if state not in waiting:
        assert state_on(mandate, LIMITS, today + timedelta(days=later)) == state


@given(histories(), st.sampled_from(Event))
def test_no_event_ever_opens_again_what_is_over(happened: tuple[Event, ...], event: Event) -> None:
    before = stored_state(happened)
    if (before, event) in MOVES:
        assert before in {State.OFFERED, State.ACCEPTED}
        assert before != State.ACCEPTED or MOVES[before, event] not in {before, State.OFFERED}


@given(st.dates(date(1950, 1, 1), date(2020, 12, 31)))
def test_everybody_comes_of_age_on_one_day_and_stays_so(born_on: date) -> None:
    is_leap = (born_on.month, born_on.day) == (2, 29)
    day = date(born_on.year + 18, 3 if is_leap else born_on.month, 1 if is_leap else born_on.day)
    assert is_adult(born_on, LIMITS, day)
    assert not is_adult(born_on, LIMITS, day - timedelta(days=1))


@given(DAYS, st.integers(1, 36))
def test_so_many_months_end_the_day_before_the_same_day(begins_on: date, months: int) -> None:
    after = last_day_allowed(begins_on, months) + timedelta(days=1)
    assert (after.year * 12 + after.month) - (begins_on.year * 12 + begins_on.month) == months
    assert after.day <= begins_on.day
    assert after.day == begins_on.day or (after + timedelta(days=1)).month != after.month
