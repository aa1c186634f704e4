"""Giving turns to people (分办) and noting who is away: storage only, the service decides."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Max, Q, QuerySet

from rongcheng.foundation.cases.desk_models import CaseAbsence, CaseAssignment
from rongcheng.foundation.cases.errors import ReasonMissing
from rongcheng.foundation.cases.models import Case, CaseTurn
from rongcheng.foundation.outbox.public import ClearIdNumber, refuse_id_numbers
from rongcheng.kernel.clock import get_clock
from rongcheng.web.actor import Actor

_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"


def lock_queue(metro: str, city: str) -> None:
    """Let one transaction at a time give out the turns of a city; held until it ends."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [f"cases.queue:{metro}:{city}"])


def assign_turn(
    turn: CaseTurn, staff_id: UUID, actor: Actor, *, why: str, reason: str = ""
) -> None:
    """Give a turn to a member of staff and note it; the caller has locked the case or queue.

    Raises ReasonMissing for an ID number in the reason.
    """
    try:
        refuse_id_numbers(reason, "reason of an assignment")
    except ClearIdNumber:
        raise ReasonMissing() from None
    CaseTurn.objects.filter(id=turn.id).update(assignee=staff_id)
    turn.assignee = staff_id
    CaseAssignment.objects.create(
        case_id=turn.case_id,
        part=turn.part,
        city=turn.city,
        staff_id=staff_id,
        why=why,
        reason=reason,
        by_id=actor.id,
        at=get_clock().now(),
    )


def release_unseen_turns(staff_id: UUID, department: str) -> int:
    """Put back into their queues what somebody has and no longer sees; returns how many.

    For whoever works in another department from now on; one who works for all keeps everything.
    """
    if not department:
        return 0
    held = CaseTurn.objects.filter(assignee=staff_id).exclude(department=department)
    return held.update(assignee=None)


def turn_of(case: Case, part: int) -> CaseTurn | None:
    """Return whose turn the whole case or a part of it is; nobody's if None."""
    return CaseTurn.objects.filter(case=case, part=part).first()


def turns_of_case(case: Case) -> list[CaseTurn]:
    """Return whose turns a case has now: the whole first, then its parts."""
    return list(CaseTurn.objects.filter(case=case).select_related("case").order_by("part"))


def assignments_of(actor: Actor, case: Case) -> list[CaseAssignment]:
    """Return to whom a case was given, in order; none for a resident."""
    rows = CaseAssignment.objects.visible_to(actor).filter(case=case)
    return list(rows.order_by("id"))


def latest_assignments(staff_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """Return when each of these was last given something by distribution, in one query."""
    rows = CaseAssignment.objects.filter(staff_id__in=staff_ids, why="fair")
    return dict(rows.values_list("staff_id").annotate(latest=Max("at")))


def running_absences(metro: str, city: str, on: date) -> list[CaseAbsence]:
    """Return who of a city is away on a day, the earliest entry first."""
    rows = CaseAbsence.objects.filter(
        metro=metro, city=city, since__lte=on, until__gte=on, ended_at__isnull=True
    )
    return list(rows.order_by("id"))


def visible_absences(actor: Actor) -> QuerySet[CaseAbsence]:
    """Return the absences that this actor may see, the latest first."""
    return CaseAbsence.objects.visible_to(actor).order_by("-since", "-id")


def overlapping_absence(staff_id: UUID, since: date, until: date) -> CaseAbsence | None:
    """Return an entry that already covers one of these days; the caller holds the queue."""
    days = Q(since__lte=until, until__gte=since, ended_at__isnull=True)
    return CaseAbsence.objects.filter(days, staff_id=staff_id).first()


def enter_absence(row: CaseAbsence) -> CaseAbsence:
    """Write an absence, once for its token, and return what is stored under it."""
    row.entered_at = get_clock().now()
    CaseAbsence.objects.bulk_create([row], ignore_conflicts=True)
    stored: CaseAbsence = CaseAbsence.objects.get(entered_by=row.entered_by, token=row.token)
    return stored
