"""The steps of an inpatient stay before its bill (住院): admit, change, discharge, and back.

Each step asks the state table of stays first; what it refuses changes nothing. An emergency visit
shortly before joins the stay at admission and leaves it again when the admission is cancelled.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.crypto import get_suite
from rongcheng.kernel.dates import format_datetime
from rongcheng.kernel.identifiers import new_id
from rongcheng.services.health.care.merging import give_back, merge_emergency
from rongcheng.services.health.care.moving import STAY_EVENTS, lock_stay, move_stay
from rongcheng.services.health.domain.stay_lifecycle import StayEvent, StayState
from rongcheng.services.health.models import ChargeLine, Settlement, Stay, Visit
from rongcheng.services.health.stay_errors import AlreadyInHospital, StayDaysWrong, StayHeld
from rongcheng.services.health.types import Place

Diagnoses = list[dict[str, Any]]
ADMISSION, DISCHARGE = "admission", "discharge"
ONE_STAY = "one_stay_at_a_time"
_SETTLED = ("已结算的费用", "settled charges", "用 2305 撤销结算", "reverse them (2305)")
_CHARGED = ("费用明细", "charge lines", "用 2302 撤销明细", "take them back (2302)")
_RETURNED = (
    "冲减急诊费用的退费明细",
    "returns of emergency charges",
    "用 2302 撤销退费明细",
    "take those back (2302)",
)


class Admission(NamedTuple):
    """How and where a stay begins: as 2401 tells it and 2403 changes it."""

    med_type: str
    inpatient_number: str
    department: str
    disease_code: str
    begun_at: datetime


class Told(NamedTuple):
    """What a message tells of a stay beside that; None where it says nothing."""

    admission_type: str | None = None
    maternity_type: str | None = None
    pregnancy: int | None = None
    birth_on: date | None = None
    birth_way: str | None = None
    operation_code: str | None = None
    discharge_way: str | None = None
    injury: int | None = None


class Admitted(NamedTuple):
    """A stay that began, and the emergency visits that joined it."""

    mdtrt_id: str
    merged: tuple[str, ...]


def admit_patient(
    place: Place,
    psn_no: str,
    person_id: UUID,
    admission: Admission,
    *,
    told: Told,
    diagnoses: Diagnoses,
) -> Admitted:
    """Open a stay for an insured person of the metro (入院), with her emergency visit in it."""
    with _one_stay(place, person_id), transaction.atomic():
        stay = Visit(
            mdtrt_id=new_id("V"),
            metro=place.metro,
            psn_no=psn_no,
            person_id=person_id,
            institution_id=place.code,
            state=int(StayState.ADMITTED),
            injury=0,
            created_at=get_clock().now(),
        )
        _begin(stay, admission)
        detail = Stay(visit=stay)
        _take(stay, detail, told)
        _keep_diagnoses(stay, {ADMISSION: diagnoses})
        stay.save(force_insert=True)
        detail.save(force_insert=True)
        return Admitted(stay.mdtrt_id, merge_emergency(stay))


@contextmanager
def _one_stay(place: Place, person_id: UUID) -> Iterator[None]:
    """Turn the database's word that the person is in hospital here into a refusal."""
    try:
        yield
    except IntegrityError as clash:
        if ONE_STAY not in str(clash):
            raise
        standing = Visit.objects.filter(
            institution_id=place.code, person_id=person_id, state=int(StayState.ADMITTED)
        )
        mdtrt_id = standing.values_list("mdtrt_id", flat=True).first()
        raise AlreadyInHospital(mdtrt_id=mdtrt_id or "") from clash


def _begin(stay: Visit, admission: Admission) -> None:
    stay.med_type = admission.med_type
    stay.outpatient_number = admission.inpatient_number
    stay.department = admission.department
    stay.disease_code = admission.disease_code
    stay.begun_at = admission.begun_at


def _take(stay: Visit, detail: Stay, told: Told) -> None:
    """Take over what a message told; what it did not tell stays as it was."""
    for name, value in told._asdict().items():
        if value is not None:
            setattr(stay if name == "injury" else detail, name, value)


def _keep_diagnoses(stay: Visit, diagnoses: dict[str, Diagnoses]) -> None:
    plain = json.dumps(diagnoses, ensure_ascii=False).encode()
    stay.diagnoses_sealed = get_suite().seal(plain, stay.mdtrt_id.encode())


def open_diagnoses(stay: Visit) -> dict[str, Diagnoses]:
    """Return a stay's diagnoses of admission and discharge, unsealed for a change."""
    sealed = bytes(stay.diagnoses_sealed)
    plain: dict[str, Diagnoses] = json.loads(get_suite().open(sealed, stay.mdtrt_id.encode()))
    return plain


