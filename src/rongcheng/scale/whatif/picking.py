"""What can be changed, and what holds today (可改的参数): for the office to choose from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby, product
from typing import NamedTuple

from rongcheng.policy.book import PolicyBook, Resolved
from rongcheng.policy.changes.types import PolicyChange
from rongcheng.policy.dimensions import Dimension
from rongcheng.policy.types import Parameter
from rongcheng.scale.whatif.words import dimension_name, word_name
from rongcheng.web.formats import show_value
from rongcheng.web.i18n import catalogue, language, pick, t
from rongcheng.web.tables import Column, Table

SERVICE = "health"
# Groups whose values settle no bill: between funds, or applied where the bill was made.
_SETTLE_NOTHING = {"clearing", "catalogue"}
_MOST_VALUES = 4


class Entry(NamedTuple):
    """One parameter of the list to choose from."""

    key: str
    title: str
    unit: str
    dimensions: str


class Grounds(NamedTuple):
    """One value that holds today where a change is meant, with its document."""

    value: str
    place: str
    document: str
    status: str


def changeable(book: PolicyBook) -> list[Parameter]:
    """Return the parameters that may be changed, in the order of the policy book's groups."""
    ranks = [key for key in catalogue("zh") if key.startswith("portal.group.")]
    found = [
        parameter
        for parameter in book.parameters()
        if parameter.service == SERVICE
        and parameter.unit != "list"
        and _group(parameter) not in _SETTLE_NOTHING
    ]

    def rank(parameter: Parameter) -> tuple[int, str]:
        key = f"portal.group.{_group(parameter)}"
        return (ranks.index(key) if key in ranks else len(ranks), parameter.key)

    return sorted(found, key=rank)


def matching(book: PolicyBook, asked: str) -> list[tuple[str, list[Entry]]]:
    """Return the parameters whose words match, by group."""
    words = asked.lower().split()
    found = [p for p in changeable(book) if all(word in _text(p) for word in words)]
    return [
        (_group_name(group), [_entry(parameter) for parameter in members])
        for group, members in groupby(found, key=_group)
    ]


def grounds_of(book: PolicyBook, change: PolicyChange, on: date) -> list[Grounds]:
    """Return the different values that hold today for whom a change is meant, at most a few."""
    seen: dict[tuple[object, ...], Grounds] = {}
    for found in _holding(book, change, change.since or on):
        key = (found.value, found.layer, found.at, found.source.document)
        if key not in seen:
            seen[key] = Grounds(
                show_value(found.value, found.unit, language()),
                pick(book.title_of(found.at)),
                " ".join(part for part in found.source[:3] if part),
                found.status,
            )
    return list(seen.values())


def now_words(grounds: Sequence[Grounds]) -> str:
    """Write the values of today in one line."""
    values = list(dict.fromkeys(g.value for g in grounds))
    joined = t("scale.whatif.comma").join(values[:_MOST_VALUES])
    more = len(values) - _MOST_VALUES
    return t("scale.whatif.and_more", None, values=joined, count=more) if more > 0 else joined


def held_table(book: PolicyBook, parameter: Parameter, on: date) -> Table:
    """Return what a parameter holds on a day, place by place, for its form."""
    columns = [
        Column(t("scale.whatif.column.place"), lead=True),
        Column(t("scale.whatif.column.whom"), width=30),
        Column(t("scale.whatif.column.now")),
        Column(t("scale.whatif.column.document"), width=40),
        Column(t("scale.whatif.column.status"), "status"),
    ]
    places: dict[tuple[str, ...], list[str]] = {}
    for pool in book.pools():
        by_value: dict[tuple[object, ...], list[Resolved]] = {}
        for found in _holding(book, PolicyChange(parameter.key, "", pools=(pool.code,)), on):
            by_value.setdefault((found.value, found.source), []).append(found)
        for held in by_value.values():
            first = held[0]
            value = show_value(first.value, first.unit, language())
            document = " ".join(part for part in first.source[:3] if part)
            line = (_whom(parameter.by, held), value, document, first.status)
            places.setdefault(line, []).append(pick(pool.title))
    joint = t("scale.whatif.comma")
    rows = [(joint.join(names), *line) for line, names in places.items()]
    return Table(t("scale.whatif.held_caption"), columns, rows, t("scale.whatif.held_nothing"))


def _holding(book: PolicyBook, change: PolicyChange, on: date) -> Iterator[Resolved]:
    parameter = book.parameter(change.key)
    if parameter is None:
        return
    named = dict(change.where)
    words = [(named[d.name],) if d.name in named else d.values for d in parameter.by]
    names = [dimension.name for dimension in parameter.by]
    for pool in change.pools or tuple(pool.code for pool in book.pools()):
        for cell in product(*words):
            dims = dict(zip(names, cell, strict=True))
            yield from book.layers(change.key, pool, on, **dims)[:1]


def _whom(by: Sequence[Dimension], held: Sequence[Resolved]) -> str:
    """Name for whom a value holds, leaving out the dimensions over which it is one for all."""
    parts = []
    for place, dimension in enumerate(by):
        words = list(dict.fromkeys(found.dims[place][1] for found in held))
        if len(words) < len(dimension.values):
            parts.append(t("scale.whatif.or").join(word_name(word) for word in words))
    return " · ".join(parts) or t("scale.whatif.everyone")


def _entry(parameter: Parameter) -> Entry:
    names = [dimension_name(dimension.name) for dimension in parameter.by]
    return Entry(
        parameter.key,
        pick(parameter.title),
        t(f"portal.unit.{parameter.unit}"),
        " × ".join(names),
    )


def _text(parameter: Parameter) -> str:
    notes = (parameter.note or {}).values()
    group = _group_name(_group(parameter))
    return " ".join([*parameter.title.values(), *notes, parameter.key, group]).lower()


def _group(parameter: Parameter) -> str:
    return parameter.key.split(".")[1]


def _group_name(group: str) -> str:
    return catalogue(language()).get(f"portal.group.{group}", group)
