"""Lists of one parameter (参数的取值): what wins at a place on a day, and all ever published.

Plain functions over a `PolicyBook`; nothing here reads a request or a database. Views over the
whole book (changes, reviews, samples) are in `rongcheng.policy.survey`.
"""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date
from itertools import product
from typing import NamedTuple

from rongcheng.policy.book import PolicyBook, Resolved
from rongcheng.policy.dimensions import Value, expand
from rongcheng.policy.types import Parameter, ValueRow
from rongcheng.portal.policy.folding import Folded, fold_equal

Held = list[tuple[Folded, Resolved]]


class Written(NamedTuple):
    """A value as published: its row, and the cells of the row that share it, stars spread."""

    row: ValueRow
    cells: Folded
    value: Value


def places_of(book: PolicyBook, parameter: Parameter) -> list[str]:
    """Return the codes of the places at which a parameter is asked for: pools, else cities."""
    if "pool" in parameter.order:
        return [pool.code for pool in book.pools()]
    return [city.code for city in book.cities()]


def values_in_force(book: PolicyBook, parameter: Parameter, at: str, on: date) -> tuple[Held, Held]:
    """Return what holds for people of a place on a day, and what a stronger layer covers."""
    names = [dimension.name for dimension in parameter.by]
    layers = {
        cell: book.layers(parameter.key, at, on, **dict(zip(names, cell, strict=True)))
        for cell in product(*(dimension.values for dimension in parameter.by))
    }
    holding = [(cell, found[0]) for cell, found in layers.items() if found]
    covered = [(cell, weaker) for cell, found in layers.items() for weaker in found[1:]]
    return fold_equal(holding, sameness), fold_equal(covered, sameness)


def sameness(value: Resolved) -> Hashable:
    """Return what two cells must share to be shown on one line."""
    return value.value, value.layer, value.at, value.since, value.source, value.status


def written_values(parameter: Parameter) -> list[Written]:
    """Return all values of a parameter as published, by place and newest first."""
    rows = sorted(parameter.values, key=lambda row: (row.at, -row.since.toordinal()))
    return [
        Written(row, cells, value)
        for row in rows
        for cells, value in fold_equal(expand(row.value, parameter.by), _itself)
    ]


def _itself(value: Value) -> Hashable:
    return value
