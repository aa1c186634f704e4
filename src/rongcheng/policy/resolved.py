"""A value that holds (取值结果), with its layer and document, ready to use and to show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from rongcheng.policy.dimensions import Cell, Value, expand
from rongcheng.policy.timeline import Span, Timeline, closed
from rongcheng.policy.types import Agreement, Parameter, Source, ValueRow


class Resolved(NamedTuple):
    """The value of a parameter at a place on a day, and where it comes from.

    `value` is a whole number in `unit` (flags: 1 or 0), a text, or a tuple of list items. `layer`
    and `at` name the place that won; `dims` are (dimension, word) pairs, in lists for people with
    "*" where a whole dimension agrees. `since` and `until` are the first and last day it holds.
    """

    key: str
    value: Value
    unit: str
    layer: str
    at: str
    dims: tuple[tuple[str, str], ...]
    since: date
    until: date | None
    source: Source
    status: str
    review_by: date | None
    title: Mapping[str, str]

    @property
    def is_sample(self) -> bool:
        """Tell whether a sample value stands in for an official one."""
        return self.status == "illustrative"


Table = dict[Cell, Timeline[Resolved]]


class ParameterIndex:
    """One parameter ready for look-ups: place, then cell, then day."""

    __slots__ = ("_names", "_width", "order", "parameter", "tables")

    def __init__(self, parameter: Parameter, agreements: Mapping[str, Agreement]) -> None:
        """Build the tables of `parameter`; values of agreements hold only within their terms."""
        self.parameter = parameter
        self.order = parameter.order
        self._names = tuple(dimension.name for dimension in parameter.by)
        self._width = len(self._names)
        self.tables: dict[str, Table] = {
            place: {cell: _timeline(parameter, cell, spans, agreements) for cell, spans in cells}
            for place, cells in _spans_by_place(parameter)
        }

    def cell_of(self, dims: Mapping[str, str]) -> Cell | None:
        """Return the cell that the dimensions name, or None if some are missing or too many."""
        if len(dims) != self._width:
            return None
        try:
            return tuple([dims[name] for name in self._names])
        except KeyError:
            return None

    def knows(self, cell: Cell) -> bool:
        """Tell whether every word of the cell belongs to its dimension."""
        return all(
            word in dimension.values
            for word, dimension in zip(cell, self.parameter.by, strict=True)
        )

    def find(self, place: str, cell: Cell, ordinal: int) -> Resolved | None:
        """Return the value that `place` ("layer:code") itself holds on a day, or None."""
        table = self.tables.get(place)
        timeline = table.get(cell) if table is not None else None
        return timeline.on(ordinal) if timeline is not None else None


def spans_of(parameter: Parameter) -> dict[str, dict[Cell, list[Span[tuple[int, Value]]]]]:
    """Return, by place and concrete cell, when which row (by number) gives which value."""
    places: dict[str, dict[Cell, list[Span[tuple[int, Value]]]]] = {}
    for number, row in enumerate(parameter.values):
        cells = places.setdefault(row.at, {})
        for cell, value in expand(row.value, parameter.by):
            cells.setdefault(cell, []).append(Span(row.since, row.until, (number, value)))
    return places


def _spans_by_place(
    parameter: Parameter,
) -> Iterator[tuple[str, Iterator[tuple[Cell, list[Span[tuple[int, Value]]]]]]]:
    for place, cells in spans_of(parameter).items():
        yield place, iter(cells.items())


def _timeline(
    parameter: Parameter,
    cell: Cell,
    spans: list[Span[tuple[int, Value]]],
    agreements: Mapping[str, Agreement],
) -> Timeline[Resolved]:
    held = []
    for span in closed(spans):
        number, value = span.held
        row = parameter.values[number]
        since, until = _within_term(row, span.since, span.until, agreements)
        if until is None or since <= until:
            resolved = _resolved(parameter, row, cell, value)
            held.append(Span(since, until, resolved._replace(since=since, until=until)))
    return Timeline(held)


def _resolved(parameter: Parameter, row: ValueRow, cell: Cell, value: Value) -> Resolved:
    layer, _, code = row.at.partition(":")
    return Resolved(
        key=parameter.key,
        value=value,
        unit=parameter.unit,
        layer=layer,
        at=code,
        dims=tuple(zip((d.name for d in parameter.by), cell, strict=True)),
        since=row.since,
        until=row.until,
        source=row.source,
        status=row.status,
        review_by=row.review_by,
        title=parameter.title,
    )


def _within_term(
    row: ValueRow, since: date, until: date | None, agreements: Mapping[str, Agreement]
) -> tuple[date, date | None]:
    """Return the part of a span that lies in the term of the row's agreement, if it has one."""
    layer, _, code = row.at.partition(":")
    agreement = agreements.get(code) if layer == "agreement" else None
    if agreement is None:
        return since, until
    ends = [day for day in (until, agreement.until) if day is not None]
    return max(since, agreement.since), min(ends, default=None)
