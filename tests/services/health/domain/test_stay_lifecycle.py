"""The life of a stay: every state and event is allowed to somewhere, or refused by name."""

from __future__ import annotations

from itertools import product

import pytest

from rongcheng.services.health.care.moving import STAY_EVENTS, STAY_STATES, move_stay
from rongcheng.services.health.domain.lifecycle import VisitState
from rongcheng.services.health.domain.stay_lifecycle import (
    STAY,
    STAY_TRANSITIONS,
    StayEvent,
    StayState,
)
from rongcheng.services.health.errors import OutOfOrder
from rongcheng.services.health.models import Visit
from tests.services.health.domain.lifecycle_page import STAY_PAGE, render

# Each state's answer to the ten events in their order: CHANGE, CHARGE, DROP, DISCHARGE,
# UNDO_DISCHARGE, CANCEL, SETTLE_INTERIM, SETTLE, REVERSE_INTERIM, REVERSE. A dot is a refusal.
TABLE = {
    "ADMITTED": "ADMITTED ADMITTED ADMITTED DISCHARGED . CANCELLED ADMITTED . ADMITTED .",
    "DISCHARGED": "DISCHARGED DISCHARGED DISCHARGED . ADMITTED . . SETTLED DISCHARGED .",
    "SETTLED": ". . . . . . . . . DISCHARGED",
    "CANCELLED": ". . . . . . . . . .",
}
EVERY = list(product(StayState, StayEvent))


def expected(state: StayState, event: StayEvent) -> StayState | None:
    """Return what the table of this test says."""
    word = TABLE[state.name].split()[event - 1]
    return None if word == "." else StayState[word]


@pytest.mark.parametrize(("state", "event"), EVERY, ids=lambda part: part.name)
def test_every_state_and_event_is_allowed_or_refused_by_name(
    state: StayState, event: StayEvent
) -> None:
    target = expected(state, event)
    assert STAY.next_state(state, event) is target
    stay = Visit(state=int(state))
    if target is not None:
        assert move_stay(stay, event) is target
        return
    with pytest.raises(OutOfOrder) as refused:
        move_stay(stay, event)
    assert stay.state == state
    zh, en = refused.value.message("zh"), refused.value.message("en")
    assert STAY_EVENTS[event][0] in zh
    assert STAY_STATES[state][0] in zh
    assert STAY_EVENTS[event][1] in en
    assert STAY_STATES[state][1] in en
    # What to do next follows the refusal.
    assert not zh.endswith("」。")
    assert not en.endswith(f"{STAY_STATES[state][1]}. ")


def test_the_table_is_whole() -> None:
    assert len(EVERY) == 40
    allowed = sum(STAY.next_state(*pair) is not None for pair in EVERY)
    assert allowed == len(STAY_TRANSITIONS) == 14
    assert set(STAY_STATES) == set(StayState)
    assert set(STAY_EVENTS) == set(StayEvent)


def test_every_state_is_reached_and_only_a_cancelled_stay_ends() -> None:
    reached = {StayState.ADMITTED} | set(STAY_TRANSITIONS.values())
    assert reached == set(StayState)
    assert STAY.ends() == [StayState.CANCELLED]


def test_no_number_stands_for_a_state_of_both() -> None:
    assert set(map(int, VisitState)).isdisjoint(map(int, StayState))


def test_the_page_in_the_docs_is_up_to_date() -> None:
    assert STAY_PAGE.path.read_text("utf-8") == render(STAY_PAGE, STAY, STAY_STATES, STAY_EVENTS), (
        "write it anew: python -m tests.services.health.domain.lifecycle_page"
    )
