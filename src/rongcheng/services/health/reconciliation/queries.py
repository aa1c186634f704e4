"""Reads of comparisons (对账查询), through one row filter: a hospital or a pool sees its own."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet

from rongcheng.policy.editions import current_book
from rongcheng.services.health.errors import ReconciliationUnknown
from rongcheng.services.health.models import Reconciliation, ReconciliationDifference
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
    """Return the comparisons that this actor may see, newest first, with what is still open."""
    counted: dict[str, Any] = {
        "found": Count("differences"),
        "open": Count("differences", filter=Q(differences__resolved_at__isnull=True)),
    }
    return (
        visible_reconciliations(actor)
        .select_related("institution")
        .annotate(**counted)
        .order_by("-compared_at", "-id")
    )


def get_reconciliation(actor: Actor, run_no: str) -> Reconciliation:
    """Return one comparison with its counts, or say that it is unknown."""
    found = list_reconciliations(actor).filter(run_no=run_no).first()
    if found is None:
        raise ReconciliationUnknown(run_no=run_no)
    return found


def list_differences(run: Reconciliation) -> QuerySet[ReconciliationDifference]:
    """Return a comparison's differences, the open ones first, by kind and number."""
    return run.differences.order_by(
        "resolved_at", "kind", "setl_id", "refund", "id"
    ).select_related("resolved_by")
