"""Asks a pool's own core (请求远程核心): intent first, then the question, then the answer kept.

Three short transactions with nothing open between them. Whatever breaks in between, the same
request goes on where it stood, under the same key.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from rongcheng.foundation.people.public import InsuranceNotFound, get_insurance
from rongcheng.kernel.clock import SHANGHAI, get_clock
from rongcheng.kernel.errors import PeerError
from rongcheng.kernel.identifiers import new_id
from rongcheng.policy.editions import book_by_hash
from rongcheng.services.health.cores import calls
from rongcheng.services.health.cores.addresses import address_of, addresses, has_cores
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
from rongcheng.services.health.cores.local import LocalCore
from rongcheng.services.health.cores.messages import (
    REVERSE,
    SETTLE,
    answer_from_json,
    answer_to_json,
    order_to_json,
)
from rongcheng.services.health.cores.port import (
    REMOTE,
    CoreAnswer,
    CorePort,
    KeyRefused,
    NoAnswer,
    Order,
)
from rongcheng.services.health.cores.remote import RemoteCore
from rongcheng.services.health.domain.identities import negate_amounts
from rongcheng.services.health.errors import RequestConflict
from rongcheng.services.health.models import CoreCall, Settlement
from rongcheng.services.health.queries import amounts_of_row
from rongcheng.services.health.types import Decided, Insured, Place, SettlementRequest

Decide = Callable[[datetime], Decided]


def is_remote(insured: Insured) -> bool:
    """Say whether this person's pool decides by its own core, by the policy in force."""
    return book_by_hash(insured.policy_hash).pool(insured.pool).core == REMOTE


def _may_be_remote(psn_no: str) -> bool:
    """Say whether this installation knows a core of the person's pool; cheap, and asked first."""
    try:
        return get_insurance(psn_no).pool in addresses()
    except InsuranceNotFound:
        return False  # The recording transaction tells the caller.


def ask_settlement(
    place: Place, request: SettlementRequest, decide: Decide, *, mdtrt_id: str = ""
) -> CoreCall | None:
    """Bring a request to where it may be recorded; None where our own engine decides.

    `decide` loads the person under her lock and computes, refusing nothing that is the core's
    say. Raises `CoreNotAnswering` (send the same again), `CoreRefused`, `CoreAnswerWrong`.
    """
    if not has_cores() or not _may_be_remote(request.psn_no):
        return None

    def intend(key: str) -> CoreCall | None:
        at = get_clock().now()
        decided = decide(at)
        if not is_remote(decided.insured):
            return None
        address_of(decided.insured.pool)
        return _settlement_call(place, request, decided, key, mdtrt_id=mdtrt_id)

    return _asked(place, request, intend)


def ask_reversal(
    place: Place, request: SettlementRequest, find_original: Callable[[], Settlement | None]
) -> CoreCall | None:
    """Bring a reversal to where it may be recorded; None where no remote core holds it.

    `find_original` checks, under the visit's lock, that the reversal would be recorded.
    """
    if not has_cores():
        return None

    def intend(key: str) -> CoreCall | None:
        original = find_original()
        if original is None or not CoreCall.objects.filter(key=original.setl_id).exists():
            return None
        address_of(original.insured_pool)
        return _reversal_call(place, request, original, key)

    return _asked(place, request, intend)


def _asked(
    place: Place, request: SettlementRequest, intend: Callable[[str], CoreCall | None]
) -> CoreCall | None:
    call = _known(place, request)
    if call is None:
        try:
            with transaction.atomic(durable=True):
                call = None if _is_settled(place, request) else intend(_key_of(place, request))
        except IntegrityError:
            # The same request came twice at once: the other one's intent stands for both.
            call = _known(place, request)
        if call is None:
            return None
    if call.state in (CallState.RECORDED, CallState.ANSWERED):
        return call
    if call.state in (CallState.CANCELLING, CallState.CANCELLED):
        raise CoreCallCancelled(request_id=request.request_id)
    put_question(call)
    return call


def _known(place: Place, request: SettlementRequest) -> CoreCall | None:
    """Return the call that this request made before; a refused one holds nothing and is asked anew.

    Raises `RequestConflict` for another content under the same request.
    """
    call = calls.find_call(place.code, request.request_id)
    if call is None or call.state == CallState.REFUSED:
        return None
    if bytes(call.request_hash) != request.request_hash:
        raise RequestConflict(request_id=request.request_id)
    calls.note_asked(call)
    return call


def _key_of(place: Place, request: SettlementRequest) -> str:
    """Return the one key of a request: a refused question is asked anew under the same."""
    refused = calls.find_call(place.code, request.request_id)
    if refused is None:
        return new_id("S")
    refused.delete()
    return str(refused.key)


def _is_settled(place: Place, request: SettlementRequest) -> bool:
    rows = Settlement.objects.filter(institution_id=place.code, request_id=request.request_id)
    return rows.exists()


def _settlement_call(
    place: Place, request: SettlementRequest, decided: Decided, key: str, *, mdtrt_id: str
) -> CoreCall:
    insured = decided.insured
    split = tuple(line.split for line in decided.assessment.lines)
    order = Order(key, insured.psn_no, decided.facts, split)
    ours = LocalCore(book_by_hash(insured.policy_hash), decided.totals).settle(order)
    return CoreCall.objects.create(
        key=order.key,
        metro=place.metro,
        pool=insured.pool,
        operation=SETTLE,
        mdtrt_id=mdtrt_id,
        psn_no=insured.psn_no,
        person_id=insured.person_id,
        total_fen=ours.amounts.total_fen,
        question_sealed=calls.seal(
            order.key,
            "question",
            {"order": order_to_json(order), "ours": answer_to_json(ours)},
        ),
        **_common(place, request, decided.settled_at),
    )


def _reversal_call(
    place: Place, request: SettlementRequest, original: Settlement, key: str
) -> CoreCall:
    amounts = negate_amounts(amounts_of_row(original))
    return CoreCall.objects.create(
        key=key,
        metro=place.metro,
        pool=original.insured_pool,
        operation=REVERSE,
        of_key=original.setl_id,
        mdtrt_id=original.visit.mdtrt_id,
        psn_no=original.psn_no,
        person_id=original.person_id,
        total_fen=amounts.total_fen,
        question_sealed=calls.seal(
            key,
            "question",
            {"of": original.setl_id, "ours": answer_to_json(CoreAnswer(key, amounts))},
        ),
        **_common(place, request, get_clock().now()),
    )


def _common(place: Place, request: SettlementRequest, at: datetime) -> dict[str, Any]:
    return {
        "institution_id": place.code,
        "request_id": request.request_id,
        "request_hash": request.request_hash,
        "state": int(CallState.INTENDED),
        "created_at": at,
        "asked_at": at,
        "next_try_at": at + calls.FIRST_WAIT,
    }


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
