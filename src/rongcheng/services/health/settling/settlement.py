"""Settles a visit (结算): load under the person's lock, decide, keep, all in one transaction.

A retry with the same request and content gets the first answer; another content is refused.
"""

from __future__ import annotations

import json
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.crypto import get_suite
from rongcheng.kernel.identifiers import new_id
from rongcheng.kernel.rule_version import source_hash
from rongcheng.services.health.assessing.assessment import limit_left_of
from rongcheng.services.health.assessing.benefits import benefit_of, name_of
from rongcheng.services.health.assessing.counting import Told, counted_by, counted_params
from rongcheng.services.health.assessing.facts import facts_to_json, totals_to_json
from rongcheng.services.health.cores.asking import ask_settlement
from rongcheng.services.health.cores.recording import (
    given_back,
    moment_of,
    refusal_by,
    take_answer,
)
from rongcheng.services.health.deciding import check_charges, decide_request, months_of
from rongcheng.services.health.domain.lifecycle import VisitState
from rongcheng.services.health.queries import settled_by_id
from rongcheng.services.health.settling.loading import load_insured
from rongcheng.services.health.settling.postings import settlement_postings
from rongcheng.services.health.settling.requests import once_per_request
from rongcheng.services.health.settling.storing import STORE_WHOLE, store
from rongcheng.services.health.types import (
    Charge,
    Decided,
    Place,
    Settled,
    SettlementRequest,
    fund_type_of,
)
from rongcheng.web.actor import Actor

EVENT_SETTLED = "health.settled"


def try_settlement(place: Place, request: SettlementRequest) -> tuple[Settled, Decided]:
    """Return what a settlement would come to now, keeping nothing (预结算)."""
    check_charges(request.charges)
    at = get_clock().now()
    with transaction.atomic():
        loaded = load_insured(place, request.psn_no, at, months=months_of(request.charges))
        decided = decide_request(place, loaded.insured, request, at)
    return settled_of(decided, request, setl_id="", mdtrt_id="", decision_id=""), decided


def settle_visit(
    place: Place, request: SettlementRequest, actor: Actor, *, trace_id: str
) -> Settled:
    """Settle a visit that comes with all its lines in one call (一次调用结算).

    The person pays only her own share; the fund's part is owed to the hospital at once. Safe to
    retry with the same request id. Raises a `CallerError` that says what to mend.
    """
    check_charges(request.charges)
    call = ask_settlement(place, request, partial(_decide_now, place, request))
    at = moment_of(call)
    with given_back(call), once_per_request(request.request_id), transaction.atomic():
        return _settle_locked(place, request, actor, at=at, trace_id=trace_id)


def _decide_now(place: Place, request: SettlementRequest, at: datetime) -> Decided:
    """Return what our own book makes of a request, refusing nothing that is a core's say."""
    loaded = load_insured(place, request.psn_no, at, months=months_of(request.charges))
    refuse = refusal_by(loaded.insured)
    return decide_request(place, loaded.insured, request, at, refuse=refuse)


def _settle_locked(
    place: Place, request: SettlementRequest, actor: Actor, *, at: datetime, trace_id: str
) -> Settled:
    loaded = load_insured(
        place,
        request.psn_no,
        at,
        months=months_of(request.charges),
        request=(request.request_id, request.request_hash),
    )
    if loaded.earlier_id is not None:
        return settled_by_id(loaded.earlier_id)
    refuse = refusal_by(loaded.insured)
    decided = decide_request(place, loaded.insured, request, at, refuse=refuse)
    settled = settled_of(
        decided, request, setl_id=new_id("S"), mdtrt_id=new_id("V"), decision_id=new_id("D")
    )
    settled, told = take_answer(place, request, decided, settled)
    params = settlement_params(place, decided, request, settled, told=told)
    params |= line_params(request.charges, decided)
    params |= access_params(actor, trace_id)
    params |= {"state": int(VisitState.SETTLED), "outpatient_number": request.request_id[:30]}
    store(STORE_WHOLE, params)
    return settled


def settled_of(
    decided: Decided, request: SettlementRequest, *, setl_id: str, mdtrt_id: str, decision_id: str
) -> Settled:
    """Return a decision in the form that every door answers with."""
    insured = decided.insured
    assessment = decided.assessment
    amounts = assessment.amounts
    return Settled(
        setl_id=setl_id,
        mdtrt_id=mdtrt_id,
        decision_id=decision_id,
        psn_no=insured.psn_no,
        insutype=insured.insutype,
        med_type=str(request.kind),
        fund_type=fund_type_of(int(insured.insutype), request.kind),
        settled_at=decided.settled_at,
        amounts=amounts,
        ratio_ppm=assessment.ratio_ppm,
        balance_fen=insured.account_fen - (amounts.account_fen - amounts.aid_fen),
        limit_left_fen=limit_left_of(assessment.result_json()),
        request_id=request.request_id,
        replayed=False,
    )


