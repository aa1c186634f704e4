"""Keeping warnings (记预警): each act, day and urgency once; ended when it is done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import Q

from rongcheng.foundation.cases.public import WHOLE, Turn
from rongcheng.kernel.clock import get_clock
from rongcheng.services.government.domain.deadlines import Alert
from rongcheng.services.government.domain.warnings import Stage
from rongcheng.services.government.models import CaseWarning


class DueAct(NamedTuple):
    """An act that is due (到期事项): of which case, which step, where, by which day."""

    case_id: int
    number: str
    metro: str
    city: str
    item: str
    stage: Stage
    due_on: date
    part: int = WHOLE
    department: str = ""


def raise_warning(due: DueAct, alert: Alert) -> bool:
    """Write a warning once, in place of a milder one about the same act; False if it was there."""
    same = CaseWarning.objects.filter(case_id=due.case_id, stage=due.stage, part=due.part)
    row = CaseWarning(
        **{**due._asdict(), "stage": int(due.stage)},
        alert=alert,
        raised_at=get_clock().now(),
    )
    if same.filter(alert=alert, due_on=due.due_on).exists():
        return False
    CaseWarning.objects.bulk_create([row], ignore_conflicts=True)
    milder = ~Q(alert=alert) | ~Q(due_on=due.due_on)
    same.filter(milder, ended_at__isnull=True).update(ended_at=get_clock().now())
    return True


def end_warnings(case_id: int, turns: Sequence[Turn]) -> None:
    """End the warnings of a case whose act is done or whose day has moved.

    `turns` is what still waits: a warning about the same part and day goes on.
    """
    rows = CaseWarning.objects.filter(case_id=case_id, ended_at__isnull=True)
    waiting = {(turn.part, turn.city, turn.department, turn.due_on) for turn in turns}
    over = [row.id for row in rows if _place_of(row) not in waiting]
    if over:
        CaseWarning.objects.filter(id__in=over).update(ended_at=get_clock().now())


def _place_of(row: CaseWarning) -> tuple[int, str, str, date]:
    return row.part, row.city, row.department, row.due_on
