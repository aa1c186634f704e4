"""Reads of filings and applications, each through one row filter (备案查询、可见范围)."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q, QuerySet

from rongcheng.foundation.institutions.public import get_institution
from rongcheng.kernel.clock import SHANGHAI
from rongcheng.policy.editions import current_book
from rongcheng.services.health.assessing.filing_terms import CATEGORIES, FilingOnRecord
from rongcheng.services.health.domain.filing import FilingFacts
from rongcheng.services.health.filing_errors import FilingUnknown
from rongcheng.services.health.models import (
    Filing,
    SpecialDiseaseApplication,
    SpecialDiseaseGrant,
)
from rongcheng.services.health.models.filing import PENDING
from rongcheng.web.actor import Actor


def visible_filings(actor: Actor) -> QuerySet[Filing]:
    """Return the filings that this actor may see.

    A resident sees her own; an institution those it registered and those toward its own pool,
    where it must know whether care is covered; clerk and fund officer of a city those that its
    pool insures or cares for; the system all; nobody else any.
    """
    rows = Filing.objects.all()
    if actor.kind == "system":
        return rows
    if actor.kind == "resident" and actor.person_id is not None:
        return rows.filter(person_id=actor.person_id)
    rows = rows.filter(metro=actor.metro)
    if (actor.kind == "machine" or actor.role == "desk") and actor.institution:
        pool = get_institution(actor.institution).pool
        own = Q(registered_by_kind="machine", registered_by_id=actor.institution)
        return rows.filter(own | Q(care_pool=pool))
    if actor.role in {"clerk", "fund"}:
        pools = _pools_of(actor)
        return rows.filter(Q(care_pool__in=pools) | Q(insured_pool__in=pools))
    return rows.none()


def visible_applications(actor: Actor) -> QuerySet[SpecialDiseaseApplication]:
    """Return the special-disease applications that this actor may see.

    A resident sees her own; an institution those it sent; clerk and fund officer of a city those
    of people whom its pool insures; the system all; nobody else any.
    """
    rows = SpecialDiseaseApplication.objects.all()
    if actor.kind == "system":
        return rows
    if actor.kind == "resident" and actor.person_id is not None:
        return rows.filter(person_id=actor.person_id)
    rows = rows.filter(metro=actor.metro)
    if (actor.kind == "machine" or actor.role == "desk") and actor.institution:
        return rows.filter(institution=actor.institution)
    if actor.role in {"clerk", "fund"}:
        return rows.filter(insured_pool__in=_pools_of(actor))
    return rows.none()


def _pools_of(actor: Actor) -> list[str]:
    """Return the pools that a city's staff serve: its own, and the provincial one seated there."""
    return [pool.code for pool in current_book(actor.metro).pools() if pool.city == actor.city]


def list_filings(actor: Actor, psn_no: str = "") -> QuerySet[Filing]:
    """Return the filings that this actor may see, newest first; of one person number if given."""
    rows = visible_filings(actor)
    if psn_no:
        rows = rows.filter(psn_no=psn_no)
    return rows.order_by("-registered_at", "-id")


def get_filing(actor: Actor, number: str) -> Filing:
    """Return one filing that this actor may see, or say that it is unknown."""
    found = visible_filings(actor).filter(filing_no=plain_number(number)).first()
    if found is None:
        raise FilingUnknown(number=number)
    return found


def plain_number(text: str) -> str:
    """Return a number as people type it if it can be one, else nothing, which names nobody's."""
    return text if text.isascii() and text.isalnum() else ""


def list_waiting(actor: Actor) -> QuerySet[SpecialDiseaseApplication]:
    """Return the applications that wait for this actor's review, oldest first."""
    return visible_applications(actor).filter(state=PENDING).order_by("applied_at", "id")


def filings_toward(psn_no: str, care_pool: str) -> tuple[FilingOnRecord, ...]:
    """Return a person's filings toward a pool as the rule takes them, oldest first; one query.

    Revoked ones are among them: whether they still count depends on the day of care.
    """
    rows = Filing.objects.filter(psn_no=psn_no, care_pool=care_pool).order_by("registered_at", "id")
    return tuple(FilingOnRecord(row.filing_no, facts_of(row)) for row in rows)


def facts_of(row: Filing) -> FilingFacts:
    """Return a stored filing as the rule takes it."""
    return FilingFacts(
        category=int(CATEGORIES[row.category]),
        begins_on=row.begins_on.toordinal(),
        ends_on=row.ends_on.toordinal() if row.ends_on else 0,
        registered_on=local_day(row.registered_at).toordinal(),
        revoked_on=local_day(row.revoked_at).toordinal() if row.revoked_at else 0,
    )


def local_day(moment: datetime) -> date:
    """Return the day of an instant in China Standard Time."""
    return moment.astimezone(SHANGHAI).date()


def grants_in_force(psn_no: str, on: date) -> QuerySet[SpecialDiseaseGrant]:
    """Return the special-disease grants of a person that hold on a day, by disease."""
    return SpecialDiseaseGrant.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=on), psn_no=psn_no, begins_on__lte=on
    ).order_by("disease_code", "begins_on")
