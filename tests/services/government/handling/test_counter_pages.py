"""The counter takes a case in for somebody without a phone, in both languages, with its trail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from rongcheng.foundation.access.public import records_about
from rongcheng.foundation.cases.models import Case, CaseStep
from rongcheng.foundation.cases.public import address_of, answers_of, materials_of
from rongcheng.foundation.people.public import add_staff, register_resident
from rongcheng.services.government.public import CaseState
from rongcheng.simulation.population import sample_id_number
from rongcheng.web import i18n
from rongcheng.web.actor import SYSTEM
from tests.foundation.attachments.samples import PNG
from tests.services.government.handling.conftest import CHANGSHA, METRO, ZHUZHOU, Town
from tests.services.government.handling.test_three_modes import LICENCE
from tests.services.government.post_address import ADDRESS, WHERE

NAME, NUMBER = "样例·窗口居民", sample_id_number("430202", date(1950, 5, 6), 77)
TYPED = {f"q-{name}": str(value) for name, value in LICENCE.items()} | {
    "q-name": NAME,
    "q-id_number": NUMBER,
}
NEWBORN = {
    "q-name": NAME,
    "q-id_number": NUMBER,
    "q-mobile": "13900000000",
    "q-registered": "430202",
    "q-child_name": "样例·宝宝",
    "q-child_born_on": "2026-02-20",
    "q-birth_certificate_number": "S430000001",
    "q-follows": "mother",
    "q-for_whom": "child",
}
PAPERS = {"m-id-card": "yes", "o-id-card": "1", "m-premises-proof": "yes", "c-premises-proof": "2"}


@pytest.fixture(autouse=True)
def strict_words() -> Iterator[None]:
    """A missing sentence fails the test."""
    i18n.raise_on_missing(True)
    yield
    i18n.raise_on_missing(False)


@pytest.fixture
def person(town: Town, settings: Any) -> UUID:
    """Register somebody who comes without a phone, and the clerks of two cities."""
    settings.RONGCHENG_DEMO = True
    for city in (CHANGSHA, ZHUZHOU):
        add_staff(login=city, metro=METRO, name="样例·窗口", role="clerk", city=city, demo=True)
    return register_resident(metro=METRO, name=NAME, id_number=NUMBER, home_city=ZHUZHOU)


def counter_of(city: str, lang: str = "zh", *, serving: bool = True) -> Client:
    """Return a clerk's browser, serving the person by her card."""
    client = Client()
    client.cookies["lang"] = lang
    client.post("/signin/demo", {"login": city})
    if serving:
        client.post("/counter", {"name": NAME, "number": NUMBER})
    return client


def begin(clerk: Client, **what: str) -> str:
    """Begin something and return its address."""
    answer = clerk.post("/counter/cases", {"token": "a1", **what})
    assert answer.status_code == 303, answer.content.decode()
    return str(answer.headers["Location"])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_case_is_taken_in_for_who_stands_there(person: UUID, lang: str) -> None:
    clerk = counter_of(CHANGSHA, lang)
    address = begin(clerk, item="business-licence")
    assert f"“{NAME}”" not in clerk.get(address).content.decode()
    kept = clerk.post(address, {**TYPED, **PAPERS, "token": "b1", "step": "save"})
    assert kept.headers["Location"] == f"{address}?done=saved"
    shown = clerk.get(address).content.decode()
    assert {"zh": "石峰区市场监督管理局", "en": "Market regulation bureau of Shifeng"}[
        lang
    ] in shown
    assert {"zh": "异地代收代办", "en": "collected elsewhere and forwarded"}[lang] in shown
    # Nobody looked at a card: it is not handed over, and nothing typed is lost.
    refused = clerk.post(address, {**TYPED, **PAPERS, "token": "c1", "step": "submit"})
    assert refused.status_code == 400
    assert Case.objects.get().state == CaseState.DRAFT
    assert LICENCE["company_name"] in refused.content.decode()
    sent = clerk.post(
        address, {**TYPED, **PAPERS, "token": "c2", "step": "submit", "identity": "card"}
    )
    assert sent.headers["Location"] == f"{address}?done=submitted"
    case = Case.objects.get()
    assert (case.state, case.intake_city, case.decider_city) == (
        CaseState.SUBMITTED,
        CHANGSHA,
        ZHUZHOU,
    )
    assert CaseStep.objects.get().data == {"identity": "card"}
    assert [(m.material, m.originals, m.copies) for m in materials_of(case)] == [
        ("id-card", 1, 0),
        ("premises-proof", 0, 2),
    ]
    assert answers_of(case)["id_number"] == NUMBER
    slip = clerk.get(f"{address}/receipt").content.decode()
    assert case.number in slip
    assert NUMBER not in slip
    code = re.search(r"testserver(/rate/[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3})<", slip)
    assert code is not None
    assert NAME not in Client().get(code[1]).content.decode()
    kinds = {kind for record in records_about(person, 30) for kind in record.data_kinds}
    assert kinds == {"identity", "case"}


def test_all_that_is_wrong_is_said_at_once_at_its_question(person: UUID) -> None:
    clerk = counter_of(CHANGSHA)
    address = begin(clerk, item="business-licence")
    wrong = {**TYPED, "q-mobile": "12", "q-business_scope": ""}
    # Also where the clerk has not said yet how she knew who stands there.
    answer = clerk.post(address, {**wrong, "token": "c1", "step": "submit"})
    said = answer.content.decode()
    assert answer.status_code == 400
    assert 'href="#q-mobile"' in said
    assert 'href="#q-business_scope"' in said
    right = {**TYPED, **PAPERS, "token": "c2", "step": "submit"}
    unknown = clerk.post(address, right)
    assert unknown.status_code == 400
    assert "怎样核对的身份" in unknown.content.decode()
    assert Case.objects.get().state == CaseState.DRAFT


