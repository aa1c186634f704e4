"""Worked example 5 over `/hsa`: a Changsha employee's year of outpatient visits, to the fen."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest

from rongcheng.foundation.ledger.public import verify_ledger
from rongcheng.services.health.models import Settlement
from rongcheng.services.health.public import explain_decision, verify_decisions
from tests.services.health.building import item_of
from tests.services.health.conftest import CHANGSHA, World
from tests.services.health.interface.attendance import Attendance
from tests.services.health.interface.expected import SETL_ORDER, detail, setl
from tests.services.health.interface.hospital import Hospital

CITY = "430100"


class Visit(NamedTuple):
    """One row of the example; `limit` is what the year's cap has left before the visit."""

    tier: str
    own_fen: int
    scope_fen: int
    total: str
    own: str
    scope: str
    deductible: str
    ratio: str
    limit: str
    fund: str
    person: str


YEAR = (
    Visit(
        "level_2", 2_640, 26_000, "286.40", "26.40", "260.00", "200.00", "0.6000", "1500.00",
        "36.00", "250.40",
    ),
    Visit(
        "level_3", 0, 45_075, "450.75", "0.00", "450.75", "100.00", "0.6000", "1464.00",
        "210.45", "240.30",
    ),
    Visit(
        "primary", 0, 8_843, "88.43", "0.00", "88.43", "0.00", "0.7000", "1253.55",
        "61.90", "26.53",
    ),
    Visit(
        "level_3", 0, 250_000, "2500.00", "0.00", "2500.00", "0.00", "0.6000", "1191.65",
        "1191.65", "1308.35",
    ),
)  # fmt: skip


def test_the_four_visits_of_example_5(
    world: World, hospital_at: Callable[[str, str], Hospital], clock
) -> None:
    person = world.person()
    scope_item = item_of(world.book, CITY, "A", clock.now())
    own_item = item_of(world.book, CITY, "C", clock.now())
    for number, visit in enumerate(YEAR, 1):
        hospital = hospital_at(CITY, visit.tier)
        attendance = Attendance(hospital, person, f"OP-{number}")
        attendance.register()
        attendance.see()
        lines = [attendance.line(scope_item, visit.scope_fen)]
        if visit.own_fen:
            lines.append(attendance.line(own_item, visit.own_fen))
        attendance.charge(*lines)
        settled = attendance.settle(visit.total)
        found = settled["setlinfo"]
        assert sorted(found) == sorted(SETL_ORDER)
        assert found["mdtrt_id"] == attendance.mdtrt_id
        assert found["medins_setl_id"].startswith(hospital.place.code)
        assert found == setl(
            person,
            found,
            psn_type="11",
            med_type="11",
            clr_type="11",
            medfee_sumamt=visit.total,
            fulamt_ownpay_amt=visit.own,
            overlmt_selfpay="0.00",
            preselfpay_amt="0.00",
            inscp_scp_amt=visit.scope,
            act_pay_dedc=visit.deductible,
            hifp_pay=visit.fund,
            pool_prop_selfpay=visit.ratio,
            fund_pay_sumamt=visit.fund,
            psn_part_amt=visit.person,
            acct_pay="0.00",
            psn_cash_pay=visit.person,
            balc="0.00",
            acct_mulaid_pay="0.00",
        )
        assert settled["setldetail"] == [detail("310102", visit.scope, visit.limit, visit.fund)]
    rows = Settlement.objects.all()
    assert sum(row.total_fen for row in rows) == 332_558
    assert sum(row.fund_fen for row in rows) == 150_000
    assert sum(row.person_fen for row in rows) == 182_558
    assert not any(row.cross_city for row in rows)
    assert {row.care_pool for row in rows} == {CHANGSHA}
    assert list(verify_ledger()) == []
    assert list(verify_decisions()) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_why_shows_the_steps_with_layer_and_document(
    world: World, hospital: Hospital, clock, lang: str
) -> None:
    attendance = Attendance(hospital, world.person())
    attendance.register()
    attendance.see()
    attendance.charge(attendance.line(item_of(world.book, CITY, "A", clock.now()), 45_075))
    attendance.settle("450.75")
    why = explain_decision(Settlement.objects.get().decision_id, lang)
    amounts = [step.amount_fen for step in why.steps if step.amount_fen is not None]
    for expected in (45_075, 30_000, 9_045, 36_030):
        assert expected in amounts
    cited = [authority for step in why.steps for authority in step.authorities]
    assert len(cited) >= 3
    assert all(a.title and a.value and a.layer and a.document for a in cited)
