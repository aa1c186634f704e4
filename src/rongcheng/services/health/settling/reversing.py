"""Takes a settlement back (撤销结算): a counter-settlement of its own day, every amount negated."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from rongcheng.foundation.ledger.public import get_entry
from rongcheng.kernel.identifiers import new_id
from rongcheng.services.health.assessing.counting import counted_before, counted_params
from rongcheng.services.health.care.moving import lock_visit, move
from rongcheng.services.health.cores.asking import ask_reversal
from rongcheng.services.health.cores.recording import moment_of, take_reversal
from rongcheng.services.health.domain.identities import negate_amounts
from rongcheng.services.health.domain.lifecycle import VisitEvent
from rongcheng.services.health.errors import AlreadyReversed, SettlementUnknown
from rongcheng.services.health.models import CoreCall, Settlement, Visit
from rongcheng.services.health.queries import amounts_of_row, settled_of_row
from rongcheng.services.health.settling.loading import load_insured
from rongcheng.services.health.settling.requests import earlier_settlement, once_per_request
from rongcheng.services.health.settling.settlement import (
    EVENT_SETTLED,
    access_params,
    settled_event,
)
from rongcheng.services.health.settling.storing import STORE_REVERSAL, store
from rongcheng.services.health.types import Insured, Place, Settled, SettlementRequest
from rongcheng.web.actor import Actor


def reverse_settlement(
    place: Place,
    setl_id: str,
    mdtrt_id: str,
    request: SettlementRequest,
    actor: Actor,
    *,
    trace_id: str,
) -> Settled:
    """Take a settlement back by a counter-settlement of its own day (撤销结算).

    Every amount with the other sign; the year and the months of the original give the amounts
    back; settlements made in between keep theirs. Allowed once.
    """
    call = prepare_reversal(place, setl_id, mdtrt_id, request)
    at = moment_of(call)
    with once_per_request(request.request_id), transaction.atomic():
        visit = lock_visit(place, mdtrt_id, request.psn_no)
        earlier = earlier_settlement(place, request)
        if earlier is not None:
            return earlier
        original = original_of(visit, setl_id)
        state = move(visit, VisitEvent.REVERSE)
        return reverse_original(
            place, original, request, actor, at, state=int(state), trace_id=trace_id
        )


def original_of(visit: Visit, setl_id: str) -> Settlement:
    """Return a standing settlement of a visit, or say that it is unknown or reversed already."""
    original = (
        Settlement.objects.select_related("visit", "decision", "reversed_by")
        .filter(setl_id=setl_id, visit=visit, reverses__isnull=True)
        .first()
    )
    if original is None:
        raise SettlementUnknown(setl_id=setl_id)
    if hasattr(original, "reversed_by"):
        raise AlreadyReversed(setl_id=setl_id, reversal_id=original.reversed_by.setl_id)
    return original


def reverse_original(
    place: Place,
    original: Settlement,
    request: SettlementRequest,
    actor: Actor,
    at: datetime,
    *,
    state: int,
    trace_id: str,
) -> Settled:
    """Keep the counter-settlement of a standing settlement whose visit is locked."""
    key = take_reversal(place, request, original.setl_id) or new_id("S")
    insured = load_insured(place, request.psn_no, at, months=set()).insured
    settled = _reversal_of(original, insured, request, at)._replace(setl_id=key)
    params = _reversal_params(place, original, request, settled)
    params |= access_params(actor, trace_id)
    params["state"] = state
    store(STORE_REVERSAL, params)
    return settled


def prepare_reversal(
    place: Place, setl_id: str, mdtrt_id: str, request: SettlementRequest
) -> CoreCall | None:
    """Have the core that holds a settlement reverse it, before our own books do.

    Outside the transaction that records it; None where no remote core decided.
    """

    def find_original() -> Settlement:
        visit = lock_visit(place, mdtrt_id, request.psn_no)
        original = original_of(visit, setl_id)
        move(visit, VisitEvent.REVERSE)
        return original

    return ask_reversal(place, request, setl_id, find_original)


def _reversal_of(
    original: Settlement, insured: Insured, request: SettlementRequest, at: datetime
) -> Settled:
    first = settled_of_row(original)
    amounts = negate_amounts(first.amounts)
    return first._replace(
        settled_at=at,
        amounts=amounts,
        balance_fen=insured.account_fen - (amounts.account_fen - amounts.aid_fen),
        request_id=request.request_id,
        replayed=False,
    )


def _reversal_params(
    place: Place, original: Settlement, request: SettlementRequest, settled: Settled
) -> dict[str, Any]:
    amounts = settled.amounts
    # The original's own lines: the person may have moved, the rules of posting may have changed.
    lines = get_entry(original.entry_id).lines
    counted = original.counted or counted_before(
        original.months, amounts_of_row(original)._asdict()
    )
    return {
        **amounts._asdict(),
        "setl_id": settled.setl_id,
        "mdtrt_id": settled.mdtrt_id,
        "metro": place.metro,
        "psn_no": original.psn_no,
        "person_id": original.person_id,
        "institution": place.code,
        "care_pool": original.care_pool,
        "insured_pool": original.insured_pool,
        "insutype": original.insutype,
        "med_type": original.med_type,
        "fund_type": original.fund_type,
        "cross_city": original.cross_city,
        "settled_at": settled.settled_at,
        "year": original.year,
        "ratio_ppm": original.ratio_ppm,
        "balance_fen": settled.balance_fen,
        "months": [[month, -used] for month, used in original.months],
        "counted": counted,
        "batch": original.batch,
        "voucher_type": original.voucher_type,
        "request_id": request.request_id,
        "request_hash": request.request_hash,
        "reverses_id": original.pk,
        "reversed_entry": original.entry_id,
        "entry_key": f"health:{settled.setl_id}",
        "entry_kind": "health.reversal",
        "codes": [line.code for line in lines],
        "postings": [-line.amount_fen for line in lines],
        "decision_id": original.decision_id,
        "totals_year": original.year,
        **counted_params(counted, -1),
        "topic": EVENT_SETTLED,
        "event": settled_event(
            place,
            settled,
            cross_city=original.cross_city,
            direct=original.cross_city and not original.decision.result["entitlement"],
        ),
    }
