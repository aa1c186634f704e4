"""The list of items (事项列表): all that run on a day, then those known by their title only.

Plain functions over a policy book; nothing here reads a request or a database.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from rongcheng.policy.book import PolicyBook
from rongcheng.policy.item_types import ItemVersion, ServiceItem
from rongcheng.policy.item_words import MODES
from rongcheng.policy.sources import Title

RUNS, TITLED = "runs", "titled"


class Sought(NamedTuple):
    """What a reader looks for; an empty text means anything.

    `theme` is a theme's Chinese name, `place` a district or city where an agreement must reach,
    `mode` a word of `MODES`, `kind` is `runs` or `titled`.
    """

    words: str = ""
    theme: str = ""
    place: str = ""
    mode: str = ""
    kind: str = ""


class Entry(NamedTuple):
    """One line of the list.

    `version` is what holds on the day; None for an item by title only, and for one that does not
    run on that day. `begins` is the day from which it will run. `modes` are those agreed.
    """

    id: str
    title: Title
    theme: Title
    status: str
    version: ItemVersion | None
    begins: date | None
    modes: tuple[str, ...]

    @property
    def titled(self) -> bool:
        """Tell whether only its title is known."""
        return self.version is None and self.begins is None


def list_entries(book: PolicyBook, on: date, sought: Sought) -> list[Entry]:
    """Return what a reader looks for: what runs by theme, then what is known by title only."""
    wanted = sought.words.lower().split()
    order = {title: number for number, title in enumerate(themes(book))}
    found = [
        entry
        for entry, text in _all_entries(book, on, sought.place)
        if _fits(entry, sought) and all(word in text for word in wanted)
    ]
    return sorted(found, key=lambda e: (e.titled, order[e.theme["zh"]], e.title["zh"]))


def themes(book: PolicyBook) -> dict[str, Title]:
    """Return the themes by their Chinese name, those of items that run first."""
    found: dict[str, Title] = {}
    named = [item.theme for item in book.government.items()]
    for theme in (*named, *(titled.theme for titled in book.government.titles())):
        found.setdefault(theme["zh"], theme)
    return found


def modes_of(book: PolicyBook, code: str, on: date, place: str = "") -> tuple[str, ...]:
    """Return the modes in which an item is carried on a day, anywhere or as far as a place."""
    carried = book.government.carrying(code, [place] if place else [], on)
    agreed = {mode for found in carried for mode in found.modes}
    return tuple(mode for mode in MODES if mode in agreed)


def _all_entries(book: PolicyBook, on: date, place: str) -> Iterator[tuple[Entry, str]]:
    for item in book.government.items():
        version = next((v for v in item.versions if _holds(v, on)), None)
        begins = min((v.since for v in item.versions if v.since > on), default=None)
        if version is None and begins is None:
            continue
        modes = modes_of(book, item.id, on, place)
        status = (version or item.versions[-1]).status
        entry = Entry(item.id, item.title, item.theme, status, version, begins, modes)
        yield entry, _text(item, version)
    file = book.government.title_file()
    if file is not None:
        for titled in file.titles:
            text = " ".join((*titled.title.values(), *titled.theme.values())).lower()
            yield Entry(titled.id, titled.title, titled.theme, file.status, None, None, ()), text


def _holds(version: ItemVersion, on: date) -> bool:
    return version.since <= on <= (version.until or date.max)


def _fits(entry: Entry, sought: Sought) -> bool:
    if sought.theme not in ("", entry.theme["zh"]):
        return False
    if sought.kind and (sought.kind == TITLED) != entry.titled:
        return False
    if sought.mode:
        return sought.mode in entry.modes
    return not sought.place or bool(entry.modes)


def _text(item: ServiceItem, version: ItemVersion | None) -> str:
    parts = [item.id, item.basic_code, *item.title.values(), *item.theme.values()]
    if version is not None:
        parts += [*version.content.values(), *version.result.title.values()]
        parts += [word for material in version.materials for word in material.title.values()]
    return " ".join(parts).lower()
