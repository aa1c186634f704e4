"""Applying on one's own phone: from what it takes to a case that somebody has."""

from __future__ import annotations

import pytest

from rongcheng.foundation.access.public import (
    ConsentSubject,
    ConsentWish,
    give_consent,
    has_consent,
    records_about,
)
from rongcheng.foundation.cases.models import Case
from rongcheng.foundation.cases.public import answers_of, get_case, steps_of
from rongcheng.services.government.public import CaseState
from tests.services.government.handling.conftest import CHANGSHA, ZHUZHOU, Town
from tests.services.government.pages.conftest import Browser, token_in

PERSON = {"q-name": "样例·居民1", "q-id_number": "430202199001020017", "q-mobile": "13900000000"}
MATTER = {
    "q-company_name": "样例便民店",
    "q-company_kind": "sole",
    "q-premises_district": "430204",
    "q-premises_address": "样例路 1 号",
    "q-business_scope": "食品零售",
}


def begin(browser: Browser, item: str = "business-licence", **form: str) -> str:
    """Begin a draft and return its number."""
    token = browser.token(f"/apply/{item}")
    return browser.send(f"/apply/{item}", token=token, **form).split("/")[3]


def fill(browser: Browser, number: str, **changes: str) -> None:
    """Fill in the two steps of the licence."""
    here = f"/me/cases/{number}/form"
    browser.send(f"{here}?step=1", go="next", **{**PERSON, **changes})
    browser.send(f"{here}?step=2", go="next", **MATTER)


def test_from_what_it_takes_to_a_case_that_somebody_has(lin: Browser) -> None:
    said = lin.read("/apply/business-licence")
    assert "要准备的材料" in said
    assert "营业执照" in said
    number = begin(lin, at=CHANGSHA)
    assert lin.send(f"/me/cases/{number}/form?step=1", go="next", **PERSON).endswith("?step=2")
    assert lin.send(f"/me/cases/{number}/form?step=2", go="next", **MATTER).endswith("/papers")
    assert "居民身份证 还没交" in lin.read(f"/me/cases/{number}/papers")
    check = lin.get(f"/me/cases/{number}/check")
    assert "株洲市石峰区市场监督管理局" in check or "石峰区" in check
    assert "最晚哪天告诉您受理没有" in check
    assert "430202********0017" in check
    assert "430202199001020017" not in check
    form = {"token": token_in(check), "delivery": "certificate"}
    # Papers are missing: one is told so, and nothing is sent by mistake.
    back = lin.send(f"/me/cases/{number}/check", 400, **form)
    assert "还缺 2 份材料" in back
    assert get_case(lin.actor, number).state == CaseState.DRAFT
    sent = {**form, "incomplete": "yes"}
    for _ in range(2):
        there = lin.send(f"/me/cases/{number}/check", **sent)
        assert there == f"/me/cases/{number}?done=sent"
    case = get_case(lin.actor, number)
    assert (case.state, case.intake_city, case.decider_city, case.delivery, case.version) == (
        CaseState.SUBMITTED,
        ZHUZHOU,
        ZHUZHOU,
        "certificate",
        1,
    )
    assert [step.event for step in steps_of(case)] == [2]
    said = lin.read(f"/me/cases/{number}?done=sent")
    assert "提交好了" in said
    assert "收到了，正在核对材料，最晚 2026年3月9日 告诉您受理没有" in said
    assert number in lin.read("/me/cases")


def test_every_step_is_kept_also_what_is_wrong(lin: Browser) -> None:
    number = begin(lin)
    here = f"/me/cases/{number}/form?step=1"
    back = lin.send(here, 422, **{**PERSON, "q-mobile": "123"}, go="next")
    assert "手机号：请写 11 位手机号。" in back
    assert 'href="#q-mobile"' in back
    assert answers_of(get_case(lin.actor, number))["mobile"] == "123"
    assert lin.send(here, go="later", **{"q-name": "样例"}) == f"/me/cases/{number}?done=saved"
    assert answers_of(get_case(lin.actor, number)) == {"name": "样例"}
    assert "存好了" in lin.read(f"/me/cases/{number}?done=saved")
    assert f"/me/cases/{number}" in lin.get("/apply/business-licence")


