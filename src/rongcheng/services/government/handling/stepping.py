"""Steps on a case (办理): one door for everything that is done to it once it was handed over.

A step is allowed by the table of states or refused by name; its own conditions are checked next;
then it is written with its author, and everything that hangs on it changes in one transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.db import transaction

from rongcheng.foundation.cases.public import (
    Case,
    NewStep,
    checked_reason,
    done_before,
    locked_case,
)
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.editions import current_book
from rongcheng.services.government.case_errors import AlreadyHere, NotHereYet
from rongcheng.services.government.domain.lifecycle import (
    MOVES,
    Capacity,
    CaseEvent,
    CaseState,
)
from rongcheng.services.government.handling.doing import Doing, Effect
from rongcheng.services.government.handling.effects import EFFECTS
from rongcheng.services.government.handling.finishing import finish_step
from rongcheng.services.government.handling.moving import move
from rongcheng.services.government.handling.standing import capacities_of
from rongcheng.web.actor import Actor

NEEDS_REASON = frozenset(
    {
        CaseEvent.REFUSE,
        CaseEvent.BEGIN_PROCEDURE,
        CaseEvent.END_PROCEDURE,
        CaseEvent.EXTEND,
    }
)
_INSTANT = "1"


class Step(NamedTuple):
    """A step as somebody wants to make it: `token` marks the wish, `data` is what belongs to it.

    By event: TRANSFER by (wire, post), carrier, tracking, papers_checked; ASK_SUPPLEMENT materials,
    fields; SUPPLEMENT answers; ACCEPT waived; BEGIN_PROCEDURE procedure; EXTEND days; DECIDE
    granted; DELIVER by (counter, post, certificate, notice), carrier, tracking; RATE grade.
    """

    token: str
    reason: str = ""
    data: Mapping[str, Any] = {}


def take_step(actor: Actor, number: str, event: CaseEvent, step: Step) -> Case:
    """Make a step, once for each token, and return the case.

    Raises CaseUnknown, EventRefused, NotHereYet, AlreadyHere, ReasonMissing, and what the event
    itself requires (StepIncomplete, MaterialsMissing, AnswersFaulty, PartsWait, PartObjected,
    DeliveryUnknown, DecisionIsAnothers).
    """
    with transaction.atomic():
        case = locked_case(actor, number)
        if done_before(case, step.token) is not None:
            return case
        book = current_book(case.metro)
        capacity, target = _allowed(book, actor, case, event)
        reason = checked_reason(step.reason, required=event in NEEDS_REASON)
        effect = EFFECTS.get(event)
        doing = Doing(book, case, actor, capacity, reason, step.data)
        done = effect(doing) if effect is not None else Effect()
        written = NewStep(step.token, event, target, capacity, reason=reason, data=done.data)
        made = finish_step(book, case, actor, written, follow_up=done.follow_up)
        if done.after is not None:
            done.after(made)
    return case


def allowed_events(book: PolicyBook, actor: Actor, case: Case) -> list[CaseEvent]:
    """Return what this actor may do now, in the order of the table: the buttons of the page."""
    capacities = set(_capacities(book, actor, case))
    found = []
    for (state, event), allowed in MOVES.items():
        if state != case.state or not capacities & set(allowed.capacities):
            continue
        if event is CaseEvent.TRANSFER and case.arrived:
            continue
        found.append(event)
    return found


def _allowed(
    book: PolicyBook, actor: Actor, case: Case, event: CaseEvent
) -> tuple[Capacity, CaseState]:
    """Return as what the actor makes the event, and where it leads."""
    state = CaseState(case.state)
    capacities = _capacities(book, actor, case)
    waits_elsewhere = (
        actor.kind == "staff"
        and actor.city == case.decider_city != case.intake_city
        and not case.arrived
        and state is CaseState.SUBMITTED
    )
    if waits_elsewhere and (state, event) in MOVES:
        raise NotHereYet()
    target = move(state, event, capacities)
    if event is CaseEvent.TRANSFER and case.arrived:
        raise AlreadyHere()
    fitting = [c for c in MOVES[state, event].capacities if c in capacities]
    return fitting[0], target


def _capacities(book: PolicyBook, actor: Actor, case: Case) -> tuple[Capacity, ...]:
    version = book.government.item_on(case.item, case.began_on)
    return capacities_of(actor, case, at_once=version.case_type == _INSTANT)
