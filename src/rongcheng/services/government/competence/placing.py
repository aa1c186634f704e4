"""Which department an older case belongs to (补记部门): from before its item named one.

A case keeps the policy of the day on which it began; which department decides is read from that
version as it is published now. Until then only staff of all departments see the case; what has
ended stays theirs alone.
"""

from __future__ import annotations

from django.db import transaction

from rongcheng.foundation.cases.public import (
    WHOLE,
    Case,
    CaseTurn,
    add_desks,
    locked_case,
    parts_of,
    visible_cases,
)
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.editions import current_book
from rongcheng.services.government.models import CaseWarning
from rongcheng.web.actor import SYSTEM


def place_case(book: PolicyBook, case: Case) -> bool:
    """Note which departments decide and do the parts of a locked case; False if it is known.

    Who has it keeps it. The caller saves the case.
    """
    if case.decider_department or not case.decider_city:
        return False
    version = book.government.item_on(case.item, case.began_on)
    department = version.competence.department
    if not department:
        return False
    seats = []
    for part in parts_of(case):
        part.department = version.joint[part.number].department
        part.save(update_fields=["department"])
        _move_turn(case, part.number, part.city, part.department)
        seats.append((part.city, part.department, "part"))
    case.decider_department = department
    seats.append((case.intake_city, case.intake_department, "intake"))
    seats.append((case.decider_city, department, "decider"))
    add_desks(case, seats)
    _move_turn(case, WHOLE, case.decider_city, department)
    return True


def place_open_cases(metro: str) -> int:
    """Note the departments of all open cases of a metro area; returns of how many.

    Safe to repeat: what is known stays as it is, and each case is a transaction of its own.
    """
    book = current_book(metro)
    rows = visible_cases(SYSTEM).filter(metro=metro, is_open=True, decider_department="")
    placed = 0
    for number in list(rows.exclude(decider_city="").values_list("number", flat=True)):
        with transaction.atomic():
            case = locked_case(SYSTEM, number)
            if place_case(book, case):
                case.save(update_fields=["decider_department"])
                placed += 1
    return placed


def _move_turn(case: Case, part: int, city: str, department: str) -> None:
    """Let a turn and its warnings go over to a department; a window's turn elsewhere stays."""
    CaseTurn.objects.filter(case=case, part=part, city=city).update(department=department)
    warnings = CaseWarning.objects.filter(case_id=case.id, part=part, city=city)
    warnings.filter(ended_at__isnull=True).update(department=department)
