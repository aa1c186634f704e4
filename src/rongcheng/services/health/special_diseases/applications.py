"""Applications for a special-disease status (慢特病认定申请): sent, revoked, reviewed.

Nothing is granted until the place of insurance has reviewed; there is no automatic review.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.db import IntegrityError, transaction

from rongcheng.foundation.outbox.public import notify
from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.identifiers import new_id
from rongcheng.services.health.filing_errors import (
    ApplicationReviewed,
    ApplicationWaits,
    DiseaseAlreadyGranted,
    FilingRevokedAlready,
    FilingUnknown,
)
from rongcheng.services.health.filings.queries import (
    grants_in_force,
    local_day,
    plain_number,
    visible_applications,
)
from rongcheng.services.health.filings.registering import checked_reason, journal
from rongcheng.services.health.models import SpecialDiseaseApplication
from rongcheng.services.health.models.filing import ACCEPTED, PENDING, REFUSED, REVOKED
from rongcheng.services.health.persons import Member
from rongcheng.services.health.special_diseases.granting import (
    check_disease,
    disease_names,
    grant_special_disease,
)
from rongcheng.web.actor import Actor

REVIEWERS = frozenset({"clerk", "fund"})


class NewApplication(NamedTuple):
    """What a hospital sends of a special disease (慢特病认定材料)."""

    disease_code: str
    certified_by: str
    certified_on: date
    begins_on: date
    ends_on: date | None = None


class DiseaseInForce(NamedTuple):
    """A special disease that a person has the status of (在享慢特病)."""

    code: str
    title: dict[str, str]
    begins_on: date
    ends_on: date | None


def apply_for_special_disease(
    actor: Actor, member: Member, wanted: NewApplication
) -> SpecialDiseaseApplication:
    """Take up an application and put it into the queue of the place of insurance.

    Raises DiseaseUnknown, DiseaseAlreadyGranted and ApplicationWaits.
    """
    person, insurance = member
    check_disease(
        person.metro,
        insurance.pool,
        insurance.scheme,
        disease_code=wanted.disease_code,
        on=wanted.begins_on,
    )
    _refuse_granted(insurance.psn_no, wanted.disease_code, wanted.begins_on)
    waiting = SpecialDiseaseApplication.objects.filter(
        psn_no=insurance.psn_no, disease_code=wanted.disease_code, state=PENDING
    )
    try:
        with transaction.atomic():
            row = SpecialDiseaseApplication.objects.create(
                application_no=new_id("F"),
                metro=person.metro,
                psn_no=insurance.psn_no,
                person_id=person.id,
                insured_pool=insurance.pool,
                scheme=insurance.scheme,
                institution=actor.institution,
                applied_at=get_clock().now(),
                **wanted._asdict(),
            )
            journal(row.application_no, "applied", actor)
    except IntegrityError as clash:
        if "application_waits_once" not in str(clash):
            raise
        number = waiting.values_list("application_no", flat=True).first() or ""
        raise ApplicationWaits(disease=wanted.disease_code, number=number) from clash
    return row


def _refuse_granted(psn_no: str, disease_code: str, on: date) -> None:
    if grants_in_force(psn_no, on).filter(disease_code=disease_code).exists():
        raise DiseaseAlreadyGranted(disease=disease_code, on=on.isoformat())


def _locked(actor: Actor, number: str) -> SpecialDiseaseApplication:
    """Return an application that this actor may see, under lock, still waiting."""
    row = (
        visible_applications(actor)
        .select_for_update()
        .filter(application_no=plain_number(number))
        .first()
    )
    if row is None:
        raise FilingUnknown(number=number)
    if row.revoked_at is not None:
        raise FilingRevokedAlready(number=number, on=local_day(row.revoked_at).isoformat())
    if row.reviewed_at is not None:
        raise ApplicationReviewed(number=number, on=local_day(row.reviewed_at).isoformat())
    return row


def list_applications_of(psn_no: str) -> list[SpecialDiseaseApplication]:
    """Return what was ever applied for in a person's name, oldest first (历次认定申请)."""
    return list(SpecialDiseaseApplication.objects.filter(psn_no=psn_no).order_by("applied_at"))


def revoke_application(actor: Actor, number: str, psn_no: str, *, reason: str) -> None:
    """Take an application back (撤销认定申请), before the insurer has reviewed it only.

    Raises FilingUnknown, FilingRevokedAlready, ApplicationReviewed, ReasonMissing.
    """
    why = checked_reason(reason)
    with transaction.atomic():
        row = _locked(actor, number)
        if row.psn_no != psn_no:
            raise FilingUnknown(number=number)
        row.state = REVOKED
        row.revoked_at = get_clock().now()
        row.revoked_reason = why
        row.save(update_fields=["state", "revoked_at", "revoked_reason"])
        journal(number, "revoked", actor, why)


def review_special_disease(
    actor: Actor, number: str, *, accept: bool, reason: str = ""
) -> SpecialDiseaseApplication:
    """Accept or refuse an application (审核认定); accepted, the status is granted.

    By clerk or fund officer of the city whose pool insures the person; a refusal needs a reason.
    Raises FilingUnknown, ApplicationReviewed, FilingRevokedAlready, ReasonMissing,
    DiseaseUnknown, DiseaseAlreadyGranted.
    """
    if actor.role not in REVIEWERS:
        raise FilingUnknown(number=number)
    why = checked_reason(reason) if reason.strip() or not accept else ""
    with transaction.atomic():
        row = _locked(actor, number)
        if accept:
            _refuse_granted(row.psn_no, row.disease_code, row.begins_on)
            grant_special_disease(
                row.metro,
                row.insured_pool,
                row.psn_no,
                row.scheme,
                disease_code=row.disease_code,
                begins_on=row.begins_on,
                ends_on=row.ends_on,
            )
        row.state = ACCEPTED if accept else REFUSED
        row.reviewed_at = get_clock().now()
        row.reviewed_by = actor.id
        row.review_reason = why
        row.save(update_fields=["state", "reviewed_at", "reviewed_by", "review_reason"])
        journal(number, row.state, actor, why)
        _tell(row)
    return row


def _tell(row: SpecialDiseaseApplication) -> None:
    names = disease_names(row.metro, row.insured_pool, row.scheme, row.begins_on)
    notify(
        row.person_id,
        key=f"special:{row.application_no}",
        title_key=f"health.notice.special_{row.state}",
        params={
            "disease": names[row.disease_code]["zh"],
            "from": row.begins_on.isoformat(),
            "reason": row.review_reason,
        },
    )


def diseases_in_force(member: Member, on: date) -> list[DiseaseInForce]:
    """Return the special diseases that a person has the status of on a day (在享慢特病)."""
    person, insurance = member
    names = disease_names(person.metro, insurance.pool, insurance.scheme, on)
    return [
        DiseaseInForce(
            row.disease_code,
            names.get(row.disease_code, {"zh": row.disease_code, "en": row.disease_code}),
            row.begins_on,
            row.ends_on,
        )
        for row in grants_in_force(insurance.psn_no, on)
    ]
