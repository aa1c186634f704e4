"""What changes between two versions of an item (前后对照): field by field, in plain words.

The comparison reads the plain form that the pack's file has, so that no field is forgotten when one
is added there; questions and materials are found again by their names, not by their places.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from rongcheng.policy.book import PolicyBook
from rongcheng.policy.item_types import ItemVersion, ServiceItem
from rongcheng.policy.item_words import (
    CASE_TYPES,
    CHANNELS,
    DELIVERIES,
    ITEM_TYPES,
    LEVELS,
    LIMIT_UNITS,
    NATURES,
    PLACES,
    PREFILLS,
    PROCEDURES,
    RANGES,
    TARGETS,
    Words,
)
from rongcheng.policy.records import Record
from rongcheng.services.government.catalogue.reading import item_address
from rongcheng.services.government.catalogue.words import joined, standing, word_of
from rongcheng.web.i18n import pick, t
from rongcheng.web.tables import Column, Link, Table

Path = tuple[str, ...]
Plain = Mapping[str, Any]
_NAMES = ("id", "name", "const", "at", "document")
_DAYS = frozenset({"from", "to"})
_NO_HEAD = frozenset({"id", "versions"})
_WORDS: Mapping[str, Words] = {
    "case_type": CASE_TYPES,
    "range": RANGES,
    "targets": TARGETS,
    "channels": CHANNELS,
    "place": PLACES,
    "level": LEVELS,
    "nature": NATURES,
    "unit": LIMIT_UNITS,
    "delivery": DELIVERIES,
    "prefill": PREFILLS,
    "code": PROCEDURES,
}


Known = Mapping[str, Mapping[str, str]]
"""By field, the names of the codes that it may hold and that only a book knows."""


class Difference(NamedTuple):
    """One field that differs: where, what stood there, what stands there; empty is nothing."""

    where: str
    before: str
    after: str


def compare_versions(old: ItemVersion | None, new: ItemVersion | None) -> list[Difference]:
    """Return every field in which two versions differ, their days apart, in the file's order."""
    shape = Record(ItemVersion)
    return compare_plain(shape.plain(old) if old else {}, shape.plain(new) if new else {})


def known_names(book: PolicyBook) -> Known:
    """Return how a book calls the codes of places, departments and kinds of certificates."""
    kinds = {kind.id: pick(kind.title) for kind in book.government.certificates.kinds()}
    province = book.metro_area().province
    places = {province.code: pick(province.title)}
    for city in book.cities():
        places[city.code] = pick(city.title)
        for district in city.districts:
            places[district.code] = f"{pick(city.title)} {pick(district.title)}"
    departments = {code: pick(title) for code, title in book.departments().items()}
    return {"at": places, "department": departments, "licence": kinds, "certificate": kinds}


def compare_plain(old: Plain, new: Plain, known: Known | None = None) -> list[Difference]:
    """Return where the plain forms of two versions differ; also of one that has faults.

    Without `known` the codes of places, departments and certificates stay codes.
    """
    words = known or {}
    before, after = dict(_flat(old, words)), dict(_flat(new, words))
    names = {**dict(_named(old, words)), **dict(_named(new, words))}
    return [
        Difference(_where(path, names), before.get(path, ""), after.get(path, ""))
        for path in dict.fromkeys((*after, *before))
        if before.get(path, "") != after.get(path, "")
    ]


def compare_heads(old: Plain, new: Plain) -> list[Difference]:
    """Return where name, theme or code of an item's plain forms differ; they have no day."""
    heads = ({k: v for k, v in plain.items() if k not in _NO_HEAD} for plain in (old, new))
    return compare_plain(*heads)


def difference_table(found: list[Difference]) -> Table:
    """Return differences side by side."""
    columns = [
        Column(t("government.compare.where"), lead=True, width=40),
        Column(t("government.compare.before"), width=48),
        Column(t("government.compare.after"), width=48),
    ]
    empty = t("government.compare.same")
    return Table(t("government.compare.title"), columns, found, empty, False)


