"""Compares what two policies make of visits (两套政策同算), chunk by chunk.

Each chunk holds whole persons, so chunks know nothing of one another and their sums just add up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import NamedTuple

import numpy as np

from rongcheng.scale.whatif.findings import Bucket, Findings, Undecided
from rongcheng.scale.whatif.measures import (
    AGE_BANDS,
    AGE_STARTS,
    DIVISIONS,
    FIRST_YEAR,
    LAST_YEAR,
    Group,
    Measure,
    Standing,
)
from rongcheng.scale.whatif.tally import Rows, Side, Sides, Sums, Years, new_sums, tally
from rongcheng.services.health.columns import Column, ResultColumns, VisitColumns

_DAY_MICROS = 86_400_000_000


class FaultWords(NamedTuple):
    """What a fault number of a row means: its code and words, and whether the rules refused it."""

    code: str
    zh: str
    en: str
    is_refusal: bool


@dataclass(frozen=True)
class Words:
    """The words behind the numbers of a batch: by column, the kinds of care, and the faults."""

    vocabulary: Mapping[str, tuple[str, ...]]
    kinds: Sequence[int]
    faults: Mapping[int, FaultWords]


class Comparison:
    """Takes chunks from any thread and gives the findings of all of them."""

    def __init__(self, words: Words, *, compiled: bool = True) -> None:
        """Lay out the groups of every division, one after the other.

        Few rows are added up in plain Python (`compiled` False) before the loop were compiled.
        """
        self._words = words
        self._compiled = compiled
        years = tuple(str(year) for year in range(FIRST_YEAR, LAST_YEAR + 1))
        self._kinds = np.array(sorted(words.kinds), dtype=np.int64)
        self._labels: dict[str, tuple[str, ...]] = {
            "all": ("all",),
            "pool": words.vocabulary["insured_pool"],
            "scheme": words.vocabulary["scheme"],
            "tier": words.vocabulary["tier"],
            "age": AGE_BANDS,
            "means": words.vocabulary["means"],
            "kind": tuple(str(kind) for kind in self._kinds),
            "year": years,
        }
        self._starts: dict[str, int] = {}
        place = 0
        for division in DIVISIONS:
            self._starts[division] = place
            place += len(self._labels[division])
        self._groups = place
        first = self._starts["year"]
        self._years = Years(first, first + len(years) - 1)
        most = max(words.faults, default=0)
        self._standing = np.full(most + 1, Standing.FAULTY, dtype=np.int64)
        self._standing[0] = Standing.SETTLED
        for number, fault in words.faults.items():
            if fault.is_refusal:
                self._standing[number] = Standing.REFUSED
        self._total = new_sums(self._groups)
        self._faults = np.zeros((2, most + 1), dtype=np.int64)
        self._lock = Lock()

    def take(
        self,
        visits: VisitColumns,
        before: tuple[ResultColumns, Column],
        after: tuple[ResultColumns, Column],
    ) -> None:
        """Add a chunk of whole persons with what both policies decided."""
        own = new_sums(self._groups)
        sides = Sides(self._side(*before), self._side(*after))
        tally(self._rows(visits), sides, own, self._years, compiled=self._compiled)
        most = self._faults.shape[1]
        faults = np.stack([np.bincount(side[1], minlength=most) for side in (before, after)])
        with self._lock:
            _add(self._total, own)
            self._faults += faults

    def findings(self) -> Findings:
        """Return what was found so far."""
        total = self._total
        return Findings(
            divisions={division: self._groups_of(division) for division in DIVISIONS},
            buckets=tuple(
                Bucket(int(persons), int(fen))
                for persons, fen in zip(total.bucket_persons, total.bucket_fen, strict=True)
            ),
            left=tuple(int(rows) for rows in total.left),
            newly_refused_persons=int(total.refused_persons[0]),
            no_longer_refused_persons=int(total.refused_persons[1]),
            reasons=tuple(
                Undecided(fault.code, fault.zh, fault.en, *map(int, self._faults[:, number]))
                for number, fault in sorted(self._words.faults.items())
                if number and self._faults[:, number].any()
            ),
        )

    def _groups_of(self, division: str) -> tuple[Group, ...]:
        start = self._starts[division]
        return tuple(
            Group(word, tuple(int(value) for value in self._total.sums[start + place]))
            for place, word in enumerate(self._labels[division])
            if self._total.sums[start + place, Measure.ROWS]
        )

    def _side(self, results: ResultColumns, faults: Column) -> Side:
        amounts = (
            results.fund_fen,
            results.pool_fen,
            results.large_fen + results.catastrophic_fen,
            results.civil_servant_fen,
            results.assistance_fen,
            results.person_fen,
        )
        stacked = np.stack(amounts, axis=1).astype(np.int64, copy=False)
        return Side(self._standing[faults], stacked)

    def _rows(self, visits: VisitColumns) -> Rows:
        days = visits.settled_at // _DAY_MICROS
        years = days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
        codes = {
            "all": np.zeros(len(visits.person), dtype=np.int64),
            "pool": visits.insured_pool,
            "scheme": visits.scheme,
            "tier": visits.tier,
            "age": np.searchsorted(AGE_STARTS, visits.age, side="right") - 1,
            "means": visits.means,
            "kind": np.searchsorted(self._kinds, visits.kind),
            "year": years - FIRST_YEAR,
        }
        # What lies outside belongs to a faulty row, which is in no group.
        groups = [
            np.clip(codes[division], 0, len(self._labels[division]) - 1) + self._starts[division]
            for division in DIVISIONS
        ]
        wide = (np.asarray(c, dtype=np.int64) for c in (visits.person, visits.visit))
        person, visit = wide
        return Rows(
            person,
            visit,
            np.asarray(visits.reverses, dtype=np.int64),
            np.stack(groups, axis=1).astype(np.int64, copy=False),
        )


def _add(total: Sums, own: Sums) -> None:
    for name in ("sums", "bucket_persons", "bucket_fen", "left", "refused_persons"):
        column = getattr(total, name)
        column += getattr(own, name)
