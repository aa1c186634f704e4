"""Emergency care that leads to an admission is one bill with the stay (急诊并入住院).

Who is admitted from the emergency room pays one deductible, not an outpatient one besides. The
hours are policy of the pool of insurance on the day of admission; none means no merging. A visit
goes into the stay whole or not at all: with a standing settlement it stays what it was, until that
is reversed. Source: health.outpatient.emergency_merge_hours; readings in ADR 0019.
"""

from __future__ import annotations

from datetime import timedelta

from rongcheng.foundation.people.public import get_insurance
from rongcheng.kernel.clock import SHANGHAI
from rongcheng.policy.editions import current_book
from rongcheng.services.health.assessing.terms import whole
from rongcheng.services.health.care.moving import move
from rongcheng.services.health.domain.lifecycle import VisitEvent, VisitState
from rongcheng.services.health.models import ChargeLine, Visit

EMERGENCY = ("13", "1301")
"""Categories of care (med_type) that an admission takes up: emergency, emergency rescue."""


def merge_emergency(stay: Visit) -> tuple[str, ...]:
    """Move the unsettled lines of emergency visits shortly before a stay into it; say which.

    The stay must be locked or new. Done again it finds nothing more, except what has come since.
    Returns the visits' ids, oldest first.
    """
    hours = _merge_hours(stay)
    if not hours:
        return ()
    # A bound of both ends: a visit that began after the admission led to no admission.
    found = (
        Visit.objects.select_for_update(of=("self",))
        .filter(
            person_id=stay.person_id,
            psn_no=stay.psn_no,
            institution_id=stay.institution_id,
            state=int(VisitState.CHARGED),
            med_type__in=EMERGENCY,
            begun_at__range=(stay.begun_at - timedelta(hours=hours), stay.begun_at),
        )
        .order_by("begun_at", "id")
    )
    merged = []
    for visit in found:
        lines = ChargeLine.objects.filter(visit=visit)
        if lines.filter(settlement__isnull=False).exists():
            continue
        visit.state = int(move(visit, VisitEvent.MERGE))
        visit.save(update_fields=["state"])
        lines.update(visit=stay, merged_from=visit)
        merged.append(visit.mdtrt_id)
    return tuple(merged)


def _merge_hours(stay: Visit) -> int:
    insured_pool = get_insurance(stay.psn_no).pool
    admitted_on = stay.begun_at.astimezone(SHANGHAI).date()
    return whole(
        current_book(stay.metro).resolve(
            "health.outpatient.emergency_merge_hours", at=insured_pool, on=admitted_on
        )
    )


def give_back(stay: Visit) -> None:
    """Return merged lines to the emergency visits that they came from, as they were.

    The stay must be locked and have no standing settlement.
    """
    lines = ChargeLine.objects.filter(visit=stay, merged_from__isnull=False)
    visits = (
        Visit.objects.select_for_update(of=("self",))
        .filter(pk__in=lines.values("merged_from"))
        .order_by("id")
    )
    for visit in visits:
        visit.state = int(move(visit, VisitEvent.UNMERGE))
        visit.save(update_fields=["state"])
        lines.filter(merged_from=visit).update(visit=visit, merged_from=None)