def version_table(book: PolicyBook, item: ServiceItem, on: date) -> Table:
    """Return an item's versions, the newest first, each with what it changed."""
    columns = [
        Column(t("government.catalogue.column.since"), lead=True),
        Column(t("government.catalogue.column.until"), "date"),
        Column(t("government.catalogue.column.standing")),
        Column(t("government.catalogue.column.changed"), width=60),
        Column(t("government.catalogue.column.status"), "status"),
    ]
    rows = []
    previous: ItemVersion | None = None
    for version in item.versions:
        day = version.since.isoformat()
        rows.append(
            (
                Link(day, item_address(book.metro, item.id, on=day)),
                version.until,
                t(f"government.catalogue.standing.{standing(version.since, version.until, on)}"),
                _changed_words(previous, version),
                version.status,
            )
        )
        previous = version
    return Table(t("government.catalogue.versions"), columns, rows[::-1], caption_shown=False)


def _changed_words(old: ItemVersion | None, new: ItemVersion) -> str:
    if old is None:
        return t("government.catalogue.first_version")
    return joined(found.where for found in compare_versions(old, new))


def _flat(plain: Plain, known: Known) -> Iterator[tuple[Path, str]]:
    return ((path, text) for path, text in _leaves(plain, (), known) if path[0] not in _DAYS)


def _leaves(value: Any, path: Path, known: Known) -> Iterator[tuple[Path, str]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _leaves(inner, (*path, str(key)), known)
    elif isinstance(value, list) and value and isinstance(value[0], Mapping):
        yield (*path, "#"), joined(_title(inner, known) for inner in value)
        for name, inner in _told_apart(value):
            yield from _leaves(inner, (*path, f"={name}"), known)
    elif isinstance(value, list):
        yield path, joined(_said(path, str(inner)) for inner in value)
    else:
        said = _said(path, value)
        yield path, known.get(path[-1], {}).get(said, said)


def _told_apart(rows: list[Plain]) -> Iterator[tuple[str, Plain]]:
    """Yield the things of a list by name; a second one of a name is told apart by its number."""
    seen: dict[str, int] = {}
    for row in rows:
        name = _name(row)
        seen[name] = seen.get(name, 0) + 1
        yield (f"{name} ({seen[name]})" if seen[name] > 1 else name), row


def _name(value: Mapping[str, Any]) -> str:
    """Return what tells one thing of a list from the others: its id, else its place and part."""
    return str(next((value[key] for key in _NAMES if key in value), value.get("place", "")))


def _title(value: Plain, known: Known) -> str:
    """Return how people call one thing of a list: by its title, or by what tells it apart."""
    title, part = value.get("title"), value.get("part")
    if isinstance(part, Mapping) and value.get("place") in PLACES:
        # The same place may do two parts of a case.
        return f"{word_of(PLACES, value['place'])} · {pick(part)}"
    name = known.get("at", {}).get(_name(value), _name(value))
    return (pick(title) if isinstance(title, Mapping) else "") or name


def _said(path: Path, value: object) -> str:
    if isinstance(value, bool):
        return t("web.value.yes" if value else "web.value.no")
    key, text = path[-1], str(value)
    if path == ("type",):
        return word_of(ITEM_TYPES, text)
    words = _WORDS.get(key, {})
    return word_of(words, text) if text in words else text


def _named(value: Any, known: Known, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Yield what people call the things of every list, by the list's key and what names them."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _named(inner, known, (str(key),))
    elif isinstance(value, list) and value and isinstance(value[0], Mapping):
        for name, inner in _told_apart(value):
            yield (*path, f"={name}"), _title(inner, known)
            yield from _named(inner, known, path)


def _where(path: Path, names: Mapping[Path, str]) -> str:
    parts = []
    for number, part in enumerate(path):
        if part == "#":
            parts.append(t("government.field.list"))
        elif part.startswith("="):
            parts.append(f"“{names.get(path[number - 1 : number + 1], part[1:])}”")
        else:
            parts.append(t(f"government.field.{part}"))
    where = " · ".join(parts)
    return where[:1].upper() + where[1:]
