"""Reads of people (查人): by the opaque id, by the ID number exactly, by the person number.

Pages start from `Model.objects.visible_to(actor)`. The functions here are for services that
already know whom they serve; what they show goes into an access record.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from rongcheng.foundation.people.errors import InsuranceNotFound, ResidentNotFound
from rongcheng.foundation.people.models import Insurance, MutualAid, Resident, Staff
from rongcheng.foundation.people.sealing import hash_id_number, open_id_number
from rongcheng.foundation.people.types import InsuranceInfo, ResidentInfo
from rongcheng.kernel.errors import shown
from rongcheng.web.actor import Actor


def find_resident_by_id_number(metro: str, id_number: str) -> ResidentInfo:
    """Return the resident with exactly this ID number, in one query.

    Raises ResidentIdInvalid for a mistyped number and ResidentNotFound for an unknown one.
    """
    digest = hash_id_number(id_number)
    return _one_resident(Q(metro=metro, id_number_hash=digest))


def get_resident(resident_id: UUID) -> ResidentInfo:
    """Return a resident; raises ResidentNotFound."""
    return _one_resident(Q(id=resident_id))


def list_residents(resident_ids: Collection[UUID]) -> dict[UUID, ResidentInfo]:
    """Return these residents by id, in one query; unknown ids are left out."""
    rows = Resident.objects.filter(id__in=resident_ids)
    return {row.id: resident_info(row) for row in rows}


def reveal_id_number(resident_id: UUID) -> str:
    """Return a resident's ID number in clear, for a message to her insurer or her own card.

    Never store, log or list it; leave an access record. Raises ResidentNotFound, SealBroken.
    """
    row = Resident.objects.filter(id=resident_id).values_list("id_number_sealed", flat=True)
    for sealed in row:
        return open_id_number(bytes(sealed), resident_id)
    raise ResidentNotFound()


def get_insurance(psn_no: str) -> InsuranceInfo:
    """Return the insurance with this person number; raises InsuranceNotFound."""
    row = Insurance.objects.filter(psn_no=psn_no).first()
    if row is None:
        raise InsuranceNotFound(psn_no=shown(psn_no))
    return insurance_info(row)


def list_insurances(resident_id: UUID) -> list[InsuranceInfo]:
    """Return a resident's insurances, those in force first."""
    rows = Insurance.objects.filter(resident_id=resident_id).order_by("status", "id")
    return [insurance_info(row) for row in rows]


def list_aid_givers(beneficiary_psn_no: str, on: date) -> list[InsuranceInfo]:
    """Return the insurances whose accounts help this person on a day (家庭共济人)."""
    links = MutualAid.objects.filter(
        Q(until__isnull=True) | Q(until__gte=on),
        beneficiary__psn_no=beneficiary_psn_no,
        since__lte=on,
    )
    return [insurance_info(link.payer) for link in links.select_related("payer").order_by("id")]


def visible_residents(actor: Actor) -> QuerySet[Resident]:
    """Return the residents whom this actor may see in a list."""
    return Resident.objects.visible_to(actor)


def visible_insurances(actor: Actor) -> QuerySet[Insurance]:
    """Return the insurances that this actor may see in a list."""
    return Insurance.objects.visible_to(actor)


def visible_staff(actor: Actor) -> QuerySet[Staff]:
    """Return the members of staff whom this actor may see in a list."""
    return Staff.objects.visible_to(actor)


def resident_info(row: Resident) -> ResidentInfo:
    """Return a stored resident as a plain value."""
    return ResidentInfo(
        row.id, row.metro, row.name, row.born_on, row.gender, row.home_city, row.home_district
    )


def insurance_info(row: Insurance) -> InsuranceInfo:
    """Return a stored insurance as a plain value."""
    return InsuranceInfo(
        row.psn_no,
        row.resident_id,
        row.pool,
        row.scheme,
        row.standing,
        row.insutype,
        row.psn_type,
        row.status,
        row.insured_from,
        row.civil_servant,
        row.employer,
        row.premium,
        row.pooling,
    )


def _one_resident(condition: Q) -> ResidentInfo:
    row = Resident.objects.filter(condition).first()
    if row is None:
        raise ResidentNotFound()
    return resident_info(row)
