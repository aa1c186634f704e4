"""Each inpatient transaction in each state of the stay: what the table forbids moves nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rongcheng.services.health.domain.stay_lifecycle import StayState
from tests.services.health.building import item_of
from tests.services.health.conftest import World
from tests.services.health.interface import bodies
from tests.services.health.interface.attendance import Attendance
from tests.services.health.interface.hospital import Hospital
from tests.services.health.interface.inpatient import Inpatient
from tests.services.health.interface.samples import sample_inputs

CITY = "430100"
OF_A_STAY = ("2301", "2302", "2303", "2304", "2305", "2402", "2403", "2404", "2405")
OF_A_VISIT = ("2202", "2203", "2204", "2205", "2206", "2207", "2208")

FORBIDDEN = {
    StayState.ADMITTED: ("2303", "2304", "2405"),
    StayState.DISCHARGED: ("2402", "2404"),
    StayState.CANCELLED: ("2301", "2302", "2303", "2304", "2402", "2403", "2404", "2405"),
}
SHOWN = {
    StayState.ADMITTED: ("在院", "2402"),
    StayState.DISCHARGED: ("已出院", "2405"),
    StayState.CANCELLED: ("已撤销入院", "2401"),
}


@pytest.fixture
def item(world: World, clock) -> str:
    """An item of class A."""
    return item_of(world.book, CITY, "A", clock.now())


@pytest.fixture
def reach(world: World, hospital: Hospital) -> Callable[[StayState], Inpatient]:
    """Return a function that walks a new stay into a state; settled has tests of its own."""

    def walk(state: StayState) -> Inpatient:
        stay = Inpatient(hospital, world.person())
        stay.admit()
        if state == StayState.DISCHARGED:
            stay.discharge()
        if state == StayState.CANCELLED:
            stay.call("2404", stay.cancel_body())
        assert stay.state == state
        return stay

    return walk


def inputs_of(stay: Inpatient, item: str, mdtrt_id: str = ""):
    """Return the input of each transaction about this stay."""
    return sample_inputs(
        stay.person,
        stay.hospital.place.code,
        item,
        mdtrt_id=mdtrt_id or stay.mdtrt_id,
        setl_id="S0",
    )


@pytest.mark.parametrize(
    ("state", "infno"), [(state, number) for state in FORBIDDEN for number in FORBIDDEN[state]]
)
def test_what_the_state_forbids_is_refused_with_the_way_out(
    reach: Callable[[StayState], Inpatient], item: str, unchanged, state: StayState, infno: str
) -> None:
    stay = reach(state)
    with unchanged:
        said = stay.refused(infno, inputs_of(stay, item)[infno])
    assert said.startswith("字段 mdtrt_id：")
    shown, hint = SHOWN[state]
    assert shown in said
    assert hint in said


def test_in_between_is_only_settled_while_she_is_in_hospital(
    reach: Callable[[StayState], Inpatient], item: str, unchanged
) -> None:
    stay = reach(StayState.DISCHARGED)
    with unchanged:
        for infno in ("2303", "2304"):
            said = stay.refused(infno, stay.trial_body("1.00", interim=True))
            assert "中途结算" in said


@pytest.mark.parametrize("state", list(FORBIDDEN))
def test_a_settlement_that_is_not_there_cannot_be_reversed(
    reach: Callable[[StayState], Inpatient], unchanged, state: StayState
) -> None:
    stay = reach(state)
    body = bodies.reversal(stay.person, stay.mdtrt_id, "S0")
    with unchanged:
        assert "setl_id" in stay.refused("2305", body)


def test_a_visit_is_no_stay_and_a_stay_no_visit(
    reach: Callable[[StayState], Inpatient], item: str, unchanged
) -> None:
    stay = reach(StayState.ADMITTED)
    visit = Attendance(stay.hospital, stay.person)
    visit.register()
    with unchanged:
        for infno in OF_A_VISIT:
            said = stay.refused(infno, inputs_of(stay, item)[infno])
            assert stay.mdtrt_id in said
            assert "2201" in said
        for infno in OF_A_STAY:
            said = stay.refused(infno, inputs_of(stay, item, visit.mdtrt_id)[infno])
            assert visit.mdtrt_id in said
            assert "2401" in said


def test_a_stay_of_another_person_or_hospital_is_unknown(
    world: World, reach: Callable[[StayState], Inpatient], item: str, unchanged
) -> None:
    theirs = reach(StayState.ADMITTED)
    stranger = Inpatient(theirs.hospital, world.person())
    elsewhere = Inpatient(Hospital(world.at_tier(CITY, "level_2")), theirs.person)
    with unchanged:
        for asking in (stranger, elsewhere):
            for infno in OF_A_STAY:
                said = asking.refused(infno, inputs_of(asking, item, theirs.mdtrt_id)[infno])
                assert "mdtrt_id" in said
