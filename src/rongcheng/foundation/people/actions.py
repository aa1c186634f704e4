"""Writes of people (登记与参保): each may be repeated with the same facts and changes nothing."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction

from rongcheng.foundation.people.errors import (
    EnrolledDifferently,
    InsuranceNotFound,
    PersonNumberTaken,
    RegisteredUnderAnotherName,
    ResidentNotFound,
)
from rongcheng.foundation.people.models import Insurance, MutualAid, Resident
from rongcheng.foundation.people.queries import insurance_info
from rongcheng.foundation.people.sealing import SealedNumber, new_person_id, seal_id_number
from rongcheng.foundation.people.types import Enrolment, InsuranceInfo, NewResident
from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.errors import shown
from rongcheng.kernel.identifiers import parse_resident_id

INSUTYPE_OF_SCHEME = {"employee": "310", "resident": "390"}
"""Insurance type of each scheme (险种类型), dictionary insutype."""


def register_resident(
    *, metro: str, name: str, id_number: str, home_city: str, home_district: str = ""
) -> UUID:
    """Register a resident (居民登记), once however often repeated, and return her opaque id.

    The home of the first registration stays. Raises ResidentIdInvalid, or
    RegisteredUnderAnotherName if the number is known with another name.
    """
    return register_residents(metro, [NewResident(name, id_number, home_city, home_district)])[0]


def register_residents(metro: str, people: Sequence[NewResident]) -> list[UUID]:
    """Register many residents by one statement, all or none, and return their ids in order."""
    drafts = [_draft_of(metro, person) for person in people]
    hashes = [bytes(draft.id_number_hash) for draft in drafts]
    with transaction.atomic():
        # In the order of the constraint, so that two bulk registrations cannot block each other.
        ordered = sorted(drafts, key=lambda draft: bytes(draft.id_number_hash))
        Resident.objects.bulk_create(ordered, ignore_conflicts=True)
        stored = Resident.objects.filter(metro=metro, id_number_hash__in=hashes)
        by_hash = {
            bytes(digest): (person_id, name)
            for digest, person_id, name in stored.values_list("id_number_hash", "id", "name")
        }
        if any(
            by_hash[digest][1] != draft.name for digest, draft in zip(hashes, drafts, strict=True)
        ):
            raise RegisteredUnderAnotherName()
    return [by_hash[digest][0] for digest in hashes]


def correct_name(resident_id: UUID, name: str) -> None:
    """Write a resident's new name (更名) after her card was checked; raises ResidentNotFound."""
    if not Resident.objects.filter(id=resident_id).update(name=name):
        raise ResidentNotFound()


def move_home(resident_id: UUID, home_city: str, home_district: str) -> None:
    """Write where a resident lives now (居住地变更); raises ResidentNotFound."""
    home = {"home_city": home_city, "home_district": home_district}
    if not Resident.objects.filter(id=resident_id).update(**home):
        raise ResidentNotFound()


def enrol(facts: Enrolment) -> InsuranceInfo:
    """Enrol a resident in a pool (参保登记), once for each pool and scheme.

    `psn_no` empty: the system chooses one. Raises EnrolledDifferently or PersonNumberTaken.
    """
    return enrol_all([facts])[0]


def enrol_all(enrolments: Sequence[Enrolment]) -> list[InsuranceInfo]:
    """Enrol many residents by one statement, all or none, in the order given."""
    drafts = [_insurance_of(facts) for facts in enrolments]
    with transaction.atomic():
        ordered = sorted(drafts, key=lambda draft: (draft.resident_id, draft.pool))
        Insurance.objects.bulk_create(ordered, ignore_conflicts=True)
        stored = Insurance.objects.filter(resident_id__in=[d.resident_id for d in drafts])
        by_place = {(row.resident_id, row.pool, row.insutype): row for row in stored}
        found = []
        for draft, facts in zip(drafts, enrolments, strict=True):
            row = by_place.get((draft.resident_id, draft.pool, draft.insutype))
            if row is None:
                # Not stored and not there before: only the person number can have collided.
                raise PersonNumberTaken(psn_no=shown(facts.psn_no))
            if not _same_facts(row, facts):
                raise EnrolledDifferently(pool=row.pool, psn_no=row.psn_no)
            found.append(insurance_info(row))
    return found


