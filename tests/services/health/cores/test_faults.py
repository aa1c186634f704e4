"""Every fault of the wire, on settling and on reversing: nothing is lost, nothing is doubled."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rongcheng.kernel.errors import PeerError
from rongcheng.services.health.cores.calls import CallState
from rongcheng.services.health.cores.errors import (
    CoreAnswerWrong,
    CoreCallCancelled,
    CoreNotAnswering,
)
from rongcheng.services.health.models import CoreCall, Settlement
from tests.services.health.cores.side_by_side import Sides

FAULTS = (
    "slow",
    "drop_after",
    "drop_before",
    "twice",
    "garbage",
    "http_500",
    "wrong_amounts",
    "deliver_late",
)
HARMLESS = {"twice"}


def test_one_of_each_side_by_side(sides: Sides) -> None:
    local = sides.local.settle(sides.place, sides.local.ask(sides.place, [("A", 80_000)]))
    remote = sides.settle(sides.ask())
    # Changsha at level 3: (800 - 300) × 60 %; Xiangtan's own core by its own book the same way.
    assert local.amounts.total_fen == remote.amounts.total_fen == 80_000
    assert remote.setl_id in sides.core.standing()
    assert local.setl_id not in sides.core.standing()
    call = CoreCall.objects.get(key=remote.setl_id)
    assert (call.state, call.difference) == (CallState.RECORDED, {})
    again = sides.take_back(remote)
    assert again.amounts.fund_fen == -remote.amounts.fund_fen
    sides.check()
    assert sides.core.standing() == {}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_settlement_whose_hospital_tries_again(sides: Sides, fault: str) -> None:
    asked = sides.ask()
    sides.wire.breaks = [("settle", fault)]
    if fault in HARMLESS:
        first = sides.settle(asked)
        assert sides.settle(asked).setl_id == first.setl_id
    elif fault == "wrong_amounts":
        with pytest.raises(CoreAnswerWrong):
            sides.settle(asked)
        with pytest.raises(CoreCallCancelled):
            sides.settle(asked)
        sides.settle(sides.ask())
    else:
        with pytest.raises(CoreNotAnswering) as told:
            sides.settle(asked)
        assert "不是拒付" in told.value.message("zh")
        assert Settlement.objects.count() == 0
        settled = sides.settle(asked)
        assert settled.amounts.total_fen == 80_000
    for ask in sides.wire.late:
        ask()
    sides.come_back()
    sides.check()
    assert len(sides.core.standing()) == 1


@pytest.mark.parametrize("fault", FAULTS)
def test_a_settlement_whose_hospital_never_comes_back(sides: Sides, fault: str) -> None:
    asked = sides.ask()
    sides.wire.breaks = [("settle", fault)]
    try:
        sides.settle(asked)
    except PeerError:
        assert sides.come_back().waiting == 0
        for ask in sides.wire.late:
            ask()  # The lost message arrives after all: its key is barred.
        assert sides.core.standing() == {}
        assert Settlement.objects.count() == 0
        with pytest.raises(CoreCallCancelled):
            sides.settle(asked)
    sides.come_back()
    sides.check()


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("again", [True, False])
def test_a_reversal(sides: Sides, fault: str, again: bool) -> None:
    settled = sides.settle(sides.ask())
    back = sides.remote.ask_back(settled)
    sides.wire.breaks = [("reverse", fault)]
    reached = fault in {"slow", "drop_after", "garbage", "wrong_amounts"}
    if fault in HARMLESS:
        sides.take_back(settled, back)
    else:
        with pytest.raises(CoreNotAnswering):
            sides.take_back(settled, back)
        assert Settlement.objects.count() == 1
        if again:
            assert sides.take_back(settled, back).amounts.total_fen == -80_000
    for ask in sides.wire.late:
        ask()
    sides.come_back()
    sides.check()
    reversed_now = again or fault in HARMLESS or reached or fault == "deliver_late"
    assert bool(sides.core.standing()) is not reversed_now


def test_a_core_that_is_down_is_asked_no_more_and_then_again(sides: Sides) -> None:
    sides.wire.breaks = [("*", "down")]
    asked = [sides.ask() for _ in range(5)]
    for one in asked:
        with pytest.raises(CoreNotAnswering):
            sides.settle(one)
    assert len(sides.wire.passed) == 3
    local = sides.local.settle(sides.place, sides.local.ask(sides.place, [("A", 80_000)]))
    assert local.amounts.total_fen == 80_000
    sides.wire.breaks.clear()
    with pytest.raises(CoreNotAnswering) as told:
        sides.settle(asked[0])
    assert "10:00:05" in told.value.message("zh")
    sides.wait(timedelta(seconds=6))
    for one in asked:
        sides.settle(one)
    sides.check()
    assert len(sides.core.standing()) == 5
