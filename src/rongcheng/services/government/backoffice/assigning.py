"""Whose hands a case is in (分办): taken, passed on, reassigned by a head, returned."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from rongcheng.foundation.cases.public import (
    WHOLE,
    Case,
    CaseStep,
    CaseTurn,
    assign_turn,
    assignments_of,
    checked_reason,
    locked_case,
    running_absences,
    turn_of,
)
from rongcheng.foundation.people.public import Colleague, list_colleagues, name_colleagues
from rongcheng.kernel.clock import get_clock
from rongcheng.services.government.backoffice.errors import (
    ColleagueUnknown,
    TurnGone,
    TurnNotYours,
)
from rongcheng.services.government.domain.lifecycle import Capacity
from rongcheng.services.government.domain.substitution import find_substitute
from rongcheng.services.government.handling.standing import works_for
from rongcheng.web.actor import SYSTEM, Actor

WORKERS = ("officer", "head")
"""The roles among which an authority's cases are shared out."""


def colleagues_here(metro: str, city: str, department: str | None = None) -> list[Colleague]:
    """Return who works on cases in a city's or the province's authorities, officers first.

    With a `department`, who may work on what is that department's, those of all of them included.
    """
    return [one for role in WORKERS for one in list_colleagues(metro, city, role, department)]


def colleagues_of(actor: Actor) -> list[Colleague]:
    """Return with whom a member of staff works: her department's people, or the whole city's."""
    here = colleagues_here(actor.metro, actor.city)
    return [one for one in here if actor.department in ("", one.department)]


def away_today(metro: str, city: str) -> dict[UUID, UUID | None]:
    """Return who of a city is away today, and who stands in for each: the end of her chain."""
    named = named_substitutes(metro, city)
    return {staff: find_substitute(staff, named) for staff in named}


def named_substitutes(metro: str, city: str) -> dict[UUID, UUID | None]:
    """Return who of a city is away today, and whom each named, who may be away, too."""
    rows = running_absences(metro, city, get_clock().today())
    return {row.staff_id: row.substitute_id for row in reversed(rows)}


def stands_in_for(actor: Actor) -> list[UUID]:
    """Return for whom this member of staff stands in today: their cases are in her queue.

    Whoever is away herself stands in for nobody: that passes on to her own substitute.
    """
    away = away_today(actor.metro, actor.city)
    return sorted(staff for staff, other in away.items() if str(other) == actor.id)


def give_turn(actor: Actor, number: str, to: UUID, *, part: int = WHOLE, reason: str = "") -> Case:
    """Put a case, or a part of it, into the hands of a colleague who may see it (or one's own).

    An officer gives what is nobody's, her own, or of whom she stands in for; a head gives all.
    The same again changes nothing. Raises CaseUnknown, TurnGone, TurnNotYours, ColleagueUnknown,
    ReasonMissing (a head says why she takes it from somebody).
    """
    with transaction.atomic():
        case = locked_case(actor, number)
        turn = turn_of(case, part)
        if turn is None or actor.role not in WORKERS:
            raise TurnGone()
        if not works_for(actor, turn.city, turn.department):
            raise TurnGone()
        if turn.assignee == to:
            return case
        own = _check_may_give(actor, turn)
        _check_there(actor, turn, to)
        why = "taken" if str(to) == actor.id else "passed" if own else "reassigned"
        said = checked_reason(reason, required=why == "reassigned")
        assign_turn(turn, to, actor, why=why, reason=said)
    return case


def take_by_working(case: Case, step: CaseStep) -> None:
    """Put what nobody had into the hands of the officer or head who made a step on it."""
    if step.actor_kind != "staff" or step.capacity == Capacity.COUNTER:
        return
    turn = turn_of(case, WHOLE if step.part is None else step.part)
    if turn is None or turn.assignee is not None or turn.city != step.city:
        return
    here = colleagues_here(turn.metro, turn.city, turn.department)
    if step.actor_id in {str(one.id) for one in here}:
        assign_turn(turn, UUID(step.actor_id), SYSTEM, why="taken")


def return_to_officer(case: Case) -> None:
    """Give a decided case back to the officer who had it before its head did (退回承办人).

    She hands the result over. Nothing happens where it is not at her city, or she left.
    """
    turn = turn_of(case, WHOLE)
    if turn is None or turn.assignee is None:
        return
    here = {one.id for one in list_colleagues(turn.metro, turn.city, "officer", turn.department)}
    if turn.assignee in here:
        return
    before = [row.staff_id for row in assignments_of(SYSTEM, case) if row.part == WHOLE]
    officer = next((one for one in reversed(before) if one in here), None)
    if officer is not None:
        assign_turn(turn, officer, SYSTEM, why="returned")


def names_of(staff: Iterable[UUID | None]) -> dict[UUID, str]:
    """Return the names of these members of staff, in one query."""
    wanted = {one for one in staff if one is not None}
    return {key: one.name for key, one in name_colleagues(wanted).items()}


def _check_may_give(actor: Actor, turn: CaseTurn) -> bool:
    """Return whether it is in the actor's own hands (or nobody's); raises TurnNotYours."""
    holder = turn.assignee
    own = holder is None or str(holder) == actor.id or holder in stands_in_for(actor)
    if not own and actor.role != "head":
        raise TurnNotYours(who=names_of([holder]).get(holder, "—") if holder else "—")
    return own


def _check_there(actor: Actor, turn: CaseTurn, to: UUID) -> None:
    here = {one.id for one in colleagues_here(turn.metro, turn.city, turn.department)}
    is_away = to in away_today(actor.metro, actor.city) and str(to) != actor.id
    if to not in here or is_away:
        raise ColleagueUnknown()
