"""Warnings in time (预警): whoever has an act to do is told in time, each day once.

Found by the day on which the next warning is due, so that what warns nobody costs nothing.
"""

from __future__ import annotations

from datetime import date

from rongcheng.foundation.cases.public import WHOLE, Case, CaseTurn, visible_turns
from rongcheng.kernel.clock import get_clock
from rongcheng.services.government.clock.warning_keeping import DueAct, raise_warning
from rongcheng.services.government.domain.deadlines import Alert
from rongcheng.services.government.domain.lifecycle import CaseState
from rongcheng.services.government.domain.warnings import (
    STAGE_OF,
    Stage,
    alert_on,
    next_warning_on,
)
from rongcheng.services.government.models import FollowUp
from rongcheng.services.government.passing.walking import Due, Outcome
from rongcheng.web.actor import SYSTEM


def to_warn() -> Due:
    """Return the acts of which somebody is to be warned today."""
    return Due(visible_turns(SYSTEM).select_related(None), "warn_on", _today(), key="case_id")


def warn(case: Case) -> Outcome:
    """Warn of what is due in one case: each act, day and urgency once."""
    today = _today()
    turns = list(CaseTurn.objects.filter(case=case, warn_on__lte=today))
    stage = STAGE_OF.get(CaseState(case.state))
    if not turns or stage is None:
        return Outcome.NOT_NOW
    worst = Alert.NONE
    for turn in turns:
        half_on = case.half_on if stage is Stage.DECIDE and case.half_on else turn.due_on
        alert = _alert(half_on, turn.due_on)
        if alert is not Alert.NONE:
            raise_warning(_act(case, turn, stage, turn.part), alert)
        worst = max(worst, alert)
        turn.warn_on = _following(half_on, turn.due_on)
        turn.save(update_fields=["warn_on"])
    if worst is not Alert.NONE and case.alert != worst:
        case.alert = worst
        case.save(update_fields=["alert"])
    return Outcome.DONE


def follow_ups_to_warn() -> Due:
    """Return the follow-ups of bad ratings of which somebody is to be warned today."""
    return Due(FollowUp.objects.visible_to(SYSTEM), "warn_on", _today(), key="case_id")


def warn_of_follow_up(case: Case) -> Outcome:
    """Warn of a follow-up on its last day and after it."""
    rows = FollowUp.objects.visible_to(SYSTEM).filter(case_id=case.id, warn_on__lte=_today())
    row = rows.select_for_update(skip_locked=True).first()
    if row is None:
        return Outcome.NOT_NOW
    alert = _alert(row.due_on, row.due_on)
    if alert is not Alert.NONE:
        raise_warning(_act(case, row, Stage.FOLLOW_UP, WHOLE), alert)
    row.warn_on = _following(row.due_on, row.due_on)
    row.save(update_fields=["warn_on"])
    return Outcome.DONE


def _act(case: Case, due: CaseTurn | FollowUp, stage: Stage, part: int) -> DueAct:
    return DueAct(
        case_id=case.id,
        number=case.number,
        metro=case.metro,
        city=due.city,
        item=case.item,
        stage=stage,
        due_on=due.due_on,
        part=part,
        department=due.department,
    )


def _alert(half_on: date, due_on: date) -> Alert:
    return alert_on(half_on.toordinal(), due_on.toordinal(), _today().toordinal())


def _following(half_on: date, due_on: date) -> date | None:
    """Return the day of the next warning about the same act, or None where none is left."""
    found = next_warning_on(half_on.toordinal(), due_on.toordinal(), _today().toordinal())
    return date.fromordinal(found) if found else None


def _today() -> date:
    return get_clock().today()
