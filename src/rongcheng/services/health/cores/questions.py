"""Puts a kept question to a pool's core (发出请求): nothing of ours is open while it is asked.

Where an earlier try may have reached the core it is asked first what it holds; then it is asked
under the same key. Its answer, its silence and its refusal are each kept before anybody is told.
"""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import datetime

from rongcheng.kernel.clock import SHANGHAI
from rongcheng.kernel.errors import PeerError
from rongcheng.services.health.cores import calls
from rongcheng.services.health.cores.addresses import address_of
from rongcheng.services.health.cores.calls import CallState
from rongcheng.services.health.cores.cancelling import confirm_cancelled
from rongcheng.services.health.cores.differences import (
    compare_refusal,
    differing_amounts,
    find_faults,
)
from rongcheng.services.health.cores.errors import (
    CoreAnswerWrong,
    CoreCallCancelled,
    CoreNotAnswering,
    CoreRefused,
)
from rongcheng.services.health.cores.health import let_through, note_failure, note_success
from rongcheng.services.health.cores.messages import REVERSE, SETTLE, answer_from_json
from rongcheng.services.health.cores.port import CoreAnswer, CorePort, KeyRefused, NoAnswer
from rongcheng.services.health.cores.remote import RemoteCore
from rongcheng.services.health.models import CoreCall


def put_question(call: CoreCall) -> None:
    """Ask the core and keep what it answers; find first where it may know the key already."""
    port = RemoteCore(address_of(call.pool))
    again = let_through(call.pool)
    if again is not None:
        raise _silent(call, again)
    may_know = call.state in calls.ASKED
    if not calls.note_sent(call):
        _stand(call)
        return
    started = time.monotonic()
    try:
        answer = _answer_to(port, call, may_know=may_know)
    except NoAnswer as silence:
        calls.note_unknown(call, silence.why)
        raise _silent(call, note_failure(call.pool, silence.why)) from silence
    note_success(call.pool, int((time.monotonic() - started) * 1000))
    if answer is None:
        calls.move(call, calls.ASKED, CallState.CANCELLED, reason="barred")
        raise CoreCallCancelled(request_id=call.request_id)
    if call.operation == SETTLE:
        _take_settlement(call, answer)
    elif not calls.note_answer(call, answer):
        _stand(call)


def _answer_to(port: CorePort, call: CoreCall, *, may_know: bool) -> CoreAnswer | None:
    """Return the core's answer, None where it has barred the key for ever."""
    try:
        answer = port.find(call.key) if may_know else None
        if answer is None:
            answer = _first_answer(port, call)
    except KeyRefused as refused:
        if refused.why in {"cancelled", "reversed"} and call.operation == SETTLE:
            return None
        if refused.why == "cancelled":
            return None
        # Another content under our key, or a reversal that somebody else made: never ours to
        # guess. It is looked at by people once the attempts are used up.
        raise NoAnswer(f"key_{refused.why}") from refused
    if call.operation == REVERSE:
        wanted = answer_from_json(calls.question_of(call)["ours"], call.key)
        if answer.nothing or answer.refused or answer.amounts != wanted.amounts:
            raise NoAnswer("wrong_amounts")
    return answer


def _first_answer(port: CorePort, call: CoreCall) -> CoreAnswer:
    if call.operation == REVERSE:
        return port.reverse(call.key, call.of_key)
    try:
        return port.settle(calls.order_of(call))
    except KeyRefused as refused:
        # A lost message of an earlier try arrived after all: what it made is the answer.
        held = port.find(call.key) if refused.why == "conflict" else None
        if held is None:
            raise
        return held


def _take_settlement(call: CoreCall, answer: CoreAnswer) -> None:
    """Keep the answer to a settlement, tell a refusal, or have a wrong one taken back."""
    question = calls.question_of(call)
    ours = answer_from_json(question["ours"], call.key)
    if answer.refused:
        calls.note_refusal(call, answer, compare_refusal(ours, answer))
        raise CoreRefused(
            reasons_zh="；".join(one.zh for one in answer.refused),
            reasons_en="; ".join(one.en for one in answer.refused),
        )
    faults = find_faults(calls.order_of(call), answer)
    if not faults:
        if not calls.note_answer(call, answer):
            _stand(call)
        return
    wrong = {
        "amounts": differing_amounts(ours, answer),
        "cause": "wrong",
        "parameter": "",
        "step": [",".join(faults), 0, 0],
    }
    calls.note_cancelling(call, f"wrong:{','.join(faults)}", difference=wrong)
    with suppress(PeerError):
        confirm_cancelled(call)
    raise CoreAnswerWrong(pool=call.pool, what=", ".join(faults))


def _stand(call: CoreCall) -> None:
    """Go by where somebody else has brought the call meanwhile."""
    if call.state in (CallState.CANCELLING, CallState.CANCELLED):
        raise CoreCallCancelled(request_id=call.request_id)


def _silent(call: CoreCall, again: datetime | None) -> CoreNotAnswering:
    if again is None:
        return CoreNotAnswering(pool=call.pool, again_zh="马上", again_en="at once")
    shown = again.astimezone(SHANGHAI).strftime("%H:%M:%S")
    return CoreNotAnswering(pool=call.pool, again_zh=f"在 {shown} 之后", again_en=f"after {shown}")
