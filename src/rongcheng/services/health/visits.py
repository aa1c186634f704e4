"""The steps of a visit before its bill (就诊): register, see, charge, drop, cancel.

Each step asks the state table first; a step that it refuses changes nothing and says what to do.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import IntegrityError, transaction

from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.crypto import get_suite
from rongcheng.kernel.dates import format_datetime
from rongcheng.kernel.identifiers import new_id
from rongcheng.policy.editions import current_book
from rongcheng.services.health.bills import LineOutcome, split_lines
from rongcheng.services.health.deciding import check_charges
from rongcheng.services.health.domain.lifecycle import VisitEvent, VisitState, next_state
from rongcheng.services.health.errors import (
    NoLines,
    OutOfOrder,
    SerialRepeated,
    TooLate,
    VisitUnknown,
)
from rongcheng.services.health.models import ChargeLine, Visit
from rongcheng.services.health.types import Charge, Place

ALL_BATCHES = "0000"
"""Batch number that means: all unsettled lines (specification, delete lines)."""

STATES = {
    VisitState.REGISTERED: ("已挂号", "registered"),
    VisitState.SEEN: ("已就诊", "seen"),
    VisitState.CHARGED: ("有未结算费用", "charged"),
    VisitState.SETTLED: ("已结算", "settled"),
    VisitState.CANCELLED: ("已退号", "cancelled"),
}
EVENTS = {
    VisitEvent.CANCEL: ("退号", "cancel"),
    VisitEvent.SEE: ("上传就诊信息", "record the visit"),
    VisitEvent.CHARGE: ("上传费用明细", "upload lines"),
    VisitEvent.DROP_SOME: ("撤销费用明细", "drop lines"),
    VisitEvent.DROP_ALL: ("撤销费用明细", "drop lines"),
    VisitEvent.DROP_REST: ("撤销费用明细", "drop lines"),
    VisitEvent.SETTLE: ("结算", "settle"),
    VisitEvent.SETTLE_PART: ("结算", "settle"),
    VisitEvent.REVERSE: ("撤销结算", "reverse"),
}
_HINTS = {
    VisitState.REGISTERED: ("请先做 2203 上传就诊信息。", "Record the visit first (2203)."),
    VisitState.SEEN: ("请先做 2204 上传费用明细。", "Upload the lines first (2204)."),
    VisitState.CHARGED: ("请先撤销或结算未结算的费用。", "Drop or settle open lines first."),
    VisitState.SETTLED: ("请先用 2208 撤销结算。", "Reverse the settlement first (2208)."),
    VisitState.CANCELLED: ("请重新挂号。", "Register anew."),
}


class Registration(NamedTuple):
    """A registration at the door (挂号)."""

    psn_no: str
    outpatient_number: str
    department: str
    begun_at: datetime


def move(visit: Visit, event: VisitEvent) -> VisitState:
    """Return the state that the event leads to, or refuse it by name."""
    state = VisitState(visit.state)
    target = next_state(state, event)
    if target is None:
        raise OutOfOrder(
            event_zh=EVENTS[event][0],
            event_en=EVENTS[event][1],
            state_zh=STATES[state][0],
            state_en=STATES[state][1],
            hint_zh=_HINTS[state][0],
            hint_en=_HINTS[state][1],
        )
    return target


def lock_visit(place: Place, mdtrt_id: str, psn_no: str) -> Visit:
    """Return a visit of this institution and person under lock, inside a transaction."""
    found = (
        Visit.objects.select_for_update(of=("self",))
        .filter(mdtrt_id=mdtrt_id, institution_id=place.code, psn_no=psn_no)
        .first()
    )
    if found is None:
        raise VisitUnknown(mdtrt_id=mdtrt_id)
    return found


def register_visit(place: Place, person_id: UUID, registration: Registration) -> Visit:
    """Open a visit for an insured person of the metro (挂号)."""
    return Visit.objects.create(
        mdtrt_id=new_id("V"),
        metro=place.metro,
        psn_no=registration.psn_no,
        person_id=person_id,
        institution_id=place.code,
        state=int(VisitState.REGISTERED),
        outpatient_number=registration.outpatient_number,
        department=registration.department,
        begun_at=registration.begun_at,
        created_at=get_clock().now(),
    )


def cancel_visit(place: Place, mdtrt_id: str, psn_no: str) -> None:
    """Take a registration back (退号); refused once there are charges."""
    with transaction.atomic():
        visit = lock_visit(place, mdtrt_id, psn_no)
        visit.state = int(move(visit, VisitEvent.CANCEL))
        visit.save(update_fields=["state"])


def record_diagnoses(
    place: Place,
    mdtrt_id: str,
    psn_no: str,
    *,
    med_type: str,
    disease_code: str,
    diagnoses: list[dict[str, Any]],
) -> None:
    """Keep what the doctor found, sealed (就诊信息); sent again, it replaces the earlier."""
    with transaction.atomic():
        visit = lock_visit(place, mdtrt_id, psn_no)
        visit.state = int(move(visit, VisitEvent.SEE))
        visit.med_type = med_type
        visit.disease_code = disease_code
        plain = json.dumps(diagnoses, ensure_ascii=False).encode()
        visit.diagnoses_sealed = get_suite().seal(plain, visit.mdtrt_id.encode())
        visit.save(update_fields=["state", "med_type", "disease_code", "diagnoses_sealed"])


def add_charges(
    place: Place, mdtrt_id: str, psn_no: str, charges: tuple[Charge, ...]
) -> tuple[LineOutcome, ...]:
    """Take up charge lines and answer each with its split by the catalogue (费用明细)."""
    check_charges(charges)
    now = get_clock().now()
    for charge in charges:
        if charge.occurred_at > now:
            raise TooLate(serial=charge.facts.serial, at=format_datetime(charge.occurred_at))
    book = current_book(place.metro)
    outcomes = split_lines(tuple(c.facts for c in charges), book, place.city, place.tier)
    try:
        with transaction.atomic():
            visit = lock_visit(place, mdtrt_id, psn_no)
            visit.state = int(move(visit, VisitEvent.CHARGE))
            ChargeLine.objects.bulk_create(
                _line_row(visit, charge, outcome)
                for charge, outcome in zip(charges, outcomes, strict=True)
            )
            visit.save(update_fields=["state"])
    except IntegrityError as clash:
        if "line_once_per_visit" not in str(clash):
            raise
        raise SerialRepeated(serial="、".join(c.facts.serial for c in charges)[:60]) from clash
    return outcomes


def _line_row(visit: Visit, charge: Charge, outcome: LineOutcome) -> ChargeLine:
    facts, terms, split = charge.facts, outcome.policy.terms, outcome.split
    return ChargeLine(
        visit=visit,
        serial=facts.serial,
        batch=charge.batch,
        occurred_at=charge.occurred_at,
        item_code=facts.item_code,
        item_name=outcome.policy.title["zh"],
        own_code=charge.own_code,
        disease_code=charge.disease_code,
        price_micro=facts.price_micro,
        quantity_e4=facts.quantity_e4,
        amount_fen=facts.amount_fen,
        approval=facts.approval,
        charge_class=terms.charge_class,
        cap_micro=terms.cap_micro,
        prepay_ppm=terms.prepay_ppm,
        restricted=terms.restricted,
        self_paid_fen=split.self_paid_fen,
        over_limit_fen=split.over_limit_fen,
        prepaid_fen=split.prepaid_fen,
        in_scope_fen=split.in_scope_fen,
    )


def drop_charges(place: Place, mdtrt_id: str, psn_no: str, batch: str) -> int:
    """Take unsettled lines of a batch back, or all of them with "0000"; return how many.

    Settled lines are never touched: reverse their settlement first.
    """
    with transaction.atomic():
        visit = lock_visit(place, mdtrt_id, psn_no)
        lines = ChargeLine.objects.filter(visit=visit)
        chosen = lines.filter(settlement__isnull=True)
        if batch != ALL_BATCHES:
            chosen = chosen.filter(batch=batch)
        move(visit, VisitEvent.DROP_SOME)
        dropped, _ = chosen.delete()
        if not dropped:
            raise NoLines(batch=batch)
        visit.state = int(move(visit, _drop_event(lines)))
        visit.save(update_fields=["state"])
    return dropped


def _drop_event(lines: Any) -> VisitEvent:
    """Name what a drop leaves behind: open lines, settled lines only, or none at all."""
    left = list(lines.values_list("settlement_id", flat=True))
    if any(settlement is None for settlement in left):
        return VisitEvent.DROP_SOME
    return VisitEvent.DROP_REST if left else VisitEvent.DROP_ALL
