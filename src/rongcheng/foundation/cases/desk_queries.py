"""Lists of a city's cases (本市办件): read from the one row that each city has for each case.

Starting from the city's own row, or its department's, keeps a list on one index, and shows a case
once, however many cities and departments take part in it.
"""

from __future__ import annotations

from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

from rongcheng.foundation.cases.filters import ROLES
from rongcheng.foundation.cases.models import CaseDesk
from rongcheng.foundation.cases.types import Wanted
from rongcheng.web.actor import Actor


def desk_rows(actor: Actor, department: str = "") -> QuerySet[CaseDesk]:
    """Return the cases that this member of staff may see, as her city's rows, newest first.

    Whoever works for all departments may narrow them to one; nobody sees another's than her own.
    """
    rows = CaseDesk.objects.select_related("case").order_by("-case_id")
    if actor.kind != "staff" or actor.role not in ROLES:
        return rows.none()
    here = rows.filter(metro=actor.metro, city=actor.city, ended_at__isnull=True)
    return here.filter(department=actor.department or department)


def narrowed(rows: QuerySet[CaseDesk], wanted: Wanted) -> QuerySet[CaseDesk]:
    """Return those of a city's rows whose case is what is wanted."""
    if wanted.number:
        rows = rows.filter(case__number=wanted.number.strip().upper())
    if wanted.item:
        rows = rows.filter(item=wanted.item)
    if wanted.state:
        rows = rows.filter(case__state=wanted.state)
    if wanted.open_only:
        rows = rows.filter(case__is_open=True)
    if wanted.since is not None:
        rows = rows.filter(case__began_on__gte=wanted.since)
    if wanted.until is not None:
        rows = rows.filter(case__began_on__lte=wanted.until)
    return _before(rows, wanted.before) if wanted.before else rows


def _before(rows: QuerySet[CaseDesk], before: int) -> QuerySet[CaseDesk]:
    """Return the rows after one page, bounded on both sides of the join.

    PostgreSQL carries an equality over a join, but no bound: without the second one it may read
    every newer case on the way to a page years ago.
    """
    whole = RawSQL('"cases_case"."id" < %s', [before], output_field=BooleanField())
    return rows.filter(case_id__lt=before).filter(whole)
