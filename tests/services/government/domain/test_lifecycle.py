"""The life of a case: every state and event is allowed to somewhere, or refused by name."""

from __future__ import annotations

from itertools import product

import pytest

from rongcheng.services.government.domain.lifecycle import (
    CASE,
    MOVES,
    Capacity,
    CaseEvent,
    CaseState,
    Moved,
    MoveRefusal,
    decide_move,
)
from rongcheng.services.government.errors import EventRefused
from rongcheng.services.government.handling.moving import (
    CAPACITIES,
    EVENTS,
    REFUSALS,
    STATES,
    move,
    words_of,
)
from tests.services.government.domain.lifecycle_page import PAGE, render

# Each state's answer to the twenty events in their order. A small mark is a refusal, see MARKS.
TABLE = {
    "DRAFT": "DRAFT SUBMITTED . . . . . . . . . . . . . . . . . WITHDRAWN",
    "SUBMITTED": "- - TRANSFERRED . SUPPLEMENT_ASKED . . ACCEPTED ACCEPTED REFUSED "
    ". . . . . . . . . WITHDRAWN",
    "TRANSFERRED": "- - t SUBMITTED t t t t t t t t t t t t t t t WITHDRAWN",
    "SUPPLEMENT_ASKED": "- - w w w SUBMITTED REFUSED w w w w w w w w w w w w WITHDRAWN",
    "REFUSED": "x x x x x x x x x x x x x x x x RATED CLOSED x x",
    "ACCEPTED": "- - - - - - - - - - IN_REVIEW . . . DECIDED . . . . WITHDRAWN",
    "IN_REVIEW": "- - - - - - - - - - - SPECIAL_PROCEDURE . IN_REVIEW DECIDED . . . . WITHDRAWN",
    "SPECIAL_PROCEDURE": "- - - - - - - - - - - p IN_REVIEW p p p p p p WITHDRAWN",
    "DECIDED": "- - - - - - - - - - - - - - - DELIVERED . . . -",
    "DELIVERED": "- - - - - - - - - - - - - - - - RATED CLOSED . -",
    "RATED": "- - - - - - - - - - - - - - - - - - CLOSED -",
    "CLOSED": "x x x x x x x x x x x x x x x x x x x x",
    "WITHDRAWN": "x x x x x x x x x x x x x x x x x x x x",
}
MARKS = {
    ".": MoveRefusal.NOT_YET,
    "-": MoveRefusal.ALREADY_PAST,
    "w": MoveRefusal.WAITS_FOR_APPLICANT,
    "t": MoveRefusal.ON_THE_WAY,
    "p": MoveRefusal.IN_PROCEDURE,
    "x": MoveRefusal.AT_ITS_END,
}
# Who may make each event; the same in every state that allows it.
WHO = {
    "SAVE": "APPLICANT COUNTER",
    "SUBMIT": "APPLICANT COUNTER",
    "TRANSFER": "COUNTER ACCEPTOR",
    "ARRIVE": "ACCEPTOR",
    "ASK_SUPPLEMENT": "COUNTER ACCEPTOR",
    "SUPPLEMENT": "APPLICANT COUNTER",
    "SUPPLEMENT_LAPSE": "CLOCK",
    "ACCEPT": "ACCEPTOR",
    "DEEM_ACCEPTED": "CLOCK",
    "REFUSE": "ACCEPTOR",
    "BEGIN_REVIEW": "OFFICER",
    "BEGIN_PROCEDURE": "OFFICER",
    "END_PROCEDURE": "OFFICER",
    "EXTEND": "SUPERVISOR",
    "DECIDE": "DECIDER",
    "DELIVER": "COUNTER OFFICER CLOCK",
    "RATE": "APPLICANT",
    "RATING_LAPSE": "CLOCK",
    "CLOSE": "SUPERVISOR CLOCK",
    "WITHDRAW": "APPLICANT COUNTER",
}


@pytest.mark.parametrize("state", CaseState, ids=lambda state: state.name)
def test_every_event_is_allowed_or_refused_by_name(state: CaseState) -> None:
    answers = TABLE[state.name].split()
    assert len(answers) == len(CaseEvent)
    for event, answer in zip(CaseEvent, answers, strict=True):
        moved = decide_move(state, event, Capacity)
        if answer in MARKS:
            assert moved == Moved(state, MARKS[answer]), event.name
        else:
            assert moved == Moved(CaseState[answer], None), event.name


def test_an_allowed_event_is_refused_to_whoever_it_is_not_for() -> None:
    for (state, event), capacity in product(MOVES, Capacity):
        moved = decide_move(state, event, [capacity])
        if capacity.name in WHO[event.name].split():
            assert moved.refusal is None
        else:
            assert moved == Moved(state, MoveRefusal.NOT_YOURS)


@pytest.mark.parametrize("state", CaseState, ids=lambda state: state.name)
def test_a_refusal_says_in_words_what_and_why_and_what_next(state: CaseState) -> None:
    for event in CaseEvent:
        if (state, event) in MOVES:
            continue
        with pytest.raises(EventRefused) as refused:
            move(state, event, Capacity)
        zh, en = refused.value.message("zh"), refused.value.message("en")
        assert EVENTS[event][0] in zh
        assert STATES[state][0] in zh
        assert EVENTS[event][1] in en
        assert STATES[state][1] in en
        assert zh.count("。") == 2
        assert en.count(". ") >= 1


def test_a_refusal_names_whose_step_it_is() -> None:
    with pytest.raises(EventRefused) as refused:
        move(CaseState.SUBMITTED, CaseEvent.TRANSFER, [Capacity.APPLICANT])
    assert "由代收窗口或受理人来做" in refused.value.message("zh")
    assert "for the collecting counter or accepting clerk to do" in refused.value.message("en")
    assert move(CaseState.SUBMITTED, CaseEvent.TRANSFER, [Capacity.COUNTER]) is (
        CaseState.TRANSFERRED
    )


def test_the_table_is_whole() -> None:
    assert len(CaseState) * len(CaseEvent) == 260
    allowed = sum(word not in MARKS for row in TABLE.values() for word in row.split())
    assert allowed == len(MOVES) == 29
    assert set(TABLE) == {state.name for state in CaseState}
    assert set(WHO) == {event.name for event in CaseEvent}
    for words, kind in (
        (STATES, CaseState),
        (EVENTS, CaseEvent),
        (CAPACITIES, Capacity),
        (REFUSALS, MoveRefusal),
    ):
        assert set(words) == set(kind)
    for named in (*CaseState, *CaseEvent, *Capacity):
        zh, en = words_of(named)
        assert not zh.isascii()
        assert en.isascii()


def test_every_state_is_reached_and_two_end() -> None:
    reached = {CaseState.DRAFT} | {allowed.target for allowed in MOVES.values()}
    assert reached == set(CaseState)
    assert CASE.ends() == [CaseState.CLOSED, CaseState.WITHDRAWN]


def test_every_open_case_can_still_come_to_an_end() -> None:
    ends = set(CASE.ends())
    while True:
        more = {state for (state, _), allowed in MOVES.items() if allowed.target in ends} | ends
        if more == ends:
            break
        ends = more
    assert ends == set(CaseState)


def test_the_page_in_the_docs_is_up_to_date() -> None:
    assert PAGE.read_text("utf-8") == render(), (
        "write it anew: python -m tests.services.government.domain.lifecycle_page"
    )
