"""Ratings (好差评): five grades, by when a bad one is followed up, which figures are published.

Source: domain/government.md section 3; annex A.8 of GB/T 39046-2020 (grades).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import NamedTuple

from rongcheng.services.government.domain.deadlines import Limit, LimitUnit, compute_clock


class Grade(IntEnum):
    """How satisfied somebody was (满意程度), by the digits of annex A.8."""

    VERY_SATISFIED = 1
    SATISFIED = 2
    BASICALLY_SATISFIED = 3
    DISSATISFIED = 4
    VERY_DISSATISFIED = 5


class FollowUpTerms(NamedTuple):
    """By when a bad rating is answered: days to call back, days to put right, in which unit."""

    contact_days: int
    remedy_days: int
    remedy_unit: LimitUnit


class FollowUpDays(NamedTuple):
    """The last day to call back, and the last day to put right, as ordinals."""

    contact_by: int
    remedy_by: int


def is_bad(grade: Grade) -> bool:
    """Tell whether a rating is a bad one (差评), which somebody must follow up.

    >>> is_bad(Grade.BASICALLY_SATISFIED), is_bad(Grade.DISSATISFIED)
    (False, True)
    """
    return grade >= Grade.DISSATISFIED


def follow_up_days(rated_on: int, terms: FollowUpTerms) -> FollowUpDays:
    """Return by when a bad rating is followed up; a last day with closed counters moves on.

    Rated on Friday 6 March 2026: called back by Monday, put right within 15 working days.

    >>> from datetime import date
    >>> days = follow_up_days(date(2026, 3, 6).toordinal(), FollowUpTerms(1, 15, LimitUnit(1)))
    >>> [date.fromordinal(day).isoformat() for day in days]
    ['2026-03-09', '2026-03-27']
    """
    contact = Limit(terms.contact_days, LimitUnit.DAYS)
    remedy = Limit(terms.remedy_days, terms.remedy_unit)
    return FollowUpDays(
        *(compute_clock(rated_on, limit, (), rated_on).due_on for limit in (contact, remedy))
    )


def hidden_groups(counts: Mapping[str, int], least: int) -> frozenset[str]:
    """Return which groups of a list are not published, so that nobody's grade can be told.

    Groups with fewer than `least` ratings are hidden. If together they still hold fewer, what is
    hidden could be told from the total, so the next smallest is hidden too. Groups without a
    rating say nothing of anybody and stay.

    >>> sorted(hidden_groups({"a": 40, "b": 3, "c": 9}, 5))
    ['b', 'c']
    >>> sorted(hidden_groups({"a": 40, "b": 3, "c": 4, "d": 0}, 5))
    ['b', 'c']
    """
    rated: Sequence[tuple[int, str]] = sorted((n, key) for key, n in counts.items() if n)
    hidden = [(n, key) for n, key in rated if n < least]
    shown = [pair for pair in rated if pair[0] >= least]
    while hidden and shown and sum(n for n, _ in hidden) < least:
        hidden.append(shown.pop(0))
    return frozenset(key for _, key in hidden)
