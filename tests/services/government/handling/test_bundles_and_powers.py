"""One thing, once; what the province decides; what was begun under a power that was given later."""

from __future__ import annotations

from datetime import date, datetime
from uuid import uuid4

import pytest

from rongcheng.foundation.cases.public import Handed, answers_of, materials_of, visible_cases
from rongcheng.kernel.clock import SHANGHAI, FixedClock
from rongcheng.services.government.case_errors import AnswersFaulty
from rongcheng.services.government.public import (
    CHANNEL_COUNTER,
    CaseState,
    NewBundle,
    Submission,
    hand_in_for_bundle,
    open_bundle,
    submit_bundle,
)
from rongcheng.simulation.population import sample_id_number
from tests.services.government.handling.conftest import CHANGSHA, HUNAN, XIANGTAN, Town

RESTAURANT = {
    "name": "样例·居民1",
    "id_number": sample_id_number("430102", date(1990, 1, 2), 1),
    "mobile": "13900000000",
    "company_name": "样例小吃店",
    "company_kind": "sole",
    "premises_district": "430302",
    "premises_address": "样例街 3 号",
    "business_scope": "餐饮服务",
}
PROJECT = {
    "name": "样例·居民1",
    "mobile": "13900000000",
    "credit_code": "91430300MA4L16JQ9P",
    "project_name": "样例项目",
    "investment_wan": 500,
    "new_land": "no",
}


def test_one_form_and_one_set_of_papers_open_two_cases(town: Town) -> None:
    person, counter = town.resident(CHANGSHA), town.staff("clerk", CHANGSHA)
    assert person.person_id is not None
    wanted = NewBundle(
        person.person_id,
        "open-restaurant",
        "430111",
        False,
        str(uuid4()),
        CHANNEL_COUNTER,
        RESTAURANT,
    )
    cases = open_bundle(counter, wanted)
    again = open_bundle(counter, wanted)
    assert [case.item for case in cases] == ["business-licence", "food-permit"]
    assert [case.number for case in again] == [case.number for case in cases]
    assert len({case.bundle_no for case in [*cases, *again]}) == 1
    assert all("company_kind" in answers_of(case) for case in cases[:1])
    # The second item asks more than was answered: neither is handed over.
    hand_in_for_bundle(
        counter,
        cases[0].bundle_no,
        [Handed("id-card", "paper", originals=1), Handed("premises-proof", "paper", copies=1)],
    )
    assert [len(materials_of(case)) for case in cases] == [2, 2]
    with pytest.raises(AnswersFaulty):
        submit_bundle(counter, cases[0].bundle_no, Submission("all", "card"))
    states = set(visible_cases(counter).values_list("state", flat=True))
    assert states == {CaseState.DRAFT}


@pytest.mark.parametrize(
    ("day", "decider", "power"),
    [
        (date(2024, 12, 6), HUNAN, ""),
        (date(2024, 12, 7), XIANGTAN, "xiangtan-01"),
    ],
)
def test_a_project_in_xiangtan_before_and_after_the_power(
    town: Town, clock: FixedClock, day: date, decider: str, power: str
) -> None:
    clock.set(datetime(day.year, day.month, day.day, 10, tzinfo=SHANGHAI))
    person, counter = town.resident(XIANGTAN), town.staff("clerk", XIANGTAN)
    answers = {**PROJECT, "project_district": "430302"}
    case = town.begin(counter, person.person_id, "project-approval", answers, "430302")
    case = town.submit(counter, case, incomplete=True)
    assert (case.decider_city, case.power) == (decider, power)
    basis = next(b for b in case.way["bases"] if b["answer"] == "decider")
    assert basis["key"] == (f"powers:{power}" if power else "items:project-approval")
