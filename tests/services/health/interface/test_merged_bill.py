"""A whole story over `/hsa`: emergency care, admission within 72 hours, one bill, back."""

from __future__ import annotations

import pytest

from rongcheng.kernel.clock import FixedClock
from rongcheng.services.health.domain.lifecycle import VisitState
from rongcheng.services.health.domain.stay_lifecycle import StayState
from rongcheng.services.health.models import ChargeLine, Settlement, Visit, YearTotals
from tests.services.health.building import item_of
from tests.services.health.conftest import Person, World
from tests.services.health.interface import stay_bodies
from tests.services.health.interface.attendance import Attendance
from tests.services.health.interface.expected import detail, setl
from tests.services.health.interface.hospital import Hospital
from tests.services.health.interface.inpatient import Inpatient
from tests.services.health.interface.ledgering import check_books, check_negative, posted

CITY = "430100"
EMERGENCY = stay_bodies.flags(OTP_ER_REFL_FLAG="1")


@pytest.fixture
def person(world: World) -> Person:
    """An employee of Changsha."""
    return world.person()


@pytest.fixture
def item(world: World, clock: FixedClock) -> str:
    """An item of class A."""
    return item_of(world.book, CITY, "A", clock.now())


@pytest.fixture
def visit(hospital: Hospital, person: Person, item: str) -> Attendance:
    """Her emergency visit three hours ago, 450.75, not settled."""
    found = Attendance(hospital, person, "OP-E")
    found.register("2026-03-02 07:00:00")
    found.see("13", exp=EMERGENCY)
    found.charge(found.line(item, 45_075))
    return found


def states(visit: Attendance, stay: Inpatient) -> tuple[VisitState, StayState]:
    """Return where the visit and the stay stand."""
    found = Visit.objects.get(mdtrt_id=visit.mdtrt_id)
    return VisitState(found.state), stay.state


def year_of(person: Person) -> tuple[int, int, int]:
    """Return outpatient deductible and cap used, and the stay's deductible, of the year."""
    row = YearTotals.objects.get(psn_no=person.psn_no)
    return row.deductible_fen, row.outpatient_fen, row.inpatient_deductible_fen


def test_emergency_lines_are_paid_by_the_inpatient_rule(
    hospital: Hospital, person: Person, item: str, visit: Attendance, unchanged
) -> None:
    stay = Inpatient(hospital, person)
    admitted = stay.admit()
    assert admitted["exp_content"] == f'{{"MERGED_MDTRT_ID":"{visit.mdtrt_id}"}}'
    with unchanged:
        # The visit's own counter is told where its lines went.
        assert "住院" in visit.refused("2206", visit.trial_body("450.75"))
    stay.charge(stay.line(item, 254_925))
    stay.discharge()
    settled = stay.settle("3000.00")
    found = settled["setlinfo"]
    assert found == setl(
        person,
        found,
        psn_type="11",
        med_type="2101",
        clr_type="21",
        medfee_sumamt="3000.00",
        fulamt_ownpay_amt="0.00",
        overlmt_selfpay="0.00",
        preselfpay_amt="0.00",
        inscp_scp_amt="3000.00",
        # 1,100.00 and 85 % of 1,900.00, not the outpatient 300.00 and 60 %.
        act_pay_dedc="1100.00",
        hifp_pay="1615.00",
        pool_prop_selfpay="0.8500",
        fund_pay_sumamt="1615.00",
        psn_part_amt="1385.00",
        acct_pay="0.00",
        psn_cash_pay="1385.00",
        balc="0.00",
        acct_mulaid_pay="0.00",
    )
    assert settled["setldetail"] == [detail("310100", "3000.00", "150000.00", "1615.00")]
    code = hospital.place.code
    assert posted(found["setl_id"]) == {
        "fund:430199:310100": -161_500,
        f"hospital:{code}:fund": 161_500,
        f"cash:{code}": -138_500,
        f"hospital:{code}:cash": 138_500,
    }
    assert year_of(person) == (0, 0, 110_000)
    assert states(visit, stay) == (VisitState.MERGED, StayState.SETTLED)
    assert {line.visit.mdtrt_id for line in ChargeLine.objects.select_related("visit")} == {
        stay.mdtrt_id
    }

    with unchanged:
        assert "2305" in stay.refused("2404", stay.cancel_body())
    back = stay.reverse(found["setl_id"])
    check_negative(found, back["setlinfo"])
    assert year_of(person) == (0, 0, 0)
    # Reversed, the lines stay in the stay's bill; it may be settled anew.
    assert states(visit, stay) == (VisitState.MERGED, StayState.DISCHARGED)
    again = stay.settle("3000.00")["setlinfo"]
    assert again["fund_pay_sumamt"] == "1615.00"
    stay.reverse(again["setl_id"])
    check_books()


def test_taken_wholly_back_the_visit_is_an_outpatients_bill_again(
    hospital: Hospital, person: Person, item: str, visit: Attendance
) -> None:
    stay = Inpatient(hospital, person)
    stay.admit()
    stay.charge(stay.line(item, 254_925))
    stay.discharge()
    setl_id = stay.settle("3000.00")["setlinfo"]["setl_id"]
    stay.reverse(setl_id)
    stay.call("2405", stay.cancel_body())
    stay.drop("0000")
    stay.call("2404", stay.cancel_body())
    assert states(visit, stay) == (VisitState.CHARGED, StayState.CANCELLED)
    found = visit.settle("450.75")["setlinfo"]
    # At home: 300.00, then 60 % of 150.75.
    assert (found["act_pay_dedc"], found["hifp_pay"]) == ("300.00", "90.45")
    assert year_of(person) == (30_000, 9_045, 0)
    assert Settlement.objects.count() == 3
    check_books()


def test_what_comes_to_the_visit_after_an_interim_settlement_joins_the_last_one(
    hospital: Hospital, person: Person, item: str, visit: Attendance
) -> None:
    stay = Inpatient(hospital, person)
    stay.admit()
    first = stay.settle("450.75", interim=True)["setlinfo"]
    assert (first["act_pay_dedc"], first["hifp_pay"]) == ("450.75", "0.00")
    stay.charge(stay.line(item, 254_925))
    stay.discharge()
    last = stay.settle("2549.25")["setlinfo"]
    # 649.25 of the stay's 1,100.00 were left; 85 % of 1,900.00 as in one bill.
    assert (last["act_pay_dedc"], last["hifp_pay"]) == ("649.25", "1615.00")
    check_books()