def change_insurance(
    psn_no: str,
    *,
    standing: str,
    psn_type: str,
    status: str,
    employer: str = "",
    premium: str | None = None,
    pooling: str | None = None,
) -> InsuranceInfo:
    """Write a change of an insurance (参保变更), such as retirement.

    Premium tier and kind of account stay as they are unless given. Raises InsuranceNotFound.
    """
    facts = {"standing": standing, "psn_type": psn_type, "status": status, "employer": employer}
    facts |= {
        name: word
        for name, word in (("premium", premium), ("pooling", pooling))
        if word is not None
    }
    changed = Insurance.objects.filter(psn_no=psn_no).update(**facts)
    if not changed:
        raise InsuranceNotFound(psn_no=shown(psn_no))
    return insurance_info(Insurance.objects.get(psn_no=psn_no))


def link_mutual_aid(*, payer_psn_no: str, beneficiary_psn_no: str, since: date) -> None:
    """Let a family member's account help another (开通家庭共济), once for each pair.

    The link moves no money: what is set aside is posted to the ledger account of the
    beneficiary, `aid:<psn_no>`. Whether a scheme allows it is decided by policy, not here.
    """
    payer, beneficiary = _insurance(payer_psn_no), _insurance(beneficiary_psn_no)
    link = MutualAid(payer=payer, beneficiary=beneficiary, since=since)
    MutualAid.objects.bulk_create([link], ignore_conflicts=True)


def end_mutual_aid(*, payer_psn_no: str, beneficiary_psn_no: str, until: date) -> bool:
    """End a running family aid (解除家庭共济) with its last day; False if none was running."""
    running = MutualAid.objects.filter(
        payer__psn_no=payer_psn_no, beneficiary__psn_no=beneficiary_psn_no, until__isnull=True
    )
    return running.update(until=until) == 1


def _draft_of(metro: str, person: NewResident) -> Resident:
    facts = parse_resident_id(person.id_number)
    resident_id = new_person_id()
    number: SealedNumber = seal_id_number(facts.number, resident_id)
    return Resident(
        id=resident_id,
        metro=metro,
        name=person.name,
        id_number_sealed=number.sealed,
        id_number_hash=number.hash,
        key_version=number.key_version,
        born_on=facts.born_on,
        gender=facts.gender,
        home_city=person.home_city,
        home_district=person.home_district,
        registered_at=get_clock().now(),
    )


def _insurance_of(facts: Enrolment) -> Insurance:
    return Insurance(
        resident_id=facts.resident_id,
        psn_no=facts.psn_no or _new_psn_no(facts.pool),
        pool=facts.pool,
        scheme=facts.scheme,
        standing=facts.standing,
        insutype=INSUTYPE_OF_SCHEME[facts.scheme],
        psn_type=facts.psn_type,
        status=facts.status,
        insured_from=facts.insured_from,
        civil_servant=facts.civil_servant,
        employer=facts.employer,
        premium=facts.premium,
        pooling=facts.pooling,
    )


def _new_psn_no(pool: str) -> str:
    # 20 digits: the pool and 14 at random; longer than an ID number, so never mistaken for one.
    return f"{pool}{secrets.randbelow(10**14):014d}"


def _same_facts(row: Insurance, facts: Enrolment) -> bool:
    kept = Enrolment(
        row.resident_id,
        row.pool,
        row.scheme,
        row.standing,
        row.psn_type,
        row.insured_from,
        row.psn_no if facts.psn_no else "",
        row.status,
        row.civil_servant,
        row.employer,
        row.premium,
        row.pooling,
    )
    return kept == facts


def _insurance(psn_no: str) -> Insurance:
    for row in Insurance.objects.filter(psn_no=psn_no):
        found: Insurance = row
        return found
    raise InsuranceNotFound(psn_no=shown(psn_no))
