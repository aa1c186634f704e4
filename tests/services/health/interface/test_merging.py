"""An emergency visit that leads to an admission joins the stay, and leaves it with nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from rongcheng.policy.book import PolicyBook
from rongcheng.services.health.care.merging import merge_emergency
from rongcheng.services.health.domain.lifecycle import VisitState
from rongcheng.services.health.models import ChargeLine, Visit
from tests.packs import pack_in
from tests.services.health.building import item_of
from tests.services.health.conftest import Person, World
from tests.services.health.interface import bodies, stay_bodies
from tests.services.health.interface.attendance import Attendance
from tests.services.health.interface.hospital import Hospital
from tests.services.health.interface.inpatient import Inpatient

CITY = "430100"
ADMITTED_AT = "2026-03-02 10:00:00"
EMERGENCY = stay_bodies.flags(OTP_ER_REFL_FLAG="1")
METROS = Path(__file__).parents[4] / "metros"


@pytest.fixture
def item(world: World, clock) -> str:
    """An item of class A."""
    return item_of(world.book, CITY, "A", clock.now())


@pytest.fixture
def person(world: World) -> Person:
    """An employee of Changsha, whose pool merges within 72 hours."""
    return world.person()


@pytest.fixture
def emergency(hospital: Hospital, person: Person, item: str) -> Callable[..., Attendance]:
    """Return a function that makes an emergency visit of one line, 450.75."""

    def visit(at: str = "2026-03-02 07:00:00", kind: str = "13") -> Attendance:
        found = Attendance(hospital, person, "OP-E")
        found.register(at)
        found.see(kind, exp=EMERGENCY)
        found.charge(found.line(item, 45_075))
        return found

    return visit


def state_of(visit: Attendance) -> VisitState:
    return VisitState(Visit.objects.get(mdtrt_id=visit.mdtrt_id).state)


def lines_of(mdtrt_id: str) -> list[str]:
    rows = ChargeLine.objects.filter(visit__mdtrt_id=mdtrt_id)
    return list(rows.order_by("id").values_list("serial", flat=True))


@pytest.mark.parametrize(
    ("begun", "merged"),
    [
        ("2026-02-27 10:01:00", True),
        ("2026-02-27 10:00:00", True),
        ("2026-02-27 09:59:00", False),
        ("2026-03-02 10:00:00", True),
    ],
    ids=["71h59", "72h", "72h01", "the same moment"],
)
def test_within_72_hours_the_visit_joins_the_stay(
    hospital: Hospital, person: Person, emergency, begun: str, merged: bool
) -> None:
    visit = emergency(begun)
    stay = Inpatient(hospital, person)
    result = stay.admit(at=ADMITTED_AT)
    if not merged:
        assert result["exp_content"] == ""
        assert state_of(visit) == VisitState.CHARGED
        assert (lines_of(visit.mdtrt_id), stay.serials()) == (["1"], [])
        return
    assert result["exp_content"] == f'{{"MERGED_MDTRT_ID":"{visit.mdtrt_id}"}}'
    assert state_of(visit) == VisitState.MERGED
    assert (lines_of(visit.mdtrt_id), stay.serials()) == ([], ["1"])
    assert ChargeLine.objects.get().merged_from.mdtrt_id == visit.mdtrt_id


def test_a_visit_after_the_admission_does_not_join(
    hospital: Hospital, person: Person, emergency
) -> None:
    visit = emergency("2026-03-02 09:30:00")
    Inpatient(hospital, person).admit(at="2026-03-02 09:29:59")
    assert state_of(visit) == VisitState.CHARGED


def test_only_emergency_care_of_this_person_and_hospital_joins(
    world: World, hospital: Hospital, person: Person, item: str, emergency
) -> None:
    ordinary = Attendance(hospital, person, "OP-2")
    ordinary.register()
    ordinary.see("11")
    ordinary.charge(ordinary.line(item, 100))
    stranger = Attendance(hospital, world.person(), "OP-3")
    elsewhere = Attendance(Hospital(world.at_tier(CITY, "level_2")), person, "OP-4")
    for other in (stranger, elsewhere):
        other.register()
        other.see("13", exp=EMERGENCY)
        other.charge(other.line(item, 100))
    rescue = emergency(kind="1301")
    stay = Inpatient(hospital, person)
    stay.admit()
    assert state_of(rescue) == VisitState.MERGED
    for other in (ordinary, stranger, elsewhere):
        assert state_of(other) == VisitState.CHARGED


def test_merged_lines_are_in_the_bill_of_the_stay(
    hospital: Hospital, person: Person, item: str, emergency, unchanged
) -> None:
    emergency()
    stay = Inpatient(hospital, person)
    stay.admit()
    stay.charge(stay.line(item, 10_000))
    stay.discharge()
    with unchanged:
        said = stay.refused("2303", stay.trial_body("100.00"))
    assert "550.75" in said


def test_a_cancelled_admission_gives_the_lines_back(
    hospital: Hospital, person: Person, item: str, emergency
) -> None:
    visit = emergency()
    before = list(ChargeLine.objects.values())
    stay = Inpatient(hospital, person)
    stay.admit()
    stay.call("2404", stay.cancel_body())
    assert state_of(visit) == VisitState.CHARGED
    assert list(ChargeLine.objects.values()) == before
    # And she is billed as an outpatient again, or admitted again.
    visit.call("2205", bodies.drop(person, visit.mdtrt_id))
    assert state_of(visit) == VisitState.SEEN


def test_a_serial_of_the_visit_and_the_same_of_the_stay_stand_side_by_side(
    hospital: Hospital, person: Person, item: str, emergency
) -> None:
    visit = emergency()
    stay = Inpatient(hospital, person)
    stay.admit()
    own = stay.line(item, 20_000)
    assert own["feedetl_sn"] == "1"
    stay.charge(own)
    assert stay.serials() == ["1", "1"]
    # Each is meant where it was given: 2302 takes back the stay's own.
    stay.drop("1")
    assert ChargeLine.objects.get().merged_from.mdtrt_id == visit.mdtrt_id
    stay.charge(own)
    stay.drop("0000")
    stay.call("2404", stay.cancel_body())
    assert lines_of(visit.mdtrt_id) == ["1"]


def test_merged_lines_are_not_dropped_but_returned(
    hospital: Hospital, person: Person, item: str, emergency, unchanged
) -> None:
    visit = emergency()
    stay = Inpatient(hospital, person)
    stay.admit()
    with unchanged:
        for serial in ("1", "0000"):
            body = stay_bodies.stay_drop(person, stay.mdtrt_id, serial)
            assert "并入" in stay.refused("2302", body)
    stay.serial = 9
    sent = visit.line(item, 45_075)
    sent["feedetl_sn"] = "1"
    stay.charge(stay.back(sent))
    assert ChargeLine.objects.get(serial="10").original.merged_from.mdtrt_id == visit.mdtrt_id
    with unchanged:
        assert "2302" in stay.refused("2404", stay.cancel_body())
        said = stay.refused("2403", stay.change_body(at="2026-03-02 08:00:00"))
        assert "退费明细" in said


def test_a_return_means_the_line_of_the_stay_where_both_have_its_serial(
    hospital: Hospital, person: Person, item: str, emergency
) -> None:
    emergency()
    stay = Inpatient(hospital, person)
    stay.admit()
    sent = stay.line(item, 20_000)
    stay.charge(sent, stay.back(sent))
    assert ChargeLine.objects.get(serial="2").original.merged_from is None


def test_lines_that_come_to_the_visit_later_join_before_settlement(
    hospital: Hospital, person: Person, item: str, unchanged
) -> None:
    visit = Attendance(hospital, person, "OP-E")
    visit.register()
    visit.see("13", exp=EMERGENCY)
    stay = Inpatient(hospital, person)
    stay.admit(at="2026-03-02 09:30:00")
    assert state_of(visit) == VisitState.SEEN
    visit.charge(visit.line(item, 45_075))
    stay.discharge()
    with unchanged:
        # On trial the visit joins only for its length.
        assert "450.75" in stay.refused("2303", stay.trial_body("1.00"))
    assert merge_emergency(stay.row) == (visit.mdtrt_id,)
    assert merge_emergency(stay.row) == ()
    assert stay.serials() == ["1"]


def test_a_settled_visit_stays_what_it_was(hospital: Hospital, person: Person, item: str) -> None:
    visit = Attendance(hospital, person, "OP-E")
    visit.register()
    visit.see()
    visit.charge(visit.line(item, 45_075), visit.line(item, 5_000, batch="B2"))
    setl_id = visit.settle("450.75")["setlinfo"]["setl_id"]
    # Told later that it was an emergency: one part of its bill is settled, so none of it moves.
    visit.see("13", exp=EMERGENCY)
    stay = Inpatient(hospital, person)
    stay.admit(at="2026-03-02 09:30:00")
    assert (state_of(visit), stay.serials()) == (VisitState.CHARGED, [])
    visit.reverse(setl_id)
    assert merge_emergency(stay.row) == (visit.mdtrt_id,)
    assert stay.serials() == ["1", "2"]


def test_another_time_of_admission_merges_anew(
    hospital: Hospital, person: Person, emergency, clock
) -> None:
    visit = emergency("2026-02-27 09:00:00")
    stay = Inpatient(hospital, person)
    stay.admit(at=ADMITTED_AT)
    assert state_of(visit) == VisitState.CHARGED
    stay.change(at="2026-03-02 08:00:00")
    assert state_of(visit) == VisitState.MERGED
    stay.change(at=ADMITTED_AT)
    assert state_of(visit) == VisitState.CHARGED
    assert stay.serials() == []


def test_where_no_rule_was_found_nothing_joins() -> None:
    pack = pack_in(METROS / "chengdemeizi")
    book = PolicyBook(pack)
    found = [
        book.resolve("health.outpatient.emergency_merge_hours", at=pool.code, on=date(2026, 3, 2))
        for pool in book.pools()
    ]
    assert [(row.value, row.status) for row in found] == [(0, "illustrative")] * 5
