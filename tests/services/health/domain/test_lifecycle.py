"""The life of a visit: every state and event is allowed to somewhere, or refused by name."""

from __future__ import annotations

from itertools import product

import pytest

from rongcheng.services.health.care.moving import EVENTS, STATES, move
from rongcheng.services.health.domain.lifecycle import (
    TRANSITIONS,
    VISIT,
    VisitEvent,
    VisitState,
    next_state,
)
from rongcheng.services.health.errors import OutOfOrder
from rongcheng.services.health.models import Visit
from tests.services.health.domain.lifecycle_page import VISIT_PAGE, render

# Each state's answer to the eleven events in their order: CANCEL, SEE, CHARGE, DROP_SOME, DROP_ALL,
# DROP_REST, SETTLE, SETTLE_PART, REVERSE, MERGE, UNMERGE. A dot is a refusal.
TABLE = {
    "REGISTERED": "CANCELLED SEEN . . . . . . . . .",
    "SEEN": "CANCELLED SEEN CHARGED . . . . . . . .",
    "CHARGED": ". CHARGED CHARGED CHARGED SEEN SETTLED SETTLED CHARGED CHARGED MERGED .",
    "SETTLED": ". . CHARGED . . . . . CHARGED . .",
    "CANCELLED": ". . . . . . . . . . .",
    "MERGED": ". . . . . . . . . . CHARGED",
}
EVERY = list(product(VisitState, VisitEvent))


def expected(state: VisitState, event: VisitEvent) -> VisitState | None:
    """Return what the table of this test says."""
    word = TABLE[state.name].split()[event - 1]
    return None if word == "." else VisitState[word]


@pytest.mark.parametrize(("state", "event"), EVERY, ids=lambda part: part.name)
def test_every_state_and_event_is_allowed_or_refused_by_name(
    state: VisitState, event: VisitEvent
) -> None:
    target = expected(state, event)
    assert next_state(state, event) is target
    visit = Visit(state=int(state))
    if target is not None:
        assert move(visit, event) is target
        return
    with pytest.raises(OutOfOrder) as refused:
        move(visit, event)
    assert visit.state == state
    zh, en = refused.value.message("zh"), refused.value.message("en")
    assert EVENTS[event][0] in zh
    assert STATES[state][0] in zh
    assert EVENTS[event][1] in en
    assert STATES[state][1] in en
    # What to do next follows the refusal.
    assert not zh.endswith("」。")
    assert not en.endswith(f"{STATES[state][1]}. ")


def test_the_table_is_whole() -> None:
    assert len(EVERY) == 66
    assert sum(next_state(*pair) is not None for pair in EVERY) == len(TRANSITIONS) == 17
    assert set(STATES) == set(VisitState)
    assert set(EVENTS) == set(VisitEvent)


def test_every_state_is_reached_and_only_a_cancelled_visit_ends() -> None:
    reached = {VisitState.REGISTERED} | set(TRANSITIONS.values())
    assert reached == set(VisitState)
    assert VISIT.ends() == [VisitState.CANCELLED]


def test_the_page_in_the_docs_is_up_to_date() -> None:
    assert VISIT_PAGE.path.read_text("utf-8") == render(VISIT_PAGE, VISIT, STATES, EVENTS), (
        "write it anew: python -m tests.services.health.domain.lifecycle_page"
    )
