"""The days of a case (办件期限), from its stored days and the policy of the day it began."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from rongcheng.foundation.cases.public import Case, CasePause, CaseStep
from rongcheng.kernel.clock import SHANGHAI, get_clock
from rongcheng.policy.book import PolicyBook
from rongcheng.services.government.domain.deadlines import (
    Clock,
    Limit,
    LimitUnit,
    Pause,
    PauseGround,
    compute_clock,
    compute_half_time,
)
from rongcheng.services.government.domain.lifecycle import CaseEvent
from rongcheng.services.government.domain.routing import city_of
from rongcheng.services.government.terms import DeadlineTerms, deadline_terms

_BROUGHT = (CaseEvent.SUBMIT, CaseEvent.ARRIVE, CaseEvent.SUPPLEMENT)


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
    stops = stops_of(pauses)
    start = case.accepted_on.toordinal()
    promised, legal = (
        compute_clock(start, limit._replace(extended_by=case.extended_by), stops, day)
        for limit in (terms.promised, terms.legal)
    )
    return CaseClock(promised, legal)


def received_on(steps: list[CaseStep]) -> date:
    """Return the day from which the authority checks: handed over, arrived, or supplemented."""
    brought = [step for step in steps if step.event in _BROUGHT]
    return brought[-1].at.astimezone(SHANGHAI).date()


def stops_of(pauses: list[CasePause]) -> tuple[Pause, ...]:
    """Return stored pauses as the rule of deadlines takes them."""
    return tuple(
        Pause(
            pause.since.toordinal(),
            pause.until.toordinal() if pause.until else 0,
            PauseGround(pause.ground),
        )
        for pause in pauses
    )


def set_due(book: PolicyBook, case: Case, pauses: list[CasePause]) -> None:
    """Set the promised and the legal day of an accepted case, and its half time.

    The caller saves it. While time does not count there is no half time: nobody is warned.
    """
    clock = clock_of(book, case, pauses)
    assert clock is not None
    assert case.accepted_on is not None
    case.due_on = date.fromordinal(clock.promised.due_on)
    case.legal_due_on = date.fromordinal(clock.legal.due_on)
    case.due_provisional = clock.promised.provisional
    case.half_on = None
    if not clock.promised.paused:
        limit = terms_of(book, case).promised._replace(extended_by=case.extended_by)
        half = compute_half_time(
            case.accepted_on.toordinal(),
            limit,
            stops_of(pauses),
            get_clock().today().toordinal(),
        )
        case.half_on = date.fromordinal(half)
