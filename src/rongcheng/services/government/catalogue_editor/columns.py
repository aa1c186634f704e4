"""Items as lists of rows (事项的表格样子): which lists there are and which columns each has.

The columns are read from the same declarations that read the pack's files, so that a new field of
an item is in the spreadsheet, too. One row of `items` is one version of an item; every other list
belongs to a version, by id and first day, and keeps the order of its rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from rongcheng.policy.item_types import Choice, ItemVersion, ServiceItem
from rongcheng.policy.records import Bilingual, Many, Record, fields_of
from rongcheng.policy.shapes import Shape
from rongcheng.web.i18n import t

Path = tuple[str, ...]
MAIN = "items"
OWNER = ("id", "from")
"""The columns by which a row of another list belongs to a version."""
_HEAD = ("id", "basic_code", "title", "theme")
MARK = " · "


class Column(NamedTuple):
    """One column: the field's path in the pack's file, its shape, how a cell holds it.

    `holds` is `one` value, `words` (several, parted by semicolons) or `choices` (one a line).
    """

    path: Path
    shape: Shape
    required: bool
    holds: str = "one"

    @property
    def key(self) -> str:
        """The path as the heading ends: `title.zh`."""
        return ".".join(self.path)


class ItemSheet(NamedTuple):
    """One list: its name, its columns; `kind` is the record that a row of it holds."""

    name: str
    columns: tuple[Column, ...]
    kind: Any


@cache
def item_sheets() -> tuple[ItemSheet, ...]:
    """Return the lists, `items` first."""
    heads = [c for c in columns_of(ServiceItem) if c.path[0] in _HEAD]
    main = ItemSheet(MAIN, (*heads, *columns_of(ItemVersion)), ItemVersion)
    return with_lists(main, OWNER)


def with_lists(main: ItemSheet, owned_by: Sequence[str]) -> tuple[ItemSheet, ...]:
    """Return a main list with a list for each field of its record that holds records itself."""
    owner = tuple(c for c in main.columns if c.key in owned_by)
    others = [
        ItemSheet(name, (*owner, *_prefixed(name, columns_of(kind))), kind)
        for name, kind in _lists_of(main.kind)
    ]
    return (main, *others)


def heading(column: Column) -> str:
    """Write a column's heading in the reader's language; what follows the last dot is its key."""
    words = " ".join(t(f"government.field.{part}") for part in column.path)
    return f"{words}{MARK}{column.key}"


def key_of(text: str) -> str:
    """Return the key at the end of a heading, whatever stands before it."""
    return text.rpartition(MARK.strip())[2].strip()


def columns_of(kind: Any, before: Path = (), required: bool = True) -> tuple[Column, ...]:
    """Return the columns of a record; lists of records are sheets of their own."""
    return tuple(_columns(kind, before, required))


def _columns(kind: Any, before: Path, required: bool) -> Iterator[Column]:
    for field in fields_of(kind):
        path, needed = (*before, field.key), required and field.required
        shape = field.shape
        if isinstance(shape, Bilingual):
            for language in ("zh", "en"):
                yield Column((*path, language), shape, needed)
        elif isinstance(shape, Record):
            yield from _columns(shape.kind, path, needed)
        elif not isinstance(shape, Many):
            yield Column(path, shape, needed)
        elif not isinstance(shape.item, Record):
            yield Column(path, shape.item, needed, "words")
        elif shape.item.kind is Choice:
            yield Column(path, shape, needed, "choices")


def _lists_of(kind: Any) -> Iterator[tuple[str, Any]]:
    for field in fields_of(kind):
        if isinstance(field.shape, Many) and isinstance(field.shape.item, Record):
            yield field.key, field.shape.item.kind


def _prefixed(name: str, columns: tuple[Column, ...]) -> Iterator[Column]:
    """Give a list's own columns its name, or a material's `id` would be taken for the item's."""
    return (column._replace(path=(name, *column.path)) for column in columns)
