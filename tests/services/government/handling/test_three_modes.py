"""A case in each of the three modes, from the first word to the result, on PostgreSQL."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from rongcheng.foundation.cases.public import (
    Case,
    CaseUnknown,
    answers_of,
    get_case,
    parts_of,
    steps_of,
    visible_turns,
)
from rongcheng.foundation.outbox.public import notices_of
from rongcheng.kernel.clock import FixedClock
from rongcheng.services.government.case_errors import (
    DecisionIsAnothers,
    MaterialsMissing,
    NotHereYet,
    PartsWait,
)
from rongcheng.services.government.domain.joint import PartEvent
from rongcheng.services.government.public import (
    CaseState,
    EventRefused,
    Submission,
    submit_case,
    take_part_step,
)
from rongcheng.simulation.population import sample_id_number
from rongcheng.web.actor import Actor
from tests.services.government.handling.conftest import CHANGSHA, XIANGTAN, ZHUZHOU, Town

PERSONAL = {
    "name": "样例·居民1",
    "id_number": sample_id_number("430202", date(1990, 1, 2), 1),
    "mobile": "13900000000",
}
LICENCE = {
    **PERSONAL,
    "company_name": "样例便民店",
    "company_kind": "sole",
    "premises_district": "430204",
    "premises_address": "样例路 1 号",
    "business_scope": "食品零售",
}
MOVE = {
    **PERSONAL,
    "registered": "430202",
    "moving_to": "430102",
    "address": "样例路 2 号",
    "reason": "work",
    "members": 1,
}


def seqs(case: Case) -> list[tuple[int, str]]:
    return [(step.event, step.city) for step in steps_of(case)]


def test_collected_at_one_counter_and_decided_in_another_city(
    town: Town, clock: FixedClock
) -> None:
    person = town.resident(CHANGSHA)
    counter, there = town.staff("clerk", CHANGSHA), town.staff("clerk", ZHUZHOU)
    officer, head = town.staff("officer", ZHUZHOU), town.staff("head", ZHUZHOU)
    case = town.begin(counter, person.person_id, "business-licence", LICENCE, "430111")
    with pytest.raises(MaterialsMissing) as lacking:
        town.submit(counter, case)
    assert [paper.id for paper in lacking.value.missing] == ["id-card", "premises-proof"]
    town.papers(counter, case, "id-card", "premises-proof")
    case = town.submit(counter, case)
    assert (case.state, case.mode, case.intake_city, case.decider_place) == (
        CaseState.SUBMITTED,
        3,
        CHANGSHA,
        "430204",
    )
    assert case.agreement == "czt-shifeng-yuhua"
    # The deciding city sees it and cannot touch it before it has arrived.
    with pytest.raises(NotHereYet):
        town.step(there, case, "ACCEPT")
    assert [turn.city for turn in visible_turns(counter)] == [CHANGSHA]
    assert list(visible_turns(there)) == []
    town.step(
        counter,
        case,
        "TRANSFER",
        by="post",
        carrier="样例快递",
        tracking="YL0001",
        papers_checked=True,
    )
    town.step(there, case, "ARRIVE")
    case = town.step(there, case, "ACCEPT")
    assert case.due_on == date(2026, 3, 3)
    case = town.step(officer, case, "BEGIN_REVIEW")
    with pytest.raises(EventRefused):
        town.step(officer, case, "DECIDE", granted=True)
    case = town.step(head, case, "DECIDE", granted=True)
    assert (case.granted, case.decided_on) == (True, date(2026, 3, 2))
    # Handed over at the counter where she asked.
    assert [turn.city for turn in visible_turns(counter)] == [CHANGSHA]
    case = town.step(counter, case, "DELIVER", by="counter")
    assert (case.state, case.is_open, case.rate_until) == (
        CaseState.DELIVERED,
        False,
        date(2026, 3, 9),
    )
    assert seqs(case) == [
        (2, CHANGSHA),
        (3, CHANGSHA),
        (4, ZHUZHOU),
        (8, ZHUZHOU),
        (11, ZHUZHOU),
        (15, ZHUZHOU),
        (16, CHANGSHA),
    ]
    assert [note.title_key.rsplit(".", 1)[-1] for note in notices_of(person.person_id)] == [
        "deliver",
        "decide",
        "accept",
        "transfer",
    ]


def test_fully_online_the_competent_city_takes_it_in_itself(town: Town) -> None:
    person = town.resident(CHANGSHA)
    case = town.begin(person, person.person_id, "business-licence", LICENCE, CHANGSHA)
    case = town.submit(person, case, incomplete=True, delivery="certificate")
    assert (case.mode, case.intake_city, case.decider_city, case.arrived) == (
        2,
        ZHUZHOU,
        ZHUZHOU,
        True,
    )
    clerk = town.staff("clerk", ZHUZHOU)
    case = town.step(clerk, case, "ASK_SUPPLEMENT", "请一次补齐")
    asked = steps_of(case)[-1].data
    assert asked == {"materials": ["id-card", "premises-proof"], "fields": []}
    assert (case.waits_for, case.supplement_due_on) == ("applicant", date(2026, 3, 23))
    with pytest.raises(MaterialsMissing):
        town.step(person, case, "SUPPLEMENT")
    town.papers(person, case, "id-card", "premises-proof")
    changed = {"business_scope": "食品零售、快递代收"}
    case = town.step(person, case, "SUPPLEMENT", answers=changed)
    assert case.state == CaseState.SUBMITTED
    assert answers_of(case)["business_scope"] == "食品零售、快递代收"
    case = town.step(person, case, "WITHDRAW", "不办了")
    assert (case.state, case.waits_for, list(visible_turns(clerk))) == (
        CaseState.WITHDRAWN,
        "nobody",
        [],
    )


def test_a_joint_case_waits_for_every_place_and_goes_on_as_one(town: Town) -> None:
    person = town.resident(ZHUZHOU)
    counter = town.staff("clerk", CHANGSHA)
    officer, head = town.staff("officer", CHANGSHA), town.staff("head", CHANGSHA)
    elsewhere = town.staff("officer", ZHUZHOU)
    case = town.begin(counter, person.person_id, "hukou-transfer", MOVE, "430102")
    town.papers(counter, case, "id-card", "household-register", "work-proof")
    case = town.submit(counter, case)
    assert (case.mode, [part.city for part in parts_of(case)]) == (4, [ZHUZHOU])
    case = town.step(counter, case, "ACCEPT")
    case = town.step(officer, case, "BEGIN_REVIEW")
    assert [turn.part for turn in visible_turns(elsewhere)] == [0]
    with pytest.raises(PartsWait):
        town.step(head, case, "DECIDE", granted=True)
    assert get_case(person, case.number).state == CaseState.IN_REVIEW
    for event in (PartEvent.TAKE_UP, PartEvent.AGREE):
        take_part_step(elsewhere, case.number, 0, event, token=str(uuid4()))
    assert list(visible_turns(elsewhere)) == []
    case = town.step(head, case, "DECIDE", granted=True)
    assert case.granted is True


def test_the_same_wish_twice_changes_nothing_twice(town: Town) -> None:
    person = town.resident(ZHUZHOU)
    case = town.begin(person, person.person_id, "business-licence", LICENCE, ZHUZHOU)
    submission = Submission("once", incomplete=True)
    first = submit_case(person, case.number, submission)
    again = submit_case(person, case.number, submission)
    assert (first.version, again.version, len(steps_of(again))) == (1, 1, 1)


def test_whoever_examined_a_case_does_not_decide_it(town: Town) -> None:
    person = town.resident(ZHUZHOU)
    head = town.staff("head", ZHUZHOU)
    case = town.begin(person, person.person_id, "business-licence", LICENCE, ZHUZHOU)
    town.papers(person, case, "id-card", "premises-proof")
    case = town.submit(person, case)
    town.step(head, case, "ACCEPT")
    case = town.step(head, case, "BEGIN_REVIEW")
    with pytest.raises(DecisionIsAnothers):
        town.step(head, case, "DECIDE", granted=True)
    assert get_case(head, case.number).granted is None


@pytest.mark.parametrize("role", ["clerk", "officer", "head"])
def test_a_city_that_takes_no_part_sees_nothing(town: Town, role: str) -> None:
    person = town.resident(ZHUZHOU)
    case = town.begin(person, person.person_id, "business-licence", LICENCE, ZHUZHOU)
    town.submit(person, case, incomplete=True)
    strangers: list[Actor] = [
        town.staff(role, XIANGTAN),
        town.resident(ZHUZHOU),
        town.staff("office", ZHUZHOU),
        Actor("staff", str(uuid4()), role=role, city=ZHUZHOU, metro="chengdemeizi"),
    ]
    for stranger in strangers:
        with pytest.raises(CaseUnknown):
            get_case(stranger, case.number)
        with pytest.raises(CaseUnknown):
            town.step(stranger, case, "ACCEPT")
    assert get_case(person, case.number).state == CaseState.SUBMITTED


def test_a_draft_is_seen_by_its_owner_alone(town: Town) -> None:
    person = town.resident(ZHUZHOU)
    case = town.begin(person, person.person_id, "business-licence", {"name": "样例"}, ZHUZHOU)
    assert answers_of(get_case(person, case.number)) == {"name": "样例"}
    with pytest.raises(CaseUnknown):
        get_case(town.staff("clerk", ZHUZHOU), case.number)