def test_filling_in_asks_for_consent_and_says_where_each_answer_comes_from(
    town: Town, lin: Browser
) -> None:
    person = lin.actor.person_id
    assert person is not None
    number = begin(lin)
    assert answers_of(get_case(lin.actor, number)) == {}
    assert not has_consent(person, "prefill_form", "identity")
    number = begin(lin, prefill="yes")
    assert has_consent(person, "prefill_form", "identity")
    known = answers_of(get_case(lin.actor, number))
    assert set(known) == {"name", "id_number"}
    assert known["name"] == lin.actor.label
    shown = lin.get(f"/me/cases/{number}/form?step=1")
    assert shown.count("来自居民登记，不对可以改") == 2
    looks = records_about(person)
    assert set(looks[0].data_kinds) == {"case", "identity"}
    # What she changes is her own, and says no source any more.
    form = {"q-name": "样例·新名", "q-id_number": known["id_number"], "q-mobile": "13900000000"}
    lin.send(f"/me/cases/{number}/form?step=1", go="next", **form)
    assert lin.get(f"/me/cases/{number}/form?step=1").count("来自居民登记") == 1


def test_the_consent_given_before_is_enough_and_ended_fills_nothing(lin: Browser) -> None:
    person = lin.actor.person_id
    assert person is not None
    subject = ConsentSubject(person, "changzhutan", 36)
    give_consent(lin.actor, subject, ConsentWish("prefill_form", "identity"))
    assert "您同意过，随时可以撤回" in lin.read("/apply/business-licence")
    number = begin(lin, prefill="yes")
    assert "name" in answers_of(get_case(lin.actor, number))


def test_a_form_sent_twice_begins_one_draft(lin: Browser) -> None:
    token = lin.token("/apply/business-licence")
    places = {lin.send("/apply/business-licence", token=token) for _ in range(2)}
    assert len(places) == 1
    assert Case.objects.count() == 1


def test_who_came_from_a_citys_app_applies_there_and_the_case_knows_it(lin: Browser) -> None:
    session = lin.client.session
    session["city_app"] = CHANGSHA
    session.save()
    assert f'value="{CHANGSHA}" selected' in lin.get("/apply/business-licence")
    begin(lin)
    case = Case.objects.get()
    assert (case.app, case.asked_at) == (CHANGSHA, CHANGSHA)


def test_conditional_questions_come_where_they_are_asked(lin: Browser) -> None:
    number = begin(lin, "hukou-transfer")
    here = f"/me/cases/{number}/form"
    lin.send(f"{here}?step=1", go="next", **PERSON)
    matter = {
        "q-registered": "430202",
        "q-moving_to": "430102",
        "q-address": "样例路 2 号",
        "q-reason": "family",
        "q-members": "1",
    }
    assert lin.send(f"{here}?step=2", go="next", **matter).endswith("step=3")
    assert "投靠的户主姓名" in lin.read(f"{here}?step=3")
    assert "请填写" in lin.send(f"{here}?step=3", 422, go="next")
    changed = {**matter, "q-reason": "work"}
    assert lin.send(f"{here}?step=2", go="next", **changed).endswith("/papers")
    assert "劳动合同或社保缴费记录" in lin.read(f"/me/cases/{number}/papers")


def test_a_way_that_is_not_open_is_told_before_sending(lin: Browser) -> None:
    number = begin(lin, "hukou-transfer", at=ZHUZHOU)
    here = f"/me/cases/{number}/form"
    lin.send(f"{here}?step=1", go="next", **PERSON)
    matter = {
        "q-registered": "430202",
        "q-moving_to": "430200",
        "q-address": "样例路 2 号",
        "q-reason": "work",
        "q-members": "1",
    }
    lin.send(f"{here}?step=2", go="next", **matter)
    check = lin.get(f"/me/cases/{number}/check")
    assert "这件事由区县办，只写到市还不够" in check
    assert "确认提交" not in check
    lin.send(f"/me/cases/{number}/check", 400, token=token_in(check), incomplete="yes")
    assert get_case(lin.actor, number).state == CaseState.DRAFT


def test_nobody_else_opens_a_draft(town: Town, lin: Browser) -> None:
    number = begin(lin)
    stranger = Browser(town.resident(CHANGSHA))
    for path in ("", "/form", "/papers", "/check"):
        stranger.get(f"/me/cases/{number}{path}", 404)
    stranger.send(f"/me/cases/{number}/form?step=1", 404, go="next", **PERSON)
    assert answers_of(get_case(lin.actor, number)) == {}
    assert stranger.client.get("/apply/no-such-item").status_code == 404


@pytest.mark.parametrize("step", ["0", "9", "x", "", "１", "-1"])
def test_an_odd_step_is_a_step_of_the_form(lin: Browser, step: str) -> None:
    number = begin(lin)
    assert "申请人" in lin.read(f"/me/cases/{number}/form?step={step}")
