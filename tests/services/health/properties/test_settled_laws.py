"""Laws of what is stored: identities F and H, the ledger's entry, replay, and taking all back."""

from __future__ import annotations

from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from rongcheng.foundation.ledger.public import verify_ledger
from rongcheng.kernel.clock import FixedClock
from rongcheng.kernel.money import parse_yuan
from rongcheng.services.health.hsa.answers import detail_nodes
from rongcheng.services.health.models import Settlement
from rongcheng.services.health.public import (
    AccountUse,
    Place,
    Settled,
    SettlementRequest,
    grant_special_disease,
    verify_decisions,
)
from rongcheng.services.health.queries import amounts_of_row
from tests.services.health.conftest import METRO, XIANGTAN, World
from tests.services.health.properties.desk import Desk, Lines, moved, sum_of
from tests.services.health.properties.strategies import EDGES, STORED_LAW

PERSONAL_ACCOUNT = "310200"


class Call(NamedTuple):
    """One visit of the law: where, what is charged, and which account may pay."""

    city: str
    tier: str
    lines: Lines
    disease: str
    account: AccountUse


fens = st.one_of(st.sampled_from([edge for edge in EDGES if edge]), st.integers(1, 400_000))
calls = st.builds(
    Call,
    st.sampled_from(("430100", "430200", "430300")),
    st.sampled_from(("primary", "level_2", "level_3")),
    st.lists(st.tuples(st.sampled_from(("A", "C")), fens), min_size=1, max_size=3),
    st.sampled_from(("", "", "OPSP-01")),
    st.sampled_from(list(AccountUse)),
)


class Made(NamedTuple):
    """A settlement with the request that made it."""

    place: Place
    asked: SettlementRequest
    settled: Settled


def check_f(settled: Settled) -> None:
    """Check identity F on the rows that the interface answers with."""
    rows = detail_nodes(settled)
    paid = {row["fund_pay_type"]: parse_yuan(row["fund_payamt"], "fund_payamt") for row in rows}
    account = paid.pop(PERSONAL_ACCOUNT, 0)
    assert sum(paid.values()) == settled.amounts.fund_fen
    assert account == settled.amounts.account_fen


def postings_of(desk: Desk, made: Made) -> dict[str, int]:
    """Return what a settlement must move, account by account, told from its amounts alone."""
    place, amounts, pool = made.place, made.settled.amounts, desk.person.pool
    psn_no = desk.person.psn_no
    expected = {
        f"fund:{pool}:{made.settled.fund_type}": -amounts.fund_fen,
        f"hospital:{place.code}:fund": amounts.fund_fen,
        f"account:{psn_no}": amounts.aid_fen - amounts.account_fen,
        f"aid:{psn_no}": -amounts.aid_fen,
        f"hospital:{place.code}:account": amounts.account_fen,
        f"cash:{place.code}": -amounts.cash_fen,
        f"hospital:{place.code}:cash": amounts.cash_fen,
    }
    if place.pool != pool:
        expected[f"clearing:{pool}:{place.pool}:{made.settled.fund_type}"] = amounts.fund_fen
        expected[f"agency:{place.pool}"] = -amounts.fund_fen
    assert sum(expected.values()) == 0
    return {code: amount for code, amount in expected.items() if amount}


def make(desk: Desk, call: Call) -> Made:
    """Settle one call and check what it moved."""
    place = desk.world.at_tier(call.city, call.tier)
    before = desk.money(place)
    asked = desk.ask(place, call.lines, disease=call.disease, account=call.account)
    made = Made(place, asked, desk.settle(place, asked))
    assert moved(before, desk.money(place)) == postings_of(desk, made)
    check_f(made.settled)
    return made


@STORED_LAW
@given(st.lists(calls, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_all_that_was_settled_and_taken_back_is_nothing(
    world: World, clock: FixedClock, drawn: list[Call], random: object
) -> None:
    person = world.person(XIANGTAN, account_fen=50_000, aid_fen=20_000)
    grant_special_disease(
        METRO,
        XIANGTAN,
        person.psn_no,
        "employee",
        disease_code="OPSP-01",
        begins_on=clock.today(),
    )
    desk = Desk(world, person)
    places = [world.at_tier(call.city, call.tier) for call in drawn]
    before = desk.money(*places)
    made = [make(desk, call) for call in drawn]

    stood = desk.everything()
    for call in made:
        assert desk.settle(call.place, call.asked) == call.settled._replace(replayed=True)
    assert desk.everything() == stood

    random.shuffle(made)  # type: ignore[attr-defined]
    for call in made:
        asked = desk.ask_back(call.settled)
        back = desk.take_back(call.place, call.settled, asked)
        assert sum_of(back.amounts, call.settled.amounts) == [0] * 14
        check_f(back)
        assert desk.take_back(call.place, call.settled, asked) == back._replace(replayed=True)
    assert desk.money(*places) == before
    assert desk.totals(2026) == (0, 0, 0)
    assert set(desk.months().values()) <= {0}
    rows = Settlement.objects.filter(psn_no=person.psn_no)
    assert rows.count() == 2 * len(made)
    assert [sum(parts) for parts in zip(*map(amounts_of_row, rows), strict=True)] == [0] * 14
    assert verify_ledger() == []
    assert list(verify_decisions()) == []
