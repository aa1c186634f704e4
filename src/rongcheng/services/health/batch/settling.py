"""Settles a hundred million visits as one at the counter (批量结算): the same rules over columns.

No second implementation: a compiled loop carries rows to the rules of `domain/`, with the terms
that the counter's own look-ups give. What it takes as given and cannot know is in ADR 0024: the
filing that counts, one edition of policy for all rows, and that no pool's own core is asked.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

import numpy as np

from rongcheng.kernel.compiled import compile_rule
from rongcheng.policy.book import PolicyBook
from rongcheng.services.health.batch.faults import BATCH_FAULTS, FIRST_REFUSAL
from rongcheng.services.health.batch.keys import Ask, Sizes, Tables
from rongcheng.services.health.batch.loop import ALL, settle_rows
from rongcheng.services.health.batch.rows import Batch, Note, Out, Room, Words, new_room
from rongcheng.services.health.batch.terms import AGES, TermResolver
from rongcheng.services.health.batch.words import (
    calendar_of,
    coded,
    epoch_starts,
    metros_of,
    words_of,
)
from rongcheng.services.health.columns import Column, ResultColumns, VisitColumns
from rongcheng.services.health.domain.benefit import Benefit
from rongcheng.services.health.errors import ColumnsInvalid

__all__ = ["BATCH_FAULTS", "FIRST_REFUSAL", "BatchPolicy"]


BLOCK_ROWS = 8_192
"""Rows that the loop works on at once: their columns and results fit a core's own memory."""


class BatchPolicy:
    """The policy of one or more metro areas, ready to settle columns of visits.

    May be used by several threads at once: terms are resolved under a lock into new tables, and
    tables that a loop reads are never changed.
    """

    def __init__(self, books: Sequence[PolicyBook], *, compiled: bool = True) -> None:
        """Take one edition of each metro; `compiled` False runs the same loop in plain Python."""
        words = words_of(books)
        starts = epoch_starts(books)
        self.vocabulary: Mapping[str, tuple[str, ...]] = MappingProxyType(words)
        self._lock = threading.Lock()
        self._compiled = compiled
        self._sizes = _sizes_of(words, len(starts))
        self._calendar = calendar_of(starts)
        self._metro = metros_of(books, words["insured_pool"])
        self._words = _counts_of(words)
        self._resolver = TermResolver(books, words, starts, self._sizes)
        self._tables = self._resolver.resolve(())

    @property
    def asked_keys(self) -> set[str]:
        """Return the keys of the parameters that decided something so far."""
        with self._lock:
            return set(self._resolver.asked_keys)

    @property
    def terms(self) -> int:
        """Return how many different questions to policy were resolved so far."""
        return int(np.count_nonzero(self._tables.slots))

    def settle(self, visits: VisitColumns) -> tuple[ResultColumns, Column]:
        """Return what each row came to, and the fault of each row (0: settled).

        Whole persons, in the order of person, settled_at, visit, month; nothing depends on other
        calls. Raises `ColumnsInvalid` for columns of different length or that hold no
        integers; whatever a row holds is a fault of that row (`BATCH_FAULTS`) and no exception.
        """
        columns = _checked(visits)
        results = np.zeros((len(Out), len(columns.visit)), dtype=np.int64)
        faults = np.zeros(len(columns.visit), dtype=np.int64)
        if len(faults) == 0:
            return ResultColumns(*results), faults
        room = new_room(_most_rows(columns.person), self._words.tiers)
        for start, end in _blocks(columns.person):
            batch = self._batch(columns, start, end, room)
            self._settle(batch)
            results[:, start:end] = batch.out
            faults[start:end] = batch.notes[Note.FAULT]
        return ResultColumns(*results), faults

    def _settle(self, batch: Batch) -> None:
        """Run the loop over a block until nobody waits for terms."""
        settle = compile_rule(settle_rows) if self._compiled else settle_rows
        waiting = settle(batch, ALL)
        while waiting:
            tables = self._resolve(batch.unknown)
            batch.unknown[:] = 0
            batch = batch._replace(keys=tables.keys, slots=tables.slots, terms=tables.terms)
            waiting = settle(batch, waiting)

    def _batch(self, columns: VisitColumns, start: int, end: int, room: Room) -> Batch:
        """Return a block of rows with the room and the terms that are known by now."""
        rows, tables = end - start, self._tables
        block = np.empty((len(columns), rows), dtype=np.int64)
        for number, column in enumerate(columns):
            block[number] = column[start:end]
        return Batch(
            columns=block,
            out=np.zeros((len(Out), rows), dtype=np.int64),
            notes=np.zeros((len(Note), rows), dtype=np.int64),
            keys=tables.keys,
            slots=tables.slots,
            terms=tables.terms,
            days=self._calendar.days,
            month_end=self._calendar.month_end,
            metro=self._metro,
            sizes=self._sizes,
            words=self._words,
            **room._asdict(),
        )

    def _resolve(self, unknown: Column) -> Tables:
        """Resolve the questions that a loop met, and keep the new tables for all."""
        keys = [int(key) - 1 for key in unknown[unknown != 0]]
        with self._lock:
            self._tables = self._resolver.resolve(keys)
            return self._tables


def _sizes_of(words: Mapping[str, tuple[str, ...]], epochs: int) -> Sizes:
    extras = max(
        len(words["premium"]) * AGES,
        len(words["means"]) * 2,
        len(words["birth"]),
        len(words["two_diseases"]),
        len(words["pooling"]),
    )
    return Sizes(
        asks=len(Ask),
        pools=len(words["insured_pool"]),
        schemes=len(words["scheme"]),
        standings=len(words["standing"]),
        tiers=len(words["tier"]),
        benefits=len(Benefit) + 1,
        emergencies=2,
        categories=len(words["category"]),
        epochs=epochs,
        extras=extras,
    )


def _counts_of(words: Mapping[str, tuple[str, ...]]) -> Words:
    return Words(
        pools=len(words["insured_pool"]),
        schemes=len(words["scheme"]),
        standings=len(words["standing"]),
        tiers=len(words["tier"]),
        categories=len(words["category"]),
        premiums=len(words["premium"]),
        poolings=len(words["pooling"]),
        means=len(words["means"]),
        births=len(words["birth"]),
        two_diseases=len(words["two_diseases"]),
        employee=coded(words, "scheme", "employee"),
        student=coded(words, "standing", "student"),
    )


def _checked(visits: VisitColumns) -> VisitColumns:
    """Return the columns, refused unless all hold integers and are of one length."""
    rows = len(visits.visit) if visits.visit.ndim == 1 else -1
    for name, column in zip(visits._fields, visits, strict=True):
        if column.shape != (rows,) or column.dtype.kind not in "ib":
            raise ColumnsInvalid(
                column=name,
                why_zh="行数与其他列不同，或不是整数",
                why_en="its length is not that of the others, or it holds no integers",
            )
    return visits


def _blocks(person: Column) -> Iterator[tuple[int, int]]:
    """Yield blocks of whole persons, small enough to stay in the processor's own memory."""
    ends = np.append(np.flatnonzero(person[1:] != person[:-1]) + 1, len(person))
    start = 0
    while start < len(person):
        end = int(ends[min(int(np.searchsorted(ends, start + BLOCK_ROWS)), len(ends) - 1)])
        yield start, end
        start = end


def _most_rows(person: Column) -> int:
    """Return how many rows the person with the most has, of persons in their order."""
    ends = np.append(np.flatnonzero(person[1:] != person[:-1]) + 1, len(person))
    return int(np.diff(ends, prepend=0).max())
