"""Asks a pool's own core (请求远程核心): intent first, then the question, then the answer kept.

Three short transactions with nothing open between them. Whatever breaks in between, the same
request goes on where it stood, under the same key.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from rongcheng.foundation.people.public import InsuranceNotFound, get_insurance
from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.identifiers import new_id
from rongcheng.policy.editions import book_by_hash
from rongcheng.services.health.cores import calls
from rongcheng.services.health.cores.addresses import address_of, addresses, has_cores
from rongcheng.services.health.cores.calls import CallState
from rongcheng.services.health.cores.errors import (
    CoreCallCancelled,
)
from rongcheng.services.health.cores.local import LocalCore
from rongcheng.services.health.cores.messages import (
    REVERSE,
    SETTLE,
    answer_to_json,
    order_to_json,
)
from rongcheng.services.health.cores.port import (
    REMOTE,
    CoreAnswer,
    Order,
)
from rongcheng.services.health.cores.questions import put_question
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
    place: Place,
    request: SettlementRequest,
    setl_id: str,
    find_original: Callable[[], Settlement],
) -> CoreCall | None:
    """Bring a reversal to where it may be recorded; None where no remote core holds it.

    `find_original` checks, under the visit's lock, that the reversal would be recorded. Whether a
    core holds the settlement is asked first: one of our own is reversed in its caller's
    transaction.
    """
    if not has_cores() or not CoreCall.objects.filter(key=setl_id, operation=SETTLE).exists():
        return None

    def intend(key: str) -> CoreCall:
        original = find_original()
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
