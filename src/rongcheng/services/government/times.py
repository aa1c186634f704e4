"""The days of a case (办件期限), from its stored days and the policy of the day it began."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from rongcheng.foundation.cases.public import Case, CasePause
from rongcheng.kernel.clock import get_clock
from rongcheng.policy.book import PolicyBook
from rongcheng.services.government.domain.deadlines import (
    Clock,
    Limit,
    LimitUnit,
    Pause,
    PauseGround,
    compute_clock,
)
from rongcheng.services.government.domain.routing import city_of
from rongcheng.services.government.terms import DeadlineTerms, deadline_terms


class CaseClock(NamedTuple):
    """Where a case stands in time today: against the promised day and against the law's."""

    promised: Clock
    legal: Clock


def terms_of(book: PolicyBook, case: Case) -> DeadlineTerms:
    """Return the limits that hold for a case; raises NoPolicyValue."""
    return deadline_terms(book, case.item, policy_place(book, case), case.began_on)


def policy_place(book: PolicyBook, case: Case) -> str:
    """Return the member city whose policy holds for a case: the deciding one.

    What the province decides follows the policy of the city that took it in.
    """
    cities = {city.code for city in book.cities()}
    return case.decider_city if case.decider_city in cities else city_of(case.asked_at)


def days_after(start: date, working_days: int) -> date:
    """Return the day by which something is done within so many working days after a day."""
    limit = Limit(working_days, LimitUnit.WORKING_DAYS)
    clock = compute_clock(start.toordinal(), limit, (), start.toordinal())
    return date.fromordinal(clock.due_on)


def policy_days(book: PolicyBook, key: str, case: Case) -> int:
    """Return a number of days that policy sets for a case; raises NoPolicyValue."""
    value = book.resolve(key, at=policy_place(book, case), on=case.began_on).value
    assert isinstance(value, int)
    return value


def clock_of(
    book: PolicyBook, case: Case, pauses: list[CasePause], on: date | None = None
) -> CaseClock | None:
    """Return where an accepted case stands on a day (today by default); None before acceptance."""
    if case.accepted_on is None:
        return None
    day = (case.decided_on or on or get_clock().today()).toordinal()
    terms = terms_of(book, case)
    stops = tuple(
        Pause(
            pause.since.toordinal(),
            pause.until.toordinal() if pause.until else 0,
            PauseGround(pause.ground),
        )
        for pause in pauses
    )
    start = case.accepted_on.toordinal()
    promised, legal = (
        compute_clock(start, limit._replace(extended_by=case.extended_by), stops, day)
        for limit in (terms.promised, terms.legal)
    )
    return CaseClock(promised, legal)


def set_due(book: PolicyBook, case: Case, pauses: list[CasePause]) -> None:
    """Set the promised and the legal day of an accepted case; the caller saves it."""
    clock = clock_of(book, case, pauses)
    assert clock is not None
    case.due_on = date.fromordinal(clock.promised.due_on)
    case.legal_due_on = date.fromordinal(clock.legal.due_on)
    case.due_provisional = clock.promised.provisional
