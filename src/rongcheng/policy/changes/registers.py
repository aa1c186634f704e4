"""Puts changed entries of a register into a pack (改登记): agreements, powers given, bundles.

An entry has no versions. Who takes part in what follows from the entries that hold on a day, so
what held on days that are over must be the same before and after; words and documents may be
corrected at once. Everything is checked as the files of a folder are.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from rongcheng.policy.checks.agreements import check_agreements
from rongcheng.policy.checks.item_agreements import check_item_agreements
from rongcheng.policy.checks.items import check_bundles
from rongcheng.policy.checks.parameters import check_parameter
from rongcheng.policy.checks.places import places_of
from rongcheng.policy.checks.powers import check_powers
from rongcheng.policy.draft import Draft, Part
from rongcheng.policy.faults import PackFault
from rongcheng.policy.item_lists import Bundle, BundleFile, DelegatedPower, PowerFile
from rongcheng.policy.item_part import BUNDLES_FILE, POWERS_FILE, normal_part
from rongcheng.policy.nodes import Branch, Leaf, Node
from rongcheng.policy.pack import Pack, assemble
from rongcheng.policy.records import Record
from rongcheng.policy.sheet import Path, Sheet
from rongcheng.policy.types import Agreement, Parameter

Entry = Agreement | DelegatedPower | Bundle
REGISTERS: Mapping[str, Any] = {
    "agreement": Agreement,
    "power": DelegatedPower,
    "bundle": Bundle,
}
"""The registers that the office changes, each with the kind of its entries."""
_ONE_DAY = timedelta(days=1)
_DECIDES = {
    Agreement: ("parties", "services", "items"),
    DelegatedPower: ("giver", "receiver", "items"),
    Bundle: ("items",),
}


class Placed(NamedTuple):
    """A written entry, and where its faults are told: its sheet, and its path in that sheet."""

    entry: Entry
    sheet: Sheet
    path: Path


class Changed(NamedTuple):
    """The entries that somebody wrote, and the pack in which they stand if nothing is wrong."""

    written: tuple[Placed, ...]
    pack: Pack | None


def entries_of(pack: Pack, register: str) -> tuple[Entry, ...]:
    """Return the entries of a register, by id."""
    if register == "agreement":
        return pack.agreements
    return pack.government.powers if register == "power" else pack.government.bundles


def term_of(entry: Entry) -> tuple[date, date]:
    """Return the first and the last day of an entry; a power that is recalled ends the day before.

    Without an end the last day is the last of the calendar.
    """
    last = entry.until or date.max
    if isinstance(entry, DelegatedPower) and entry.recall is not None:
        last = min(last, entry.recall.since - _ONE_DAY)
    return entry.since, last


def pack_with_entries(
    pack: Pack,
    register: str,
    nodes: Sequence[Node],
    faults: list[PackFault],
    *,
    instead_of: Collection[str] = (),
    sheet_of: Callable[[str], Sheet] | None = None,
) -> Changed:
    """Return the pack in which written entries stand, or its faults in `faults`.

    They take the place of entries of the same ids and of those named in `instead_of`. `sheet_of`
    opens the sheet of a file for what was written.
    """
    ids = {*instead_of, *map(_id_of, nodes)}
    kept = [entry for entry in entries_of(pack, register) if entry.id not in ids]
    opened = sheet_of or (lambda file: Sheet(file, faults))
    written = _read(register, nodes, len(kept), opened)
    entries = [*kept, *(placed.entry for placed in written)]
    draft = _draft(pack, register, entries, written, faults)
    _check(draft, pack, faults)
    if faults:
        return Changed(written, None)
    return Changed(written, _assembled(pack, draft))


def first_day_between(old: Iterable[Entry], new: Iterable[Entry]) -> date | None:
    """Return the first day on which somebody else decides or takes part; None if there is none.

    Names, documents and days of review are no part of it: they decide nothing.
    """
    before, after = list(old), list(new)
    days = {day for entry in (*before, *after) for day in _borders(entry)}
    return next((day for day in sorted(days) if _held(before, day) != _held(after, day)), None)


def _borders(entry: Entry) -> Iterable[date]:
    first, last = term_of(entry)
    yield first
    if last < date.max:
        yield last + _ONE_DAY


def _held(entries: Iterable[Entry], on: date) -> set[tuple[object, ...]]:
    found = set()
    for entry in entries:
        first, last = term_of(entry)
        if first <= on <= last:
            decides = (getattr(entry, name) for name in _DECIDES[type(entry)])
            found.add((entry.id, *decides))
    return found


def _id_of(node: Node) -> str:
    found = node.entries.get("id") if isinstance(node, Branch) else None
    return found.text.strip() if isinstance(found, Leaf) else ""


def _read(
    register: str, nodes: Sequence[Node], first: int, opened: Callable[[str], Sheet]
) -> tuple[Placed, ...]:
    shape = Record(REGISTERS[register])
    if register == "agreement":
        found = []
        for node in nodes:
            sheet = opened(f"agreements/{_id_of(node)}.yaml")
            sheet.mark((), node.line)
            found.append(Placed(shape.read(node, sheet, ()), sheet, ()))
        return tuple(found)
    is_power = register == "power"
    shared = opened(POWERS_FILE if is_power else f"items/{BUNDLES_FILE}")
    placed = []
    for number, node in enumerate(nodes, first):
        path: Path = ("powers" if is_power else "bundles", number)
        shared.mark(path, node.line)
        placed.append(Placed(shape.read(node, shared, path), shared, path))
    return tuple(placed)


def _draft(
    pack: Pack,
    register: str,
    entries: list[Any],
    written: Sequence[Placed],
    faults: list[PackFault],
) -> Draft:
    """Return the pack under reading; what was written comes last, so that faults fall on it."""
    part = pack.government
    mine = written[0].sheet if written else Sheet(f"{register}.yaml", faults)
    listed = entries if register == "agreement" else list(pack.agreements)
    sheets = {id(placed.entry): placed.sheet for placed in written}
    is_bundle, is_power = register == "bundle", register == "power"
    bundles = tuple(entries) if is_bundle else part.bundles
    powers = tuple(entries) if is_power else part.powers
    bundle_sheet = mine if is_bundle else Sheet(f"items/{BUNDLES_FILE}", faults)
    return Draft(
        items=[Part(item, Sheet(f"items/{item.id}.yaml", faults)) for item in part.items],
        agreements=[
            Part(one, sheets.get(id(one)) or Sheet(f"agreements/{one.id}.yaml", faults))
            for one in listed
        ],
        bundles=Part(BundleFile(bundles), bundle_sheet),
        powers=Part(PowerFile(powers), mine if is_power else Sheet(POWERS_FILE, faults)),
    )


def _check(draft: Draft, pack: Pack, faults: list[PackFault]) -> None:
    items, places = draft.items_by_id(), places_of(pack.metro)
    agreements = draft.agreements_by_id()
    check_agreements(draft.agreements, places)
    check_item_agreements(draft.agreements, places, items)
    check_bundles(draft.bundles, items)
    check_powers(draft.powers, places, items)
    for parameter in filter(_is_agreed, pack.parameters):
        file = f"policies/{parameter.key.replace('.', '/')}.yaml"
        check_parameter(Part(parameter, Sheet(file, faults)), places, agreements)


def _is_agreed(parameter: Parameter) -> bool:
    return any(row.at.startswith("agreement:") for row in parameter.values)


def _assembled(pack: Pack, draft: Draft) -> Pack:
    part = pack.government
    return assemble(
        pack.metro,
        parameters=pack.parameters,
        agreements=[one.content for one in draft.agreements],
        institutions=pack.institutions,
        venues=pack.venues,
        catalogues=pack.catalogues,
        government=normal_part(
            part.items,
            part.titles,
            draft.bundles.content.bundles if draft.bundles else (),
            draft.powers.content.powers if draft.powers else (),
            part.certificates,
        ),
    )
