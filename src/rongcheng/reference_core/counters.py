"""What each person has used (累计): by year, by month, by pregnancy, and nothing else of her.

A settlement keeps what it counted; its reversal gives exactly that back, whatever came between.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace

from rongcheng.services.health.rules import (
    CareTotals,
    Counted,
    add_counted,
    births_of,
    next_prenatal,
)


class Counters:
    """The running totals of everybody; every change is a settlement's or its reversal's."""

    def __init__(self) -> None:
        """Begin with nothing used."""
        self._years: dict[tuple[str, int], CareTotals] = defaultdict(CareTotals)
        self._months: dict[str, dict[int, int]] = defaultdict(dict)
        self._paid: Counter[str] = Counter()
        self._prenatal: Counter[tuple[str, int]] = Counter()

    def of(
        self, person: str, year: int, counted: Counted | None = None, sign: int = 1
    ) -> CareTotals:
        """Return a person's totals of a year, as they would be with one more settlement's."""
        totals = replace(
            self._years[(person, year)],
            months=dict(self._months[person]),
            **births_of(self._paid[person]),
        )
        if counted is not None:
            totals = add_counted(totals, counted, sign)
        pregnancy = next_prenatal(totals.paid)
        used = self._prenatal[(person, pregnancy)]
        if counted is not None and counted["pregnancy"] == pregnancy:
            used += sign * counted["prenatal_fen"]
        return replace(totals, prenatal_fen=used)

    def add(self, person: str, year: int, counted: Counted, sign: int) -> None:
        """Add what a settlement counted (1), or give it back (-1)."""
        totals = self.of(person, year, counted, sign)
        self._years[(person, year)] = totals
        self._months[person] = dict(totals.months)
        self._paid[person] = totals.paid
        if counted["pregnancy"]:
            self._prenatal[(person, counted["pregnancy"])] += sign * counted["prenatal_fen"]
