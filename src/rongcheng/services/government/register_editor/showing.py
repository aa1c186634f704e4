"""Registers as the office sees them (登记怎么显示): by standing, one entry, a comparison."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from rongcheng.policy.book import PolicyBook
from rongcheng.policy.changes.registers import Entry, entries_of, term_of
from rongcheng.policy.item_lists import DelegatedPower
from rongcheng.policy.types import Agreement
from rongcheng.services.government.catalogue.differences import (
    Difference,
    compare_plain,
    difference_table,
)
from rongcheng.services.government.catalogue.words import joined, standing
from rongcheng.services.government.catalogue_editor.entries import Plain, ids_of, plains_of
from rongcheng.services.government.catalogue_editor.showing import Compared, state_words
from rongcheng.services.government.models import ItemDraft
from rongcheng.services.government.register_editor.kinds import Register
from rongcheng.services.government.register_editor.names import Names
from rongcheng.web.formats import show_day
from rongcheng.web.i18n import language, pick, t
from rongcheng.web.tables import Column, Link, Table

_ONE_DAY = timedelta(days=1)
_DAYS = frozenset({"from", "to", "review_by"})
_ORDER = (
    *("title", "power_number", "parties", "giver", "receiver", "services", "items", "summary"),
    *("term", "from", "to", "document", "number", "issued_on", "key", "source", "status"),
    *("review_by", "note", "reason", "zh", "en", "recall"),
)
STANDINGS = ("holds", "later", "ended")


class Shelf(NamedTuple):
    """The entries of one standing: its heading and its table."""

    title: str
    table: Table


def entry_address(register: Register, code: str) -> str:
    """Return the address of an entry."""
    return f"{register.base}/{code}"


def draft_address(register: Register, draft: ItemDraft) -> str:
    """Return the address of a draft of a register."""
    return f"{register.base}/drafts/{draft.code}"


def title_of(draft: ItemDraft) -> str:
    """Name what a draft is about: its main entry, and that there are more."""
    plains = plains_of(draft.body) or plains_of(draft.base)
    main = next((plain for plain in plains if plain.get("id") == draft.item), plains[-1])
    return pick(main.get("title", {})) or draft.item


def standing_of(entry: Entry, on: date) -> str:
    """Return whether an entry holds on a day: `holds`, `later` or `ended`."""
    first, last = term_of(entry)
    return standing(first, None if last == date.max else last, on)


def shelves(
    register: Register, book: PolicyBook, opened: Iterable[ItemDraft], on: date
) -> list[Shelf]:
    """Return the entries of a register by standing on a day; a standing that is empty is left out.

    What holds comes first even when nothing does, so that one sees so.
    """
    drafts = {code: draft for draft in opened for code in ids_of(draft.body, draft.base)}
    names, found = Names(book), []
    for word in STANDINGS:
        entries = [e for e in entries_of(book.pack, register.kind) if standing_of(e, on) == word]
        if entries or word == "holds":
            title = t(f"government.register.standing.{word}", None, count=len(entries))
            found.append(Shelf(title, _table(register, names, entries, drafts, title)))
    return found


def draft_table(register: Register, drafts: Sequence[ItemDraft], caption: str) -> Table:
    """Return drafts of a register with their state, in the order given."""
    columns = [
        Column(register.words("one"), lead=True),
        Column(t("government.office.draft"), "code"),
        Column(t("government.office.state")),
        Column(t("government.office.made_at"), "moment"),
    ]
    rows = [
        (Link(title_of(d), draft_address(register, d)), d.code, state_words(d), d.made_at)
        for d in drafts
    ]
    return Table(caption, columns, rows, t("government.office.no_published"), False)


def compared(draft: ItemDraft, book: PolicyBook) -> list[Compared]:
    """Return what a draft changes, entry by entry, with names for codes; the rest is left out.

    What follows an entry that ends in the same draft is compared with that one.
    """
    names = Names(book)
    old = {str(plain["id"]): plain for plain in plains_of(draft.base)}
    new = {str(plain["id"]): plain for plain in plains_of(draft.body)}
    found = []
    for code in dict.fromkeys((*old, *new)):
        before, after = old.get(code, {}), new.get(code, {})
        word = "added" if not before else "changed" if after else "withdrawn"
        ending = _followed(after, old, new) if word == "added" else ""
        differences = entry_differences(names, old.get(ending, before), after)
        if differences or word != "changed":
            title = pick((after or before).get("title", {})) or code
            key = f"government.register.entry.{'follows' if ending else word}"
            said = t(key, None, title=title, id=code, other=ending)
            found.append(Compared(said, difference_table(differences)))
    return found


def _followed(plain: Plain, old: Mapping[str, Plain], new: Mapping[str, Plain]) -> str:
    """Return the id of the entry that ends in a draft where another one begins, or nothing."""
    first = _parsed(plain.get("from", ""))
    for code in old:
        ended = new.get(code, {})
        last = _parsed(ended.get("to", ""))
        recalled = _parsed(ended.get("recall", {}).get("from", ""))
        if first is not None and first in (last and last + _ONE_DAY, recalled):
            return code
    return ""


def entry_differences(names: Names, old: Plain, new: Plain) -> list[Difference]:
    """Return where two forms of an entry differ; an agreement's items one by one."""
    before, after = (names.worded(plain) if plain else {} for plain in (old, new))
    found = compare_plain(_for_readers(before), _for_readers(after))
    held, wanted = names.carried(old), names.carried(new)
    for item in dict.fromkeys((*held, *wanted)):
        if held.get(item) != wanted.get(item):
            where = t("government.register.carried", None, item=names.item(item))
            found.append(Difference(where, held.get(item, ""), wanted.get(item, "")))
    return found


