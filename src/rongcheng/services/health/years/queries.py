"""Reads of a resident's own year (年度累计的读取), through the row filter of settlements."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from django.db.models import QuerySet

from rongcheng.foundation.people.public import InsuranceInfo, list_identities, list_insurances
from rongcheng.services.health.models import (
    AdmissionTotals,
    MaternityTotals,
    MonthTotals,
    Settlement,
    YearTotals,
)
from rongcheng.services.health.persons import list_grants
from rongcheng.services.health.queries import visible_settlements
from rongcheng.services.health.settling.means import means_of
from rongcheng.web.actor import Actor

MONTHS_SHIFT = 100


class YearUse(NamedTuple):
    """What one insurance has used in a year: totals, stays by tier, months, pregnancies."""

    totals: YearTotals | None
    stays: tuple[tuple[str, int], ...]
    months: tuple[tuple[int, int], ...]
    pregnancies: tuple[tuple[int, int, int], ...]
    diseases: int
    means: str


def own_insurances(actor: Actor) -> list[InsuranceInfo]:
    """Return a resident's own insurances; nobody else has a year."""
    if actor.kind != "resident" or actor.person_id is None:
        return []
    return list(list_insurances(actor.person_id))


def year_use(actor: Actor, insurance: InsuranceInfo, year: int, on: date) -> YearUse:
    """Return what an insurance of this resident has used in a year."""
    assert insurance.resident_id == actor.person_id
    psn_no = insurance.psn_no
    stays = AdmissionTotals.objects.filter(psn_no=psn_no, year=year, admissions__gt=0)
    span = (year * MONTHS_SHIFT, year * MONTHS_SHIFT + MONTHS_SHIFT - 1)
    months = MonthTotals.objects.filter(psn_no=psn_no, month__range=span, special_fen__gt=0)
    held = list_identities(insurance.resident_id, on)
    pregnancies = MaternityTotals.objects.filter(psn_no=psn_no).order_by("pregnancy")
    return YearUse(
        YearTotals.objects.filter(psn_no=psn_no, year=year).first(),
        tuple(stays.order_by("tier").values_list("tier", "admissions")),
        tuple(months.order_by("month").values_list("month", "special_fen")),
        tuple(pregnancies.values_list("pregnancy", "prenatal_fen", "births")),
        len(list_grants(psn_no, on)),
        means_of(identity.identity_type for identity in held),
    )


def year_settlements(actor: Actor, psn_no: str, year: int) -> QuerySet[Settlement]:
    """Return the standing settlements of a year that this actor may see, oldest first."""
    return (
        visible_settlements(actor)
        .filter(psn_no=psn_no, year=year, reverses__isnull=True, reversed_by__isnull=True)
        .select_related("institution")
        .order_by("settled_at", "id")
    )


def list_years(actor: Actor) -> list[int]:
    """Return the years in which this resident has settlements, newest first."""
    found: QuerySet[Any] = visible_settlements(actor).order_by("-year")
    return list(found.values_list("year", flat=True).distinct())
