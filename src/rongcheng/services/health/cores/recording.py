"""Records what a remote core decided (采用远程核心的结果): its amounts, our check beside them.

Called inside the recording transaction, under the person's lock: the bill must still be the one
that the core has seen, and the answer is used once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime

from rongcheng.kernel.clock import SHANGHAI, get_clock
from rongcheng.kernel.errors import PeerError, RongchengError
from rongcheng.policy.editions import book_by_hash
from rongcheng.services.health.assessing.counting import Told
from rongcheng.services.health.assessing.entitlements import refuse_if_stopped
from rongcheng.services.health.cores import calls
from rongcheng.services.health.cores.addresses import address_of
from rongcheng.services.health.cores.asking import is_remote
from rongcheng.services.health.cores.calls import CallState
from rongcheng.services.health.cores.cancelling import confirm_cancelled
from rongcheng.services.health.cores.differences import compare
from rongcheng.services.health.cores.engine import COUNTED_OWN, leave_to_core
from rongcheng.services.health.cores.errors import BillChanged, CoreCallCancelled, CoreNotAsked
from rongcheng.services.health.cores.local import LocalCore
from rongcheng.services.health.cores.messages import SETTLE
from rongcheng.services.health.cores.port import CoreAnswer, Order
from rongcheng.services.health.models import CoreCall
from rongcheng.services.health.types import Decided, Insured, Place, Settled, SettlementRequest


def refusal_by(insured: Insured) -> Callable[[int], None]:
    """Return who may refuse this person: our own book, or nobody here where a core decides."""
    return leave_to_core if is_remote(insured) else refuse_if_stopped


def moment_of(call: CoreCall | None) -> datetime:
    """Return the moment that governs: when the core was asked, else now.

    So an answer that is taken after midnight still belongs to the day and year that it was
    decided for.
    """
    return get_clock().now() if call is None else call.created_at.astimezone(SHANGHAI)


def take_answer(
    place: Place, request: SettlementRequest, decided: Decided, settled: Settled
) -> tuple[Settled, Told | None]:
    """Return a settlement as the pool's core decided it, and what it says of the counters.

    Unchanged, and nothing said, for a pool that our own engine decides. Raises `CoreNotAsked`,
    `BillChanged`.
    """
    if not is_remote(decided.insured):
        return settled, None
    address_of(decided.insured.pool)
    call = _answered(place, request)
    answer = calls.answer_of(call)
    order = calls.order_of(call)
    _check_same(order, decided)
    ours = LocalCore(book_by_hash(decided.insured.policy_hash), decided.totals).settle(order)
    call.difference = compare(order, ours, answer)
    call.state = int(CallState.RECORDED)
    call.save(update_fields=["difference", "state"])
    # A core that tells its steps and none above the pool counts nothing there.
    silent = None if not answer.steps else 0
    told = Told(answer.months, answer.steps.get(COUNTED_OWN, silent))
    return _as_decided(settled, decided, answer), told


def is_of_core(setl_id: str) -> bool:
    """Say whether a settlement was decided by a pool's own core."""
    return CoreCall.objects.filter(key=setl_id, operation=SETTLE).exists()


def check_asked(place: Place, request: SettlementRequest, setl_id: str) -> None:
    """Refuse to reverse from inside a transaction what the core has not reversed yet.

    The settlement may have been recorded after the preparation looked for it: the same message
    again finds it. Raises `CoreNotAsked`.
    """
    if not is_of_core(setl_id):
        return
    ready = (CallState.ANSWERED, CallState.RECORDED)
    rows = CoreCall.objects.filter(institution_id=place.code, request_id=request.request_id)
    if not rows.filter(state__in=ready).exists():
        raise CoreNotAsked()


def take_reversal(place: Place, request: SettlementRequest, setl_id: str) -> str | None:
    """Return the number under which the core reversed a settlement, None where none holds it.

    Raises `CoreNotAsked` if the core that holds it has not confirmed.
    """
    if not is_of_core(setl_id):
        return None
    call = _answered(place, request)
    call.state = int(CallState.RECORDED)
    call.save(update_fields=["state"])
    return str(call.key)


def _answered(place: Place, request: SettlementRequest) -> CoreCall:
    call = (
        CoreCall.objects.select_for_update()
        .filter(institution_id=place.code, request_id=request.request_id)
        .first()
    )
    if call is not None and call.state in (CallState.CANCELLING, CallState.CANCELLED):
        raise CoreCallCancelled(request_id=request.request_id)
    if call is None or call.state != CallState.ANSWERED:
        raise CoreNotAsked()
    return call


def _check_same(order: Order, decided: Decided) -> None:
    """Refuse to record an answer about other lines than those that stand now."""
    now = tuple((line.facts, line.split) for line in decided.assessment.lines)
    if now != tuple(zip(order.facts.lines, order.split, strict=True)):
        raise BillChanged()


def _as_decided(settled: Settled, decided: Decided, answer: CoreAnswer) -> Settled:
    amounts = answer.amounts
    return settled._replace(
        setl_id=answer.key,
        amounts=amounts,
        ratio_ppm=answer.ratio_ppm,
        balance_fen=decided.insured.account_fen - (amounts.account_fen - amounts.aid_fen),
    )


@contextmanager
def given_back(call: CoreCall | None) -> Iterator[None]:
    """Have the core take its answer back when the recording inside this block is refused.

    Only a refusal of ours gives it back. A database that fails or a process that dies leaves the
    answer where it is: the same request then takes it up.
    """
    try:
        yield
    except PeerError:
        raise
    except RongchengError as fault:
        if call is not None and call.operation == SETTLE:
            _give_back(call, fault.code)
        raise


def _give_back(call: CoreCall, why: str) -> None:
    if calls.note_cancelling(call, why):
        # Down again: the catching up has it confirmed later.
        with suppress(PeerError):
            confirm_cancelled(call)