def settlement_params(
    place: Place,
    decided: Decided,
    request: SettlementRequest,
    settled: Settled,
    *,
    told: Told | None = None,
) -> dict[str, Any]:
    """Return the parameters of the store statement that settlement and decision need.

    What counts is what was settled: a core's amounts, and what it `told` of the counters.
    """
    insured = decided.insured
    amounts = settled.amounts
    counted = counted_by(
        decided.facts, decided.assessment, decided.totals, amounts=amounts, told=told
    )
    codes, postings = zip(
        *settlement_postings(place, insured, settled.fund_type, amounts), strict=True
    )
    cross_city = insured.pool != place.pool
    return {
        **amounts._asdict(),
        "setl_id": settled.setl_id,
        "mdtrt_id": settled.mdtrt_id,
        "metro": place.metro,
        "psn_no": insured.psn_no,
        "person_id": insured.person_id,
        "institution": place.code,
        "care_pool": place.pool,
        "insured_pool": insured.pool,
        "insutype": insured.insutype,
        "med_type": settled.med_type,
        "disease_code": request.disease_code,
        "fund_type": settled.fund_type,
        "cross_city": cross_city,
        "settled_at": settled.settled_at,
        "year": settled.settled_at.year,
        "ratio_ppm": settled.ratio_ppm,
        "balance_fen": settled.balance_fen,
        "months": counted["months"],
        "counted": counted,
        "batch": request.batch,
        "voucher_type": request.voucher_type,
        "request_id": request.request_id,
        "request_hash": request.request_hash,
        "reverses_id": None,
        "reversed_entry": None,
        "entry_key": f"health:{settled.setl_id}",
        "entry_kind": "health.settlement",
        "codes": list(codes),
        "postings": list(postings),
        **decision_params(decided, settled),
        "totals_year": settled.settled_at.year,
        **counted_params(counted, 1),
        "topic": EVENT_SETTLED,
        "event": settled_event(
            place,
            settled,
            cross_city=cross_city,
            direct=cross_city and decided.assessment.entitlement == 0,
        ),
    }


def settled_event(
    place: Place, settled: Settled, *, cross_city: bool, direct: bool
) -> dict[str, Any]:
    """Return what others learn of a settlement: places and amounts, no person."""
    amounts = settled.amounts
    return {
        "setl_id": settled.setl_id,
        "metro": place.metro,
        "city": place.city,
        "district": place.district,
        "place": place.name,
        "on": settled.settled_at.date().isoformat(),
        "cross_city": cross_city,
        "direct": direct,
        "total_fen": amounts.total_fen,
        "fund_fen": amounts.fund_fen,
        "person_fen": amounts.person_fen,
        "sign": 1 if amounts.total_fen > 0 else -1,
    }


def decision_params(decided: Decided, settled: Settled) -> dict[str, Any]:
    """Return the decision's columns; the facts are sealed under the decision's id."""
    facts = json.dumps(facts_to_json(decided.facts), ensure_ascii=False, separators=(",", ":"))
    return {
        "decision_id": settled.decision_id,
        "decision_kind": f"health.{name_of(benefit_of(decided.facts))}",
        "rule_version": source_hash(),
        "policy_hash": decided.insured.policy_hash,
        "facts_sealed": get_suite().seal(facts.encode(), settled.decision_id.encode()),
        "totals": totals_to_json(decided.totals),
        "result": decided.assessment.result_json(),
        "reasons": decided.assessment.reasons,
    }


def line_params(charges: tuple[Charge, ...], decided: Decided) -> dict[str, Any]:
    """Return the charge lines as one JSON array for the insert, in the order of its columns."""
    rows = [
        (
            line.facts.serial,
            charge.batch,
            charge.occurred_at.isoformat(),
            line.facts.item_code,
            line.policy.title["zh"],
            charge.own_code,
            charge.disease_code,
            line.facts.price_micro,
            line.facts.quantity_e4,
            line.facts.amount_fen,
            line.facts.approval,
            line.policy.terms.charge_class,
            line.policy.terms.cap_micro,
            line.policy.terms.prepay_ppm,
            line.policy.terms.restricted,
            *line.split[:4],
        )
        for charge, line in zip(charges, decided.assessment.lines, strict=True)
    ]
    return {"lines": json.dumps(rows, ensure_ascii=False, separators=(",", ":"))}


def access_params(actor: Actor, trace_id: str) -> dict[str, Any]:
    """Return the access record of a settlement: who, by which application, for what."""
    return {
        "actor_kind": actor.kind,
        "actor_id": actor.id,
        "actor_label": actor.label,
        "actor_role": actor.role,
        "actor_institution": actor.institution,
        "actor_metro": actor.metro,
        "application": "health",
        "purpose": "settlement",
        "data_kinds": ["insurance", "totals", "settlement"],
        "trace_id": trace_id,
    }
