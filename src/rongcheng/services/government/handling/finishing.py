"""After every step (收尾): the state, whose turn it is, and what others are told."""

from __future__ import annotations

from datetime import date

from rongcheng.foundation.cases.public import Case, CaseStep, NewStep, Turn, set_turns, write_step
from rongcheng.foundation.cases.public import parts_of as stored_parts
from rongcheng.foundation.outbox.public import emit, notify
from rongcheng.foundation.people.public import note_act
from rongcheng.kernel.clock import get_clock
from rongcheng.policy.book import PolicyBook
from rongcheng.services.government.clock.warning_keeping import end_warnings
from rongcheng.services.government.competence.placing import place_case
from rongcheng.services.government.domain.joint import PartState
from rongcheng.services.government.domain.lifecycle import Capacity, CaseEvent, CaseState
from rongcheng.services.government.handling.results import follow_step
from rongcheng.web.actor import Actor

TOPIC = "government.case"
"""The topic under which every step of a case is told."""
TOLD = frozenset(
    {
        CaseEvent.TRANSFER,
        CaseEvent.ASK_SUPPLEMENT,
        CaseEvent.SUPPLEMENT_LAPSE,
        CaseEvent.ACCEPT,
        CaseEvent.DEEM_ACCEPTED,
        CaseEvent.REFUSE,
        CaseEvent.BEGIN_PROCEDURE,
        CaseEvent.END_PROCEDURE,
        CaseEvent.EXTEND,
        CaseEvent.DECIDE,
        CaseEvent.DELIVER,
    }
)
"""The events of which the applicant gets a notice."""
_UNDER_WAY = frozenset(
    {
        CaseState.SUBMITTED,
        CaseState.TRANSFERRED,
        CaseState.ACCEPTED,
        CaseState.IN_REVIEW,
        CaseState.SPECIAL_PROCEDURE,
        CaseState.DECIDED,
    }
)
_HERS = frozenset({CaseState.DRAFT, CaseState.SUPPLEMENT_ASKED})
_ENDED = frozenset(CaseState) - _UNDER_WAY - _HERS
_PART_OPEN = frozenset({PartState.WAITING, PartState.IN_HAND})


def finish_step(
    book: PolicyBook, case: Case, actor: Actor, step: NewStep, *, follow_up: date | None = None
) -> CaseStep:
    """Write a step of a locked case and everything that hangs on the new state; saves the case.

    `follow_up` is the day by which a decided result is handed over.
    """
    written = write_step(case, actor, step)
    case.state = step.to_state
    case.version += 1
    state = CaseState(case.state)
    case.waits_for = "applicant" if state in _HERS else "city" if state in _UNDER_WAY else "nobody"
    case.is_open = state not in _ENDED
    if state in _ENDED and case.ended_on is None:
        case.ended_on = get_clock().today()
    place_case(book, case)
    case.save()
    turns = turns_of(case, follow_up)
    set_turns(case, turns)
    end_warnings(case.id, turns)
    follow_step(book, case, written)
    if CaseEvent(step.event) is not CaseEvent.SAVE or step.part is not None:
        _tell(book, case, written)
    note_act(actor, f"case.{CaseEvent(step.event).name.lower()}", case.number)
    return written


def turns_of(case: Case, follow_up: date | None = None) -> list[Turn]:
    """Return whose turn it is by a case's state; nobody's where the applicant or nobody acts."""
    state = CaseState(case.state)
    if state not in _UNDER_WAY:
        return []
    due = case.due_on or case.check_due_on or get_clock().today()
    if state is CaseState.SUBMITTED:
        due = case.check_due_on or due
        return [_whole(case, due, due, at_intake=not case.arrived)]
    if state is CaseState.DECIDED:
        # In its own city whoever decided hands out as well, not the window that took it in.
        is_elsewhere = case.intake_city != case.decider_city
        due = follow_up or due
        return [_whole(case, due, due, at_intake=is_elsewhere and case.delivery == "counter")]
    if state is CaseState.TRANSFERRED:
        return [_whole(case, due, due)]
    warn_on = None if state is CaseState.SPECIAL_PROCEDURE else case.half_on
    turns = [_whole(case, due, warn_on)]
    if state in (CaseState.ACCEPTED, CaseState.IN_REVIEW, CaseState.SPECIAL_PROCEDURE):
        turns += [
            Turn(part.city, due, part.number, warn_on, part.department)
            for part in stored_parts(case)
            if PartState(part.state) in _PART_OPEN
        ]
    return turns


def _whole(case: Case, due: date, warn_on: date | None, *, at_intake: bool = False) -> Turn:
    city, department = case.decider_city, case.decider_department
    if at_intake:
        city, department = case.intake_city, case.intake_department
    return Turn(city, due, warn_on=warn_on, department=department)


def _tell(book: PolicyBook, case: Case, step: CaseStep) -> None:
    event = CaseEvent(step.event)
    emit(
        TOPIC,
        case.number,
        {
            "number": case.number,
            "seq": step.seq,
            "item": case.item,
            "event": event.name.lower() if step.part is None else "part",
            "state": CaseState(case.state).name.lower(),
            "waits_for": case.waits_for,
            "due_on": case.due_on.isoformat() if case.due_on else "",
            "app": case.app,
            "metro": case.metro,
            "at": step.at.isoformat(),
        },
    )
    if event not in TOLD or step.capacity == Capacity.APPLICANT or step.part is not None:
        return
    title = book.government.item(case.item).title
    notify(
        case.person_id,
        key=f"government.case:{case.number}:{step.seq}",
        title_key=f"government.notice.{_notice_of(case, step)}",
        params={
            # Both languages: whoever shows the notice picks the reader's.
            "item": dict(title),
            "number": case.number,
            "due": case.due_on.isoformat() if case.due_on else "",
            "until": case.supplement_due_on.isoformat() if case.supplement_due_on else "",
            **{key: step.data[key] for key in ("carrier", "tracking") if key in step.data},
        },
    )


def _notice_of(case: Case, step: CaseStep) -> str:
    """Return which notice tells of a step; nobody is promised a day that has passed.

    What was posted is told with its carrier and number, never with where it goes.
    """
    is_late = case.due_on is not None and case.due_on < get_clock().today()
    event = CaseEvent(step.event)
    name = event.name.lower()
    if event is CaseEvent.DELIVER and "tracking" in step.data:
        return f"{name}_posted"
    return f"{name}_late" if event is CaseEvent.DEEM_ACCEPTED and is_late else name
