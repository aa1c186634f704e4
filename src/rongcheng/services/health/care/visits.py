"""The steps of a visit before its bill (就诊): register, see, charge, drop, cancel.

Each step asks the state table first; a step that it refuses changes nothing and says what to do.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction

from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.crypto import get_suite
from rongcheng.kernel.identifiers import new_id
from rongcheng.services.health.assessing.bills import LineOutcome
from rongcheng.services.health.care.charging import line_rows, serials_once, split_charges
from rongcheng.services.health.care.moving import lock_visit, move
from rongcheng.services.health.domain.lifecycle import VisitEvent, VisitState
from rongcheng.services.health.errors import NoLines
from rongcheng.services.health.models import ChargeLine, Visit
from rongcheng.services.health.types import Charge, Place

ALL_BATCHES = "0000"
"""Batch number that means: all unsettled lines (specification, delete lines)."""


class Registration(NamedTuple):
    """A registration at the door (挂号)."""

    psn_no: str
    outpatient_number: str
    department: str
    begun_at: datetime


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
    injury: int,
    diagnoses: list[dict[str, Any]],
) -> None:
    """Keep what the doctor found, sealed (就诊信息); sent again, it replaces the earlier."""
    with transaction.atomic():
        visit = lock_visit(place, mdtrt_id, psn_no)
        visit.state = int(move(visit, VisitEvent.SEE))
        visit.med_type = med_type
        visit.disease_code = disease_code
        visit.injury = injury
        plain = json.dumps(diagnoses, ensure_ascii=False).encode()
        visit.diagnoses_sealed = get_suite().seal(plain, visit.mdtrt_id.encode())
        visit.save(
            update_fields=["state", "med_type", "disease_code", "injury", "diagnoses_sealed"]
        )


def add_charges(
    place: Place, mdtrt_id: str, psn_no: str, charges: tuple[Charge, ...]
) -> tuple[LineOutcome, ...]:
    """Take up charge lines and answer each with its split by the catalogue (费用明细)."""
    outcomes = split_charges(place, charges)
    with serials_once(charges), transaction.atomic():
        visit = lock_visit(place, mdtrt_id, psn_no)
        visit.state = int(move(visit, VisitEvent.CHARGE))
        ChargeLine.objects.bulk_create(line_rows(visit, charges, outcomes))
        visit.save(update_fields=["state"])
    return outcomes


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
