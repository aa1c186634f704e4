"""Settles lines that the interface uploaded before (批次结算): trial and settlement of a batch."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from rongcheng.kernel.clock import SHANGHAI, get_clock
from rongcheng.kernel.identifiers import new_id
from rongcheng.kernel.money import format_yuan
from rongcheng.services.health.cores.asking import ask_settlement
from rongcheng.services.health.cores.recording import moment_of, refusal_by, take_answer
from rongcheng.services.health.deciding import decide_request, months_of
from rongcheng.services.health.domain.lifecycle import VisitEvent
from rongcheng.services.health.domain.types import SettledAmounts
from rongcheng.services.health.entitlements import refuse_if_stopped
from rongcheng.services.health.errors import NoLines, TotalsDiffer
from rongcheng.services.health.facts import ChargeFacts
from rongcheng.services.health.loading import load_insured
from rongcheng.services.health.models import ChargeLine, CoreCall, Visit
from rongcheng.services.health.requests import earlier_settlement, once_per_request
from rongcheng.services.health.settling import access_params, settled_of, settlement_params
from rongcheng.services.health.storing import STORE_BATCH, store
from rongcheng.services.health.types import Charge, Decided, Place, Settled, SettlementRequest
from rongcheng.services.health.visits import lock_visit, move
from rongcheng.web.actor import Actor


def _stored_charges(visit: Visit, batch: str) -> tuple[Charge, ...]:
    """Return the unsettled lines of a batch as they were uploaded."""
    lines = ChargeLine.objects.filter(visit=visit, batch=batch, settlement__isnull=True)
    charges = tuple(
        Charge(
            ChargeFacts(
                serial=line.serial,
                item_code=line.item_code,
                occurred_on=line.occurred_at.astimezone(SHANGHAI).date(),
                price_micro=line.price_micro,
                quantity_e4=line.quantity_e4,
                amount_fen=line.amount_fen,
                approval=line.approval,
            ),
            line.batch,
            line.occurred_at,
            line.own_code,
            line.disease_code,
        )
        for line in lines.order_by("id")
    )
    if not charges:
        raise NoLines(batch=batch)
    return charges


def _decide_batch(
    place: Place, visit: Visit, request: SettlementRequest, at: datetime, *, binding: bool
) -> tuple[SettlementRequest, Decided]:
    charges = _stored_charges(visit, request.batch)
    request = request._replace(
        charges=charges, kind=int(visit.med_type), disease_code=visit.disease_code
    )
    loaded = load_insured(place, request.psn_no, at, months=months_of(charges))
    refuse = refusal_by(loaded.insured) if binding else refuse_if_stopped
    return request, decide_request(place, loaded.insured, request, at, refuse=refuse)


def try_batch(place: Place, mdtrt_id: str, request: SettlementRequest) -> Settled:
    """Return what settling a batch would come to now, keeping nothing (预结算)."""
    at = get_clock().now()
    with transaction.atomic():
        visit = lock_visit(place, mdtrt_id, request.psn_no)
        move(visit, VisitEvent.SETTLE)
        request, decided = _decide_batch(place, visit, request, at, binding=False)
    return settled_of(decided, request, setl_id="", mdtrt_id=mdtrt_id, decision_id="")


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
        request, decided = _decide_batch(place, visit, request, at, binding=True)
        settled = settled_of(
            decided, request, setl_id=new_id("S"), mdtrt_id=mdtrt_id, decision_id=new_id("D")
        )
        settled, taken = take_answer(place, request, decided, settled)
        _check_stated(stated, settled.amounts)
        others = ChargeLine.objects.filter(visit=visit, settlement__isnull=True)
        open_left = others.exclude(batch=request.batch).exists()
        event = VisitEvent.SETTLE_PART if open_left else VisitEvent.SETTLE
        params = settlement_params(place, decided, request, settled) | taken
        params |= access_params(actor, trace_id)
        params |= {
            "state": int(move(visit, event)),
            "serials": [charge.facts.serial for charge in request.charges],
        }
        store(STORE_BATCH, params)
    return settled


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
        _, decided = _decide_batch(place, visit, request, at, binding=True)
        _check_stated(stated, decided.assessment.amounts)
        return decided

    return ask_settlement(place, request, decide, mdtrt_id=mdtrt_id)


def _check_stated(stated: dict[str, int], amounts: SettledAmounts) -> None:
    ours = {
        "medfee_sumamt": amounts.total_fen,
        "fulamt_ownpay_amt": amounts.self_paid_fen,
        "overlmt_selfpay": amounts.over_limit_fen,
        "preselfpay_amt": amounts.prepaid_fen,
        "inscp_scp_amt": amounts.in_scope_fen,
    }
    for field, given in stated.items():
        if given != ours[field]:
            raise TotalsDiffer(
                field=field, stated=format_yuan(given), computed=format_yuan(ours[field])
            )
