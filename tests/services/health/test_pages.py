"""The room's pages by Django's client: who sees what, at what cost, and what leaves a record."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rongcheng.foundation.access.models import AccessRecord
from rongcheng.foundation.access.public import records_about
from rongcheng.foundation.people.public import (
    add_staff,
    demo_account,
    get_insurance,
    open_account,
)
from rongcheng.kernel.clock import FixedClock
from rongcheng.services.health.desk import pages as desk_pages
from rongcheng.services.health.public import settle_visit
from rongcheng.web.actor import SYSTEM
from tests.services.health.building import charge, item_of, request
from tests.services.health.conftest import METRO, XIANGTAN, Person, World

CITY = "430100"


def settle(world: World, person: Person, number: int, clock: FixedClock) -> str:
    """Settle one visit of the person at Changsha's first level-3 hospital."""
    clock.advance(timedelta(minutes=5))
    lines = (charge(item_of(world.book, CITY, "A", clock.now()), 20_000 + number),)
    wanted = request(person.psn_no, lines, f"PAGE-{person.psn_no}-{number}")
    settled = settle_visit(world.at_tier(CITY, "level_3"), wanted, SYSTEM, trace_id="test")
    return settled.setl_id


@pytest.fixture
def signed_in(settings) -> None:
    settings.RONGCHENG_DEMO = True


def client_of(login: str) -> Client:
    client = Client()
    client.force_login(demo_account(login))
    return client


def resident_client(person: Person, login: str) -> Client:
    open_account(login=login, resident_id=get_insurance(person.psn_no).resident_id, demo=True)
    return client_of(login)


