"""My cases: who has it, what is missing, by which day; supplement, withdrawal, bundle, deputy."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rongcheng.foundation.cases.public import Case, answers_of, get_case, materials_of, steps_of
from rongcheng.foundation.outbox.public import notices_of
from rongcheng.foundation.people import public as people
from rongcheng.services.government.public import CaseState
from tests.foundation.attachments.samples import PNG
from tests.services.government.handling.conftest import CHANGSHA, ZHUZHOU, Town
from tests.services.government.own_cases import LICENCE
from tests.services.government.pages.conftest import Browser, token_in
from tests.services.government.post_address import ADDRESS

MATTER = {f"q-{name}": value for name, value in LICENCE.items()}


def submitted(town: Town, browser: Browser) -> Case:
    """Hand a licence over online, with its papers missing."""
    person = browser.actor.person_id
    assert person is not None
    case = town.begin(browser.actor, person, "business-licence", dict(LICENCE), ZHUZHOU)
    return town.submit(browser.actor, case, incomplete=True, delivery="counter")


def granted(town: Town, browser: Browser) -> Case:
    """Have a case decided for her."""
    clerk, officer = town.staff("clerk", ZHUZHOU), town.staff("officer", ZHUZHOU)
    case = submitted(town, browser)
    town.step(clerk, case, "ACCEPT", "先受理", waived=["id-card", "premises-proof"])
    town.step(officer, case, "BEGIN_REVIEW")
    return town.step(town.staff("head", ZHUZHOU), case, "DECIDE", granted=True)


def test_a_supplement_shows_all_that_is_missing_and_goes_in_at_once(
    town: Town, lin: Browser
) -> None:
    case = submitted(town, lin)
    town.step(
        town.staff("clerk", ZHUZHOU), case, "ASK_SUPPLEMENT", "请写清经营范围",
        fields=["business_scope"],
    )  # fmt: skip
    here = f"/me/cases/{case.number}"
    assert "等补充材料" in lin.read("/me/cases")
    assert "要补材料，请在 2026年3月23日 前一次补齐" in lin.read(here)
    page = lin.get(f"{here}/supplement")
    assert "请写清经营范围" in page
    assert "居民身份证" in page
    assert "经营范围" in page
    assert "q-premises_district" not in page
    form = {"token": token_in(page), "q-business_scope": "食品零售、快递代收"}
    # Papers are still missing: nothing goes in.
    assert "还缺 2 份材料" in lin.send(f"{here}/supplement", 400, **form)
    assert get_case(lin.actor, case.number).state == CaseState.SUPPLEMENT_ASKED
    # A clerk of the city that takes it in receives the papers at her window.
    town.papers(town.staff("clerk", ZHUZHOU), case, "id-card", "premises-proof")
    # A place is not what was asked for, so it stays as it was.
    sent = {**form, "q-premises_district": "430102"}
    for _ in range(2):
        assert lin.client.post(f"{here}/supplement", sent).status_code in (303, 409)
    case = get_case(lin.actor, case.number)
    assert (case.state, case.version) == (CaseState.SUBMITTED, 3)
    assert answers_of(case)["business_scope"] == "食品零售、快递代收"
    assert answers_of(case)["premises_district"] == "430204"
    assert "补齐了材料" in lin.read(here)


def test_a_case_is_withdrawn_with_a_reason_until_it_is_decided(town: Town, lin: Browser) -> None:
    case = submitted(town, lin)
    here = f"/me/cases/{case.number}"
    token = token_in(lin.get(here))
    assert "请写明原因" in lin.send(f"{here}/withdraw", 400, token=token, reason=" ")
    stranger = Browser(town.resident(CHANGSHA))
    stranger.send(f"{here}/withdraw", 404, token=token, reason="不办了")
    assert get_case(lin.actor, case.number).state == CaseState.SUBMITTED
    for _ in range(2):
        assert lin.send(f"{here}/withdraw", token=token, reason="不办了").endswith("withdrawn")
    assert [step.reason for step in steps_of(case)] == ["", "不办了"]
    assert "您撤回了，不再办" in lin.read(here)
    done = granted(town, lin)
    assert "撤回申请" not in lin.read(f"/me/cases/{done.number}")
    token = "a" * 32
    lin.send(f"/me/cases/{done.number}/withdraw", 400, token=token, reason="不办了")
    assert get_case(lin.actor, done.number).state == CaseState.DECIDED


def test_a_decided_case_says_so_in_both_languages(town: Town, lin: Browser) -> None:
    case = granted(town, lin)
    said = lin.read(f"/me/cases/{case.number}")
    assert "准予" in said
    assert "株洲市 负责人" in said or "株洲市 审批人" in said
    assert "样例·head" not in said
    lin.client.cookies["lang"] = "en"
    said = lin.read(f"/me/cases/{case.number}")
    assert "Granted. The result comes at a counter." in said
    assert "Examination begun" in said
    assert case.number in lin.read("/me/cases?show=all")


def test_one_form_opens_every_case_of_a_bundle(lin: Browser) -> None:
    page = lin.get("/apply/bundle/open-restaurant")
    assert "一张表、一套材料，2 件事一起办" in page
    where = lin.send("/apply/bundle/open-restaurant", token=token_in(page), at=ZHUZHOU)
    number = where.split("/")[3]
    assert number.startswith("B")
    steps = 0
    while "/form" in where:
        form = lin.get(where)
        asked = {key: value for key, value in RESTAURANT.items() if f'name="{key}"' in form}
        where = lin.send(where, go="next", **asked)
        steps += 1
    assert (steps, where) == (3, f"/me/cases/{number}/papers")
    lin.get(where)
    check = lin.get(f"/me/cases/{number}/check")
    form = {"token": token_in(check), "delivery-business-licence": "post"}
    # A paper is missing; what was chosen is chosen still.
    back = lin.send(f"/me/cases/{number}/check", 400, **form)
    assert 'name="delivery-business-licence" value="post" checked' in back
    sent = {**form, **ADDRESS, "delivery-food-permit": "certificate", "incomplete": "yes"}
    for _ in range(2):
        lin.send(f"/me/cases/{number}/check", **sent)
    cases = list(Case.objects.order_by("id"))
    assert [(case.item, case.state, case.delivery) for case in cases] == [
        ("business-licence", CaseState.SUBMITTED, "post"),
        ("food-permit", CaseState.SUBMITTED, "certificate"),
    ]
    assert "company_kind" in answers_of(cases[0])
    said = lin.read(f"/me/cases/{number}")
    assert cases[0].number in said
    assert cases[1].number in said


RESTAURANT = {
    **MATTER,
    "q-credit_code": "91110000600037341L",
    "q-trade": "restaurant",
    "q-seats": "20",
}


def test_papers_are_uploaded_where_the_application_is(lin: Browser, settings, tmp_path) -> None:
    settings.RONGCHENG_DATA = tmp_path
    person = lin.actor.person_id
    assert person is not None
    token = lin.token("/apply/business-licence")
    number = lin.send("/apply/business-licence", token=token).split("/")[3]
    picture = SimpleUploadedFile("证件.png", PNG)
    answer = lin.client.post(f"/me/cases/{number}/papers", {"file:id-card": picture, "go": "check"})
    assert (answer.status_code, answer["Location"]) == (303, f"/me/cases/{number}/check")
    case = get_case(lin.actor, number)
    assert [(row.material, row.how) for row in materials_of(case)] == [("id-card", "file")]
    assert "证件.png" in lin.get(f"/me/cases/{number}/papers")


def test_a_wrong_file_is_taken_back_from_every_case_of_a_bundle(
    lin: Browser, settings, tmp_path
) -> None:
    settings.RONGCHENG_DATA = tmp_path
    token = lin.token("/apply/bundle/open-restaurant")
    where = lin.send("/apply/bundle/open-restaurant", token=token, at=ZHUZHOU)
    page = f"/me/cases/{where.split('/')[3]}/papers"
    wrong, right = (SimpleUploadedFile(name, PNG) for name in ("拿错了.png", "住所.png"))
    lin.client.post(page, {"file:id-card": wrong, "file:premises-proof": right})
    cases = list(Case.objects.order_by("id"))
    both = [("id-card", "file"), ("premises-proof", "file")]
    assert [[(m.material, m.how) for m in materials_of(case)] for case in cases] == [both, both]
    assert lin.read(page.replace("papers", "check")).count("已上传") == 2
    button = re.findall(r'name="remove" value="([0-9a-f-]{36})"', lin.get(page))[0]
    for _ in range(2):
        assert lin.send(page, remove=button) == page
    assert [[m.material for m in materials_of(case)] for case in cases] == [["premises-proof"]] * 2
    shown = lin.get(page)
    assert "拿错了.png" not in shown
    assert "住所.png" in shown
    # A made-up button takes nothing.
    lin.send(page, remove="no-file")
    assert [len(materials_of(case)) for case in cases] == [1, 1]


def test_who_acts_for_another_applies_in_her_name_and_it_is_told(town: Town, lin: Browser) -> None:
    daughter = Browser(town.resident(CHANGSHA))
    assert lin.actor.person_id is not None
    assert daughter.actor.person_id is not None
    wanted = people.NewMandate(
        lin.actor.person_id,
        daughter.actor.person_id,
        frozenset({"cases"}),
        date(2026, 3, 2),
        date(2026, 12, 31),
    )
    given = people.give_mandate(lin.actor, wanted, token="given")
    people.accept_mandate(daughter.actor, given.number)
    daughter.send("/me/people/acting", number=str(given.number))
    # Consent is the person's own: her deputy is offered nothing.
    page = daughter.get("/apply/business-licence")
    assert 'name="prefill"' not in page
    where = daughter.send("/apply/business-licence", token=token_in(page), prefill="yes")
    number = where.split("/")[3]
    case = get_case(lin.actor, number)
    assert (case.person_id, answers_of(case)) == (lin.actor.person_id, {})
    daughter.send(f"/me/cases/{number}/form?step=1", go="later", **{"q-name": "样例"})
    assert "代办" in lin.read(f"/me/cases/{number}")
    daughter.get("/me/notices", 403)
    people.revoke_mandate(lin.actor, given.number)
    daughter.get(f"/me/cases/{number}", 403)


def test_notices_lead_to_the_case_and_are_read_once(town: Town, lin: Browser) -> None:
    case = granted(town, lin)
    person = lin.actor.person_id
    assert person is not None
    page = lin.get("/me/notices")
    assert f'href="/me/cases/{case.number}"' in page
    assert "《企业设立登记（异地办照）》受理了，承诺 2026年3月3日 前办结。" in page
    last = str(notices_of(person)[0].id)
    lin.send("/me/notices", last=last)
    assert all(notice.read_at for notice in notices_of(person))
    lin.client.cookies["lang"] = "en"
    assert "Read before" in lin.read("/me/notices")


def test_a_list_costs_the_same_for_one_case_and_for_many(town: Town, lin: Browser) -> None:
    counts = []
    for number in range(6):
        submitted(town, lin)
        if number in (0, 5):
            with CaptureQueriesContext(connection) as seen:
                lin.get("/me/cases")
            counts.append(len(seen))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("query", ["?before=x", "?before=9", "?show=none", "?before=", "?done=x"])
def test_an_odd_address_is_just_the_list(lin: Browser, query: str) -> None:
    assert "没有在办的" in lin.read(f"/me/cases{query}")
