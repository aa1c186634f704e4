"""Taking a settlement back: amounts, totals and money return; once, by its own hospital only."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from rongcheng.foundation.ledger.public import balance, verify_ledger
from rongcheng.kernel.clock import SHANGHAI, FixedClock
from rongcheng.services.health.domain.lifecycle import VisitState
from rongcheng.services.health.errors import (
    AlreadyReversed,
    RequestConflict,
    SettlementUnknown,
    VisitUnknown,
)
from rongcheng.services.health.models import ChargeLine, Settlement, Visit
from rongcheng.services.health.public import (
    AccountUse,
    grant_special_disease,
    verify_decisions,
)
from tests.services.health.conftest import CHANGSHA, METRO, XIANGTAN, World
from tests.services.health.properties.desk import Desk, moved, sum_of

CITY = "430100"


def shanghai(*parts: int) -> datetime:
    """Return an instant of Shanghai."""
    return datetime(*parts, tzinfo=SHANGHAI)  # type: ignore[misc]


@pytest.fixture
def desk(world: World) -> Desk:
    """Serve a Changsha employee with money in her account and her family's."""
    return Desk(world, world.person(CHANGSHA, account_fen=10_000, aid_fen=5_000))


def check_books() -> None:
    """Check that ledger and decisions stand."""
    assert verify_ledger() == []
    assert list(verify_decisions()) == []


def test_a_reversal_is_the_negative_of_its_own_day(desk: Desk, clock: FixedClock) -> None:
    place = desk.world.at_tier(CITY, "level_2")
    before = desk.money(place)
    settled = desk.settle(place, desk.ask(place, [("A", 26_000), ("C", 2_640)]))
    assert desk.totals(2026) == (20_000, 3_600, 0)
    clock.set(shanghai(2026, 4, 9, 16, 30))
    back = desk.take_back(place, settled)

    assert sum_of(settled.amounts, back.amounts) == [0] * 18
    assert (back.amounts.total_fen, back.amounts.fund_fen) == (-28_640, -3_600)
    assert (back.amounts.person_fen, back.amounts.deductible_fen) == (-25_040, -20_000)
    assert back.settled_at == shanghai(2026, 4, 9, 16, 30)
    assert (back.mdtrt_id, back.decision_id) == (settled.mdtrt_id, settled.decision_id)
    assert desk.totals(2026) == (0, 0, 0)
    assert moved(before, desk.money(place)) == {}
    row = Settlement.objects.get(setl_id=back.setl_id)
    assert row.reverses is not None
    assert row.reverses.setl_id == settled.setl_id
    check_books()


def test_the_visit_is_open_again_with_its_lines_free(desk: Desk) -> None:
    place = desk.world.at_tier(CITY, "level_2")
    settled = desk.settle(place, desk.ask(place, [("A", 26_000), ("C", 2_640)]))
    visit = Visit.objects.get(mdtrt_id=settled.mdtrt_id)
    assert visit.state == VisitState.SETTLED
    desk.take_back(place, settled)
    visit.refresh_from_db()
    assert visit.state == VisitState.CHARGED
    lines = ChargeLine.objects.filter(visit=visit)
    assert [line.settlement_id for line in lines] == [None, None]


def test_what_was_settled_in_between_keeps_its_amounts_and_later_ones_get_more(
    desk: Desk, clock: FixedClock
) -> None:
    level_2 = desk.world.at_tier(CITY, "level_2")
    level_3 = desk.world.at_tier(CITY, "level_3")
    first = desk.settle(level_2, desk.ask(level_2, [("A", 26_000)]))
    between = desk.settle(level_3, desk.ask(level_3, [("A", 45_075)]))
    assert (between.amounts.deductible_fen, between.amounts.fund_fen) == (10_000, 21_045)
    desk.take_back(level_2, first)
    # 200 of the year's deductible and 36 of its cap are there again.
    assert desk.totals(2026) == (10_000, 21_045, 0)
    row = Settlement.objects.get(setl_id=between.setl_id)
    assert (row.deductible_fen, row.fund_fen) == (10_000, 21_045)
    later = desk.settle(level_2, desk.ask(level_2, [("A", 26_000)]))
    assert (later.amounts.deductible_fen, later.amounts.fund_fen) == (20_000, 3_600)
    assert desk.totals(2026) == (30_000, 24_645, 0)
    check_books()


def test_a_reversal_of_next_year_gives_back_to_the_year_of_the_original(
    desk: Desk, clock: FixedClock
) -> None:
    place = desk.world.at_tier(CITY, "level_2")
    clock.set(shanghai(2026, 12, 31, 23, 59))
    settled = desk.settle(place, desk.ask(place, [("A", 26_000)]))
    clock.set(shanghai(2027, 1, 1, 0, 0))
    new_year = desk.settle(place, desk.ask(place, [("A", 26_000)]))
    assert new_year.amounts == settled.amounts
    assert (desk.totals(2026), desk.totals(2027)) == ((20_000, 3_600, 0),) * 2
    desk.take_back(place, settled)
    assert desk.totals(2026) == (0, 0, 0)
    assert desk.totals(2027) == (20_000, 3_600, 0)
    check_books()


