"""Settles a hundred million visits as one at the counter (批量结算): the same rules over columns.

No second implementation: a compiled loop carries rows to the rules of `domain/`, with the terms
that the counter's own look-ups give. What it takes as given and cannot know is in ADR 0024: the
filing that counts, one edition of policy for all rows, and that no pool's own core is asked.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np

from rongcheng.kernel.compiled import compile_rule
from rongcheng.policy.book import PolicyBook
from rongcheng.services.health.batch_faults import BATCH_FAULTS, FIRST_REFUSAL
from rongcheng.services.health.batch_keys import Ask, Sizes, Tables
from rongcheng.services.health.batch_loop import settle_rows, settle_waiting
from rongcheng.services.health.batch_rows import Batch, Out, Rules, Words, new_work
from rongcheng.services.health.batch_terms import AGES, TermResolver
from rongcheng.services.health.batch_words import (
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
        rows = len(columns.visit)
        out = np.zeros((len(Out), rows), dtype=np.int64)
        faults = np.zeros(rows, dtype=np.int64)
        work = new_work(rows, self._words.tiers)
        batch = Batch(columns, self._rules(self._tables), work, out, faults)
        first, again = settle_rows, settle_waiting
        if self._compiled:
            first, again = compile_rule(settle_rows), compile_rule(settle_waiting)
        waiting = first(batch)
        while waiting:
            tables = self._resolve(work.unknown)
            work.unknown[:] = 0
            waiting = again(batch._replace(rules=self._rules(tables)), waiting)
        return ResultColumns(*out), faults

    def _rules(self, tables: Tables) -> Rules:
        return Rules(tables, self._calendar, self._sizes, self._words, self._metro)

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
    """Return the columns as 64-bit integers of one length, so that one compiled loop serves all."""
    rows = len(visits.visit) if visits.visit.ndim == 1 else -1
    for name, column in zip(visits._fields, visits, strict=True):
        if column.shape != (rows,) or column.dtype.kind not in "ib":
            raise ColumnsInvalid(
                column=name,
                why_zh="行数与其他列不同，或不是整数",
                why_en="its length is not that of the others, or it holds no integers",
            )
    return VisitColumns(*(np.ascontiguousarray(column, dtype=np.int64) for column in visits))
