"""A process that dies between any two steps: the same request goes on, or all is taken back."""

from __future__ import annotations

import pytest

from rongcheng.kernel.errors import RongchengError
from rongcheng.services.health import catching_up
from rongcheng.services.health.catching_up import bring_on_now, catch_up, catch_up_cores
from rongcheng.services.health.cores import calls, questions, recording
from rongcheng.services.health.cores.addresses import addresses
from rongcheng.services.health.cores.calls import CallState
from rongcheng.services.health.cores.cancelling import cancel_request
from rongcheng.services.health.cores.errors import (
    BillChanged,
    CoreAddressMissing,
    CoreCallCancelled,
    CoreNotAnswering,
    CoresFaulty,
)
from rongcheng.services.health.errors import RequestConflict
from rongcheng.services.health.models import CoreCall, Settlement
from rongcheng.services.health.settling import settlement as settling
from tests.services.health.cores.side_by_side import Sides


class Killed(BaseException):
    """Stands for the end of the process."""


def dies(*args: object, **words: object) -> None:
    raise Killed


DEATHS = [
    (calls, "note_sent", CallState.INTENDED),
    (questions, "_answer_to", CallState.SENT),
    (questions, "_take_settlement", CallState.SENT),
    (settling, "take_answer", CallState.ANSWERED),
    (settling, "store", CallState.ANSWERED),
]


@pytest.mark.parametrize(("module", "name", "state"), DEATHS, ids=[name for _, name, _ in DEATHS])
@pytest.mark.parametrize("again", [True, False])
def test_a_death_between_two_steps(
    sides: Sides,
    monkeypatch: pytest.MonkeyPatch,
    module: object,
    name: str,
    state: CallState,
    again: bool,
) -> None:
    asked = sides.ask()
    with monkeypatch.context() as patch:
        patch.setattr(module, name, dies)
        with pytest.raises(Killed):
            sides.settle(asked)
    call = CoreCall.objects.get()
    assert call.state == state
    if again:
        assert sides.settle(asked).setl_id == call.key
    sides.come_back()
    sides.check()
    assert len(sides.core.standing()) == int(again)
    assert CoreCall.objects.get().state == (CallState.RECORDED if again else CallState.CANCELLED)


def test_a_death_before_a_reversal_is_recorded_is_finished_by_us(
    sides: Sides, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled = sides.settle(sides.ask())
    with monkeypatch.context() as patch:
        patch.setattr("rongcheng.services.health.settling.reversing.store", dies)
        with pytest.raises(Killed):
            sides.take_back(settled)
    assert sides.core.standing() == {}
    assert catch_up().done == 0  # Not yet: the hospital may still come for its answer.
    sides.come_back()
    assert Settlement.objects.filter(reverses__setl_id=settled.setl_id).count() == 1
    sides.check()


def test_an_answer_waits_for_its_hospital_until_it_is_given_up(sides: Sides) -> None:
    asked = sides.ask()
    sides.wire.breaks = [("settle", "drop_after")]
    with pytest.raises(CoreNotAnswering):
        sides.settle(asked)
    assert catch_up_cores().waiting == 1
    assert CoreCall.objects.get().state == CallState.ANSWERED
    settled = sides.settle(asked)
    assert sides.wire.passed.count("settle") == 1
    assert settled.setl_id in sides.core.standing()
    sides.check()


def test_lines_changed_meanwhile_are_not_settled_by_the_old_answer(
    sides: Sides, monkeypatch: pytest.MonkeyPatch
) -> None:
    def changed(order: object, decided: object) -> None:
        raise BillChanged

    monkeypatch.setattr(recording, "_check_same", changed)
    with pytest.raises(BillChanged):
        sides.settle(sides.ask())
    assert CoreCall.objects.get().state == CallState.CANCELLED
    sides.check()


def test_another_content_under_the_same_request_is_a_conflict(sides: Sides) -> None:
    asked = sides.ask()
    sides.wire.breaks = [("settle", "drop_before")]
    with pytest.raises(CoreNotAnswering):
        sides.settle(asked)
    with pytest.raises(RequestConflict):
        sides.settle(asked._replace(request_hash=b"another"))
    sides.settle(asked)
    sides.check()


def test_a_request_that_is_cancelled_is_taken_back_at_the_core(sides: Sides) -> None:
    asked = sides.ask()
    sides.wire.breaks = [("settle", "drop_after")]
    with pytest.raises(CoreNotAnswering):
        sides.settle(asked)
    call = cancel_request(sides.place.code, asked.request_id)
    assert call is not None
    with pytest.raises(CoreCallCancelled):
        sides.settle(asked)
    assert catch_up().done == 1
    assert cancel_request(sides.place.code, "never sent") is None
    sides.check()
    assert sides.core.standing() == {}


def test_a_call_with_unusable_answers_only_is_set_aside_and_a_retry_always_works(
    sides: Sides,
) -> None:
    asked = sides.ask()
    sides.wire.breaks = [("*", "garbage")] * 40
    with pytest.raises(CoreNotAnswering):
        sides.settle(asked)
    for _ in range(calls.MOST_ATTEMPTS):
        sides.wait()
        catch_up()
    call = CoreCall.objects.get()
    assert call.dead
    passed = len(sides.wire.passed)
    sides.wait()
    assert catch_up() == (0, 0, 1)
    assert len(sides.wire.passed) == passed
    sides.wire.breaks.clear()
    sides.wait()
    bring_on_now(call)
    sides.check()
    assert CoreCall.objects.get().state == CallState.CANCELLED


def test_a_core_that_is_down_for_a_day_uses_up_no_attempt(sides: Sides) -> None:
    asked = sides.ask()
    sides.wire.breaks = [("*", "down")]
    with pytest.raises(CoreNotAnswering):
        sides.settle(asked)
    for _ in range(72):
        sides.wait()
        catch_up()
    assert not CoreCall.objects.get().dead
    assert sides.come_back() == (0, 0, 0)
    sides.check()


def test_a_remote_pool_without_an_address_is_refused_clearly(sides: Sides, settings) -> None:
    for setting in (
        "",
        '{"430999": {"url": "http://localhost", "access_key": "", "secret_file": ""}}',
    ):
        settings.RONGCHENG_CORES = setting
        with pytest.raises(CoreAddressMissing) as told:
            sides.settle(sides.ask())
        assert "RONGCHENG_CORES" in told.value.message("zh")
    assert (Settlement.objects.count(), CoreCall.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "setting",
    [
        "/no/such/file",
        "{",
        '{"430399": {"url": "http://core.example", "access_key": "A", "secret_file": "f"}}',
        '{"430399": {"url": "ftp://localhost", "access_key": "A", "secret_file": "f"}}',
        '{"430399": {"url": "https://core.example", "access_key": "A"}}',
        '{"430399": {"url": "https://c.example", "access_key": "A", "secret_file": "f", "x": 1}}',
    ],
)
def test_a_setting_that_cannot_be_used_says_why(setting: str, settings) -> None:
    settings.RONGCHENG_CORES = setting
    with pytest.raises(CoresFaulty) as told:
        addresses()
    assert isinstance(told.value, RongchengError)
    assert catching_up.has_cores()
