"""Reads of cases (查办件): lists by key, the queue of a city, what belongs to one case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from rongcheng.foundation.cases.desk_queries import desk_rows, narrowed
from rongcheng.foundation.cases.errors import CaseUnknown
from rongcheng.foundation.cases.models import (
    Case,
    CaseAnswers,
    CaseDesk,
    CaseMaterial,
    CaseNote,
    CasePart,
    CasePause,
    CaseStep,
    CaseTurn,
)
from rongcheng.foundation.cases.sealing import open_answers, open_draft
from rongcheng.foundation.cases.types import Wanted
from rongcheng.kernel.errors import shown
from rongcheng.web.actor import Actor


def visible_cases(actor: Actor) -> QuerySet[Case]:
    """Return the cases that this actor may see."""
    return Case.objects.visible_to(actor)


def get_case(actor: Actor, number: str) -> Case:
    """Return one case; raises CaseUnknown for one that does not exist or is not theirs."""
    found: Case | None = Case.objects.visible_to(actor).filter(number=number).first()
    if found is None:
        raise CaseUnknown(number=shown(number))
    return found


def list_cases(actor: Actor, wanted: Wanted, size: int) -> list[Case]:
    """Return up to `size` cases, newest first, narrowed to what is wanted, in one query."""
    if actor.kind == "staff":
        rows_here = desk_rows(actor, wanted.department)
        return [row.case for row in narrowed(rows_here, wanted)[:size]]
    rows = Case.objects.visible_to(actor)
    if wanted.number:
        rows = rows.filter(number=wanted.number.strip().upper())
    if wanted.item:
        rows = rows.filter(item=wanted.item)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.open_only:
        rows = rows.filter(is_open=True)
    if wanted.since is not None:
        rows = rows.filter(began_on__gte=wanted.since)
    if wanted.until is not None:
        rows = rows.filter(began_on__lte=wanted.until)
    if wanted.before:
        rows = rows.filter(id__lt=wanted.before)
    return list(rows.order_by("-id")[:size])


def visible_turns(actor: Actor) -> QuerySet[CaseTurn]:
    """Return what waits in this actor's city, with each case, the nearest day first."""
    rows = CaseTurn.objects.visible_to(actor).select_related("case")
    return rows.order_by("due_on", "case_id")


def steps_of(case: Case) -> list[CaseStep]:
    """Return what was done to a case, in order."""
    return list(CaseStep.objects.filter(case=case).order_by("seq"))


def materials_of(case: Case) -> list[CaseMaterial]:
    """Return what was handed in for a case and not taken back."""
    return list(CaseMaterial.objects.filter(case=case, removed_at__isnull=True).order_by("id"))


def parts_of(case: Case) -> list[CasePart]:
    """Return the parts that other places do, by number."""
    return list(CasePart.objects.filter(case=case).order_by("number"))


def desks_of(case: Case) -> list[CaseDesk]:
    """Return who takes part in a case now, as what, in the order in which they came.

    A city has one row for itself and one for each department through which it takes part.
    """
    return list(CaseDesk.objects.filter(case=case, ended_at__isnull=True).order_by("id"))


def called_cities(case: Case) -> list[str]:
    """Return which cities were called in and still see the case."""
    called = (desk.city for desk in desks_of(case) if desk.kind == "called")
    return list(dict.fromkeys(called))


def pauses_of(case: Case) -> list[CasePause]:
    """Return the times that do not count, by their start."""
    return list(CasePause.objects.filter(case=case).order_by("since", "id"))


def notes_of(actor: Actor, case: Case) -> list[CaseNote]:
    """Return the internal notes that this actor may see; none for a resident."""
    rows = CaseNote.objects.visible_to(actor).filter(case=case)
    return list(rows.order_by("id"))


def answers_of(case: Case) -> Mapping[str, Any]:
    """Return what the form says now: what was handed in last, else the draft.

    Personal data in clear: show it to whoever sees the case, and leave an access record.
    """
    row = CaseAnswers.objects.filter(case=case).order_by("-seq").first()
    if row is None:
        return open_draft(case.number, bytes(case.draft_sealed))
    return open_answers(case.id, row.seq, bytes(row.answers_sealed))
