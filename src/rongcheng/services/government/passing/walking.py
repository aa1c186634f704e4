"""Walking through what is due (分批办理): a bounded portion at a time, beside clerks at work.

Ids are read from the head of an index without locks. Each case is then locked alone, for its own
short transaction, and looked at again: a clerk who has it now keeps it, and what she did meanwhile
counts. So a walk may be killed, run twice or run in two processes at once.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date
from enum import Enum
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Q, QuerySet

from rongcheng.foundation.cases.public import Case, visible_cases
from rongcheng.kernel.errors import RongchengError
from rongcheng.web.actor import SYSTEM

PORTION = 200
"""How many ids are read at once."""
AT_MOST = 20_000
"""How many cases one run looks at; what is left waits for the next."""
_log = logging.getLogger(__name__)


class Outcome(Enum):
    """What became of one case: done, no longer due or busy, its day moved, or kept waiting."""

    DONE = "done"
    NOT_NOW = "not_now"
    MOVED = "moved"
    HELD = "held"


class Walked(NamedTuple):
    """What one walk did (到期办理结果), in cases; `more` says that it ended before the end."""

    done: int = 0
    not_now: int = 0
    moved: int = 0
    held: int = 0
    failed: int = 0
    more: bool = False

    def plus(self, outcome: Outcome) -> Walked:
        """Return the counts with one more case."""
        name = outcome.value
        return self._replace(**{name: getattr(self, name) + 1})


class Due(NamedTuple):
    """Which cases a walk looks for: `rows` to their day `field`, up to and including `until`.

    `key` names the column of `rows` that holds the case's id.
    """

    rows: QuerySet[Any]
    field: str
    until: date
    key: str = "id"

    def still(self) -> QuerySet[Case]:
        """Return the cases that are due when they are looked at again, locked."""
        if self.key != "id":
            return all_cases()
        return self.rows.filter(**{f"{self.field}__lte": self.until})


Act = Callable[[Case], Outcome]


def walk(due: Due, act: Act, at_most: int = AT_MOST) -> Walked:
    """Act on every case that is due, the oldest day first, and return what became of them.

    A case on which `act` fails stays as it was, is logged and counted; the walk goes on.
    """
    found, looked, after = Walked(), 0, (date.min, 0)
    while True:
        portion = _portion(due, after, min(PORTION, at_most - looked))
        for day, case_id in portion:
            found = _one(due, case_id, act, found)
            after = (day, case_id)
        looked += len(portion)
        if len(portion) < PORTION:
            return found._replace(more=looked >= at_most)
        if looked >= at_most:
            return found._replace(more=True)


def _portion(due: Due, after: tuple[date, int], size: int) -> list[tuple[date, int]]:
    day, case_id = after
    later = Q(**{f"{due.field}__gt": day}) | Q(**{due.field: day, f"{due.key}__gt": case_id})
    rows = due.rows.filter(later, **{f"{due.field}__gte": day, f"{due.field}__lte": due.until})
    return list(rows.order_by(due.field, due.key).values_list(due.field, due.key)[:size])


def _one(due: Due, case_id: int, act: Act, found: Walked) -> Walked:
    try:
        with transaction.atomic():
            case = _locked_now(due.still(), case_id)
            return found.plus(Outcome.NOT_NOW if case is None else act(case))
    except RongchengError as fault:
        _log.error("passing days: case %s: %s", case_id, fault.message("en"))
        return found._replace(failed=found.failed + 1)


def _locked_now(rows: QuerySet[Case], case_id: int) -> Case | None:
    """Return a case held until the transaction ends, or None if it is busy or not due any more."""
    held = rows.filter(id=case_id).select_for_update(of=("self",), skip_locked=True, no_key=True)
    found: Case | None = held.first()
    return found


def all_cases() -> QuerySet[Case]:
    """Return the cases as the clock sees them: all."""
    return visible_cases(SYSTEM)
