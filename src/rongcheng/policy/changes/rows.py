"""Rewrites the rows of one place (改写取值行): the same timeline but for the days of the change."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from rongcheng.policy.dimensions import Cell, Dimension, Tree, Value
from rongcheng.policy.timeline import Span, closed
from rongcheng.policy.types import Source, ValueRow
from rongcheng.policy.vocabulary import ANY

_DAY = timedelta(days=1)


class Grounds(NamedTuple):
    """Where a value comes from: the same for all cells of a row."""

    source: Source
    status: str
    review_by: date


class Given(NamedTuple):
    """A cell's value with its grounds."""

    value: Value
    grounds: Grounds


Course = list[Span[Given]]
"""What one cell holds over time, each span closed, in order."""


def overlaid(course: Course, since: date, until: date | None, given: Given) -> Course:
    """Return a course that holds `given` from a day to a day, and before and after what it held."""
    kept = []
    for span in course:
        if span.since < since:
            kept.append(span._replace(until=_earlier(span.until, since - _DAY)))
        if until is not None and (span.until is None or span.until > until):
            kept.append(span._replace(since=max(span.since, until + _DAY)))
    # A span that ended before the change began keeps its own end.
    return closed([*kept, Span(since, until, given)])


def filled(course: Course, weaker: Iterable[Course]) -> Course:
    """Return a course without gaps: where it paused, it holds what the weaker places held."""
    for below in weaker:
        course = closed([*course, *_parts_in_gaps(course, below)])
    return course


def _parts_in_gaps(course: Course, below: Course) -> Course:
    parts = []
    for before, after in itertools.pairwise(course):
        if before.until is None or before.until + _DAY >= after.since:
            continue
        first, last = before.until + _DAY, after.since - _DAY
        for span in below:
            since = max(span.since, first)
            until = _earlier(span.until, last)
            if since <= until:
                parts.append(Span(since, until, span.held))
    return parts


def _earlier(day: date | None, other: date) -> date:
    return other if day is None else min(day, other)


def rows_of(
    place: str, courses: Mapping[Cell, Course], by: tuple[Dimension, ...], unit: str
) -> list[ValueRow]:
    """Return the rows of a place that hold these courses, cells of one document and days in one."""
    groups: dict[tuple[date, date | None, Grounds], dict[Cell, Value]] = {}
    for cell, course in courses.items():
        for span in course:
            key = (span.since, span.until, span.held.grounds)
            groups.setdefault(key, {})[cell] = span.held.value
    return [
        ValueRow(
            at=place,
            since=since,
            value=tree_of(cells, by, unit),
            source=grounds.source,
            status=grounds.status,
            review_by=grounds.review_by,
            until=until,
        )
        for (since, until, grounds), cells in groups.items()
    ]


def tree_of(cells: Mapping[Cell, Value], by: tuple[Dimension, ...], unit: str) -> Tree:
    """Return cells as a written value; words that all agree become one star.

    >>> tiers = (Dimension("tier", ("level_1", "level_2")),)
    >>> tree_of({("level_1",): 5, ("level_2",): 5}, tiers, "fen")
    {'*': 5}
    """
    if not by:
        value = cells[()]
        return bool(value) if unit == "flag" else value
    branches: dict[str, Tree] = {}
    for word in by[0].values:
        inner = {cell[1:]: value for cell, value in cells.items() if cell[0] == word}
        if inner:
            branches[word] = tree_of(inner, by[1:], unit)
    trees = list(branches.values())
    if len(trees) == len(by[0].values) > 1 and all(tree == trees[0] for tree in trees):
        return {ANY: trees[0]}
    return branches
