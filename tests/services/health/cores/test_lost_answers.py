"""2601 where a pool's own core decides: wherever the call stands, the money moves zero times."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from rongcheng.kernel.clock import FixedClock
from rongcheng.kernel.money import format_yuan
from rongcheng.services.health.catching_up import catch_up
from rongcheng.services.health.cores import calls
from rongcheng.services.health.cores.calls import CallState
from rongcheng.services.health.interface import preparing
from rongcheng.services.health.models import CancelledMessage, CoreCall, Settlement
from rongcheng.services.health.settling import lines as settling_lines
from tests.services.health.building import item_of
from tests.services.health.conftest import World
from tests.services.health.cores.side_by_side import Sides
from tests.services.health.cores.staying import CITY, Staying
from tests.services.health.cores.test_catching_up import Killed, dies
from tests.services.health.interface import bodies
from tests.services.health.interface.attendance import Attendance
from tests.services.health.interface.hospital import Hospital, Json
from tests.services.health.interface.statements import cancel_body

TOTAL_FEN = 300_000
Patch = pytest.MonkeyPatch
Made = Callable[["Lost", Patch], None]


class Lost:
    """A settlement whose answer the hospital has lost, of a visit (2207) or of a stay (2304)."""

    def __init__(self, sides: Sides, infno: str, world: World, clock: FixedClock) -> None:
        """Bring a person's care to where it may be settled."""
        self.sides, self.infno = sides, infno
        self.hospital = Hospital(sides.place)
        self.person = sides.remote.person
        self.back: Json = {}
        if infno == "2304":
            self.stay = Staying(world, self.hospital, self.person)
            self.stay.admit()
            self.stay.add(TOTAL_FEN)
            self.stay.discharge()
            self.message = self.stay.settlement(TOTAL_FEN)
            return
        self.visit = Attendance(self.hospital, self.person)
        self.visit.register()
        self.visit.see()
        self.visit.charge(self.visit.line(item_of(world.book, CITY, "A", clock.now()), TOTAL_FEN))
        body = self.visit.trial_body(format_yuan(TOTAL_FEN))
        made = bodies.settlement(body, self.visit.call("2206", body)["setlinfo"])
        self.message = self.hospital.message("2207", made, pool=self.person.pool)

    def cancel(self) -> Json:
        """Return the message 2601 about it, not sent; the same one each time."""
        if not self.back:
            body = cancel_body(self.person, self.message["msgid"], self.infno)
            self.back = self.hospital.message("2601", body, pool=self.person.pool)
        return self.back

    def break_once(self, fault: str, name: str = "settle") -> None:
        """Have the wire fail once, and the hospital told of it."""
        self.sides.wire.breaks = [(name, fault)]
        assert "不是拒付" in self.hospital.refused(self.message)

    def die(self, patch: Patch, module: object, name: str) -> None:
        """Have our process die at a step."""
        with patch.context() as inner:
            inner.setattr(module, name, dies)
            with pytest.raises(Killed):
                self.hospital.send(self.message)

    def take_back(self) -> None:
        """Reverse it in the ordinary way."""
        settled = self.hospital.accepted(self.message)["setlinfo"]
        body = bodies.reversal(self.person, settled["mdtrt_id"], settled["setl_id"])
        infno = "2305" if self.infno == "2304" else "2208"
        self.hospital.call(infno, body, pool=self.person.pool)

    def give_up(self) -> None:
        """Leave it until it is given up."""
        self.break_once("drop_after")
        self.sides.come_back()

    def state(self) -> CallState | None:
        """Return where the settlement's call stands, None where there is none."""
        row = CoreCall.objects.filter(request_id=self.message["msgid"]).first()
        return None if row is None else CallState(row.state)


@pytest.fixture(params=["2207", "2304"])
def lost(request: Any, sides: Sides, world: World, clock: FixedClock) -> Lost:
    """A settlement that was not sent yet."""
    return Lost(sides, request.param, world, clock)


# How the call came to stand, where it stands, and where it stands once 2601 was answered and
# the catching up has run. None: no call at all.
TABLE: list[tuple[str, Made, CallState | None, CallState | None]] = [
    ("never came", lambda lost, patch: None, None, None),
    (
        "kept, not sent",
        lambda lost, patch: lost.die(patch, calls, "note_sent"),
        CallState.INTENDED,
        CallState.CANCELLED,
    ),
    (
        "sent, never arrived",
        lambda lost, patch: lost.break_once("drop_before"),
        CallState.UNKNOWN,
        CallState.CANCELLED,
    ),
    (
        "still on its way",
        lambda lost, patch: lost.break_once("deliver_late"),
        CallState.UNKNOWN,
        CallState.CANCELLED,
    ),
    (
        "settled there, answer lost",
        lambda lost, patch: lost.break_once("drop_after"),
        CallState.UNKNOWN,
        CallState.CANCELLED,
    ),
    (
        "answered, not recorded",
        lambda lost, patch: lost.die(patch, settling_lines, "store"),
        CallState.ANSWERED,
        CallState.CANCELLED,
    ),
    (
        "recorded",
        lambda lost, patch: lost.hospital.accepted(lost.message),
        CallState.RECORDED,
        CallState.RECORDED,
    ),
    (
        "taken back before",
        lambda lost, patch: lost.take_back(),
        CallState.RECORDED,
        CallState.RECORDED,
    ),
    (
        "given up before",
        lambda lost, patch: lost.give_up(),
        CallState.CANCELLED,
        CallState.CANCELLED,
    ),
]


