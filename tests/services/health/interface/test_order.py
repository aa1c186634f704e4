"""Each transaction in each state of the visit: what the table forbids is refused, nothing moves."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rongcheng.services.health.domain.lifecycle import VisitState
from rongcheng.services.health.models import Visit
from tests.services.health.building import item_of
from tests.services.health.conftest import World
from tests.services.health.interface import bodies, stay_bodies
from tests.services.health.interface.attendance import Attendance
from tests.services.health.interface.hospital import Hospital, Json
from tests.services.health.interface.inpatient import Inpatient
from tests.services.health.interface.samples import sample_inputs

CITY = "430100"

FORBIDDEN = {
    VisitState.REGISTERED: ("2204", "2205", "2206", "2207"),
    VisitState.SEEN: ("2205", "2206", "2207"),
    VisitState.CHARGED: ("2202",),
    VisitState.SETTLED: ("2202", "2203", "2205", "2206", "2207"),
    VisitState.CANCELLED: ("2202", "2203", "2204", "2205", "2206", "2207"),
    VisitState.MERGED: ("2202", "2203", "2204", "2205", "2206", "2207"),
}
SHOWN = {
    VisitState.REGISTERED: "已挂号",
    VisitState.SEEN: "已就诊",
    VisitState.CHARGED: "有未结算费用",
    VisitState.SETTLED: "已结算",
    VisitState.CANCELLED: "已退号",
    VisitState.MERGED: "已并入住院",
}
HINTS = {
    VisitState.REGISTERED: "2203",
    VisitState.SEEN: "2204",
    VisitState.CHARGED: "撤销或结算",
    VisitState.SETTLED: "2208",
    VisitState.CANCELLED: "重新挂号",
    VisitState.MERGED: "2304",
}


@pytest.fixture
def item(world: World, clock) -> str:
    """An item of class A."""
    return item_of(world.book, CITY, "A", clock.now())


@pytest.fixture
def reach(world: World, hospital: Hospital, item: str) -> Callable[[VisitState], Attendance]:
    """Return a function that walks a new visit into a state."""

    def walk(state: VisitState) -> Attendance:
        attendance = Attendance(hospital, world.person())
        attendance.register()
        if state == VisitState.CANCELLED:
            body = bodies.cancellation(attendance.person, attendance.mdtrt_id, "OP-1")
            attendance.call("2202", body)
        if state in {VisitState.SEEN, VisitState.CHARGED, VisitState.SETTLED}:
            attendance.see()
        if state == VisitState.MERGED:
            attendance.see("13", exp=stay_bodies.flags(OTP_ER_REFL_FLAG="1"))
        if state in {VisitState.CHARGED, VisitState.SETTLED, VisitState.MERGED}:
            attendance.charge(attendance.line(item, 45_075))
        if state == VisitState.MERGED:
            Inpatient(hospital, attendance.person).admit(at=stay_bodies.moment(10))
        if state == VisitState.SETTLED:
            attendance.settle("450.75")
        assert Visit.objects.get(mdtrt_id=attendance.mdtrt_id).state == state
        return attendance

    return walk


@pytest.mark.parametrize(
    ("state", "infno"), [(state, number) for state in FORBIDDEN for number in FORBIDDEN[state]]
)
def test_what_the_state_forbids_is_refused_with_the_way_out(
    reach: Callable[[VisitState], Attendance],
    item: str,
    unchanged,
    state: VisitState,
    infno: str,
) -> None:
    attendance = reach(state)
    inputs = sample_inputs(
        attendance.person,
        attendance.hospital.place.code,
        item,
        mdtrt_id=attendance.mdtrt_id,
        setl_id="S0",
    )
    with unchanged:
        said = attendance.refused(infno, inputs[infno])
    assert said.startswith("字段 mdtrt_id：")
    assert SHOWN[state] in said
    assert HINTS[state] in said


@pytest.mark.parametrize("state", list(VisitState))
def test_a_settlement_that_is_not_there_cannot_be_reversed(
    reach: Callable[[VisitState], Attendance], unchanged, state: VisitState
) -> None:
    attendance = reach(state)
    body = bodies.reversal(attendance.person, attendance.mdtrt_id, "S0")
    with unchanged:
        assert "setl_id" in attendance.refused("2208", body)


def test_a_settlement_is_reversed_once_and_its_reversal_never(
    reach: Callable[[VisitState], Attendance], item: str, unchanged
) -> None:
    attendance = reach(VisitState.SEEN)
    attendance.charge(attendance.line(item, 45_075))
    settled = attendance.settle("450.75")["setlinfo"]
    taken = attendance.reverse(settled["setl_id"])["setlinfo"]
    with unchanged:
        for setl_id in (settled["setl_id"], taken["setl_id"]):
            body = bodies.reversal(attendance.person, attendance.mdtrt_id, setl_id)
            assert "setl_id" in attendance.refused("2208", body)


def test_an_unknown_visit_is_named(world: World, hospital: Hospital, item: str, unchanged) -> None:
    person = world.person()
    inputs: dict[str, Json] = sample_inputs(
        person, hospital.place.code, item, mdtrt_id="V404", setl_id="S404"
    )
    with unchanged:
        for infno in ("2202", "2203", "2204", "2205", "2206", "2207", "2208"):
            said = hospital.refused(hospital.message(infno, inputs[infno], pool=person.pool))
            assert "mdtrt_id" in said
            assert "V404" in said


def test_a_visit_of_another_person_or_hospital_is_unknown(
    world: World, hospital: Hospital, reach: Callable[[VisitState], Attendance], item, unchanged
) -> None:
    theirs = reach(VisitState.CHARGED)
    stranger = world.person()
    elsewhere = Hospital(world.at_tier(CITY, "level_2"))
    for asking, person in ((hospital, stranger), (elsewhere, theirs.person)):
        inputs = sample_inputs(
            person, asking.place.code, item, mdtrt_id=theirs.mdtrt_id, setl_id="S0"
        )
        with unchanged:
            for infno in ("2202", "2203", "2204", "2205", "2206", "2207", "2208"):
                said = asking.refused(asking.message(infno, inputs[infno], pool=person.pool))
                assert "mdtrt_id" in said


def test_a_settlement_of_another_hospital_is_unknown(
    world: World, reach: Callable[[VisitState], Attendance], item: str, unchanged
) -> None:
    attendance = reach(VisitState.SEEN)
    attendance.charge(attendance.line(item, 45_075))
    setl_id = attendance.settle("450.75")["setlinfo"]["setl_id"]
    elsewhere = Hospital(world.at_tier(CITY, "level_2"))
    other = Attendance(elsewhere, attendance.person, "OP-9")
    other.register()
    other.see()
    other.charge(other.line(item, 45_075))
    with unchanged:
        body = bodies.reversal(attendance.person, other.mdtrt_id, setl_id)
        assert "setl_id" in other.refused("2208", body)
