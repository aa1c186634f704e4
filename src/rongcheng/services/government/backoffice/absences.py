"""Who is away and who stands in (请假代班): entered by herself, or by a head of her city."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from rongcheng.foundation.cases.public import (
    CaseAbsence,
    enter_absence,
    lock_queue,
    overlapping_absence,
    visible_absences,
)
from rongcheng.kernel.clock import get_clock
from rongcheng.services.government.backoffice.assigning import (
    WORKERS,
    colleagues_here,
    colleagues_of,
)
from rongcheng.services.government.backoffice.distributing import distribute_queue
from rongcheng.services.government.backoffice.errors import AbsenceInvalid, AbsenceNotYours
from rongcheng.web.actor import Actor

LONGEST_ENTRY_DAYS = 366
"""An entry that is longer is a slip of the pen; a longer leave is entered anew."""


class NewAbsence(NamedTuple):
    """Who is away from when until when, both days included, and who stands in for her."""

    staff_id: UUID
    since: date
    until: date
    substitute_id: UUID | None
    token: str


def add_absence(actor: Actor, wanted: NewAbsence) -> CaseAbsence:
    """Enter an absence, once for each token; what is hers shows in the substitute's queue.

    Raises AbsenceNotYours, AbsenceInvalid.
    """
    _check_hers(actor, wanted.staff_id)
    _check_days(wanted)
    away = next((one for one in colleagues_of(actor) if one.id == wanted.staff_id), None)
    if away is None:
        raise AbsenceNotYours()
    substitute = wanted.substitute_id
    # Who stands in must see all that she sees.
    fitting = {one.id for one in colleagues_here(actor.metro, actor.city, away.department)}
    if substitute is not None and (substitute not in fitting or substitute == wanted.staff_id):
        raise _invalid(
            "代班的人要是本市本部门或综合岗的另一位同事。",
            "choose another colleague of the same department, or one who works for all of them.",
        )
    row = CaseAbsence(
        token=wanted.token,
        metro=actor.metro,
        city=actor.city,
        department=away.department,
        staff_id=wanted.staff_id,
        substitute_id=substitute,
        since=wanted.since,
        until=wanted.until,
        entered_by=UUID(actor.id),
    )
    with transaction.atomic():
        lock_queue(actor.metro, actor.city)
        known = overlapping_absence(wanted.staff_id, wanted.since, wanted.until)
        if known is not None and known.token != wanted.token:
            raise _invalid("这几天已经登记过了。", "these days are entered already.")
        return enter_absence(row)


def end_absence(actor: Actor, absence_id: int) -> None:
    """End an absence earlier (提前销假): from now on she gets cases again, what waits first.

    Ending it again changes nothing. Raises AbsenceNotYours.
    """
    with transaction.atomic():
        rows = visible_absences(actor).filter(id=absence_id)
        row = rows.select_for_update().first()
        if row is None:
            raise AbsenceNotYours()
        _check_hers(actor, row.staff_id)
        if row.ended_at is None:
            row.ended_at = get_clock().now()
            row.save(update_fields=["ended_at"])
    distribute_queue(actor.metro, actor.city)


def _check_hers(actor: Actor, staff_id: UUID) -> None:
    is_own = actor.kind == "staff" and actor.role in WORKERS and actor.id == str(staff_id)
    if not is_own and actor.role != "head":
        raise AbsenceNotYours()


def _check_days(wanted: NewAbsence) -> None:
    if wanted.until < wanted.since:
        raise _invalid("结束日期在开始日期之前。", "it ends before it begins.")
    if wanted.until < get_clock().today():
        raise _invalid("这几天已经过去了。", "these days are over.")
    if (wanted.until - wanted.since).days >= LONGEST_ENTRY_DAYS:
        raise _invalid("一次最多登记一年。", "at most a year at a time.")


def _invalid(zh: str, en: str) -> AbsenceInvalid:
    return AbsenceInvalid(why_zh=zh, why_en=en)
