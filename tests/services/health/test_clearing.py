"""Health's settlements in clearing: by fund, late reversals, old accounts, the officer's page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from rongcheng.foundation.access.public import records_about
from rongcheng.foundation.ledger.public import (
    balance,
    close_period,
    get_entry,
    list_institution_dues,
    list_nets,
    list_pair_positions,
    pair_of,
    verify_ledger,
)
from rongcheng.foundation.people.public import add_staff, get_insurance
from rongcheng.kernel.clock import FixedClock, get_clock
from rongcheng.services.health.domain.types import SettledAmounts
from rongcheng.services.health.models import Settlement
from rongcheng.services.health.settling import settlement as settling
from rongcheng.services.health.settling.postings import settlement_postings
from rongcheng.services.health.types import Insured, Place
from rongcheng.web import i18n
from rongcheng.web.actor import SYSTEM
from rongcheng.web.registry import entry_address, ledger_word
from tests.services.health.conftest import CHANGSHA, METRO, XIANGTAN, World
from tests.services.health.properties.desk import Desk

CITY = "430100"


@pytest.fixture
def desk(world: World) -> Desk:
    """Serve a Xiangtan employee."""
    return Desk(world, world.person(XIANGTAN))


@pytest.fixture
def officers(world: World) -> Iterator[dict[str, Client]]:
    """Sign in a fund officer of each city."""
    i18n.raise_on_missing(True)
    found = {}
    for city in ("430100", "430200", "430300"):
        add_staff(
            login=f"f{city}", metro=METRO, name="样例·基金", role="fund", city=city, demo=True
        )
        found[city] = Client()
        found[city].post("/signin/demo", {"login": f"f{city}"})
    yield found
    i18n.raise_on_missing(False)


def close() -> int:
    """Close the open window and net it."""
    return close_period(METRO, get_clock().today(), SYSTEM)


def test_each_settlement_is_a_claim_of_its_fund(desk: Desk) -> None:
    place = desk.world.at_tier(CITY, "level_2")
    desk.settle(place, desk.ask(place, [("A", 26_000)]))
    resident = Desk(desk.world, desk.world.person(XIANGTAN, "resident", "adult"))
    near = desk.world.at_tier(CITY, "primary")
    resident.settle(near, resident.ask(near, [("A", 10_000)]))
    assert close() == 1
    moved = {row.pair.fund: row.movement_fen for row in list_pair_positions(METRO, 1)}
    assert moved == {"310102": 3_600, "390102": 7_000}
    assert {n.pool: n.net_fen for n in list_nets(METRO, 1)} == {XIANGTAN: 10_600, CHANGSHA: -10_600}
    dues = {due.code: due.due_fen for due in list_institution_dues(METRO, 1)}
    assert dues == {place.code: 3_600, near.code: 7_000}
    assert verify_ledger() == []


def test_a_reversal_after_closing_is_of_the_next_window(desk: Desk) -> None:
    place = desk.world.at_tier(CITY, "level_2")
    settled = desk.settle(place, desk.ask(place, [("A", 26_000)]))
    close()
    desk.take_back(place, settled)
    [row] = list_pair_positions(METRO, 2)
    assert (row.opening_fen, row.settled_fen, row.movement_fen) == (3_600, -3_600, -3_600)
    assert {n.pool: n.net_fen for n in list_nets(METRO, 2)} == {XIANGTAN: -3_600, CHANGSHA: 3_600}
    assert [due.due_fen for due in list_institution_dues(METRO, 2)] == [-3_600]
    assert verify_ledger() == []


def as_posted_before(
    place: Place, insured: Insured, fund_type: str, amounts: SettledAmounts
) -> list[tuple[str, int]]:
    """Return a settlement's lines as the release before posted them: one claim for all funds."""
    lines = settlement_postings(place, insured, fund_type, amounts)
    return [(code.removesuffix(f":{fund_type}") if "clearing" in code else code, fen)
            for code, fen in lines]  # fmt: skip


def test_a_settlement_of_the_release_before_reverses_exactly(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, clock: FixedClock
) -> None:
    place = desk.world.at_tier(CITY, "level_2")
    with monkeypatch.context() as before:
        before.setattr(settling, "settlement_postings", as_posted_before)
        settled = desk.settle(place, desk.ask(place, [("A", 26_000)]))
    assert balance(f"clearing:{XIANGTAN}:{CHANGSHA}") == 3_600
    close()
    back = desk.take_back(place, settled)
    entries = {
        setl_id: dict(get_entry(Settlement.objects.get(setl_id=setl_id).entry_id).lines)
        for setl_id in (settled.setl_id, back.setl_id)
    }
    mirrored = {code: -amount for code, amount in entries[settled.setl_id].items()}
    assert entries[back.setl_id] == mirrored
    assert pair_of(f"clearing:{XIANGTAN}:{CHANGSHA}").fund == ""
    assert balance(f"agency:{CHANGSHA}") == 3_600
    clock.advance(timedelta(days=1))
    assert close() == 2
    assert balance(f"clearing:{XIANGTAN}:{CHANGSHA}") == balance(f"agency:{CHANGSHA}") == 0
    assert verify_ledger() == []


def test_an_entry_leads_to_the_officers_page_of_its_settlement(
    desk: Desk, officers: dict[str, Client], clock: FixedClock
) -> None:
    place = desk.world.at_tier(CITY, "level_2")
    settled = desk.settle(place, desk.ask(place, [("A", 26_000)]))
    address = entry_address("health.settlement", settled.setl_id)
    assert address == f"/clearing/settlements/{settled.setl_id}"
    assert entry_address("clearing.netting", "x") is None
    person_id = get_insurance(desk.person.psn_no).resident_id
    before = len(records_about(person_id))
    for city in ("430100", "430300"):
        answer = officers[city].get(address)
        assert answer.status_code == 200
        assert "医保付" in answer.content.decode()
        assert desk.person.id_number not in answer.content.decode()
    assert officers["430200"].get(address).status_code == 404
    assert Client().get(address).status_code == 302
    seen = records_about(person_id)
    assert len(seen) == before + 2
    assert seen[0].purpose == "clearing"


def test_nobody_but_fund_staff_opens_it(desk: Desk, officers: dict[str, Client]) -> None:
    place = desk.world.at_tier(CITY, "level_2")
    settled = desk.settle(place, desk.ask(place, [("A", 26_000)]))
    for role in ("clerk", "office"):
        add_staff(login=role, metro=METRO, name="样例", role=role, city=CITY, demo=True)
        client = Client()
        client.post("/signin/demo", {"login": role})
        assert client.get(f"/clearing/settlements/{settled.setl_id}").status_code == 403


def test_every_fund_that_pays_has_a_name() -> None:
    for fund in ("310102", "390102", "310100", "390100", "health.settlement", "health.reversal"):
        word = ledger_word(fund)
        assert word is not None
        assert word["zh"]
        assert word["en"]
    assert ledger_word("nothing") is None
