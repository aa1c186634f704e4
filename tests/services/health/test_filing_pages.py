"""My filings and the review of special diseases, by Django's client: words, writes, records."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from rongcheng.foundation.access.public import records_about
from rongcheng.foundation.people.public import add_staff, get_insurance, get_resident
from rongcheng.services.health.filings.registering import NewFiling, register_filing
from rongcheng.services.health.models import (
    Filing,
    SpecialDiseaseApplication,
    SpecialDiseaseGrant,
)
from rongcheng.services.health.persons import Member
from rongcheng.services.health.special_diseases.applications import (
    NewApplication,
    apply_for_special_disease,
)
from rongcheng.web.actor import SYSTEM, Actor
from tests.services.health.conftest import CHANGSHA, METRO, XIANGTAN, ZHUZHOU, Person, World
from tests.services.health.interface.stored import Unchanged
from tests.services.health.test_pages import client_of, resident_client

HERE, REVIEW = "/me/filings", "/filings/review"
TODAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def demo(settings) -> None:
    settings.RONGCHENG_DEMO = True


@pytest.fixture
def person(world: World) -> Person:
    """A Xiangtan employee."""
    return world.person(XIANGTAN)


@pytest.fixture
def client(person: Person) -> Client:
    """The person's own browser."""
    return resident_client(person, "filing-page")


def page(client: Client, query: str = "", lang: str = "zh") -> str:
    client.cookies["lang"] = lang
    answer = client.get(HERE + query)
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def form(client: Client, **changes: str) -> dict[str, str]:
    shown = client.get(f"{HERE}?to={CHANGSHA}&category=living&from=2026-03-02").content.decode()
    token = re.findall(r'name="token" value="([0-9a-f]+)"', shown)[0]
    return {
        "to": CHANGSHA, "category": "living", "from": "2026-03-02", "token": token, **changes,
    }  # fmt: skip


def test_temporary_care_in_the_metro_needs_no_filing_and_the_cut_is_told(client: Client) -> None:
    said = page(client, f"?to={CHANGSHA}&category=other&from=2026-03-02")
    assert "不用备案，直接去" in said
    assert "普通门诊 免备案，报销比例和在家一样" in said
    assert "住院 免备案，报销比例降 10 个百分点" in said
    assert "2026年9月2日" in said
    # Both documents are named: the report of no filing, and the cut's own source.
    assert "湖南日报《长株潭一体化发展·湘潭之为④》" in said
    assert "湖南省异地就医待遇（网页）" in said
    english = page(client, f"?to={CHANGSHA}&category=other&from=2026-03-02", "en")
    assert "No filing needed, just go" in english
    assert "ratio cut by 10 points" in english


def test_living_elsewhere_is_filed_for_good_without_a_cut(client: Client) -> None:
    said = page(client, f"?to={CHANGSHA}&category=living&from=2026-03-02")
    assert "住院 要备案，报销比例和在家一样" in said
    assert "起长期有效" in said


def test_a_day_without_policy_says_so(client: Client) -> None:
    assert "还没有已发布的政策" in page(client, f"?to={CHANGSHA}&from=1990-01-01")


@pytest.mark.parametrize("query", ["?to=999999", "?to=%00&from=x", "?category=x", "?done=x"])
def test_an_odd_address_is_just_the_form(client: Client, query: str) -> None:
    assert "要去哪里看病" in page(client, query)


def test_a_filing_is_made_once_however_often_the_form_is_sent(
    client: Client, person: Person
) -> None:
    body = form(client)
    for _ in range(2):
        answer = client.post(HERE, body)
        assert (answer.status_code, answer["Location"]) == (302, f"{HERE}?done=filed")
    row = Filing.objects.get()
    assert (row.category, row.care_pool, row.ends_on) == ("living", CHANGSHA, None)
    said = page(client, "?done=filed")
    assert "备案办好了" in said
    assert "长期有效" in said
    looks = records_about(get_insurance(person.psn_no).resident_id)
    assert looks[0].purpose == "self"


@pytest.mark.parametrize(
    ("changes", "status", "said"),
    [
        ({"to": XIANGTAN}, 422, "不用备案"),
        ({"to": "x\x00"}, 400, "不是本都市圈的统筹区"),
        ({"from": "2030-01-01"}, 400, "日期不对"),
        ({"from": "昨天"}, 400, "日期不对"),
    ],
)
def test_a_form_that_does_not_fit_is_told_and_keeps_nothing(
    client: Client, changes: dict[str, str], status: int, said: str
) -> None:
    answer = client.post(HERE, form(client, **changes))
    assert answer.status_code == status
    assert said in answer.content.decode()
    assert not Filing.objects.exists()