@pytest.mark.parametrize(
    ("made", "before", "after"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_wherever_the_call_stands_the_money_moves_zero_times(
    sides: Sides,
    lost: Lost,
    monkeypatch: Patch,
    made: Made,
    before: CallState | None,
    after: CallState | None,
) -> None:
    made(lost, monkeypatch)
    assert lost.state() == before
    assert lost.hospital.accepted(lost.cancel()) == {}
    assert lost.hospital.accepted(lost.cancel()) == {}
    assert "2601" in lost.hospital.refused(lost.message)
    catch_up()
    assert lost.state() == after
    for late in sides.wire.late:
        late()
    assert sides.core.standing() == {}
    assert sum(row.total_fen for row in Settlement.objects.all()) == 0
    assert sum(row.fund_fen for row in Settlement.objects.all()) == 0
    sides.check()
    # What was cancelled is settled anew under a new message.
    again = {**lost.message, "msgid": lost.hospital.msgid()}
    assert lost.hospital.accepted(again)["setlinfo"]["setl_id"] in sides.core.standing()
    sides.check()


@pytest.mark.parametrize("fault", ["drop_before", "drop_after", "slow", "garbage", "http_500"])
def test_the_core_is_asked_before_and_its_silence_is_no_refusal(
    sides: Sides, lost: Lost, fault: str
) -> None:
    lost.hospital.accepted(lost.message)
    sides.wire.breaks = [("reverse", fault)]
    assert "不是拒付" in lost.hospital.refused(lost.cancel())
    assert not CancelledMessage.objects.exists()
    assert lost.hospital.accepted(lost.cancel()) == {}
    kept = CancelledMessage.objects.get()
    assert Settlement.objects.get(setl_id=kept.reversal_id).reverses is not None
    assert sides.core.standing() == {}
    sides.check()


def test_a_core_that_is_down_does_not_keep_the_hospital_waiting(sides: Sides, lost: Lost) -> None:
    lost.break_once("drop_after")
    sides.wire.breaks = [("*", "down")]
    assert lost.hospital.accepted(lost.cancel()) == {}
    catch_up()
    assert lost.state() == CallState.CANCELLING
    assert len(sides.core.standing()) == 1
    sides.come_back()
    assert (lost.state(), sides.core.standing()) == (CallState.CANCELLED, {})
    sides.check()


def test_what_was_recorded_meanwhile_is_not_reversed_from_inside_the_transaction(
    sides: Sides, lost: Lost, monkeypatch: Patch
) -> None:
    lost.hospital.accepted(lost.message)
    asked = len(sides.wire.passed)
    with monkeypatch.context() as patch:
        # The preparation looked before the settlement was there.
        patch.delitem(preparing.PREPARE, "2601")
        assert "原报文" in lost.hospital.refused(lost.cancel())
    assert len(sides.wire.passed) == asked
    assert lost.hospital.accepted(lost.cancel()) == {}
    sides.check()


def test_a_2601_that_is_not_sent_again_is_finished_by_us(sides: Sides, lost: Lost) -> None:
    key = lost.hospital.accepted(lost.message)["setlinfo"]["setl_id"]
    sides.wire.breaks = [("reverse", "drop_after")]
    assert "不是拒付" in lost.hospital.refused(lost.cancel())
    sides.come_back()
    assert Settlement.objects.filter(reverses__setl_id=key).count() == 1
    sides.check()
    assert lost.hospital.accepted(lost.cancel()) == {}
    assert "2601" in lost.hospital.refused(lost.message)
    assert Settlement.objects.count() == 2


def test_a_2601_about_another_person_changes_nothing(
    sides: Sides, lost: Lost, world: World
) -> None:
    lost.break_once("drop_after")
    lost.person = world.person(lost.person.pool)
    assert "psn_no" in lost.hospital.refused(lost.cancel())
    assert lost.state() == CallState.UNKNOWN
    assert not CancelledMessage.objects.exists()
    assert lost.hospital.accepted(lost.message)["setlinfo"]["setl_id"] in sides.core.standing()
    sides.check()
