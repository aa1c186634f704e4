"""Lists of a city's cases (本市办件): read from the one row that each city has for each case.

Starting from the city's own row keeps a list on one index, and shows a case once, however many
cities take part in it.
"""

from __future__ import annotations

from django.db.models import QuerySet

from rongcheng.foundation.cases.filters import ROLES
from rongcheng.foundation.cases.models import CaseDesk
from rongcheng.foundation.cases.types import Wanted
from rongcheng.web.actor import Actor


def desk_rows(actor: Actor) -> QuerySet[CaseDesk]:
    """Return the cases that this member of staff may see, as her city's rows, newest first."""
    rows = CaseDesk.objects.select_related("case").order_by("-case_id")
    if actor.kind != "staff" or actor.role not in ROLES:
        return rows.none()
    return rows.filter(metro=actor.metro, city=actor.city, ended_at__isnull=True)


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
    return rows.filter(case_id__lt=wanted.before) if wanted.before else rows
