"""Published figures of ratings (评价公布): by item, city and window, defaults apart, few hidden.

Read from sums that are counted with each rating, so a page costs the same at any number of cases.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Literal, NamedTuple

from django.db.models import Sum

from rongcheng.kernel.clock import get_clock
from rongcheng.policy.book import PolicyBook
from rongcheng.services.government.domain.ratings import Grade, hidden_groups, is_bad
from rongcheng.services.government.models import RatingTally
from rongcheng.services.government.ratings.terms import (
    LEAST_PUBLISHED,
    PUBLISHED_MONTHS,
    published_number,
)

Group = Literal["item", "city", "window"]
GROUPS: tuple[Group, ...] = ("item", "city", "window")
ONLINE = ""
"""The window of what was asked for from a phone."""
_PPM = 1_000_000
_Counts = Mapping[Grade, int]


class Figure(NamedTuple):
    """What one item, city or window got (评价数据).

    `grades` and `satisfied_ppm` are None where so few rated that a grade could be told; services
    that nobody rated in time are `defaults`, whichever grade stands for them.
    """

    key: str
    rated: int | None
    defaults: int
    grades: _Counts | None
    satisfied_ppm: int | None


class Published(NamedTuple):
    """Published ratings of a metro area: from which month on, all of them, and group by group.

    `least` ratings are needed for a figure to be shown.
    """

    since: date
    least: int
    whole: Figure
    groups: tuple[Figure, ...]


def published_ratings(book: PolicyBook, by: Group) -> Published:
    """Return the figures of the last months, by item, city or window."""
    today = get_clock().today()
    since = months_before(today, published_number(book, PUBLISHED_MONTHS, today) - 1)
    least = published_number(book, LEAST_PUBLISHED, today)
    rows = (
        RatingTally.objects.filter(metro=book.metro, month__gte=since)
        .values_list(by, "grade", "is_default")
        .annotate(total=Sum("number"))
        .order_by(by)
    )
    given: dict[str, dict[Grade, int]] = defaultdict(dict)
    defaults: dict[str, int] = defaultdict(int)
    for key, grade, is_default, total in rows:
        if is_default:
            defaults[key] += total
        else:
            given[key][Grade(grade)] = total
    keys = sorted({*given, *defaults})
    sums = {key: sum(given[key].values()) for key in keys}
    hidden = hidden_groups(sums, least)
    groups = [_figure(key, given[key], defaults[key], key in hidden) for key in keys]
    whole = {grade: sum(given[key].get(grade, 0) for key in keys) for grade in Grade}
    number = sum(whole.values())
    everything = _figure("", whole, sum(defaults.values()), 0 < number < least)
    return Published(since, least, everything, tuple(groups))


def months_before(day: date, months: int) -> date:
    """Return the first day of the month that lies some months before a day's own.

    >>> months_before(date(2026, 3, 15), 11)
    datetime.date(2025, 4, 1)
    """
    number = day.year * 12 + day.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


def _figure(key: str, counts: _Counts, defaults: int, is_hidden: bool) -> Figure:
    if is_hidden:
        return Figure(key, None, defaults, None, None)
    grades = {grade: counts.get(grade, 0) for grade in Grade}
    rated = sum(grades.values())
    good = sum(number for grade, number in grades.items() if not is_bad(grade))
    share = (good * _PPM + rated // 2) // rated if rated else None
    return Figure(key, rated, defaults, grades, share)
