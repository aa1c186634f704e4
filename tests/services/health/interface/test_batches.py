"""Registration taken back, lines dropped, and several batches in one visit."""

from __future__ import annotations

import pytest

from rongcheng.services.health.domain.lifecycle import VisitState
from rongcheng.services.health.models import ChargeLine, Settlement, Visit
from tests.services.health.building import item_of
from tests.services.health.conftest import World
from tests.services.health.interface import bodies
from tests.services.health.interface.attendance import Attendance
from tests.services.health.interface.hospital import Hospital

CITY = "430100"


@pytest.fixture
def attendance(world: World, hospital: Hospital) -> Attendance:
    """A visit that was registered and seen."""
    found = Attendance(hospital, world.person())
    found.register()
    found.see()
    return found


@pytest.fixture
def item(world: World, clock) -> str:
    """An item of class A."""
    return item_of(world.book, CITY, "A", clock.now())


def state_of(attendance: Attendance) -> VisitState:
    return VisitState(Visit.objects.get(mdtrt_id=attendance.mdtrt_id).state)


def serials(attendance: Attendance) -> list[str]:
    rows = ChargeLine.objects.filter(visit__mdtrt_id=attendance.mdtrt_id)
    return list(rows.order_by("id").values_list("serial", flat=True))


def test_a_registration_is_taken_back(world: World, hospital: Hospital) -> None:
    attendance = Attendance(hospital, world.person())
    attendance.register()
    body = bodies.cancellation(attendance.person, attendance.mdtrt_id, "OP-1")
    assert attendance.call("2202", body) == {}
    assert state_of(attendance) == VisitState.CANCELLED


def test_one_batch_is_dropped_and_the_other_stays(attendance: Attendance, item: str) -> None:
    attendance.charge(attendance.line(item, 100), attendance.line(item, 200, batch="B2"))
    body = bodies.drop(attendance.person, attendance.mdtrt_id, "B2")
    assert attendance.call("2205", body) == {}
    assert serials(attendance) == ["1"]
    assert state_of(attendance) == VisitState.CHARGED


def test_all_lines_are_dropped_with_batch_0000_and_may_come_again(
    attendance: Attendance, item: str
) -> None:
    lines = [attendance.line(item, 100), attendance.line(item, 200, batch="B2")]
    attendance.charge(*lines)
    attendance.call("2205", bodies.drop(attendance.person, attendance.mdtrt_id))
    assert serials(attendance) == []
    assert state_of(attendance) == VisitState.SEEN
    attendance.charge(*lines)
    assert serials(attendance) == ["1", "2"]


def test_two_batches_are_settled_one_by_one(attendance: Attendance, item: str) -> None:
    attendance.charge(attendance.line(item, 35_000), attendance.line(item, 5_000, batch="B2"))
    first = attendance.settle("350.00")["setlinfo"]
    assert (first["act_pay_dedc"], first["fund_pay_sumamt"]) == ("300.00", "30.00")
    assert state_of(attendance) == VisitState.CHARGED
    second = attendance.settle("50.00", batch="B2")["setlinfo"]
    # The first batch has used the year's deductible up.
    assert (second["act_pay_dedc"], second["fund_pay_sumamt"]) == ("0.00", "30.00")
    assert state_of(attendance) == VisitState.SETTLED
    assert [row.lines.count() for row in Settlement.objects.order_by("id")] == [1, 1]


def test_settled_lines_cannot_be_dropped_but_later_ones_can(
    attendance: Attendance, item: str
) -> None:
    attendance.charge(attendance.line(item, 35_000), attendance.line(item, 5_000, batch="B2"))
    attendance.settle("350.00")
    attendance.call("2205", bodies.drop(attendance.person, attendance.mdtrt_id))
    assert serials(attendance) == ["1"]
    assert state_of(attendance) == VisitState.SETTLED


def test_a_later_batch_follows_a_settled_one(attendance: Attendance, item: str) -> None:
    attendance.charge(attendance.line(item, 35_000))
    attendance.settle("350.00")
    attendance.charge(attendance.line(item, 5_000, batch="B2"))
    assert attendance.settle("50.00", batch="B2")["setlinfo"]["fund_pay_sumamt"] == "30.00"


def test_a_refund_line_lowers_the_batch(attendance: Attendance, item: str) -> None:
    attendance.charge(
        attendance.line(item, 20_000, quantity_e4=20_000, amount_fen=40_000),
        attendance.line(item, 20_000, quantity_e4=-5_000, amount_fen=-10_000),
    )
    settled = attendance.settle("300.00")["setlinfo"]
    assert settled["inscp_scp_amt"] == "300.00"


def test_a_line_amount_may_differ_by_one_fen(attendance: Attendance, item: str) -> None:
    row = attendance.charge(
        attendance.line(item, 0, price_micro=3_333_000, quantity_e4=15_000, amount_fen=499)
    )[0]
    assert (row["det_item_fee_sumamt"], row["inscp_scp_amt"]) == ("4.99", "4.99")


def test_a_diagnosis_sent_again_replaces_the_earlier(attendance: Attendance) -> None:
    before = bytes(Visit.objects.get().diagnoses_sealed)
    body = bodies.visit_record(attendance.person, attendance.mdtrt_id)
    body["diseinfo"] = [bodies.diagnosis(1, "0"), bodies.diagnosis(2)]
    attendance.call("2203", body)
    visit = Visit.objects.get()
    assert bytes(visit.diagnoses_sealed) != before
    assert state_of(attendance) == VisitState.SEEN
