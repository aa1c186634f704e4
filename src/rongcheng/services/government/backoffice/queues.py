"""The queues of staff (待办): mine, my city's, late, what waits elsewhere, where we help.

Every list starts from the row filter of cases, is read from one end of an index, and takes the same
number of queries however long it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from rongcheng.foundation.cases.public import (
    Case,
    CaseTurn,
    Wanted,
    desk_rows,
    narrowed,
    visible_turns,
)
from rongcheng.kernel.clock import get_clock
from rongcheng.services.government.backoffice.assigning import stands_in_for
from rongcheng.web.actor import Actor
from rongcheng.web.paging import Key

TURN_TABS = ("mine", "city", "late")
"""Lists of whose turn it is, the nearest day first."""
CASE_TABS = ("elsewhere", "helping", "all")
"""Lists of cases, the newest first."""


class Entry(NamedTuple):
    """A line of a list: the case, and the turn that waits here (None: it waits elsewhere)."""

    case: Case
    turn: CaseTurn | None


def turn_rows(actor: Actor, tab: str, department: str = "") -> QuerySet[CaseTurn]:
    """Return what waits in this actor's city: all, her own, or what is past its day.

    Whoever works for all departments may narrow it to one.
    """
    rows = visible_turns(actor).order_by("due_on", "case_id", "part")
    if department and not actor.department:
        rows = rows.filter(department=department)
    if tab == "mine":
        rows = rows.filter(assignee__in=[UUID(actor.id), *stands_in_for(actor)])
    if tab == "late":
        rows = rows.filter(due_on__lt=get_clock().today())
    return rows


def turns_after(
    rows: QuerySet[CaseTurn], key: Key | None, size: int
) -> Sequence[tuple[Key, Entry]]:
    """Return a page of turns after a key: day, case and part."""
    if key is not None:
        day, case, part = date.fromordinal(key[0]), key[1], key[2]
        beyond = Q(due_on__gt=day) | Q(due_on=day, case_id__gt=case)
        rows = rows.filter(beyond | Q(due_on=day, case_id=case, part__gt=part), due_on__gte=day)
    return [_keyed(row) for row in rows[:size]]


def turns_before(rows: QuerySet[CaseTurn], key: Key, size: int) -> Sequence[tuple[Key, Entry]]:
    """Return the page of turns before a key, in the order of the list."""
    day, case, part = date.fromordinal(key[0]), key[1], key[2]
    beyond = Q(due_on__lt=day) | Q(due_on=day, case_id__lt=case)
    rows = rows.filter(beyond | Q(due_on=day, case_id=case, part__lt=part), due_on__lte=day)
    found = rows.order_by("-due_on", "-case_id", "-part")[:size]
    return [_keyed(row) for row in reversed(list(found))]


def case_rows(actor: Actor, tab: str, wanted: Wanted, size: int) -> list[Entry]:
    """Return cases with what waits here: found by number, item, state or days, newest first.

    `elsewhere` are open ones that wait for the applicant or another city; `helping` those into
    which this city was called; `all` every case in which this city takes part.
    """
    rows = narrowed(desk_rows(actor, wanted.department), wanted)
    if tab == "helping":
        rows = rows.filter(kind="called")
    if tab == "elsewhere":
        here = CaseTurn.objects.visible_to(actor).filter(case_id=OuterRef("case_id"))
        rows = rows.filter(~Exists(here), case__is_open=True)
    found = [row.case for row in rows[:size]]
    waiting = CaseTurn.objects.visible_to(actor).filter(case__in=found)
    waiting = waiting.select_related("case").order_by("-part")
    turns = {turn.case_id: turn for turn in waiting}
    return [Entry(case, turns.get(case.id)) for case in found]


def count_turns(actor: Actor, department: str = "") -> dict[str, int]:
    """Return how much waits in each list; it stops counting far beyond what a screen shows."""
    counts: dict[str, int] = {}
    for tab in TURN_TABS:
        counts[tab] = turn_rows(actor, tab, department)[:MOST_COUNTED].count()
    return counts


MOST_COUNTED = 1_000


def _keyed(row: Any) -> tuple[Key, Entry]:
    return (row.due_on.toordinal(), row.case_id, row.part), Entry(row.case, row)