def test_a_filing_is_withdrawn_with_a_reason_and_only_ones_own(
    world: World, client: Client, person: Person
) -> None:
    wanted = NewFiling(person.psn_no, "other", CHANGSHA, TODAY)
    number = register_filing(SYSTEM, wanted, source="test", number="1").filing.filing_no
    assert "有效" in page(client)
    stranger = resident_client(world.person(ZHUZHOU), "filing-stranger")
    with Unchanged():
        form_of = {"withdraw": number, "reason": "不去了"}
        body = stranger.post(HERE, form_of).content.decode()
    assert "没有编号" in body
    assert client.post(HERE, {"withdraw": number, "reason": " "}).status_code == 422
    assert client.post(HERE, {"withdraw": "\x00", "reason": "不去了"}).status_code == 404
    assert client.post(HERE, {"withdraw": number, "reason": "不去了"}).status_code == 302
    assert Filing.objects.get().revoked_reason == "不去了"
    assert "已撤销" in page(client, "?done=revoked")


def test_an_expired_filing_says_so(client: Client, person: Person) -> None:
    wanted = NewFiling(person.psn_no, "other", CHANGSHA, date(2025, 6, 1))
    register_filing(SYSTEM, wanted, source="test", number="1")
    assert "已过期" in page(client)
    assert "Expired" in page(client, lang="en")


def apply(world: World, person: Person, code: str = "OPSP-01") -> str:
    hospital = world.at_tier("430100", "level_3").code
    insurance = get_insurance(person.psn_no)
    row = apply_for_special_disease(
        Actor("machine", hospital, institution=hospital, metro=METRO),
        Member(get_resident(insurance.resident_id), insurance),
        NewApplication(code, hospital, TODAY, TODAY),
    )
    return row.application_no


def staff_client(role: str, city: str) -> Client:
    login = f"{role}-of-{city}"
    add_staff(login=login, metro=METRO, name="样例·职员", role=role, city=city, demo=True)
    return client_of(login)


def test_the_queue_is_of_the_citys_pool_oldest_first_and_masked(
    world: World, person: Person, clock
) -> None:
    first = apply(world, person)
    second = apply(world, person, "OPSP-02")
    home = staff_client("clerk", "430300")
    shown = home.get(REVIEW).content.decode()
    assert shown.index(first) < shown.index(second)
    assert person.psn_no in shown
    assert person.name not in shown
    assert person.id_number not in shown
    assert first not in staff_client("clerk", "430100").get(REVIEW).content.decode()
    assert first in staff_client("fund", "430300").get(REVIEW).content.decode()
    looks = records_about(get_insurance(person.psn_no).resident_id)
    assert {look.purpose for look in looks} == {"review"}


def test_only_clerk_and_fund_officer_review(client: Client) -> None:
    assert client.get(REVIEW).status_code == 403
    assert Client().get(REVIEW).status_code == 302
    assert staff_client("office", "430300").get(REVIEW).status_code == 403
    assert staff_client("clerk", "430300").get(HERE).status_code == 403


def test_an_application_is_accepted_once(world: World, person: Person) -> None:
    number = apply(world, person)
    clerk = staff_client("clerk", "430300")
    assert "没有编号" in (
        staff_client("clerk", "430100")
        .post(REVIEW, {"number": number, "decide": "accept"})
        .content.decode()
    )
    answer = clerk.post(REVIEW, {"number": number, "decide": "accept"})
    assert (answer.status_code, answer["Location"]) == (302, f"{REVIEW}?done=accepted")
    assert SpecialDiseaseGrant.objects.filter(psn_no=person.psn_no).count() == 1
    again = clerk.post(REVIEW, {"number": number, "decide": "accept"})
    assert again.status_code == 409
    assert "审核办结" in again.content.decode()


def test_a_refusal_needs_its_reason(world: World, person: Person) -> None:
    number = apply(world, person)
    clerk = staff_client("clerk", "430300")
    assert clerk.post(REVIEW, {"number": number, "decide": "refuse"}).status_code == 422
    answer = clerk.post(REVIEW, {"number": number, "decide": "refuse", "reason": "缺检查报告"})
    assert answer["Location"] == f"{REVIEW}?done=refused"
    row = SpecialDiseaseApplication.objects.get()
    assert (row.state, row.review_reason) == ("refused", "缺检查报告")
    assert not SpecialDiseaseGrant.objects.exists()
    assert clerk.post(REVIEW, {"number": "\x00", "decide": "accept"}).status_code == 404
