"""Stays whose pool decides by its own core: settled, lost, sent again, taken back, merged."""

from __future__ import annotations

import pytest

from rongcheng.services.health.cores import calls
from rongcheng.services.health.cores.calls import CallState
from rongcheng.services.health.domain.lifecycle import VisitState
from rongcheng.services.health.domain.stay_lifecycle import StayState
from rongcheng.services.health.models import ChargeLine, CoreCall, Settlement, Visit
from tests.services.health.conftest import XIANGTAN, World
from tests.services.health.cores.side_by_side import Sides
from tests.services.health.cores.staying import Staying, difference_of
from tests.services.health.cores.test_catching_up import Killed, dies
from tests.services.health.interface import stay_bodies
from tests.services.health.interface.attendance import Attendance
from tests.services.health.interface.hospital import Hospital

FAULTS = ["drop_before", "drop_after", "slow", "garbage", "http_500"]


@pytest.fixture
def stay(world: World, sides: Sides) -> Staying:
    """An employee of Xiangtan in a level-3 hospital of Changsha, with a line of 20,000.00."""
    made = Staying(world, Hospital(sides.place), sides.remote.person)
    made.admit()
    made.add(2_000_000)
    return made


def facts_of(setl_id: str) -> object:
    return calls.order_of(CoreCall.objects.get(key=setl_id)).facts


def test_a_stay_is_settled_in_between_and_at_its_end_and_taken_back(
    sides: Sides, stay: Staying
) -> None:
    first = stay.settle(2_000_000, interim=True)
    stay.add(15_000_000)
    stay.discharge()
    last = stay.settle(15_000_000)
    assert [difference_of(key) for key in (first, last)] == [{}, {}]
    one, two = facts_of(first), facts_of(last)
    assert (one.interim, one.stay_settled, one.stay_deductible_fen) == (True, False, 0)
    # A level-3 admission of an employee: 1,100.00 once, whatever is settled in between.
    assert (two.interim, two.stay_settled, two.stay_deductible_fen) == (False, True, 110_000)
    rows = Settlement.objects.order_by("id")
    assert [row.deductible_fen for row in rows] == [110_000, 0]
    # The year's own share passes the threshold of the large-amount fund: more than one fund pays.
    assert rows[1].large_fen > 0
    sides.check()
    for key in (last, first):
        back = stay.hospital.accepted(stay.reversal(key))
        assert back["setlinfo"]["medfee_sumamt"].startswith("-")
        sides.check()
    assert sides.core.standing() == {}
    assert stay.state == StayState.DISCHARGED


def test_the_second_stay_of_a_year_takes_less_at_both_sides(
    world: World, sides: Sides, stay: Staying
) -> None:
    stay.discharge()
    first = stay.settle(2_000_000)
    again = Staying(world, stay.hospital, stay.person, "IP-2")
    again.admit()
    again.add(2_000_000)
    again.discharge()
    second = again.settle(2_000_000)
    assert [difference_of(key) for key in (first, second)] == [{}, {}]
    taken = dict(Settlement.objects.values_list("setl_id", "deductible_fen"))
    assert taken[second] < taken[first]
    stay.hospital.accepted(stay.reversal(first))
    sides.check()


@pytest.mark.parametrize("fault", FAULTS)
def test_a_lost_answer_is_sent_again_and_nothing_is_doubled(
    sides: Sides, stay: Staying, fault: str
) -> None:
    stay.discharge()
    message = stay.settlement(2_000_000)
    sides.wire.breaks = [("settle", fault)]
    assert "不是拒付" in stay.hospital.refused(message)
    assert stay.state == StayState.DISCHARGED
    settled = stay.hospital.accepted(message)
    assert stay.hospital.accepted(message) == settled
    key = settled["setlinfo"]["setl_id"]
    assert set(sides.core.standing()) == {key}
    back = stay.reversal(key)
    sides.wire.breaks = [("reverse", fault)]
    assert "不是拒付" in stay.hospital.refused(back)
    assert stay.hospital.accepted(back) == stay.hospital.accepted(back)
    assert sides.core.standing() == {}
    assert stay.state == StayState.DISCHARGED
    sides.check()


def test_a_settlement_that_nobody_comes_back_for_is_taken_back(sides: Sides, stay: Staying) -> None:
    stay.discharge()
    message = stay.settlement(2_000_000)
    sides.wire.breaks = [("settle", "drop_after")]
    stay.hospital.refused(message)
    sides.come_back()
    assert CoreCall.objects.get().state == CallState.CANCELLED
    assert "已经取消" in stay.hospital.refused(message)
    assert (sides.core.standing(), stay.state) == ({}, StayState.DISCHARGED)
    sides.check()
    assert stay.settle(2_000_000) in sides.core.standing()
    sides.check()


