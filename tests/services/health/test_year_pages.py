"""The resident's year: counters beside their limits, with the bills that made them, own only."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from rongcheng.foundation.access.public import records_about
from rongcheng.foundation.people.public import demo_account, get_insurance, open_account
from rongcheng.kernel.clock import FixedClock
from rongcheng.services.health.public import settle_visit
from rongcheng.web.actor import SYSTEM
from tests.services.health.building import charge, item_of, request
from tests.services.health.conftest import XIANGTAN, Person, World

CITY = "430100"


@pytest.fixture
def demo(settings) -> None:
    settings.RONGCHENG_DEMO = True


def settle(world: World, person: Person, amount: int, clock: FixedClock) -> str:
    """Settle a visit at Changsha's first level-3 hospital and return its number."""
    clock.advance(timedelta(minutes=5))
    lines = (charge(item_of(world.book, CITY, "A", clock.now()), amount),)
    wanted = request(person.psn_no, lines, f"YEAR-{person.psn_no}-{amount}")
    place = world.at_tier(CITY, "level_3")
    return settle_visit(place, wanted, SYSTEM, trace_id="test").setl_id


def client_of(person: Person, login: str) -> Client:
    owner = get_insurance(person.psn_no).resident_id
    open_account(login=login, resident_id=owner, demo=True)
    client = Client()
    client.force_login(demo_account(login))
    return client


def test_a_year_shows_what_counted_with_its_bills_and_documents(
    world: World, clock: FixedClock, demo: None
) -> None:
    person = world.person(XIANGTAN)
    setl_id = settle(world, person, 10_000, clock)
    said = client_of(person, "year-a").get("/me/year").content.decode()
    assert "普通门诊起付线" in said
    assert "100.00" in said
    assert f"/me/settlements/{setl_id}" in said
    assert "/policy/changzhutan/health.outpatient.deductible_year?" in said


def test_looking_at_the_own_year_leaves_a_record(world: World, demo: None) -> None:
    person = world.person(XIANGTAN)
    client = client_of(person, "year-b")
    owner = get_insurance(person.psn_no).resident_id
    before = len(records_about(owner))
    client.get("/me/year")
    assert len(records_about(owner)) == before + 1


def test_nobody_else_s_bills_are_in_it(world: World, clock: FixedClock, demo: None) -> None:
    mine, other = world.person(XIANGTAN), world.person(XIANGTAN)
    setl_id = settle(world, other, 20_000, clock)
    assert setl_id not in client_of(mine, "year-c").get("/me/year").content.decode()


def test_a_year_without_bills_is_not_offered(world: World, demo: None) -> None:
    client = client_of(world.person(XIANGTAN), "year-d")
    for asked in ("1999", "x", ""):
        assert client.get("/me/year", {"year": asked}).status_code == 200
