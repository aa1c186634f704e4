"""Values over time (按日期取值): the one value that holds on a day, found by bisection."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise
from typing import Generic, NamedTuple, TypeVar

Held = TypeVar("Held")

_LAST_ORDINAL = date.max.toordinal()
_DAY = timedelta(days=1)


class Span(NamedTuple, Generic[Held]):
    """Something that holds from a day to a day, both included; no end means: for now."""

    since: date
    until: date | None
    held: Held


class Clash(NamedTuple, Generic[Held]):
    """Two spans that follow one another wrongly: `gap_days` is 0 where they overlap."""

    earlier: Held
    later: Held
    gap_days: int


class Timeline(Generic[Held]):
    """Spans that do not overlap, in the order of their starts."""

    __slots__ = ("_ends", "_held", "_starts", "spans")

    def __init__(self, spans: Iterable[Span[Held]]) -> None:
        """Take the spans of one value; each is closed the day before the next one starts."""
        self.spans = tuple(closed(spans))
        self._starts = [span.since.toordinal() for span in self.spans]
        self._ends = [
            span.until.toordinal() if span.until else _LAST_ORDINAL for span in self.spans
        ]
        self._held = [span.held for span in self.spans]

    def on(self, ordinal: int) -> Held | None:
        """Return what holds on the day of this ordinal, or None."""
        place = bisect_right(self._starts, ordinal) - 1
        if place < 0 or ordinal > self._ends[place]:
            return None
        return self._held[place]


def closed(spans: Iterable[Span[Held]]) -> list[Span[Held]]:
    """Return spans by start, each ended by its own end or the day before the next start."""
    ordered = sorted(spans, key=lambda span: span.since)
    result = []
    for span, following in zip(ordered, [*ordered[1:], None], strict=True):
        until = span.until
        if following is not None and following.since > span.since:
            before = following.since - _DAY
            until = before if until is None else min(until, before)
        result.append(span._replace(until=until))
    return result


def clashes(spans: Iterable[Span[Held]]) -> list[Clash[Held]]:
    """Return each pair of neighbours that overlaps or leaves a gap.

    >>> first = Span(date(2023, 1, 1), date(2023, 6, 30), "first")
    >>> clashes([first, Span(date(2023, 7, 3), None, "second")])
    [Clash(earlier='first', later='second', gap_days=2)]
    """
    ordered = sorted(spans, key=lambda span: span.since)
    found = []
    for before, after in pairwise(ordered):
        starts_twice = before.since == after.since
        if starts_twice or (before.until is not None and before.until >= after.since):
            found.append(Clash(before.held, after.held, 0))
        elif before.until is not None and before.until + _DAY < after.since:
            gap = (after.since - before.until).days - 1
            found.append(Clash(before.held, after.held, gap))
    return found