def test_a_special_disease_gives_back_to_each_month(world: World, clock: FixedClock) -> None:
    person = world.person(XIANGTAN, "resident", "adult")
    for disease in ("OPSP-01", "OPSP-02"):
        grant_special_disease(
            METRO, XIANGTAN, person.psn_no, "resident", disease_code=disease,
            begins_on=date(2024, 1, 1),
        )  # fmt: skip
    desk = Desk(world, person)
    place = world.at_tier(CITY, "level_2")
    clock.set(shanghai(2026, 4, 1, 9, 0))
    asked = desk.ask(place, [("A", 60_000), ("A", 30_000)], disease="OPSP-01")
    march = asked.charges[0]
    march = march._replace(
        facts=replace(march.facts, occurred_on=date(2026, 3, 31)),
        occurred_at=shanghai(2026, 3, 31, 9, 0),
    )
    settled = desk.settle(place, asked._replace(charges=(march, asked.charges[1])))
    assert desk.months() == {202603: 40_000, 202604: 21_000}
    assert desk.totals(2026) == (0, 0, 61_000)
    back = desk.take_back(place, settled)
    assert sum_of(settled.amounts, back.amounts) == [0] * 18
    assert desk.months() == {202603: 0, 202604: 0}
    assert desk.totals(2026) == (0, 0, 0)
    check_books()


@pytest.mark.parametrize(
    ("account", "paid", "left"),
    [
        (AccountUse.OWN, ("account", 10_000), (0, 5_000)),
        (AccountUse.MUTUAL_AID, ("aid", 5_000), (10_000, 0)),
    ],
)
def test_what_the_accounts_paid_comes_back(
    desk: Desk, account: AccountUse, paid: tuple[str, int], left: tuple[int, int]
) -> None:
    place = desk.world.at_tier(CITY, "level_2")
    own, aid = (f"{kind}:{desk.person.psn_no}" for kind in ("account", "aid"))
    settled = desk.settle(place, desk.ask(place, [("A", 26_000)], account=account))
    assert getattr(settled.amounts, f"{paid[0]}_fen") == paid[1]
    assert (balance(own), balance(aid)) == left
    assert settled.balance_fen == left[0]
    back = desk.take_back(place, settled)
    assert (balance(own), balance(aid)) == (10_000, 5_000)
    assert back.balance_fen == 10_000
    check_books()


def test_a_repeated_reversal_gets_the_first_answer_and_moves_nothing(desk: Desk) -> None:
    place = desk.world.at_tier(CITY, "level_2")
    settled = desk.settle(place, desk.ask(place, [("A", 26_000)]))
    asked = desk.ask_back(settled)
    back = desk.take_back(place, settled, asked)
    stood = desk.everything()
    assert desk.take_back(place, settled, asked) == back._replace(replayed=True)
    assert desk.everything() == stood


def test_a_second_reversal_is_refused_and_names_the_first(desk: Desk) -> None:
    place = desk.world.at_tier(CITY, "level_2")
    settled = desk.settle(place, desk.ask(place, [("A", 26_000)]))
    back = desk.take_back(place, settled)
    stood = desk.everything()
    with pytest.raises(AlreadyReversed) as refused:
        desk.take_back(place, settled)
    assert refused.value.params["reversal_id"] == back.setl_id
    with pytest.raises(SettlementUnknown):
        desk.take_back(place, back)
    assert desk.everything() == stood


def test_another_content_under_the_same_request_is_a_conflict(desk: Desk) -> None:
    place = desk.world.at_tier(CITY, "level_2")
    settled = desk.settle(place, desk.ask(place, [("A", 26_000)]))
    asked = desk.ask_back(settled)
    desk.take_back(place, settled, asked)
    stood = desk.everything()
    with pytest.raises(RequestConflict):
        desk.take_back(place, settled, asked._replace(request_hash=b"x" * 32))
    assert desk.everything() == stood


def test_the_request_of_a_settlement_cannot_take_back(desk: Desk) -> None:
    place = desk.world.at_tier(CITY, "level_2")
    asked = desk.ask(place, [("A", 26_000)])
    settled = desk.settle(place, asked)
    stood = desk.everything()
    with pytest.raises(RequestConflict):
        desk.take_back(place, settled, asked._replace(request_hash=b"y" * 32))
    assert desk.everything() == stood


def test_another_hospital_or_person_cannot_take_it_back(desk: Desk) -> None:
    place = desk.world.at_tier(CITY, "level_2")
    settled = desk.settle(place, desk.ask(place, [("A", 26_000)]))
    other = Desk(desk.world, desk.world.person(CHANGSHA))
    own_visit = other.settle(place, other.ask(place, [("A", 26_000)]))
    stood = desk.everything()
    with pytest.raises(VisitUnknown):
        desk.take_back(desk.world.at_tier(CITY, "level_3"), settled)
    with pytest.raises(VisitUnknown):
        other.take_back(place, settled)
    with pytest.raises(SettlementUnknown):
        other.take_back(place, own_visit._replace(setl_id=settled.setl_id))
    with pytest.raises(SettlementUnknown):
        desk.take_back(place, settled._replace(setl_id="S-UNKNOWN"))
    assert desk.everything() == stood
