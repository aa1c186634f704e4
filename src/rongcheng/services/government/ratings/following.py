"""Following up bad ratings (差评回访整改): the heads of the deciding city call back and put right.

Each step is written with its author; the person gets the answer as a notice in the end.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from rongcheng.foundation.cases.public import Case, get_case
from rongcheng.foundation.outbox.public import ClearIdNumber, notify, refuse_id_numbers
from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.errors import shown
from rongcheng.policy.editions import current_book
from rongcheng.services.government.clock.warning_keeping import end_warnings
from rongcheng.services.government.models import FollowUp, FollowUpStep, Rating
from rongcheng.services.government.ratings.errors import (
    FollowUpNoteMissing,
    FollowUpRefused,
    FollowUpUnknown,
)
from rongcheng.services.government.ratings.states import (
    EVENTS,
    FOLLOW_UP,
    NEXT,
    STATES,
    FollowUpEvent,
    FollowUpState,
)
from rongcheng.web.actor import SYSTEM, Actor

LONGEST_NOTE = 500


def follow_up(
    actor: Actor, number: str, event: FollowUpEvent, *, note: str, token: str
) -> FollowUp:
    """Note a step of the follow-up of a case, once for each token, and return it.

    With PUT_RIGHT the note is the answer that the person reads. Raises FollowUpUnknown,
    FollowUpRefused, FollowUpNoteMissing.
    """
    with transaction.atomic():
        rows = FollowUp.objects.visible_to(actor).filter(number=number)
        row = rows.select_for_update().first()
        if row is None:
            raise FollowUpUnknown(number=shown(number))
        if FollowUpStep.objects.filter(follow_up=row, token=token).exists():
            return row
        said = _checked(note)
        target = _target(FollowUpState(row.state), event)
        FollowUpStep.objects.create(
            follow_up=row,
            token=token,
            event=event,
            at=get_clock().now(),
            staff_id=actor.id,
            staff_name=actor.label,
            note=said,
        )
        row.state = target
        if event is FollowUpEvent.CONTACT:
            row.due_on = row.warn_on = row.remedy_by
            end_warnings(row.case_id, [])
        if event is FollowUpEvent.PUT_RIGHT:
            _end(row, said)
        row.save()
    return row


def get_follow_up(actor: Actor, number: str) -> FollowUp:
    """Return the follow-up of a case; raises FollowUpUnknown."""
    found = FollowUp.objects.visible_to(actor).filter(number=number).first()
    if found is None:
        raise FollowUpUnknown(number=shown(number))
    return found


def steps_of_follow_up(row: FollowUp) -> Sequence[FollowUpStep]:
    """Return what was done about a bad rating, in order."""
    return list(FollowUpStep.objects.filter(follow_up=row).order_by("id"))


def _checked(note: str) -> str:
    said = note.strip()
    if not said or len(said) > LONGEST_NOTE:
        raise FollowUpNoteMissing(longest=LONGEST_NOTE)
    try:
        refuse_id_numbers(said, "follow-up")
    except ClearIdNumber:
        raise FollowUpNoteMissing(longest=LONGEST_NOTE) from None
    return said


def _target(state: FollowUpState, event: FollowUpEvent) -> FollowUpState:
    target = FOLLOW_UP.next_state(state, event)
    if target is None:
        (state_zh, state_en), (event_zh, event_en) = STATES[state], EVENTS[event]
        next_zh, next_en = NEXT[state]
        raise FollowUpRefused(
            state_zh=state_zh,
            state_en=state_en,
            event_zh=event_zh,
            event_en=event_en,
            next_zh=next_zh,
            next_en=next_en,
        )
    return target


def _end(row: FollowUp, answer: str) -> None:
    """Answer the person, let the case be filed away, and warn nobody any more."""
    row.answer, row.ended_at, row.warn_on = answer, get_clock().now(), None
    Rating.objects.filter(id=row.rating_id).update(closes_on=get_clock().today())
    end_warnings(row.case_id, [])
    case: Case = get_case(SYSTEM, row.number)
    title = current_book(row.metro).government.item(row.item).title
    notify(
        case.person_id,
        key=f"government.follow_up:{row.number}",
        title_key="government.notice.put_right",
        params={"item": dict(title), "number": row.number, "answer": answer},
    )
