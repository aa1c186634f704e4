"""In which capacities somebody acts on a case (身份): of the person, her counter, or the authority.

A counter collects for every city; only staff of the deciding city, and of its department or of all
of them, work on the case itself. What is decided at once (即办件) its window decides.
"""

from __future__ import annotations

from rongcheng.foundation.cases.public import Case, CasePart
from rongcheng.services.government.domain.lifecycle import Capacity, CaseState
from rongcheng.web.actor import Actor

_WORK = {
    "clerk": (Capacity.ACCEPTOR,),
    "officer": (Capacity.ACCEPTOR, Capacity.OFFICER),
    "head": (Capacity.ACCEPTOR, Capacity.OFFICER, Capacity.DECIDER, Capacity.SUPERVISOR),
}
_AT_ONCE = (Capacity.ACCEPTOR, Capacity.OFFICER, Capacity.DECIDER)


def capacities_of(actor: Actor, case: Case, *, at_once: bool) -> tuple[Capacity, ...]:
    """Return in which capacities this actor may act on a case, in the order of the table.

    `at_once` says that the item is decided at once. Nobody who does not see the case has any.
    """
    if actor.kind == "system":
        return (Capacity.CLOCK,)
    if actor.kind == "resident":
        return (Capacity.APPLICANT,) if actor.person_id == case.person_id else ()
    if actor.kind != "staff" or actor.metro != case.metro:
        return ()
    found: set[Capacity] = set()
    if actor.role == "clerk" and works_for(actor, case.intake_city, case.intake_department):
        found.add(Capacity.COUNTER)
    is_here = case.arrived or case.state == CaseState.TRANSFERRED
    if works_for(actor, case.decider_city, case.decider_department) and is_here:
        found.update(_WORK.get(actor.role, ()))
        if at_once and actor.role in ("clerk", "officer"):
            found.update(_AT_ONCE)
    return tuple(sorted(found))


def works_for(actor: Actor, city: str, department: str) -> bool:
    """Tell whether a member of staff works for a city's department, or for all of them."""
    return actor.city == city and actor.department in ("", department)


def may_do_part(actor: Actor, part: CasePart, metro: str) -> bool:
    """Tell whether this actor may do another place's part of a joint case."""
    is_there = actor.metro == metro and works_for(actor, part.city, part.department)
    return actor.kind == "staff" and is_there and actor.role in ("officer", "head")