def test_a_reversal_that_the_core_made_is_finished_by_us(
    sides: Sides, stay: Staying, monkeypatch: pytest.MonkeyPatch
) -> None:
    stay.discharge()
    key = stay.settle(2_000_000)
    with monkeypatch.context() as patch:
        patch.setattr("rongcheng.services.health.settling.reversing.store", dies)
        with pytest.raises(Killed):
            stay.hospital.send(stay.reversal(key))
    assert sides.core.standing() == {}
    sides.come_back()
    assert Settlement.objects.filter(reverses__setl_id=key).count() == 1
    assert stay.state == StayState.DISCHARGED
    sides.check()


def test_only_the_last_settlement_is_taken_back_and_nothing_is_sent_for_another(
    sides: Sides, stay: Staying
) -> None:
    first = stay.settle(2_000_000, interim=True)
    stay.add(100_000)
    last = stay.settle(100_000, interim=True)
    asked = len(sides.wire.passed)
    assert last in stay.hospital.refused(stay.reversal(first))
    assert len(sides.wire.passed) == asked
    sides.check()


@pytest.fixture
def late_emergency(stay: Staying) -> Attendance:
    """An emergency visit of that morning, whose line of 450.75 came after the admission."""
    found = Attendance(stay.hospital, stay.person, "OP-E")
    found.register("2026-03-02 07:00:00")
    found.see("13", exp=stay_bodies.flags(OTP_ER_REFL_FLAG="1"))
    found.charge(found.line(stay.item, 45_075))
    return found


def state_of(visit: Attendance) -> VisitState:
    return VisitState(Visit.objects.get(mdtrt_id=visit.mdtrt_id).state)


def test_an_emergency_visit_joins_the_stay_when_the_answer_is_recorded_and_not_before(
    sides: Sides, stay: Staying, late_emergency: Attendance
) -> None:
    stay.discharge()
    message = stay.settlement(2_045_075)
    sides.wire.breaks = [("settle", "drop_after")]
    assert "不是拒付" in stay.hospital.refused(message)
    assert state_of(late_emergency) == VisitState.CHARGED
    assert not ChargeLine.objects.filter(merged_from__isnull=False).exists()
    settled = stay.hospital.accepted(message)
    assert settled["setlinfo"]["medfee_sumamt"] == "20450.75"
    assert state_of(late_emergency) == VisitState.MERGED
    assert ChargeLine.objects.filter(visit__mdtrt_id=stay.mdtrt_id).count() == 2
    assert len(sides.core.records()[0]["answer"]["amounts"]) == 18
    sides.check()


def test_an_emergency_visit_stays_what_it_is_where_the_answer_is_given_up(
    sides: Sides, stay: Staying, late_emergency: Attendance
) -> None:
    stay.discharge()
    sides.wire.breaks = [("settle", "drop_after")]
    stay.hospital.refused(stay.settlement(2_045_075))
    sides.come_back()
    assert state_of(late_emergency) == VisitState.CHARGED
    late_emergency.settle("450.75")
    assert stay.settle(2_000_000)
    sides.check()


def test_a_visit_that_was_settled_meanwhile_is_not_settled_twice(
    sides: Sides, stay: Staying, late_emergency: Attendance
) -> None:
    stay.discharge()
    message = stay.settlement(2_045_075)
    sides.wire.breaks = [("settle", "drop_after")]
    stay.hospital.refused(message)
    late_emergency.settle("450.75")
    said = stay.hospital.refused(message)
    assert "medfee_sumamt" in said
    assert CoreCall.objects.get(request_id=message["msgid"]).state == CallState.CANCELLED
    assert stay.settle(2_000_000)
    sides.come_back()
    sides.check()


def test_a_birth_is_paid_once_at_both_sides(world: World, sides: Sides) -> None:
    stay = Staying(world, Hospital(sides.place), world.person(XIANGTAN))
    stay.admit(med_type="52")
    stay.add(600_000)
    stay.change(exp=stay_bodies.flags(BIRTH_WAY="1"))
    stay.discharge()
    key = stay.settle(600_000)
    assert difference_of(key) == {}
    sides.check()
    stay.hospital.accepted(stay.reversal(key))
    sides.check()
