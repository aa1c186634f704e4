"""Views over a whole book (政策一览): what holds, what changed, what is due, what is a sample.

Lists are made for people: cells that agree over a whole dimension are folded into one with "*".
Values are listed where they are held, not where they win; `PolicyBook.layers` shows who wins.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from datetime import date
from typing import NamedTuple

from rongcheng.policy.book import PolicyBook, Resolved
from rongcheng.policy.dimensions import Cell, collapse
from rongcheng.policy.resolved import ParameterIndex
from rongcheng.policy.types import Agreement
from rongcheng.policy.vocabulary import LAYERS


class Change(NamedTuple):
    """What is different on the second day: `old` or `new` is None where nothing held.

    `at` is "layer:code"; `dims` are (dimension, word) pairs.
    """

    key: str
    at: str
    dims: tuple[tuple[str, str], ...]
    old: Resolved | None
    new: Resolved | None


def values_on(book: PolicyBook, on: date, key: str = "") -> list[Resolved]:
    """Return every value that some place holds on a day, of one parameter or of all."""
    return [
        found
        for index in _indexes(book, key)
        for place in _places(index)
        for found in _values_at(index, place, on)
    ]


def compare(book: PolicyBook, date_a: date, date_b: date, key: str = "") -> list[Change]:
    """Return what differs between two days, by key, layer and place; of one parameter or of all."""
    return [
        change
        for index in _indexes(book, key)
        for place in _places(index)
        for change in _changes_at(index, place, date_a, date_b)
    ]


def due_for_review(book: PolicyBook, on: date) -> list[Resolved]:
    """Return the values that hold on a day and should have been reviewed by then, oldest first."""
    due = [v for v in values_on(book, on) if v.review_by is not None and v.review_by <= on]
    return sorted(due, key=lambda v: (v.review_by or on, v.key))


def agreements_due_for_review(book: PolicyBook, on: date) -> list[Agreement]:
    """Return the agreements in force that should have been reviewed by a day, oldest first."""
    due = [a for a in book.agreements() if a.in_force(on) and a.review_by <= on]
    return sorted(due, key=lambda agreement: (agreement.review_by, agreement.id))


def sample_values(book: PolicyBook, on: date) -> list[Resolved]:
    """Return the values of a day that still stand in for official ones."""
    return [value for value in values_on(book, on) if value.is_sample]


def _indexes(book: PolicyBook, key: str) -> Iterator[ParameterIndex]:
    for name, index in book.indexes.items():
        if key in ("", name):
            yield index


def _places(index: ParameterIndex) -> list[str]:
    strength = list(LAYERS)
    return sorted(index.tables, key=lambda p: (strength.index(p.partition(":")[0]), p))


def _values_at(index: ParameterIndex, place: str, on: date) -> list[Resolved]:
    ordinal = on.toordinal()
    cells = {
        cell: found
        for cell, timeline in index.tables[place].items()
        if (found := timeline.on(ordinal)) is not None
    }
    folded = collapse(cells, index.parameter.by, _fact)
    return [value._replace(dims=_dims(index, cell)) for cell, value in folded.items()]


def _changes_at(index: ParameterIndex, place: str, date_a: date, date_b: date) -> Iterator[Change]:
    before, after = date_a.toordinal(), date_b.toordinal()
    cells: dict[Cell, tuple[Resolved | None, Resolved | None]] = {}
    for cell, timeline in index.tables[place].items():
        old, new = timeline.on(before), timeline.on(after)
        if old is not new:
            cells[cell] = old, new
    same: Callable[[tuple[Resolved | None, Resolved | None]], Hashable] = _pair_of_facts
    for cell, (old, new) in collapse(cells, index.parameter.by, same).items():
        dims = _dims(index, cell)
        yield Change(
            index.parameter.key,
            place,
            dims,
            old and old._replace(dims=dims),
            new and new._replace(dims=dims),
        )


def _dims(index: ParameterIndex, cell: Cell) -> tuple[tuple[str, str], ...]:
    return tuple(zip((d.name for d in index.parameter.by), cell, strict=True))


def _fact(value: Resolved | None) -> Hashable:
    """Return what two cells must share to be shown as one."""
    if value is None:
        return None
    return value.value, value.since, value.until, value.source, value.status, value.review_by


def _pair_of_facts(pair: tuple[Resolved | None, Resolved | None]) -> Hashable:
    return _fact(pair[0]), _fact(pair[1])
