"""Load and lateness (负荷与时限): by person, by item, and by the city where cases wait."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q

from rongcheng.foundation.cases.public import CaseTurn, lock_queue, visible_cases, visible_turns
from rongcheng.kernel.clock import get_clock
from rongcheng.policy.editions import current_book
from rongcheng.services.government.backoffice.assigning import away_today
from rongcheng.services.government.backoffice.distributing import distribute_queue
from rongcheng.services.government.backoffice.errors import StillHere, TurnNotYours
from rongcheng.services.government.backoffice.weights import weigher
from rongcheng.web.actor import Actor

SOON_DAYS = 2
"""How far ahead "due soon" looks, in days; it colours a screen and decides nothing."""


class Load(NamedTuple):
    """Open turns: their number and weight, how many are late, how many are due soon."""

    number: int = 0
    weight: int = 0
    late: int = 0
    soon: int = 0

    def plus(self, other: Load) -> Load:
        """Return both together."""
        return Load(*(one + two for one, two in zip(self, other, strict=True)))


class Loads(NamedTuple):
    """A city's open work: by member of staff (None: nobody's yet), and by item."""

    by_person: dict[UUID | None, Load]
    by_item: dict[str, Load]


def loads_of_city(actor: Actor, department: str = "") -> Loads:
    """Return the open work of this actor's city or department, by one query.

    A head of all departments may look at one of them.
    """
    today = get_clock().today()
    weigh = weigher(current_book(actor.metro), actor.city, today)
    soon = Q(due_on__gte=today, due_on__lte=today + timedelta(days=SOON_DAYS))
    rows = visible_turns(actor).order_by().values_list("assignee", "item")
    if department and not actor.department:
        rows = rows.filter(department=department)
    counted = rows.annotate(
        count=Count("id"),
        late=Count("id", filter=Q(due_on__lt=today)),
        soon=Count("id", filter=soon),
    )
    loads = Loads({}, {})
    for assignee, item, count, late, due_soon in counted:
        load = Load(count, count * weigh(item), late, due_soon)
        loads.by_person[assignee] = loads.by_person.get(assignee, Load()).plus(load)
        loads.by_item[item] = loads.by_item.get(item, Load()).plus(load)
    return loads


def waits_by_city(actor: Actor, department: str = "") -> dict[str, Load]:
    """Return where the open cases that this actor's city decides wait now, by two queries.

    Those of her department alone, if she works in one, or looks at one.

    The empty city stands for the applicant. The weight is left out: other cities weigh themselves.
    """
    today = get_clock().today()
    rows = CaseTurn.objects.filter(metro=actor.metro, case__decider_city=actor.city)
    hers = visible_cases(actor).filter(decider_city=actor.city, is_open=True, waits_for="applicant")
    own = actor.department or department
    if own:
        rows = rows.filter(case__decider_department=own)
        hers = hers.filter(decider_department=own)
    counted = (
        rows.order_by()
        .values_list("city")
        .annotate(count=Count("id"), late=Count("id", filter=Q(due_on__lt=today)))
    )
    found = {city: Load(count, 0, late) for city, count, late in counted}
    asked = hers.count()
    return found | ({"": Load(asked)} if asked else {})


def redistribute(actor: Actor, staff: UUID) -> int:
    """Share out anew what is in the hands of somebody who is away (重新分办); returns how many.

    Raises TurnNotYours for anybody but a head, StillHere for somebody who is there: her cases are
    reassigned one by one, each with a reason.
    """
    if actor.role != "head":
        raise TurnNotYours(who="—")
    if staff not in away_today(actor.metro, actor.city):
        raise StillHere()
    with transaction.atomic():
        lock_queue(actor.metro, actor.city)
        visible_turns(actor).filter(assignee=staff).order_by().update(assignee=None)
        return distribute_queue(actor.metro, actor.city)
