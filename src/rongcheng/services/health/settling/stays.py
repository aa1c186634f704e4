"""Settles an inpatient stay (住院结算): in between or at its end, on trial, and back.

All unsettled lines go into one bill, those of a merged emergency visit with them. What earlier
settlements of the stay took of its deductible counts, so the last settlement is taken back first.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Sum

from rongcheng.kernel.clock import SHANGHAI, get_clock
from rongcheng.services.health.assessing.stay_facts import StayFacts
from rongcheng.services.health.care.merging import merge_emergency
from rongcheng.services.health.care.moving import lock_stay, move_stay
from rongcheng.services.health.care.stays import list_standing
from rongcheng.services.health.cores.asking import ask_reversal, ask_settlement
from rongcheng.services.health.cores.recording import moment_of
from rongcheng.services.health.domain.stay_lifecycle import StayEvent, StayState
from rongcheng.services.health.models import ChargeLine, CoreCall, Settlement, Visit
from rongcheng.services.health.settling.lines import (
    decide_lines,
    decide_stated,
    request_for,
    settle_lines_of,
)
from rongcheng.services.health.settling.requests import earlier_settlement, once_per_request
from rongcheng.services.health.settling.reversing import original_of, reverse_original
from rongcheng.services.health.stay_errors import LaterSettlementStands, NotSettledHere
from rongcheng.services.health.types import Decided, Place, Settled, SettlementRequest
from rongcheng.web.actor import Actor

EMERGENCY_ADMISSION = "2"
"""Admission as an emergency or rescue (IPT_TYPE)."""
MATERNITY_STAY = "52"
"""Category whose cap depends on the way of birth."""


def _event(interim: bool) -> StayEvent:
    return StayEvent.SETTLE_INTERIM if interim else StayEvent.SETTLE


def _back_event(stay: Visit) -> StayEvent:
    """Return what taking the last settlement back is: of the final one, or of an interim one."""
    final = stay.state == StayState.SETTLED
    return StayEvent.REVERSE if final else StayEvent.REVERSE_INTERIM


def stay_facts(stay: Visit, *, interim: bool) -> StayFacts:
    """Return what the settlement of a locked stay rests on beside its lines and person."""
    standing = list_standing(stay)
    taken = standing.aggregate(taken=Sum("deductible_fen"))["taken"]
    ended = None if stay.ended_at is None else stay.ended_at.astimezone(SHANGHAI).date()
    return StayFacts(
        begun_on=stay.begun_at.astimezone(SHANGHAI).date(),
        ended_on=None if interim else ended,
        interim=interim,
        emergency=stay.stay.admission_type == EMERGENCY_ADMISSION,
        birth=stay.stay.birth_way,
        fetts=stay.stay.pregnancy,
        first_settlement=not standing.exists(),
        deductible_taken_fen=taken or 0,
    )


def _bill_of(stay: Visit, request: SettlementRequest, *, interim: bool) -> SettlementRequest:
    """Return the request with every unsettled line of the stay and with the stay's facts."""
    if stay.med_type == MATERNITY_STAY and not stay.stay.birth_way:
        raise NotSettledHere(
            why_zh="还不知道分娩方式，请先用 2403 的 exp_content 报 BIRTH_WAY（1 顺产、2 剖宫产）",
            why_en="the way of birth is not known; send BIRTH_WAY in exp_content of 2403 first",
        )
    merge_emergency(stay)
    lines = ChargeLine.objects.filter(visit=stay, settlement__isnull=True)
    found = request_for(stay, lines, request)
    if not found.charges:
        raise NotSettledHere(
            why_zh="没有未结算的明细，请先用 2301 上传",
            why_en="there are no unsettled lines; upload them first (2301)",
        )
    return found._replace(stay=stay_facts(stay, interim=interim))


def try_stay(place: Place, mdtrt_id: str, request: SettlementRequest, *, interim: bool) -> Settled:
    """Return what settling the stay would come to now, keeping nothing (住院预结算)."""
    at = get_clock().now()
    with transaction.atomic():
        before = transaction.savepoint()
        stay = lock_stay(place, mdtrt_id, request.psn_no)
        move_stay(stay, _event(interim))
        _, settled = decide_lines(place, stay, _bill_of(stay, request, interim=interim), at)
        # An emergency visit joins the bill of the trial too, but only for its length.
        transaction.savepoint_rollback(before)
    return settled


