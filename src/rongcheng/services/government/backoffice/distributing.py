"""Shares out what came in (公平分办): each waiting case of a city to one of its officers.

The rule is `domain/distribution.py`, among the officers of the turn's department; where none of
them is there today, among those who work for all departments. One transaction at a time shares out
the queue of a city, so that two cases that come together do not both go to the same officer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Count, F, Q

from rongcheng.foundation.cases.public import (
    WHOLE,
    CaseTurn,
    assign_turn,
    latest_assignments,
    lock_queue,
    running_absences,
    visible_absences,
    visible_turns,
)
from rongcheng.foundation.outbox.public import Event
from rongcheng.foundation.people.public import list_colleagues
from rongcheng.kernel.clock import get_clock
from rongcheng.policy.editions import current_book
from rongcheng.services.government.backoffice.assigning import colleagues_here, named_substitutes
from rongcheng.services.government.backoffice.weights import weigher
from rongcheng.services.government.domain.distribution import Hand, choose_officer
from rongcheng.services.government.domain.substitution import find_substitute
from rongcheng.web.actor import SYSTEM, Actor

MOST_AT_ONCE = 500
"""How many turns one transaction shares out; what is left follows with the next."""
_FOR_OFFICERS = Q(part__gt=WHOLE) | Q(case__decider_city=F("city"), case__arrived=True)
"""What is at a window is the window's: a file to be passed on, a result to be handed out."""


def distribute_events(events: Sequence[Event]) -> None:
    """Share out after steps (outbox handler): every queue in which one of the cases now waits."""
    numbers = {str(event.payload["number"]) for event in events}
    waiting = CaseTurn.objects.filter(
        _FOR_OFFICERS, case__number__in=numbers, assignee__isnull=True
    )
    for metro, city in sorted(set(waiting.values_list("metro", "city"))):
        distribute_queue(metro, city)


def distribute_everywhere() -> int:
    """Share out what still waits for somebody, in every city; returns how many were given."""
    waiting = CaseTurn.objects.filter(_FOR_OFFICERS, assignee__isnull=True)
    today = get_clock().today()
    away = visible_absences(SYSTEM).filter(
        since__lte=today, until__gte=today, ended_at__isnull=True, substitute_id__isnull=False
    )
    places = {
        *waiting.values_list("metro", "city").distinct(),
        *away.order_by().values_list("metro", "city").distinct(),
    }
    return sum(distribute_queue(metro, city) for metro, city in sorted(places))


def distribute_queue(metro: str, city: str) -> int:
    """Share out the waiting turns of one city, the nearest day first; returns how many.

    What is in the hands of somebody whose whole chain of substitutes is away waits, too. Nobody
    there: everything waits in the city's queue for whoever takes it.
    """
    with transaction.atomic():
        lock_queue(metro, city)
        today = get_clock().today()
        weigh = weigher(current_book(metro), city, today)
        officers = {one.id: one.department for one in list_colleagues(metro, city, "officer")}
        hands = _hands(metro, city, list(officers), today)
        there = {one: officers[UUID(one)] for one, hand in hands.items() if not hand.away}
        turns = _waiting(metro, city, frozenset(there.values()))
        for turn in turns:
            fitting = [one for one, department in there.items() if department == turn.department]
            fitting = fitting or [one for one, department in there.items() if not department]
            officer = choose_officer(hands[one] for one in fitting).officer
            assign_turn(turn, UUID(officer), SYSTEM, why="fair")
            hand = hands[officer]
            latest = max(known.last_given for known in hands.values())
            load = hand.load + weigh(turn.item)
            hands[officer] = hand._replace(load=load, last_given=latest + 1)
    return len(turns)


def count_unshared(actor: Actor, department: str = "") -> int:
    """Return how many turns that this head sees wait to be given to an officer."""
    rows = visible_turns(actor).order_by().filter(_FOR_OFFICERS, assignee__isnull=True)
    if department and not actor.department:
        rows = rows.filter(department=department)
    return rows.count()


def loads_of(metro: str, city: str, officers: Sequence[UUID], on: date) -> Mapping[UUID, int]:
    """Return the weighted open work of some officers of a city, in one query."""
    weigh = weigher(current_book(metro), city, on)
    rows = CaseTurn.objects.filter(assignee__in=officers).values_list("assignee", "item")
    loads = dict.fromkeys(officers, 0)
    for officer, item, count in rows.annotate(count=Count("id")):
        loads[officer] += count * weigh(item)
    return loads


def _hands(metro: str, city: str, officers: Sequence[UUID], on: date) -> dict[str, Hand]:
    away = {absence.staff_id for absence in running_absences(metro, city, on)}
    loads = loads_of(metro, city, officers, on)
    given = latest_assignments(officers)
    return {
        str(one): Hand(
            str(one),
            loads[one],
            int(given[one].timestamp() * 1_000_000) if one in given else 0,
            one in away,
        )
        for one in officers
    }


def _left_alone(metro: str, city: str) -> list[UUID]:
    """Return who is away and named somebody, but nobody of whose chain is there.

    Whoever named nobody keeps what is hers until a head shares it out.
    """
    named = named_substitutes(metro, city)
    if not any(named.values()):
        return []
    here = {one.id for one in colleagues_here(metro, city)}
    gone = {one: None for one in named.values() if one is not None and one not in here}
    chain = {**gone, **named}
    return [one for one, other in named.items() if other and find_substitute(one, chain) is None]


def _waiting(metro: str, city: str, departments: frozenset[str]) -> list[CaseTurn]:
    """Return what waits for the officers who are there, of these departments ("" is of all)."""
    nobodys = Q(assignee__isnull=True) | Q(assignee__in=_left_alone(metro, city))
    rows = CaseTurn.objects.filter(nobodys, _FOR_OFFICERS, metro=metro, city=city).order_by(
        "due_on", "case_id", "part"
    )
    if "" not in departments:
        # What is for nobody here must not stand before what can be given.
        rows = rows.filter(department__in=departments)
    # A turn that a step is just changing is left to the next round.
    locked = rows.select_for_update(of=("self",), skip_locked=True)
    return list(locked[:MOST_AT_ONCE])
