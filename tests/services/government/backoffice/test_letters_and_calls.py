"""What a step sends, kept as sent; a city that is called in sees the case until it ends."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import ProgrammingError, transaction

from rongcheng.foundation.cases.public import (
    Case,
    CaseLetter,
    CaseNote,
    CaseUnknown,
    ReasonMissing,
    Wanted,
    called_cities,
    get_case,
    letters_of,
    list_cases,
    notes_of,
    open_letter,
    steps_of,
    visible_cases,
)
from rongcheng.foundation.people.public import get_resident
from rongcheng.services.government.backoffice.calling import call_city_in, end_city_s_call
from rongcheng.services.government.backoffice.distributing import distribute_everywhere
from rongcheng.services.government.backoffice.errors import CallRefused
from rongcheng.services.government.public import CaseEvent, EventRefused, Step, take_step
from rongcheng.web.actor import SYSTEM, Actor
from tests.services.government.backoffice.conftest import (
    CHANGSHA,
    METRO,
    ZHUZHOU,
    Authority,
    token,
)
from tests.services.government.handling.test_bundles_and_powers import PROJECT

XIANGTAN, HUNAN = "430300", "430000"


def sent(case: Case) -> list[str]:
    return [letter.kind for letter in letters_of(SYSTEM, case)]


def text_of(actor: Actor, case: Case, seq: int) -> dict[str, Any]:
    found = open_letter(actor, case, seq)
    assert found is not None
    return found[1]


def test_each_step_of_a_decision_sends_its_letter_and_keeps_it(authority: Authority) -> None:
    town, case = authority.town, authority.case()
    step = Step("accept-1")
    take_step(authority.clerk, case.number, CaseEvent.ACCEPT, step)
    take_step(authority.clerk, case.number, CaseEvent.ACCEPT, step)
    assert sent(case) == ["acceptance"]
    case = town.step(authority.wang, case, "BEGIN_REVIEW")
    town.step(authority.head, case, "DECIDE", "经营场所不合规定", granted=False)
    assert sent(case) == ["acceptance", "denied"]
    last = letters_of(SYSTEM, case)[-1]
    kept = text_of(authority.clerk, case, last.seq)
    assert kept["to"] == get_resident(case.person_id).name
    assert kept["authority"]["zh"] == "石峰区市场监督管理局"
    assert kept["number"] == f"{case.number}-{last.seq}"
    assert [words["zh"] for words in kept["paragraphs"]] == [
        "您申请的“企业设立登记（异地办照）”，经审查不予批准。",
        "理由：经营场所不合规定",
        "不服的，可以在收到本决定书之日起60日内申请行政复议，或者在6个月内向人民法院起诉。",
    ]
    with pytest.raises(ProgrammingError), transaction.atomic():
        CaseLetter.objects.filter(case=case).update(kind="granted")
    assert sent(case) == ["acceptance", "denied"]


def test_a_supplement_is_asked_for_by_name_and_its_lapse_is_told(authority: Authority) -> None:
    town, case = authority.town, authority.case(complete=False)
    town.step(authority.clerk, case, "ASK_SUPPLEMENT", fields=["premises_address"])
    kept = text_of(authority.clerk, case, letters_of(SYSTEM, case)[0].seq)
    assert [words["zh"] for words in kept["listed"]] == [
        "居民身份证",
        "经营场所使用证明",
        "重新填写：经营场所地址",
    ]
    take_step(SYSTEM, case.number, CaseEvent.SUPPLEMENT_LAPSE, Step("late"))
    assert sent(case) == ["supplement", "refusal"]
    kept = text_of(authority.clerk, case, letters_of(SYSTEM, case)[1].seq)
    assert kept["paragraphs"][1]["zh"] == "原因：到期没有补齐材料。"


def test_an_authority_of_the_province_works_the_same_way(authority: Authority) -> None:
    town, counter = authority.town, authority.town.staff("clerk", CHANGSHA)
    officer = authority.member("he", "officer", "样例·何", HUNAN)
    head = authority.member("xu", "head", "样例·徐", HUNAN)
    person = town.resident(CHANGSHA)
    assert person.person_id is not None
    answers = {**PROJECT, "project_district": "430102"}
    case = town.begin(counter, person.person_id, "project-approval", answers, "430102")
    town.papers(counter, case, "request", "feasibility-study")
    case = town.submit(counter, case)
    town.step(counter, case, "TRANSFER", by="wire", papers_checked=True)
    town.step(officer, case, "ARRIVE")
    assert distribute_everywhere() == 0
    for event in ("ACCEPT", "BEGIN_REVIEW"):
        case = town.step(officer, case, event)
    case = town.step(head, case, "DECIDE", "投资规模不符", granted=False)
    assert sent(case) == ["acceptance", "denied"]
    seq = letters_of(SYSTEM, case)[-1].seq
    assert text_of(officer, case, seq)["authority"]["zh"] == "湖南省发展和改革委员会"


def test_who_sees_the_case_reads_its_letters_and_nobody_else(authority: Authority) -> None:
    case = authority.accepted()
    person, far = case.person_id, uuid4()
    own = Actor("resident", str(person), person_id=person, city=CHANGSHA, metro=METRO)
    stranger = Actor("resident", str(far), person_id=far, city=CHANGSHA, metro=METRO)
    fund = Actor("staff", str(far), role="fund", city=ZHUZHOU, metro=METRO)
    seen = [len(letters_of(a, case)) for a in (own, authority.wang, stranger, fund)]
    assert seen == [1, 1, 0, 0]
    seq = letters_of(own, case)[0].seq
    assert open_letter(stranger, case, seq) is None
    assert open_letter(own, case, 99) is None


def test_a_called_city_sees_the_case_until_the_call_or_the_case_ends(
    authority: Authority,
) -> None:
    case, there = authority.accepted(), authority.member("hu", "officer", "样例·胡", XIANGTAN)
    call = {"reason": "请核对原登记", "token": token()}
    for _ in range(2):
        call_city_in(authority.wang, case.number, XIANGTAN, **call)
    assert get_case(there, case.number).id == case.id
    assert [note.text for note in notes_of(there, case)] == ["请湘潭市协助：请核对原登记"]
    # She helps by a note, and decides nothing.
    before = len(steps_of(case))
    with pytest.raises(EventRefused):
        authority.town.step(there, case, "BEGIN_PROCEDURE", "不归她", procedure="expert-review")
    assert len(steps_of(case)) == before
    end_city_s_call(authority.wang, case.number, XIANGTAN, token="end")
    end_city_s_call(authority.wang, case.number, XIANGTAN, token="end")
    with pytest.raises(CaseUnknown):
        get_case(there, case.number)
    call_city_in(authority.head, case.number, XIANGTAN, reason="再看一次", token=token())
    call_city_in(authority.head, case.number, HUNAN, reason="请省里看", token=token())
    assert called_cities(case) == [XIANGTAN, HUNAN]
    # However many cities take part, each has it in its list once.
    for actor in (authority.wang, there):
        assert [one.number for one in list_cases(actor, Wanted(), 20)] == [case.number]
    case = authority.town.step(authority.head, case, "DECIDE", granted=True)
    authority.town.step(authority.wang, case, "DELIVER", by="certificate")
    assert called_cities(case) == []
    assert visible_cases(there).count() == 0


@pytest.mark.parametrize("wrong", ["clerk", "helper", "own", "unknown", "reason", "ended"])
def test_a_call_that_may_not_be_changes_nothing(authority: Authority, wrong: str) -> None:
    case, city, reason = authority.accepted(), XIANGTAN, "请协助"
    actor, error = authority.wang, CallRefused
    if wrong == "clerk":
        actor = authority.clerk
    elif wrong == "helper":
        call_city_in(authority.wang, case.number, CHANGSHA, reason=reason, token=token())
        actor = authority.abroad
    elif wrong == "reason":
        reason, error = " ", ReasonMissing
    elif wrong == "ended":
        person = case.person_id
        own = Actor("resident", str(person), person_id=person, city=CHANGSHA, metro=METRO)
        authority.town.step(own, case, "WITHDRAW")
    else:
        city = {"own": ZHUZHOU, "unknown": "510100"}[wrong]
    notes, calls = CaseNote.objects.count(), called_cities(case)
    with pytest.raises(error):
        call_city_in(actor, case.number, city, reason=reason, token=token())
    assert (CaseNote.objects.count(), called_cities(case)) == (notes, calls)
