"""Worked example 6 over `/hsa`: a Xiangtan resident with two special diseases, treated in Changsha.

Her grant, ratio and monthly limit are Xiangtan's; the catalogue and the hospital Changsha's.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from rongcheng.foundation.ledger.public import balance, verify_ledger
from rongcheng.kernel.clock import SHANGHAI, FixedClock
from rongcheng.services.health.models import Settlement
from rongcheng.services.health.public import (
    explain_decision,
    grant_special_disease,
    verify_decisions,
)
from tests.services.health.building import item_of
from tests.services.health.conftest import CHANGSHA, METRO, XIANGTAN, Person, World
from tests.services.health.interface import bodies
from tests.services.health.interface.attendance import Attendance
from tests.services.health.interface.expected import detail, setl
from tests.services.health.interface.hospital import Hospital

CITY = "430100"
DISEASES = ("OPSP-01", "OPSP-02")


class Visit(NamedTuple):
    """One row of the example, with the day on which it happens."""

    day: int
    scope_fen: int
    scope: str
    limit: str
    fund: str
    person: str


MONTH = (
    Visit(2, 28_000, "280.00", "400.00", "196.00", "84.00"),
    Visit(9, 35_000, "350.00", "204.00", "204.00", "146.00"),
    Visit(16, 5_230, "52.30", "0.00", "0.00", "52.30"),
)


def granted_person(world: World) -> Person:
    """Return a Xiangtan resident with both diseases on record."""
    person = world.person(XIANGTAN, "resident", "adult")
    for disease in DISEASES:
        grant_special_disease(
            METRO,
            XIANGTAN,
            person.psn_no,
            "resident",
            disease_code=disease,
            begins_on=date(2026, 1, 1),
        )
    return person


def test_the_three_visits_of_example_6(world: World, hospital: Hospital, clock: FixedClock) -> None:
    person = granted_person(world)
    item = item_of(world.book, CITY, "A", clock.now())
    for number, visit in enumerate(MONTH, 1):
        clock.set(datetime(2026, 3, visit.day, 10, tzinfo=SHANGHAI))
        attendance = Attendance(hospital, person, f"OP-{number}")
        checked = attendance.call(
            "2001", bodies.entitlement(person, hospital.place.code, "14", "OPSP-01")
        )
        assert checked["trtinfo"] == [
            {
                "psn_no": person.psn_no,
                "trt_chk_type": "01",
                "fund_pay_type": "390100",
                "trt_enjymnt_flag": "1",
                "begndate": "2020-01-01",
                "enddate": "9999-12-31",
                "trt_chk_rslt": "",
                "exp_content": "",
            }
        ]
        attendance.register()
        attendance.see("14", "OPSP-01")
        attendance.charge(attendance.line(item, visit.scope_fen))
        settled = attendance.settle(visit.scope)
        found = settled["setlinfo"]
        assert found == setl(
            person,
            found,
            setl_time=f"2026-03-{visit.day:02d} 10:00:00",
            psn_type="15",
            med_type="14",
            clr_type="14",
            medfee_sumamt=visit.scope,
            fulamt_ownpay_amt="0.00",
            overlmt_selfpay="0.00",
            preselfpay_amt="0.00",
            inscp_scp_amt=visit.scope,
            act_pay_dedc="0.00",
            hifp_pay=visit.fund,
            pool_prop_selfpay="0.7000",
            fund_pay_sumamt=visit.fund,
            psn_part_amt=visit.person,
            acct_pay="0.00",
            psn_cash_pay=visit.person,
            balc="0.00",
            acct_mulaid_pay="0.00",
        )
        assert settled["setldetail"] == [detail("390100", visit.scope, visit.limit, visit.fund)]
    rows = list(Settlement.objects.all())
    assert [sum(getattr(row, name) for row in rows) for name in ("total_fen", "fund_fen")] == [
        68_230,
        40_000,
    ]
    assert all(row.cross_city for row in rows)
    assert balance(f"clearing:{XIANGTAN}:{CHANGSHA}:390100") == 40_000
    assert list(verify_ledger()) == []
    assert list(verify_decisions()) == []
    why = explain_decision(rows[1].decision_id, "zh")
    assert 20_400 in [step.amount_fen for step in why.steps]


def test_on_the_first_of_the_next_month_the_limit_is_whole_again(
    world: World, hospital: Hospital, clock: FixedClock
) -> None:
    person = granted_person(world)
    item = item_of(world.book, CITY, "A", clock.now())
    for day, limit, fund in (
        (datetime(2026, 3, 31, 10, tzinfo=SHANGHAI), "400.00", "400.00"),
        (datetime(2026, 4, 1, 10, tzinfo=SHANGHAI), "400.00", "400.00"),
    ):
        clock.set(day)
        attendance = Attendance(hospital, person)
        attendance.register()
        attendance.see("14", "OPSP-02")
        attendance.charge(attendance.line(item, 100_000))
        settled = attendance.settle("1000.00")
        assert settled["setldetail"] == [detail("390100", "1000.00", limit, fund)]


def test_a_disease_without_a_grant_is_refused_with_its_reason(
    world: World, hospital: Hospital, clock: FixedClock, unchanged
) -> None:
    person = granted_person(world)
    attendance = Attendance(hospital, person)
    checked = attendance.call(
        "2001", bodies.entitlement(person, hospital.place.code, "14", "OPSP-08")
    )["trtinfo"][0]
    assert checked["trt_enjymnt_flag"] == "0"
    assert "没有您的慢特病认定" in checked["trt_chk_rslt"]
    attendance.register()
    attendance.see("14", "OPSP-08")
    attendance.charge(attendance.line(item_of(world.book, CITY, "A", clock.now()), 10_000))
    with unchanged:
        said = attendance.refused("2206", attendance.trial_body("100.00"))
    assert "没有您的慢特病认定" in said
