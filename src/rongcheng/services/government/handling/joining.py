"""Parts of a joint case (多地联办): each place does its own, and the whole waits for all."""

from __future__ import annotations

from django.db import transaction

from rongcheng.foundation.cases.public import (
    Case,
    CasePart,
    NewStep,
    checked_reason,
    done_before,
    locked_case,
    parts_of,
)
from rongcheng.kernel.clock import get_clock
from rongcheng.policy.editions import current_book
from rongcheng.services.government.case_errors import PartObjected, PartRefused, PartsWait
from rongcheng.services.government.domain.joint import (
    PART,
    PartEvent,
    PartState,
    WholeStep,
    decide_whole,
)
from rongcheng.services.government.domain.lifecycle import Capacity, CaseEvent, CaseState
from rongcheng.services.government.handling.finishing import finish_step
from rongcheng.services.government.handling.standing import may_do_part
from rongcheng.web.actor import Actor

PART_STATES: dict[PartState, tuple[str, str]] = {
    PartState.WAITING: ("还没开始", "waiting"),
    PartState.IN_HAND: ("正在办", "in hand"),
    PartState.AGREED: ("已同意", "agreed"),
    PartState.OBJECTED: ("不同意", "objected to"),
    PartState.DROPPED: ("不用办了", "dropped"),
}
PART_EVENTS: dict[PartEvent, tuple[str, str]] = {
    PartEvent.TAKE_UP: ("开始办", "take up"),
    PartEvent.AGREE: ("同意", "agree"),
    PartEvent.OBJECT: ("不同意", "object"),
    PartEvent.REOPEN: ("重新办", "reopen"),
    PartEvent.DROP: ("不用办了", "drop"),
}
_WORKED_ON = (CaseState.ACCEPTED, CaseState.IN_REVIEW, CaseState.SPECIAL_PROCEDURE)


def take_part_step(
    actor: Actor, number: str, part: int, event: PartEvent, *, token: str, reason: str = ""
) -> Case:
    """Make a step on a place's part of a joint case, once for each token.

    The step stands in the journal of the whole case. Raises CaseUnknown, PartRefused (not this
    actor's, or not in this state) and ReasonMissing for an objection without a reason.
    """
    with transaction.atomic():
        case = locked_case(actor, number)
        if done_before(case, token) is not None:
            return case
        row = next((p for p in parts_of(case) if p.number == part), None)
        target = _target(actor, case, row, event)
        assert row is not None
        why = checked_reason(reason, required=event is PartEvent.OBJECT)
        row.state = target
        row.changed_at = get_clock().now()
        row.save(update_fields=["state", "changed_at"])
        # A part's own event stands in the data: the case itself stays where it is.
        data = {"part_event": event.name.lower(), "part_state": target.name.lower()}
        step = NewStep(token, CaseEvent.SAVE, case.state, Capacity.OFFICER, why, data, part)
        finish_step(current_book(case.metro), case, actor, step)
    return case


def check_whole(case: Case, *, granted: bool) -> None:
    """Refuse a decision for which other places have not done their parts.

    Raises PartsWait and PartObjected.
    """
    states = [PartState(row.state) for row in parts_of(case)]
    whole = decide_whole(states)
    if not granted:
        return
    if whole is WholeStep.MUST_REFUSE:
        raise PartObjected()
    if whole is WholeStep.WAIT:
        raise PartsWait(count=sum(state is not PartState.AGREED for state in states))


def drop_open_parts(case: Case) -> None:
    """Let the parts that are not finished fall away with the end of the whole."""
    open_states = (PartState.WAITING, PartState.IN_HAND)
    rows = CasePart.objects.filter(case=case, state__in=open_states)
    rows.update(state=PartState.DROPPED, changed_at=get_clock().now())


def _target(actor: Actor, case: Case, row: CasePart | None, event: PartEvent) -> PartState:
    state = PartState(row.state) if row is not None else PartState.DROPPED
    target = PART.allowed.get((state, event))
    is_theirs = row is not None and may_do_part(actor, row, case.metro)
    if target is None or not is_theirs or case.state not in _WORKED_ON or event is PartEvent.DROP:
        zh, en = PART_STATES[state]
        raise PartRefused(state_zh=zh, state_en=en)
    return target
