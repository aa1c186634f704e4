"""What may follow what (状态表): one table for mandates, one for guardianships, and the days."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date, timedelta

from rongcheng.foundation.people.ages import age_on
from rongcheng.foundation.people.delegation.domain.types import (
    Event,
    Kind,
    Limits,
    Mandate,
    State,
)

MONTHS_OF_YEAR = 12

MOVES: Mapping[tuple[State, Event], State] = {
    (State.OFFERED, Event.ACCEPTED): State.ACCEPTED,
    (State.OFFERED, Event.REFUSED): State.REFUSED,
    (State.OFFERED, Event.WITHDRAWN): State.WITHDRAWN,
    (State.ACCEPTED, Event.REVOKED): State.REVOKED,
    (State.ACCEPTED, Event.RESIGNED): State.RESIGNED,
    (State.ACCEPTED, Event.ENDED): State.ENDED,
}
"""Every move there is; whatever is not here is refused and changes nothing."""

OPEN = frozenset({State.OFFERED, State.NOT_BEGUN, State.IN_FORCE})
"""States in which somebody acts now, or will."""


def stored_state(events: tuple[Event, ...]) -> State:
    """Return what the events alone make of it, whatever the day.

    Raises ValueError for events that cannot have followed one another.

    >>> stored_state(()), stored_state((Event.ACCEPTED, Event.REVOKED))
    (<State.OFFERED: 1>, <State.REVOKED: 5>)
    """
    state = State.OFFERED
    for event in events:
        if (state, event) not in MOVES:
            raise ValueError(f"{event.name} cannot follow {state.name}")
        state = MOVES[state, event]
    return state


def state_on(mandate: Mandate, limits: Limits, today: date) -> State:
    """Return where a mandate or guardianship stands on a day; no job has to end anything.

    A child born on 1 May 2008 is of age on 1 May 2026: that day the guardianship is over.

    >>> kept = Mandate(Kind.GUARDIANSHIP, frozenset(), date(2020, 1, 1), date(2020, 1, 1), None,
    ...                date(2008, 5, 1), (Event.ACCEPTED,))
    >>> limits = Limits(18, 30, 5, 2)
    >>> [state_on(kept, limits, date(2026, month, 1 if month == 5 else 30)).name
    ...  for month in (4, 5)]
    ['IN_FORCE', 'GROWN_UP']
    """
    state = stored_state(mandate.events)
    if state == State.OFFERED:
        is_late = today > last_day_to_accept(mandate, limits)
        return State.LAPSED if is_late else State.OFFERED
    if state != State.ACCEPTED:
        return state
    if mandate.kind == Kind.GUARDIANSHIP:
        if is_adult(mandate.principal_born_on, limits, today):
            return State.GROWN_UP
    elif mandate.ends_on is not None and today > mandate.ends_on:
        return State.EXPIRED
    return State.NOT_BEGUN if today < mandate.begins_on else State.IN_FORCE


def last_day_to_accept(mandate: Mandate, limits: Limits) -> date:
    """Return until when an offer waits: some days, and never past its own last day."""
    waits = mandate.given_on + timedelta(days=limits.offer_days)
    return waits if mandate.ends_on is None else min(waits, mandate.ends_on)


def is_adult(born_on: date, limits: Limits, today: date) -> bool:
    """Say whether somebody is of age (成年), the birthday itself included.

    Who was born on 29 February comes of age on 1 March of a common year, as ages count here.
    Source: 民法典第十七条; 第一千二百五十九条 counts the birthday in.

    >>> limits = Limits(18, 30, 5, 2)
    >>> [is_adult(date(2008, 2, 29), limits, date(2026, *day)) for day in ((2, 28), (3, 1))]
    [False, True]
    """
    return age_on(born_on, today) >= limits.adult_years


def last_day_allowed(begins_on: date, months: int) -> date:
    """Return the last day of a mandate of so many months: the day before the same day.

    >>> last_day_allowed(date(2026, 3, 2), 12), last_day_allowed(date(2025, 8, 31), 6)
    (datetime.date(2027, 3, 1), datetime.date(2026, 2, 27))
    """
    index = begins_on.year * MONTHS_OF_YEAR + begins_on.month - 1 + months
    year, month = divmod(index, MONTHS_OF_YEAR)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(begins_on.day, last)) - timedelta(days=1)
