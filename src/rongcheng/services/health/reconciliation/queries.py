"""Reads of comparisons (对账查询), through one row filter: a hospital or a pool sees its own."""

from __future__ import annotations

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from rongcheng.policy.editions import current_book
from rongcheng.services.health.errors import ReconciliationUnknown
from rongcheng.services.health.models import Reconciliation, ReconciliationDifference
from rongcheng.services.health.models.reconciliation import DIFFERENCE_ORDER
from rongcheng.web.actor import Actor


def visible_reconciliations(actor: Actor) -> QuerySet[Reconciliation]:
    """Return the comparisons that this actor may see.

    A desk or machine those of its institution; the fund officer of a city those of the hospitals
    that its pool manages; the system all; nobody else any.
    """
    rows = Reconciliation.objects.all()
    if actor.kind == "system":
        return rows
    if actor.kind == "machine" or actor.role == "desk":
        return rows.filter(institution_id=actor.institution) if actor.institution else rows.none()
    if actor.role == "fund":
        pool = current_book(actor.metro).pool_of_city(actor.city)
        return rows.filter(metro=actor.metro, care_pool=pool)
    return rows.none()


def list_reconciliations(actor: Actor) -> QuerySet[Reconciliation]:
    """Return the comparisons that this actor may see, newest first, with what is still open.

    `found` and `open` are counted for each row that is really read, not for the whole list.
    """
    of_run = ReconciliationDifference.objects.filter(run=OuterRef("pk")).order_by()
    return (
        visible_reconciliations(actor)
        .select_related("institution")
        .annotate(found=_count(of_run), open=_count(of_run.filter(resolved_at__isnull=True)))
        .order_by("-compared_at", "-id")
    )


def _count(rows: QuerySet[ReconciliationDifference]) -> Coalesce:
    counted = rows.values("run").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def get_reconciliation(actor: Actor, run_no: str) -> Reconciliation:
    """Return one comparison with its counts, or say that it is unknown."""
    found = list_reconciliations(actor).filter(run_no=run_no).first()
    if found is None:
        raise ReconciliationUnknown(run_no=run_no)
    return found


def list_differences(run: Reconciliation) -> QuerySet[ReconciliationDifference]:
    """Return a comparison's differences, the open ones first, by kind and number."""
    return run.differences.order_by(*DIFFERENCE_ORDER).select_related("resolved_by")
