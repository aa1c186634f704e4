"""Whether a file is in the order in which it is settled (次序): by person, then by time.

One pass over four columns. A file in order is streamed as it is; any other is sorted first.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from rongcheng.scale.converting import convert_column
from rongcheng.scale.source import Source, read_batches
from rongcheng.services.health.columns import Column

ORDER = ("person", "settled_at", "visit", "month")
"""What rows are ordered by; rows that agree in all of it keep the order of the file."""


class OrderFound(NamedTuple):
    """The rows of a source, and the first that comes too early, counted from 0, or -1."""

    rows: int
    first_break: int

    @property
    def is_sorted(self) -> bool:
        """Whether the source can be settled as it is."""
        return self.first_break < 0


def find_order(source: Source, *, in_parallel: bool = False) -> OrderFound:
    """Read the columns that give the order, up to the first row that comes too early."""
    before: tuple[Column, ...] = ()
    for file in source.files:
        at = file.first
        for batch in read_batches(file, ORDER, in_parallel=in_parallel):
            keys = tuple(convert_column(batch, name, {}) for name in ORDER)
            joined = tuple(map(np.concatenate, zip(before, keys, strict=True))) if before else keys
            early = _first_early(joined)
            if early >= 0:
                return OrderFound(source.rows, at + early - (1 if before else 0))
            at += batch.num_rows
            if batch.num_rows:
                before = tuple(key[-1:] for key in keys)
    return OrderFound(source.rows, -1)


def _first_early(keys: tuple[Column, ...]) -> int:
    """Return the first row that sorts before the one above it, or -1."""
    person = keys[0]
    if len(person) < 2:
        return -1
    early = np.zeros(len(person) - 1, np.bool_)
    for key in reversed(keys):
        early = (key[1:] < key[:-1]) | ((key[1:] == key[:-1]) & early)
    return int(np.argmax(early)) + 1 if early.any() else -1
