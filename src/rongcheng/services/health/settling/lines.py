"""Settles lines that the interface uploaded before (已上传费用的结算), of a batch or of a stay.

The caller holds the visit's lock and says which lines; here they are read as they were uploaded,
decided and kept.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from rongcheng.kernel.clock import SHANGHAI
from rongcheng.kernel.identifiers import new_id
from rongcheng.kernel.money import format_yuan
from rongcheng.services.health.assessing.entitlements import refuse_if_stopped
from rongcheng.services.health.assessing.facts import ChargeFacts
from rongcheng.services.health.cores.recording import refusal_by, take_answer
from rongcheng.services.health.deciding import decide_request, months_of
from rongcheng.services.health.domain.types import SettledAmounts
from rongcheng.services.health.errors import TotalsDiffer
from rongcheng.services.health.models import ChargeLine, Visit
from rongcheng.services.health.settling.loading import load_insured
from rongcheng.services.health.settling.settlement import (
    access_params,
    settled_of,
    settlement_params,
)
from rongcheng.services.health.settling.storing import STORE_BATCH, store
from rongcheng.services.health.stay_errors import NotSettledHere
from rongcheng.services.health.types import Charge, Decided, Place, Settled, SettlementRequest
from rongcheng.web.actor import Actor

THIRD_PARTY = 2
"""An injury that somebody else must pay for (Visit.injury)."""
_UPLOADED = (
    "batch",
    "occurred_at",
    "own_code",
    "disease_code",
    "serial",
    "item_code",
    "price_micro",
    "quantity_e4",
    "amount_fen",
    "approval",
)
"""What a decision takes of an uploaded line; a long stay has hundreds, so no more is read."""


def request_for(
    visit: Visit, lines: QuerySet[ChargeLine], request: SettlementRequest
) -> SettlementRequest:
    """Return a request with what was uploaded: kind, disease and lines; without lines, none."""
    return request._replace(
        charges=tuple(_charge(*row) for row in lines.order_by("id").values_list(*_UPLOADED)),
        kind=int(visit.med_type),
        disease_code=visit.disease_code,
        begun_on=visit.begun_at.astimezone(SHANGHAI).date(),
    )


def _charge(
    batch: str, occurred_at: datetime, own_code: str, disease_code: str, *facts: Any
) -> Charge:
    serial, item_code, price_micro, quantity_e4, amount_fen, approval = facts
    return Charge(
        ChargeFacts(
            serial=serial,
            item_code=item_code,
            occurred_on=occurred_at.astimezone(SHANGHAI).date(),
            price_micro=price_micro,
            quantity_e4=quantity_e4,
            amount_fen=amount_fen,
            approval=approval,
        ),
        batch,
        occurred_at,
        own_code,
        disease_code,
    )


def decide_lines(
    place: Place,
    visit: Visit,
    request: SettlementRequest,
    at: datetime,
    *,
    binding: bool = False,
) -> tuple[Decided, Settled]:
    """Decide a visit's request at this moment and return what it would come to; keep nothing.

    A binding decision leaves refusals to the pool's own core where it has one. Raises
    `NotSettledHere` where a third party is liable: the fund does not pay in its place.
    """
    if visit.injury == THIRD_PARTY:
        raise NotSettledHere(
            why_zh="这次外伤有第三方责任（REL_TTP_FLAG 1），应由责任方承担",
            why_en="a third party is liable for the injury (REL_TTP_FLAG 1) and must pay",
        )
    loaded = load_insured(place, request.psn_no, at, months=months_of(request.charges))
    refuse = refusal_by(loaded.insured) if binding else refuse_if_stopped
    decided = decide_request(place, loaded.insured, request, at, refuse=refuse)
    settled = settled_of(decided, request, setl_id="", mdtrt_id=visit.mdtrt_id, decision_id="")
    return decided, settled


def settle_lines_of(
    place: Place,
    visit: Visit,
    request: SettlementRequest,
    actor: Actor,
    at: datetime,
    *,
    stated: dict[str, int],
    state: int,
    trace_id: str,
) -> Settled:
    """Settle the request's lines of a locked visit, which then stands in `state`.

    `stated` are the amounts that the hospital shows, by field name of the interface, in fen;
    each must equal ours, or nothing is settled.
    """
    decided, tried = decide_lines(place, visit, request, at, binding=True)
    settled = tried._replace(setl_id=new_id("S"), decision_id=new_id("D"))
    settled, told = take_answer(place, request, decided, settled)
    _check_stated(stated, settled.amounts)
    params = settlement_params(place, decided, request, settled, told=told)
    params |= access_params(actor, trace_id)
    params |= {
        "state": state,
        "serials": [charge.facts.serial for charge in request.charges],
    }
    store(STORE_BATCH, params)
    return settled


def decide_stated(
    place: Place,
    visit: Visit,
    request: SettlementRequest,
    at: datetime,
    *,
    stated: dict[str, int],
) -> Decided:
    """Return what our own book makes of a request before a core is asked, its amounts checked."""
    decided, _ = decide_lines(place, visit, request, at, binding=True)
    _check_stated(stated, decided.assessment.amounts)
    return decided


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
