"""Tables of the policy book (政策手册的表): the same columns on the page and in the export."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from datetime import date

from rongcheng.policy.book import PolicyBook, Resolved
from rongcheng.policy.dimensions import Cell, Dimension, Value
from rongcheng.policy.survey import Change
from rongcheng.policy.types import Parameter
from rongcheng.policy.vocabulary import STATUSES
from rongcheng.portal.policy.folding import fold_equal
from rongcheng.portal.policy.lists import Held, Written, sameness
from rongcheng.portal.policy.words import (
    cell_words,
    dimension_names,
    group_name,
    layer_order,
    place_name,
    source_words,
)
from rongcheng.web.formats import show_value
from rongcheng.web.i18n import language, pick, t
from rongcheng.web.tables import Column, Kind, Link, Table


def _column(key: str, kind: Kind = "text", *, lead: bool = False, width: int = 18) -> Column:
    return Column(t(f"portal.policy.column.{key}"), kind, lead, width)


def _shown(value: Value | None, unit: str) -> str:
    return show_value(value, unit, language())


def _href(book: PolicyBook, key: str) -> str:
    return f"/policy/{book.metro}/{key}"


def _titled(book: PolicyBook, key: str) -> Link:
    parameter = book.parameter(key)
    return Link(pick(parameter.title) if parameter else key, _href(book, key))


def entry(parameter: Parameter) -> Mapping[str, object]:
    """Return what the list of parameters shows of one: title, key, dimensions, statuses."""
    held = Counter(row.status for row in parameter.values)
    return {
        "title": parameter.title,
        "key": parameter.key,
        "dimensions": dimension_names(parameter.by),
        "unit": t(f"portal.unit.{parameter.unit}"),
        "statuses": [(status, held[status]) for status in STATUSES if held[status]],
    }


def parameter_table(parameters: Sequence[Parameter]) -> Table:
    """Return the list of parameters, for export."""
    columns = [
        _column("parameter", lead=True, width=36),
        _column("key", "code", width=32),
        _column("group"),
        _column("unit"),
        _column("dimensions", width=30),
        _column("order", width=30),
        _column("rows", "count"),
    ]
    rows = [
        (
            pick(parameter.title),
            parameter.key,
            group_name(parameter),
            t(f"portal.unit.{parameter.unit}"),
            dimension_names(parameter.by),
            layer_order(parameter),
            len(parameter.values),
        )
        for parameter in parameters
    ]
    return Table(t("portal.policy.tab.browse"), columns, rows, t("portal.policy.none_found"))


def held_table(book: PolicyBook, parameter: Parameter, held: Held) -> Table:
    """Return what holds at a place on a day: cell, value, layer, document, since, status."""
    columns = [
        _column("cell", lead=True),
        _column("value"),
        _column("layer"),
        _column("since", "date"),
        _column("source"),
        _column("status", "status"),
    ]
    rows = [
        (
            cell_words(cells, parameter.by),
            _shown(value.value, value.unit),
            pick(book.title_of(value.at)),
            value.since,
            source_words(value.source),
            value.status,
        )
        for cells, value in held
    ]
    return Table(t("portal.policy.holding"), columns, rows, caption_shown=False)


def history_table(book: PolicyBook, parameter: Parameter, written: Sequence[Written]) -> Table:
    """Return every value as published: place, cell, value, term, document, status, review."""
    columns = [
        _column("place", lead=True),
        _column("cell", width=30),
        _column("value"),
        _column("since", "date"),
        _column("until", "date"),
        _column("source", width=48),
        _column("status", "status"),
        _column("review", "date"),
    ]
    rows = [
        (
            place_name(book, item.row.at),
            cell_words(item.cells, parameter.by),
            _shown(item.value, parameter.unit),
            item.row.since,
            item.row.until,
            source_words(item.row.source),
            item.row.status,
            item.row.review_by,
        )
        for item in written
    ]
    return Table(t("portal.policy.history"), columns, rows, caption_shown=False)


Dims = tuple[tuple[str, str], ...]


def _by(book: PolicyBook, key: str) -> tuple[Dimension, ...]:
    parameter = book.parameter(key)
    return parameter.by if parameter else ()


def _cell(dims: Dims) -> Cell:
    return tuple(word for _, word in dims)


def _change_value(held: Resolved | None) -> str:
    return _shown(held.value if held else None, held.unit if held else "text")


def _change_sameness(change: Change) -> Hashable:
    pair = [sameness(held) if held else None for held in (change.old, change.new)]
    return change.key, change.at, *pair


def change_table(book: PolicyBook, changes: Sequence[Change]) -> Table:
    """Return what differs between two days: parameter, place, cell, before, after, document."""
    columns = [
        _column("parameter", lead=True, width=30),
        _column("place"),
        _column("cell", width=28),
        _column("before"),
        _column("after"),
        _column("since", "date"),
        _column("source", width=48),
    ]
    rows = [
        (
            _titled(book, change.key),
            place_name(book, change.at),
            cell_words(cells, _by(book, change.key)),
            _change_value(change.old),
            _change_value(change.new),
            change.new.since if change.new else None,
            source_words(change.new.source) if change.new else t("portal.policy.ended"),
        )
        for cells, change in fold_equal(
            ((_cell(change.dims), change) for change in changes), _change_sameness
        )
    ]
    return Table(t("portal.policy.changes"), columns, rows, t("portal.policy.no_changes"), False)


def _resolved_rows(
    book: PolicyBook, values: Sequence[Resolved]
) -> list[tuple[Link, str, str, str, str, str, date | None]]:
    return [
        (
            _titled(book, value.key),
            pick(book.title_of(value.at)),
            cell_words(cells, _by(book, value.key)),
            _shown(value.value, value.unit),
            source_words(value.source),
            value.status,
            value.review_by,
        )
        for cells, value in fold_equal(
            ((_cell(value.dims), value) for value in values),
            lambda value: (value.key, sameness(value), value.review_by),
        )
    ]


def _resolved_columns() -> list[Column]:
    return [
        _column("parameter", lead=True, width=30),
        _column("place"),
        _column("cell", width=28),
        _column("value"),
        _column("source", width=48),
        _column("status", "status"),
        _column("review", "date"),
    ]


def review_table(book: PolicyBook, values: Sequence[Resolved]) -> Table:
    """Return the values due for review, the earliest first."""
    rows = _resolved_rows(book, values)
    caption = t("portal.policy.tab.review")
    return Table(caption, _resolved_columns(), rows, t("portal.policy.no_reviews"), False)


def sample_table(book: PolicyBook, values: Sequence[Resolved]) -> Table:
    """Return the sample values of a day."""
    rows = _resolved_rows(book, values)
    caption = t("portal.policy.tab.samples")
    return Table(caption, _resolved_columns(), rows, t("portal.policy.no_samples"), False)


def agreement_table(book: PolicyBook, on: date) -> Table:
    """Return the agreements: title, parties, what is agreed, term, document, status."""
    columns = [
        _column("agreement", lead=True, width=36),
        _column("parties", width=28),
        _column("summary", width=60),
        _column("since", "date"),
        _column("until", "date"),
        _column("source", width=40),
        _column("status", "status"),
    ]
    separator = "、" if language() == "zh" else ", "
    rows = [
        (
            pick(agreement.title),
            separator.join(pick(book.title_of(code)) for code in agreement.parties),
            pick(agreement.summary),
            agreement.since,
            agreement.until,
            source_words(agreement.source),
            agreement.status,
        )
        for agreement in sorted(book.agreements(), key=lambda a: (not a.in_force(on), a.id))
    ]
    caption = t("portal.policy.tab.agreements")
    return Table(caption, columns, rows, t("portal.policy.no_agreements"), False)