def settle_stay(
    place: Place,
    mdtrt_id: str,
    request: SettlementRequest,
    actor: Actor,
    *,
    stated: dict[str, int],
    interim: bool,
    trace_id: str,
) -> Settled:
    """Settle the unsettled lines of a stay, in between (中途结算) or at its end (出院结算).

    `stated` are the amounts that the hospital shows, by field name of the interface, in fen;
    each must equal ours, or nothing is settled.
    """
    at = moment_of(prepare_stay(place, mdtrt_id, request, stated=stated, interim=interim))
    with once_per_request(request.request_id), transaction.atomic():
        stay = lock_stay(place, mdtrt_id, request.psn_no)
        earlier = earlier_settlement(place, request)
        if earlier is not None:
            return earlier
        state = move_stay(stay, _event(interim))
        return settle_lines_of(
            place,
            stay,
            _bill_of(stay, request, interim=interim),
            actor,
            at,
            stated=stated,
            state=int(state),
            trace_id=trace_id,
        )


def prepare_stay(
    place: Place,
    mdtrt_id: str,
    request: SettlementRequest,
    *,
    stated: dict[str, int],
    interim: bool,
) -> CoreCall | None:
    """Ask the pool's own core, before and outside the transaction that settles the stay.

    None where our own engine decides.
    """

    def decide(at: datetime) -> Decided:
        before = transaction.savepoint()
        stay = lock_stay(place, mdtrt_id, request.psn_no)
        move_stay(stay, _event(interim))
        bill = _bill_of(stay, request, interim=interim)
        decided = decide_stated(place, stay, bill, at, stated=stated)
        # Only the question is kept: an emergency visit joins the stay when the answer is recorded,
        # and stays what it is where the core refuses or nobody comes back for its answer.
        transaction.savepoint_rollback(before)
        return decided

    return ask_settlement(place, request, decide, mdtrt_id=mdtrt_id)


def prepare_reversal(
    place: Place, setl_id: str, mdtrt_id: str, request: SettlementRequest
) -> CoreCall | None:
    """Have the core that holds a stay's settlement reverse it, before our own books do."""

    def find_original() -> Settlement:
        stay = lock_stay(place, mdtrt_id, request.psn_no)
        original = _last_original(stay, setl_id)
        move_stay(stay, _back_event(stay))
        return original

    return ask_reversal(place, request, setl_id, find_original)


def _last_original(stay: Visit, setl_id: str) -> Settlement:
    """Return the settlement to take back: the last one that stands."""
    original = original_of(stay, setl_id)
    last = list_standing(stay).last()
    if last is not None and last.pk != original.pk:
        raise LaterSettlementStands(later=last.setl_id)
    return original


def reverse_stay(
    place: Place,
    setl_id: str,
    mdtrt_id: str,
    request: SettlementRequest,
    actor: Actor,
    *,
    trace_id: str,
) -> Settled:
    """Take the last standing settlement of a stay back (住院结算撤销).

    After the final one the person counts as discharged again, and what was refused can be done.
    """
    at = moment_of(prepare_reversal(place, setl_id, mdtrt_id, request))
    with once_per_request(request.request_id), transaction.atomic():
        stay = lock_stay(place, mdtrt_id, request.psn_no)
        earlier = earlier_settlement(place, request)
        if earlier is not None:
            return earlier
        original = _last_original(stay, setl_id)
        state = move_stay(stay, _back_event(stay))
        return reverse_original(
            place, original, request, actor, at, state=int(state), trace_id=trace_id
        )


def period_of(place: Place, mdtrt_id: str) -> tuple[datetime, datetime | None]:
    """Return when a stay began and ended, for the answer of its reversal."""
    stay = Visit.objects.get(mdtrt_id=mdtrt_id, institution_id=place.code)
    return stay.begun_at, stay.ended_at
