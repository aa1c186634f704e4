"""Settles one batch of an outpatient visit (批次结算): trial and settlement."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from rongcheng.kernel.clock import get_clock
from rongcheng.services.health.care.moving import lock_visit, move
from rongcheng.services.health.cores.asking import ask_settlement
from rongcheng.services.health.cores.recording import moment_of
from rongcheng.services.health.domain.lifecycle import VisitEvent
from rongcheng.services.health.errors import NoLines
from rongcheng.services.health.models import ChargeLine, CoreCall, Visit
from rongcheng.services.health.settling.lines import (
    decide_lines,
    decide_stated,
    request_for,
    settle_lines_of,
)
from rongcheng.services.health.settling.requests import earlier_settlement, once_per_request
from rongcheng.services.health.types import Decided, Place, Settled, SettlementRequest
from rongcheng.web.actor import Actor


def _open_lines(visit: Visit) -> QuerySet[ChargeLine]:
    return ChargeLine.objects.filter(visit=visit, settlement__isnull=True)


def _batch_of(visit: Visit, request: SettlementRequest) -> SettlementRequest:
    """Return the request with the unsettled lines of its batch."""
    found = request_for(visit, _open_lines(visit).filter(batch=request.batch), request)
    if not found.charges:
        raise NoLines(batch=request.batch)
    return found


def try_batch(place: Place, mdtrt_id: str, request: SettlementRequest) -> Settled:
    """Return what settling a batch would come to now, keeping nothing (预结算)."""
    at = get_clock().now()
    with transaction.atomic():
        visit = lock_visit(place, mdtrt_id, request.psn_no)
        move(visit, VisitEvent.SETTLE)
        _, settled = decide_lines(place, visit, _batch_of(visit, request), at)
    return settled


def settle_batch(
    place: Place,
    mdtrt_id: str,
    request: SettlementRequest,
    actor: Actor,
    *,
    stated: dict[str, int],
    trace_id: str,
) -> Settled:
    """Settle the unsettled lines of one batch (门诊结算).

    `stated` are the amounts that the hospital shows, by field name of the interface, in fen;
    each must equal ours, or nothing is settled.
    """
    call = prepare_batch(place, mdtrt_id, request, stated=stated)
    at = moment_of(call)
    # The door gives an answer back that cannot be recorded: not from inside its transaction.
    with once_per_request(request.request_id), transaction.atomic():
        visit = lock_visit(place, mdtrt_id, request.psn_no)
        earlier = earlier_settlement(place, request)
        if earlier is not None:
            return earlier
        move(visit, VisitEvent.SETTLE)
        request = _batch_of(visit, request)
        open_left = _open_lines(visit).exclude(batch=request.batch).exists()
        event = VisitEvent.SETTLE_PART if open_left else VisitEvent.SETTLE
        return settle_lines_of(
            place,
            visit,
            request,
            actor,
            at,
            stated=stated,
            state=int(move(visit, event)),
            trace_id=trace_id,
        )


def prepare_batch(
    place: Place, mdtrt_id: str, request: SettlementRequest, *, stated: dict[str, int]
) -> CoreCall | None:
    """Ask the pool's own core, before and outside the transaction that settles the batch.

    None where our own engine decides. What the hospital itself must mend is refused before
    anything is sent.
    """

    def decide(at: datetime) -> Decided:
        visit = lock_visit(place, mdtrt_id, request.psn_no)
        move(visit, VisitEvent.SETTLE)
        return decide_stated(place, visit, _batch_of(visit, request), at, stated=stated)

    return ask_settlement(place, request, decide, mdtrt_id=mdtrt_id)
