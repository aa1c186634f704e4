"""Both doors of a hospital, with a pool whose core is slow: a clear word, then the same answer."""

from __future__ import annotations

import json

import pytest

from rongcheng.foundation.ledger.public import verify_ledger
from rongcheng.kernel.clock import FixedClock
from rongcheng.services.health.catching_up import catch_up
from rongcheng.services.health.cores.calls import CallState
from rongcheng.services.health.models import CoreCall, InterfaceMessage, Settlement
from rongcheng.services.health.public import verify_decisions
from tests.services.health.api.caller import SETTLEMENTS, Caller
from tests.services.health.building import item_of
from tests.services.health.conftest import XIANGTAN, World
from tests.services.health.cores.side_by_side import Sides
from tests.services.health.interface import bodies
from tests.services.health.interface.attendance import Attendance
from tests.services.health.interface.hospital import Hospital

CITY = "430100"


@pytest.fixture
def attendance(world: World, sides: Sides, clock: FixedClock) -> Attendance:
    """A visit of a person of Xiangtan at a hospital of Changsha, its lines uploaded."""
    del sides
    made = Attendance(Hospital(world.at_tier(CITY, "level_3")), world.person(XIANGTAN))
    made.register()
    made.see()
    made.charge(made.line(item_of(world.book, CITY, "A", clock.now()), 80_000))
    return made


def check_books(sides: Sides) -> None:
    """Check that every book agrees."""
    sides.check()
    assert verify_ledger() == []
    assert list(verify_decisions()) == []


@pytest.mark.parametrize("fault", ["slow", "drop_after", "drop_before"])
def test_a_message_whose_core_is_silent_is_sent_again(
    sides: Sides, attendance: Attendance, fault: str
) -> None:
    body = attendance.trial_body("800.00")
    tried = attendance.call("2206", body)
    hospital = attendance.hospital
    message = hospital.message(
        "2207", bodies.settlement(body, tried["setlinfo"]), pool=attendance.person.pool
    )
    sides.wire.breaks = [("settle", fault)]
    said = hospital.refused(message)
    assert "不是拒付" in said
    assert "原报文" in said
    assert Settlement.objects.count() == 0
    assert not InterfaceMessage.objects.filter(infno="2207").exists()
    settled = hospital.accepted(message)
    again = hospital.accepted(message)
    assert again == settled
    assert settled["setlinfo"]["setl_id"] in sides.core.standing()
    back = attendance.reverse(settled["setlinfo"]["setl_id"])
    assert back["setlinfo"]["medfee_sumamt"] == "-800.00"
    assert sides.core.standing() == {}
    check_books(sides)


def test_what_the_hospital_must_mend_is_refused_before_anything_is_sent(
    sides: Sides, attendance: Attendance
) -> None:
    body = attendance.trial_body("800.00")
    tried = attendance.call("2206", body)
    wrong = bodies.settlement(
        {"data": {**body["data"], "medfee_sumamt": "801.00"}}, tried["setlinfo"]
    )
    said = attendance.refused("2207", wrong)
    assert "medfee_sumamt" in said
    assert (sides.wire.passed, CoreCall.objects.count()) == ([], 0)


def test_a_message_that_is_refused_after_the_core_decided_is_given_back(
    sides: Sides, attendance: Attendance
) -> None:
    body = attendance.trial_body("800.00")
    tried = attendance.call("2206", body)
    asked = bodies.settlement(body, tried["setlinfo"])
    asked["data"]["med_type"] = "14"
    said = attendance.refused("2207", asked)
    assert "med_type" in said
    assert CoreCall.objects.get().state == CallState.CANCELLED
    assert sides.core.standing() == {}
    check_books(sides)


def test_the_native_door_tells_a_source_that_is_down(
    sides: Sides, world: World, clock: FixedClock
) -> None:
    caller = Caller(Hospital(world.at_tier(CITY, "level_3")))
    person = world.person(XIANGTAN)
    line = {
        "serial": "1",
        "item": item_of(world.book, CITY, "A", clock.now()),
        "occurred_at": "2026-03-02T09:00:00+08:00",
        "price": "800",
        "quantity": "1",
        "amount": "800.00",
    }
    body = caller.visit(person, line)
    sides.wire.breaks = [("settle", "drop_after")]
    reply = caller.post(SETTLEMENTS, body)
    assert reply.status == 503
    error = json.loads(reply.body)["error"]
    assert (error["code"], error["fault"]) == ("health.E060", "peer")
    assert "no refusal" in error["message_en"]
    settled = caller.post(SETTLEMENTS, body).json
    assert settled["replayed"] is False
    assert caller.post(SETTLEMENTS, body).json["settlement"] == settled["settlement"]
    path = f"{SETTLEMENTS}/{settled['settlement']}/reversal"
    back = {"request_id": "BACK-00001", "psn_no": person.psn_no, "visit": settled["visit"]}
    sides.wire.breaks = [("reverse", "drop_after")]
    assert caller.post(path, back).status == 503
    assert caller.post(path, back).json["amounts"]["total"] == "-800.00"
    assert catch_up().waiting == 0
    check_books(sides)