def test_a_bundle_is_one_form_and_is_handed_over_whole(person: UUID) -> None:
    clerk = counter_of(ZHUZHOU)
    address = begin(clerk, bundle="newborn")
    sent = clerk.post(
        address,
        {
            **{**NEWBORN, "token": "d1", "step": "submit", "identity": "code", "incomplete": "yes"},
            **{"delivery-birth-registration": "post"},
            **ADDRESS,
        },
    )
    assert sent.status_code == 303, sent.content.decode()
    states = list(Case.objects.order_by("id").values_list("item", "state", "delivery"))
    assert states == [
        ("birth-registration", CaseState.SUBMITTED, "post"),
        ("resident-insurance-enrolment", CaseState.SUBMITTED, "certificate"),
    ]


def test_a_scan_serves_the_whole_bundle_and_is_taken_back_from_it(
    person: UUID, settings: Any, tmp_path: Path
) -> None:
    settings.RONGCHENG_DATA = tmp_path
    clerk = counter_of(ZHUZHOU)
    address = begin(clerk, bundle="newborn")
    typed = {**NEWBORN, "token": "d3", "step": "files"}
    assert clerk.post(address, typed)["Location"] == f"{address}/files"
    paper = SimpleUploadedFile("户口簿.png", PNG)
    kept = clerk.post(f"{address}/files", {"file:household-register": paper})
    assert kept["Location"] == f"{address}/files?kept=1"
    cases = list(Case.objects.order_by("id"))
    assert [len(materials_of(case)) for case in cases] == [1, 1]
    assert answers_of(cases[0])["child_name"] == "样例·宝宝"
    shown = clerk.get(f"{address}/files").content.decode()
    assert shown.count("户口簿.png") == 2
    button = re.findall(r'name="remove" value="([0-9a-f-]{36})"', shown)[0]
    for _ in range(2):
        assert clerk.post(f"{address}/files", {"remove": button}).status_code == 303
    assert [len(materials_of(case)) for case in cases] == [0, 0]


def test_a_way_that_an_item_of_a_bundle_does_not_have_hands_over_nothing(person: UUID) -> None:
    clerk = counter_of(ZHUZHOU)
    address = begin(clerk, bundle="newborn")
    assert 'name="delivery-birth-registration"' in clerk.get(address).content.decode()
    form = {"token": "d2", "step": "submit", "identity": "card", "incomplete": "yes"}
    wrong = {**NEWBORN, **form, "delivery-birth-registration": "certificate"}
    assert clerk.post(address, wrong).status_code == 400
    assert set(Case.objects.values_list("state", flat=True)) == {CaseState.DRAFT}


def test_a_window_writes_down_where_to_and_later_does_not_read_it(person: UUID) -> None:
    clerk = counter_of(CHANGSHA)
    address = begin(clerk, item="business-licence")
    typed = {**TYPED, **PAPERS, **ADDRESS, "delivery": "post", "post-phone": "12"}
    clerk.post(address, {**typed, "token": "p1", "step": "save"})
    shown = clerk.get(address).content.decode()
    assert f'value="{WHERE.street}"' in shown
    assert '<option value="post" selected>' in shown
    form = {**typed, "q-mobile": "1", "token": "p2", "step": "submit", "identity": "card"}
    back = clerk.post(address, form)
    assert back.status_code == 400
    # Faults of the form and of the address stand in one list.
    assert [f'href="#{one}"' in back.content.decode() for one in ("q-mobile", "post-phone")] == [
        True,
        True,
    ]
    assert Case.objects.get().state == CaseState.DRAFT
    right = {**form, "q-mobile": "13900000000", "post-phone": WHERE.phone}
    assert clerk.post(address, right).status_code == 303
    sent = clerk.get(address).content.decode()
    assert (WHERE.street in sent, 'name="step" value="address"' in sent) == (False, True)
    other = {**ADDRESS, "post-street": "样例路 10 号", "step": "address"}
    assert clerk.post(address, {**other, "post-region": ""}).status_code == 400
    assert clerk.post(address, other)["Location"] == f"{address}?done=readdressed"
    kept = address_of(SYSTEM, Case.objects.get())
    assert kept is not None
    assert kept.words["street"] == "样例路 10 号"


def test_another_city_or_another_person_opens_nothing(person: UUID) -> None:
    clerk = counter_of(CHANGSHA)
    address = begin(clerk, item="business-licence")
    assert counter_of(ZHUZHOU).get(address).status_code == 404
    assert counter_of(CHANGSHA, serving=False).get(address).status_code == 303
    other = sample_id_number("430202", date(1960, 1, 1), 78)
    register_resident(metro=METRO, name=NAME, id_number=other, home_city=ZHUZHOU)
    elsewhere = counter_of(CHANGSHA, serving=False)
    elsewhere.post("/counter", {"name": NAME, "number": other})
    assert elsewhere.get(address).status_code == 404
    assert elsewhere.post(address, {**TYPED, "step": "save"}).status_code == 404
    assert answers_of(Case.objects.get()) == {"name": NAME}


def test_withdrawn_on_the_persons_wish(person: UUID) -> None:
    clerk = counter_of(CHANGSHA)
    address = begin(clerk, item="business-licence")
    answer = clerk.post(address, {"token": "w1", "step": "withdraw", "reason": "改天再办"})
    assert answer.headers["Location"] == f"{address}?done=withdrawn"
    assert Case.objects.get().state == CaseState.WITHDRAWN
