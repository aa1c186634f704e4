"""Lists as people read and take them (列表): one description for the page, the xlsx and the CSV.

A table is columns with a kind each and rows of raw values, so that every list exports as it shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple

from rongcheng.web.formats import (
    DASH,
    show_count,
    show_day,
    show_moment,
    show_money,
    show_percent,
)

Kind = Literal["text", "fen", "ppm", "count", "date", "moment", "status", "code"]
_NUMERIC = frozenset({"fen", "ppm", "count"})


class Link(NamedTuple):
    """A cell that leads somewhere; exports keep its text."""

    text: str
    href: str


@dataclass(frozen=True)
class Column:
    """One column: its heading, its kind, and on a phone whether it heads the row's card."""

    title: str
    kind: Kind = "text"
    lead: bool = False
    width: int = 18

    @property
    def numeric(self) -> bool:
        """Return whether the column's cells stand right-aligned."""
        return self.kind in _NUMERIC


@dataclass(frozen=True)
class Table:
    """A captioned list. `empty` is what it says when there are no rows, and what to do then."""

    caption: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[object]]
    empty: str = ""
    caption_shown: bool = True


def cell_text(value: object, kind: Kind, lang: str) -> str:
    """Write one raw value for a reader."""
    plain = plain_value(value)
    if plain is None or plain == "":
        return DASH
    if isinstance(plain, datetime):
        return show_moment(plain, lang)
    if isinstance(plain, date):
        return show_day(plain, lang)
    if isinstance(plain, int) and not isinstance(plain, bool):
        if kind == "fen":
            return show_money(plain, lang)
        return show_percent(plain) if kind == "ppm" else show_count(plain)
    return str(plain)


def plain_value(value: object) -> object:
    """Return the value without its link."""
    return value.text if isinstance(value, Link) else value
