"""`rongcheng policy` and `rongcheng export`: what was published, as a value or as a folder."""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from pathlib import Path

from rongcheng.commands.errors import DimensionUnreadable, PlaceUnknown
from rongcheng.commands.output import say
from rongcheng.policy.book import PolicyBook, Resolved
from rongcheng.policy.describe import describe
from rongcheng.policy.dimensions import Cell, collapse
from rongcheng.policy.editions import current_book, list_metros
from rongcheng.policy.errors import NoPolicyValue
from rongcheng.policy.export import export_pack
from rongcheng.runtime.console import chosen_language


def show_policy(key: str, at: str, on: date, where: Sequence[str]) -> int:
    """Print the value of a parameter that holds at a place on a day, with layer and document.

    ``where`` gives dimensions as ``name=word``; the ones that are left out are listed.
    """
    book = book_of_place(at)
    given = dict(_split(pair) for pair in where)
    for found in values_at(book, key, at, on, given):
        say(describe(found, chosen_language()))
    return 0


def _split(pair: str) -> tuple[str, str]:
    name, sign, word = pair.partition("=")
    if not (name and sign and word):
        raise DimensionUnreadable(given=pair)
    return name, word


def book_of_place(code: str) -> PolicyBook:
    """Return the current book of the metro area that a pool or city belongs to."""
    known = []
    for metro in list_metros():
        book = current_book(metro)
        places = {pool.code for pool in book.pools()} | {city.code for city in book.cities()}
        if code in places:
            return book
        known += sorted(places)
    raise PlaceUnknown(given=code, known=", ".join(known) or "-")


def values_at(
    book: PolicyBook, key: str, at: str, on: date, given: Mapping[str, str]
) -> list[Resolved]:
    """Return the values that hold, one for each combination of the dimensions not given.

    Combinations that agree over a whole dimension are folded into one, with ``*`` there. Raises
    `NoPolicyValue` when none holds.
    """
    parameter = book.parameter(key)
    left_out = tuple(d for d in (parameter.by if parameter else ()) if d.name not in given)
    if not left_out:
        return [book.resolve(key, at=at, on=on, **given)]
    names = [dimension.name for dimension in left_out]
    cells: dict[Cell, Resolved] = {}
    missing: list[NoPolicyValue] = []
    for cell in itertools.product(*(dimension.values for dimension in left_out)):
        try:
            words = dict(zip(names, cell, strict=True))
            cells[cell] = book.resolve(key, at=at, on=on, **given, **words)
        except NoPolicyValue as error:
            missing.append(error)
    if not cells:
        raise missing[0]
    return [
        found._replace(dims=(*given.items(), *zip(names, cell, strict=True)))
        for cell, found in collapse(cells, left_out, _same).items()
    ]


def _same(found: Resolved) -> Hashable:
    """Return what two values must share to be shown as one."""
    return (found.value, found.at, found.since, found.until, found.source, found.status)


def export_policy(metro: str, folder: Path) -> int:
    """Write the published policy of a metro area as a pack into a new folder."""
    written = export_pack(current_book(metro), folder)
    say(f"{folder}: {len(written)}")
    return 0