def entry_facts(book: PolicyBook, plain: Plain) -> list[tuple[str, str]]:
    """Return an entry field by field, in words."""
    found = entry_differences(Names(book), {}, plain)
    return [(t("government.field.id"), str(plain["id"])), *((d.where, d.after) for d in found)]


def _for_readers(plain: Mapping[str, object]) -> Plain:
    """Return an entry's plain form in the order in which one reads it, its days written out."""
    found: Plain = {}
    for key in sorted(plain, key=lambda k: (_ORDER.index(k) if k in _ORDER else len(_ORDER), k)):
        value = plain[key]
        if isinstance(value, dict):
            found[key] = _for_readers(value)
        else:
            found[key] = _day(value) if key in _DAYS else value
    return found


def _day(text: object) -> str:
    day = _parsed(text)
    return str(text) if day is None else show_day(day, language())


def _parsed(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None


def _table(
    register: Register,
    names: Names,
    entries: Sequence[Entry],
    drafts: Mapping[str, ItemDraft],
    caption: str,
) -> Table:
    columns = [
        Column(register.words("one"), lead=True, width=40),
        Column(t("government.catalogue.column.id"), "code"),
        Column(register.words("who"), width=30),
        Column(t("government.register.items"), "count"),
        Column(t("government.catalogue.column.since"), "date"),
        Column(t("government.register.last"), "date"),
        Column(t("government.catalogue.column.status"), "status"),
        Column(t("government.office.draft")),
    ]
    rows = []
    for entry in entries:
        last, draft = term_of(entry)[1], drafts.get(entry.id)
        rows.append(
            (
                Link(pick(entry.title), entry_address(register, entry.id)),
                entry.id,
                _who(names, entry),
                len(entry.items),
                entry.since,
                None if last == date.max else last,
                entry.status,
                Link(state_words(draft), draft_address(register, draft)) if draft else "",
            )
        )
    return Table(caption, columns, rows, t("government.register.none"), False)


def _who(names: Names, entry: Entry) -> str:
    if isinstance(entry, Agreement):
        return joined(map(names.place, entry.parties))
    if isinstance(entry, DelegatedPower):
        return f"{names.place(entry.giver)} → {names.place(entry.receiver)}"
    return joined(map(names.item, entry.items))