def change_stay(
    place: Place,
    mdtrt_id: str,
    psn_no: str,
    admission: Admission,
    *,
    ended_at: datetime | None,
    told: Told,
    diagnoses: Diagnoses,
) -> tuple[str, ...]:
    """Correct what was told of a stay (住院信息变更); return visits that joined it by that.

    A diagnosis replaces the earlier one of its kind and sort number, or is added. The time of
    discharge counts only once she is discharged. Category and time of admission are what earlier
    settlements of the stay rest on: they change only while none stands.
    """
    with transaction.atomic():
        stay = lock_stay(place, mdtrt_id, psn_no)
        move_stay(stay, StayEvent.CHANGE)
        basis = (admission.med_type, admission.begun_at) != (stay.med_type, stay.begun_at)
        if basis and list_standing(stay).exists():
            raise _held(StayEvent.CHANGE, _SETTLED)
        moved = admission.begun_at != stay.begun_at
        if moved:
            _check_returned(stay, StayEvent.CHANGE)
            give_back(stay)
        _begin(stay, admission)
        if ended_at is not None and stay.state == StayState.DISCHARGED:
            stay.ended_at = ended_at
        _check_days(stay)
        _take(stay, stay.stay, told)
        kept = open_diagnoses(stay)
        kept[ADMISSION] = merge_diagnoses(kept[ADMISSION], diagnoses)
        _keep_diagnoses(stay, kept)
        stay.save()
        stay.stay.save()
        return merge_emergency(stay) if moved else ()


def merge_diagnoses(kept: Diagnoses, sent: Diagnoses) -> Diagnoses:
    """Return diagnoses with those sent put in place of the same kind and number, or added."""
    by_place = {(row.get("diag_type"), row.get("diag_srt_no")): row for row in kept}
    by_place |= {(row.get("diag_type"), row.get("diag_srt_no")): row for row in sent}
    return list(by_place.values())


def _check_days(stay: Visit) -> None:
    if stay.ended_at is not None and stay.ended_at < stay.begun_at:
        raise StayDaysWrong(
            begun=format_datetime(stay.begun_at), ended=format_datetime(stay.ended_at)
        )


def discharge_patient(
    place: Place,
    mdtrt_id: str,
    psn_no: str,
    ended_at: datetime,
    *,
    told: Told,
    diagnoses: Diagnoses,
) -> None:
    """End a stay (出院); its lines may still come until it is settled."""
    with transaction.atomic():
        stay = lock_stay(place, mdtrt_id, psn_no)
        stay.state = int(move_stay(stay, StayEvent.DISCHARGE))
        stay.ended_at = ended_at
        _check_days(stay)
        _take(stay, stay.stay, told)
        _keep_diagnoses(stay, open_diagnoses(stay) | {DISCHARGE: diagnoses})
        stay.save()
        stay.stay.save()


def undo_discharge(place: Place, mdtrt_id: str, psn_no: str) -> None:
    """Take a discharge back (出院撤销): the person is in hospital as before."""
    with transaction.atomic():
        stay = lock_stay(place, mdtrt_id, psn_no)
        stay.state = int(move_stay(stay, StayEvent.UNDO_DISCHARGE))
        stay.ended_at = None
        stay.stay.discharge_way = ""
        kept = open_diagnoses(stay)
        _keep_diagnoses(stay, {ADMISSION: kept[ADMISSION]})
        with _one_stay(place, stay.person_id), transaction.atomic():
            stay.save()
        stay.stay.save()


def cancel_admission(place: Place, mdtrt_id: str, psn_no: str) -> None:
    """Take an admission back (入院撤销); refused while it has charges of its own.

    Lines that came from an emergency visit go back to it, to be settled there.
    """
    with transaction.atomic():
        stay = lock_stay(place, mdtrt_id, psn_no)
        stay.state = int(move_stay(stay, StayEvent.CANCEL))
        if list_standing(stay).exists():
            raise _held(StayEvent.CANCEL, _SETTLED)
        if ChargeLine.objects.filter(visit=stay, merged_from__isnull=True).exists():
            raise _held(StayEvent.CANCEL, _CHARGED)
        give_back(stay)
        stay.save(update_fields=["state"])


def list_standing(stay: Visit) -> QuerySet[Settlement]:
    """Return the settlements of a stay that were not taken back, in the order they were made."""
    return Settlement.objects.filter(
        visit=stay, reverses__isnull=True, reversed_by__isnull=True
    ).order_by("id")


def _check_returned(stay: Visit, event: StayEvent) -> None:
    """Refuse to part a merged line from the return that names it."""
    if ChargeLine.objects.filter(visit=stay, original__merged_from__isnull=False).exists():
        raise _held(event, _RETURNED)


def _held(event: StayEvent, what: tuple[str, str, str, str]) -> StayHeld:
    event_zh, event_en = STAY_EVENTS[event]
    return StayHeld(
        event_zh=event_zh,
        event_en=event_en,
        what_zh=what[0],
        what_en=what[1],
        hint_zh=what[2],
        hint_en=what[3],
    )