def test_the_resident_page_costs_the_same_for_one_bill_and_for_ten(
    world: World, clock: FixedClock, signed_in: None
) -> None:
    person = world.person(XIANGTAN)
    client = resident_client(person, "page-a")
    counts = []
    for number in range(10):
        settle(world, person, number, clock)
        if number in (0, 9):
            with CaptureQueriesContext(connection) as seen:
                answer = client.get("/me/settlements")
            assert answer.status_code == 200
            counts.append(len(seen.captured_queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 12


def test_nobody_opens_another_persons_settlement(
    world: World, clock: FixedClock, signed_in: None
) -> None:
    hers, other = world.person(XIANGTAN), world.person()
    setl_id = settle(world, hers, 1, clock)
    own = resident_client(hers, "page-hers")
    stranger = resident_client(other, "page-other")
    for path in (f"/me/settlements/{setl_id}", f"/me/settlements/{setl_id}/why"):
        assert own.get(path).status_code == 200
        assert stranger.get(path).status_code == 404
        assert Client().get(path).status_code == 302
        assert own.get(path.replace("/me/", "/desk/")).status_code == 403


def test_a_parks_desk_opens_no_page_of_the_hospitals(world: World, signed_in: None) -> None:
    add_staff(
        login="desk-park",
        metro=METRO,
        name="样例·检票",
        role="desk",
        city=CITY,
        institution_code="V43010200001",
        demo=True,
    )
    client, person = client_of("desk-park"), world.person()
    paths = ("", "/check", "/waiting", "/reconciliation", "/settlements/S1", "/settlements/S1/why")
    for path in paths:
        assert client.get(f"/desk{path}").status_code == 403
    form = {"name": person.name, "number": person.id_number}
    assert client.post("/desk/check", form).status_code == 403
    assert records_about(get_insurance(person.psn_no).resident_id) == []


def test_a_desk_sees_its_own_institution_only(
    world: World, clock: FixedClock, signed_in: None
) -> None:
    setl_id = settle(world, world.person(XIANGTAN), 1, clock)
    here = world.at_tier(CITY, "level_3").code
    elsewhere = world.at_tier("430300", "level_3").code
    for login, code in (("desk-here", here), ("desk-there", elsewhere)):
        add_staff(
            login=login,
            metro=METRO,
            name="样例·医院",
            role="desk",
            city=f"{code[1:5]}00",
            institution_code=code,
            demo=True,
        )
    seen = client_of("desk-here").get("/desk").content.decode()
    assert setl_id in seen
    assert setl_id not in client_of("desk-there").get("/desk").content.decode()
    path = f"/desk/settlements/{setl_id}"
    assert client_of("desk-here").get(path).status_code == 200
    assert client_of("desk-there").get(path).status_code == 404


def test_each_look_leaves_a_record_for_the_person(
    world: World, clock: FixedClock, signed_in: None
) -> None:
    person = world.person(XIANGTAN)
    setl_id = settle(world, person, 1, clock)
    person_id = get_insurance(person.psn_no).resident_id
    before = len(records_about(person_id))
    resident_client(person, "page-look").get(f"/me/settlements/{setl_id}")
    after = records_about(person_id)
    assert len(after) == before + 1
    assert after[0].purpose == "self"


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_list_leaves_as_a_file(
    world: World, clock: FixedClock, signed_in: None, kind: str
) -> None:
    person = world.person(XIANGTAN)
    setl_id = settle(world, person, 1, clock)
    answer = resident_client(person, "page-file").get(f"/me/settlements?format={kind}")
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert answer.status_code == 200
    assert content[:2] == b"PK" if kind == "xlsx" else setl_id in content.decode("utf-8-sig")


def test_the_desk_answers_entitlement_in_one_look(
    world: World, clock: FixedClock, signed_in: None
) -> None:
    code = world.at_tier(CITY, "level_3").code
    add_staff(
        login="desk-check",
        metro=METRO,
        name="样例·医院",
        role="desk",
        city=CITY,
        institution_code=code,
        demo=True,
    )
    client = client_of("desk-check")
    employee = world.person(XIANGTAN)
    resident = world.person(XIANGTAN, "resident", "adult")

    def said(person: Person, name: str = "") -> str:
        form = {"name": name or person.name, "number": person.id_number}
        return client.post("/desk/check", form).content.decode()

    assert "可以直接结算" in said(employee)
    refused = said(resident)
    assert "普通门诊不能报销" in refused
    assert "基层医疗机构可以报销" in refused
    assert "查不到参保人" in said(employee, "样例·别人")
    assert employee.id_number not in said(employee)
    # Who tries numbers rests, and then looks nobody up any more.
    for _ in range(11):
        assert "查不到参保人" in said(employee, "样例·别人")
    looks = AccessRecord.objects.count()
    assert "试的次数太多" in said(employee)
    assert AccessRecord.objects.count() == looks


def test_a_shown_voucher_is_new_each_time(world: World, clock: FixedClock, signed_in: None) -> None:
    client = resident_client(world.person(XIANGTAN), "page-voucher")
    assert 'class="qr' not in client.get("/me/voucher").content.decode()
    shown = client.post("/me/voucher").content.decode()
    assert 'class="qr' in shown
    first = client.post("/me/voucher").content.decode()
    second = client.post("/me/voucher").content.decode()
    numbers = [page.split('class="code">')[1].split("<")[0] for page in (first, second)]
    assert all(len(number.replace(" ", "")) == 28 for number in numbers)
    assert numbers[0] != numbers[1]


def test_a_desk_reads_on_from_where_the_page_ended(
    world: World, clock: FixedClock, signed_in: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_pages, "PAGE_SIZE", 2)
    person = world.person(XIANGTAN)
    newest_first = [settle(world, person, number, clock) for number in range(5)][::-1]
    code = world.at_tier(CITY, "level_3").code
    add_staff(
        login="desk-on", metro=METRO, name="样例·医院", role="desk", city=CITY,
        institution_code=code, demo=True,
    )  # fmt: skip
    client, address, seen = client_of("desk-on"), "/desk", []
    for _ in range(3):
        page = client.get(address).content.decode()
        seen.append([setl_id for setl_id in newest_first if setl_id in page])
        onwards = re.search(r'rel="next" href="([^"]+)"', page)
        if onwards:
            address = "/desk" + onwards[1].replace("&amp;", "&")
    assert seen == [newest_first[:2], newest_first[2:4], newest_first[4:]]
    back = re.search(r'rel="prev" href="([^"]+)"', page)
    assert back is not None
    page = client.get("/desk" + back[1].replace("&amp;", "&")).content.decode()
    assert [setl_id for setl_id in newest_first if setl_id in page] == newest_first[2:4]
    assert client.get(f"/desk?after={'9' * 18}.1").status_code == 200
