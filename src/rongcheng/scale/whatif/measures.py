"""What a comparison counts (测算口径): its measures, its ways to divide people and bills.

Plain words and numbers without arrays, for the engine as for the pages.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple


class Measure(IntEnum):
    """One sum of a group of rows: counts, or fen before and after the change.

    `SECOND` is what employees' and residents' large-amount layers pay, `SUPPLEMENT` that of civil
    servants. `MORE` and `LESS` count residents by the change of what they pay in this group.
    """

    ROWS = 0
    PERSONS = 1
    TOTAL = 2
    FUND_BEFORE = 3
    FUND_AFTER = 4
    POOL_BEFORE = 5
    POOL_AFTER = 6
    SECOND_BEFORE = 7
    SECOND_AFTER = 8
    SUPPLEMENT_BEFORE = 9
    SUPPLEMENT_AFTER = 10
    ASSISTANCE_BEFORE = 11
    ASSISTANCE_AFTER = 12
    PERSON_BEFORE = 13
    PERSON_AFTER = 14
    MORE_PERSONS = 15
    MORE_FEN = 16
    LESS_PERSONS = 17
    LESS_FEN = 18
    NEWLY_REFUSED = 19
    NO_LONGER_REFUSED = 20


MEASURES = len(Measure)

DIVISIONS = ("all", "pool", "scheme", "tier", "age", "means", "kind", "year")
"""The ways to divide: all together, pool of insurance, scheme, tier of the institution …"""

# Bands of full years for reading results, as statistics give them; no rule depends on them.
AGE_STARTS = (0, 6, 18, 45, 60, 75)
AGE_BANDS = ("0-5", "6-17", "18-44", "45-59", "60-74", "75+")

FIRST_YEAR, LAST_YEAR = 1990, 2109

# Upper bounds, in fen, of the change of what a resident pays in a year; the middle is no change.
CHANGE_BOUNDS = (
    -500_001,
    -100_001,
    -50_001,
    -10_001,
    -1,
    0,
    10_000,
    50_000,
    100_000,
    500_000,
)
SAME = CHANGE_BOUNDS.index(0)


class Left(IntEnum):
    """Rows outside the comparison: refused by both policies, faulty, or undecided by the draft."""

    REFUSED = 0
    FAULTY = 1
    UNDECIDED = 2


class Standing(IntEnum):
    """What became of a row under one policy."""

    SETTLED = 0
    REFUSED = 1
    FAULTY = 2


class Group(NamedTuple):
    """One group of a division, with its measures in the order of `Measure`."""

    word: str
    measures: tuple[int, ...]

    def of(self, measure: Measure) -> int:
        """Return one measure."""
        return self.measures[measure]

    def change(self, before: Measure, after: Measure) -> int:
        """Return by how much a measure differs after the change."""
        return self.measures[after] - self.measures[before]
