"""2601 and late answers beside a remote core: whoever decides, nobody is charged for a lost one."""

from __future__ import annotations

from datetime import datetime

import pytest

from rongcheng.kernel.clock import SHANGHAI, FixedClock
from rongcheng.kernel.money import format_yuan
from rongcheng.services.health.cores.calls import CallState
from rongcheng.services.health.cores.errors import CoreNotAnswering
from rongcheng.services.health.models import CoreCall, Settlement, YearTotals
from tests.services.health.building import item_of
from tests.services.health.conftest import CHANGSHA, XIANGTAN, World
from tests.services.health.cores.side_by_side import Sides
from tests.services.health.interface import bodies
from tests.services.health.interface.attendance import Attendance
from tests.services.health.interface.hospital import Hospital, Json
from tests.services.health.interface.statements import cancel_body, charged

CITY = "430100"
FEN = 80_000


@pytest.fixture
def hospital(world: World, sides: Sides) -> Hospital:
    """A hospital of Changsha, while Xiangtan's pool has its own core."""
    del sides
    return Hospital(world.at_tier(CITY, "level_3"))


def visit(world: World, hospital: Hospital, pool: str, clock: FixedClock) -> Attendance:
    """Return a charged visit of a person of a pool."""
    item = item_of(world.book, CITY, "A", clock.now())
    return charged(hospital, world.person(pool), item, "OP-1", FEN)


def settling(made: Attendance) -> Json:
    """Return the message 2207 of a visit, not sent."""
    body = made.trial_body(format_yuan(FEN))
    tried = made.call("2206", body)["setlinfo"]
    pool = made.person.pool
    return made.hospital.message("2207", bodies.settlement(body, tried), pool=pool)


def cancelling(made: Attendance, message: Json) -> Json:
    """Return the message 2601 about another, not sent."""
    body = cancel_body(made.person, message["msgid"])
    return made.hospital.message("2601", body, pool=made.person.pool)


def test_who_is_insured_where_our_engine_decides_is_served_as_ever(
    world: World, hospital: Hospital, clock: FixedClock, sides: Sides
) -> None:
    made = visit(world, hospital, CHANGSHA, clock)
    settled = hospital.accepted(settling(made))["setlinfo"]
    assert made.reverse(settled["setl_id"])["setlinfo"]["medfee_sumamt"] == "-800.00"
    message = settling(made)
    hospital.accepted(message)
    assert hospital.accepted(cancelling(made, message)) == {}
    assert Settlement.objects.count() == 4
    assert sides.wire.passed == []
    sides.check()


@pytest.mark.parametrize("fault", ["", "drop_after", "drop_before"])
def test_a_settlement_of_a_core_is_taken_back_there(
    world: World, hospital: Hospital, clock: FixedClock, sides: Sides, fault: str
) -> None:
    made = visit(world, hospital, XIANGTAN, clock)
    message = settling(made)
    hospital.accepted(message)
    asked = cancelling(made, message)
    if fault:
        sides.wire.breaks = [("reverse", fault)]
        assert "不是拒付" in hospital.refused(asked)
        assert len(sides.core.standing()) == int(fault == "drop_before")
    assert hospital.accepted(asked) == {}
    assert hospital.accepted(asked) == {}
    assert hospital.accepted(cancelling(made, message)) == {}
    assert (Settlement.objects.count(), sides.core.standing()) == (2, {})
    assert message["msgid"] in hospital.refused(message)
    sides.check()


def test_what_a_core_decided_for_a_message_that_was_cancelled_is_taken_back(
    world: World, hospital: Hospital, clock: FixedClock, sides: Sides
) -> None:
    made = visit(world, hospital, XIANGTAN, clock)
    message = settling(made)
    sides.wire.breaks = [("settle", "drop_after")]
    assert "不是拒付" in hospital.refused(message)
    assert len(sides.core.standing()) == 1
    assert hospital.accepted(cancelling(made, message)) == {}
    assert CoreCall.objects.get().state == CallState.CANCELLING
    assert message["msgid"] in hospital.refused(message)
    sides.come_back()
    assert (Settlement.objects.count(), sides.core.standing()) == (0, {})
    sides.check()


def test_a_message_that_comes_after_its_reversal_is_not_asked_about(
    world: World, hospital: Hospital, clock: FixedClock, sides: Sides
) -> None:
    made = visit(world, hospital, XIANGTAN, clock)
    message = settling(made)
    assert hospital.accepted(cancelling(made, message)) == {}
    sides.wire.breaks = [("*", "down")]
    assert "2601" in hospital.refused(message)
    assert sides.wire.passed == []
    sides.check()


def test_an_answer_taken_early_in_the_new_year_counts_towards_it(
    sides: Sides, clock: FixedClock
) -> None:
    clock.set(datetime(2027, 1, 1, 2, 0, tzinfo=SHANGHAI))
    asked = sides.ask()
    sides.wire.breaks = [("settle", "drop_after")]
    with pytest.raises(CoreNotAnswering):
        sides.settle(asked)
    settled = sides.settle(asked)
    assert settled.settled_at.date().isoformat() == "2027-01-01"
    assert list(Settlement.objects.values_list("year", flat=True)) == [2027]
    assert list(YearTotals.objects.values_list("year", flat=True)) == [2027]
    sides.check()
