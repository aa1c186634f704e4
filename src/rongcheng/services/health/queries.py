"""Reads of the health room, always through one row filter per model (可见范围)."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, Sum

from rongcheng.foundation.institutions.public import InstitutionInfo
from rongcheng.foundation.people.public import list_insurances
from rongcheng.kernel.crypto import get_suite
from rongcheng.policy.editions import current_book
from rongcheng.services.health.assessing.assessment import limit_left_of
from rongcheng.services.health.domain.types import SettledAmounts
from rongcheng.services.health.errors import SettlementUnknown
from rongcheng.services.health.models import DailyTally, Decision, Settlement, YearTotals
from rongcheng.services.health.types import Place, Settled
from rongcheng.web.actor import Actor
from rongcheng.web.paging import newest_after, newest_before


def visible_settlements(actor: Actor) -> QuerySet[Settlement]:
    """Return the settlements that this actor may see.

    A resident sees her own; a desk or machine those of its institution; the fund officer of a
    city those its pool pays or whose care it manages; the system all; nobody else any.
    """
    rows = Settlement.objects.all()
    if actor.kind == "system":
        return rows
    if actor.kind == "resident" and actor.person_id is not None:
        return rows.filter(person_id=actor.person_id)
    if actor.kind == "machine" or actor.role == "desk":
        return rows.filter(institution_id=actor.institution) if actor.institution else rows.none()
    if actor.role == "fund":
        pool = current_book(actor.metro).pool_of_city(actor.city)
        return rows.filter(metro=actor.metro).filter(Q(care_pool=pool) | Q(insured_pool=pool))
    return rows.none()


def list_settlements(actor: Actor) -> QuerySet[Settlement]:
    """Return the settlements that this actor may see, newest first, ready for a list."""
    return (
        visible_settlements(actor)
        .select_related("institution", "reversed_by")
        .order_by("-settled_at", "-id")
    )


def settlements_after(
    actor: Actor, key: tuple[int, ...] | None, limit: int
) -> list[tuple[tuple[int, ...], Settlement]]:
    """Return the settlements older than a key, newest first, each with its own key."""
    return newest_after(list_settlements(actor), "settled_at", key, limit)


def settlements_before(
    actor: Actor, key: tuple[int, ...], limit: int
) -> list[tuple[tuple[int, ...], Settlement]]:
    """Return the settlements newer than a key and nearest to it, newest first, with their keys."""
    return newest_before(list_settlements(actor), "settled_at", key, limit)


def get_settlement(actor: Actor, setl_id: str) -> Settlement:
    """Return one settlement with its place and decision, or say that it is unknown."""
    found = (
        visible_settlements(actor)
        .filter(setl_id=setl_id)
        .select_related("institution", "decision", "visit", "reverses")
        .first()
    )
    if found is None:
        raise SettlementUnknown(setl_id=setl_id)
    return found


def year_totals(actor: Actor, year: int) -> YearTotals | None:
    """Return what a resident's own year has used, or None before her first settlement."""
    if actor.kind != "resident" or actor.person_id is None:
        return None
    numbers = [row.psn_no for row in list_insurances(actor.person_id)]
    return YearTotals.objects.filter(psn_no__in=numbers, year=year).first()


def find_by_request(institution: str, request_id: str) -> Settled | None:
    """Return what an institution's request was settled as, or None before it was."""
    row = (
        Settlement.objects.select_related("visit", "decision")
        .filter(institution_id=institution, request_id=request_id)
        .first()
    )
    return settled_of_row(row) if row is not None else None


def settled_by_id(row_id: int) -> Settled:
    """Return a stored settlement as the first call answered it."""
    row = Settlement.objects.select_related("visit", "decision").get(pk=row_id)
    return settled_of_row(row)


def settled_of_row(row: Settlement) -> Settled:
    """Return a stored settlement in the form that every door answers with."""
    return Settled(
        setl_id=row.setl_id,
        mdtrt_id=row.visit.mdtrt_id,
        decision_id=row.decision_id,
        psn_no=row.psn_no,
        insutype=row.insutype,
        med_type=row.med_type,
        fund_type=row.fund_type,
        settled_at=row.settled_at,
        amounts=amounts_of_row(row),
        ratio_ppm=row.ratio_ppm,
        balance_fen=row.balance_fen,
        limit_left_fen=limit_left_of(row.decision.result),
        request_id=row.request_id,
        replayed=True,
    )


def amounts_of_row(row: Settlement) -> SettledAmounts:
    """Return a stored settlement's amounts."""
    return SettledAmounts(*(getattr(row, name) for name in SettledAmounts._fields))


def place_of_institution(institution: InstitutionInfo) -> Place:
    """Return what a settlement needs to know of an institution."""
    return Place(
        institution.code,
        institution.metro,
        institution.title_zh,
        institution.city,
        institution.district,
        institution.pool,
        institution.tier,
        institution.direct_settlement,
        institution.kind,
    )


def open_facts(decision: Decision) -> dict[str, Any]:
    """Return a decision's facts, unsealed; the caller writes the access record."""
    sealed = bytes(decision.facts_sealed)
    plain: dict[str, Any] = json.loads(get_suite().open(sealed, decision.id.encode()))
    return plain


def tallies(metro: str, since: date, until: date) -> dict[str, dict[str, int]]:
    """Return each district's settlements, cross-city and direct ones in a span of days."""
    rows = (
        DailyTally.objects.filter(metro=metro, on__range=(since, until))
        .values("district")
        .annotate(all=Sum("settlements"), crossing=Sum("cross_city"), straight=Sum("direct"))
    )
    return {
        row["district"]: {
            "settlements": row["all"],
            "cross_city": row["crossing"],
            "direct": row["straight"],
        }
        for row in rows
    }
