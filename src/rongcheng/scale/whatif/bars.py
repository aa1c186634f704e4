"""Bars of the page (测算图): before and after side by side, and who pays less or more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rongcheng.policy.book import PolicyBook
from rongcheng.scale.whatif.findings import Findings
from rongcheng.scale.whatif.measures import SAME, Measure
from rongcheng.scale.whatif.words import group_name, large_money, signed_money, span_name
from rongcheng.web.formats import show_count

WIDTH = 1000  # the drawing's own units; the style sheet gives the bar its place


class Pair(NamedTuple):
    """One group: the bars before and after, their words, and the difference in words."""

    name: str
    before: int
    after: int
    before_text: str
    after_text: str
    change_text: str
    way: str


class Bar(NamedTuple):
    """One bar of residents: `way` is less, same or more."""

    name: str
    width: int
    text: str
    way: str


def fund_pairs(book: PolicyBook, findings: Findings, division: str) -> list[Pair]:
    """Return what the fund pays for each group, the longest bar being the largest amount."""
    groups = findings.divisions.get(division, ())
    sides = [(g.of(Measure.FUND_BEFORE), g.of(Measure.FUND_AFTER)) for g in groups]
    most = max((max(pair) for pair in sides), default=0)
    return [
        Pair(
            group_name(book, division, group.word),
            _width(before, most),
            _width(after, most),
            large_money(before),
            large_money(after),
            signed_money(after - before),
            _way(after - before),
        )
        for group, (before, after) in zip(groups, sides, strict=True)
    ]


def payer_pairs(rows: Sequence[Sequence[object]]) -> list[Pair]:
    """Return the same for the rows of the list of payers: name, before, after, change."""
    most = max((int(str(row[place])) for row in rows for place in (1, 2)), default=0)
    pairs = []
    for name, before, after, change in rows:
        first, second, moved = int(str(before)), int(str(after)), int(str(change))
        pairs.append(
            Pair(
                str(name),
                _width(first, most),
                _width(second, most),
                large_money(first),
                large_money(second),
                signed_money(moved),
                _way(moved),
            )
        )
    return pairs


def resident_bars(findings: Findings) -> list[Bar]:
    """Return how many residents pay by how much less or more; those without change stand apart."""
    moved = [b.persons for place, b in enumerate(findings.buckets) if place != SAME]
    most = max(moved, default=0)
    return [
        Bar(
            span_name(place),
            _width(bucket.persons, most),
            show_count(bucket.persons),
            "less" if place < SAME else "more",
        )
        for place, bucket in enumerate(findings.buckets)
        if place != SAME
    ]


def _width(amount: int, most: int) -> int:
    return max(amount, 0) * WIDTH // most if most > 0 else 0


def _way(change: int) -> str:
    return "more" if change > 0 else "less" if change < 0 else "same"
