"""Entries of a register in drafts (登记草稿): agreements, powers given and bundles in plain form.

A draft holds `{"entries": […]}`, since a change often takes two: the one that ends and the one
that follows it. They are published together or not at all.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from rongcheng.kernel.errors import Lang
from rongcheng.policy.changes.registers import (
    REGISTERS,
    Entry,
    Placed,
    entries_of,
    pack_with_entries,
)
from rongcheng.policy.faults import PackFault
from rongcheng.policy.nodes import Branch, Rows, nodes_of_json
from rongcheng.policy.pack import Pack, canonical
from rongcheng.policy.records import Record
from rongcheng.policy.sheet import Path, Sheet
from rongcheng.services.government.catalogue_editor.checking import PathSheet
from rongcheng.services.government.catalogue_editor.fault_words import fault_lines

Plain = dict[str, Any]


class CheckedEntries(NamedTuple):
    """Written entries with all their faults, and the pack that they make if there are none.

    `by_path` has for each entry its faults by the field that they are about.
    """

    faults: Sequence[PackFault]
    by_path: Sequence[Mapping[Path, Sequence[PackFault]]]
    pack: Pack | None
    files: frozenset[str] = frozenset()
    ids: Sequence[str] = ()

    def lines(self, lang: Lang) -> list[str]:
        """Return all sentences once, each with its place; of several entries also with its id."""
        names = self.ids if len(self.ids) > 1 else [""] * len(self.ids)
        told = list(zip(names, self.by_path, strict=True))
        return fault_lines(self.faults, told, lambda file: file in self.files, lang)


def plain_entry(register: str, entry: Entry) -> Plain:
    """Return an entry as plain data, as its file has it."""
    found: Plain = json.loads(canonical(Record(REGISTERS[register]).plain(entry)))
    return found


def body_of(plains: Iterable[Plain]) -> str:
    """Return entries as the body of a draft."""
    return canonical({"entries": list(plains)})


def plains_of(text: str) -> list[Plain]:
    """Return the entries of a draft's body."""
    found: list[Plain] = json.loads(text)["entries"] if text else []
    return found


def ids_of(*texts: str) -> set[str]:
    """Return the ids of all entries of some bodies."""
    return {str(plain.get("id", "")) for text in texts for plain in plains_of(text)}


def entries_in(pack: Pack, register: str, ids: Collection[str]) -> list[Entry]:
    """Return those entries of a pack whose ids are named, by id."""
    return [entry for entry in entries_of(pack, register) if entry.id in ids]


def held_body(pack: Pack, register: str, ids: Collection[str]) -> str:
    """Return what a pack holds of these ids, as the body of a draft."""
    return body_of(plain_entry(register, entry) for entry in entries_in(pack, register, ids))


def check_entries(register: str, body: str, base: str, pack: Pack) -> CheckedEntries:
    """Return what is wrong with a draft's entries if they stood in a pack instead of its base."""
    faults: list[PackFault] = []
    opened: dict[str, PathSheet] = {}

    def sheet_of(file: str) -> Sheet:
        return opened.setdefault(file, PathSheet(file, faults))

    changed = pack_with_entries(
        pack, register, _nodes(body), faults, instead_of=ids_of(base), sheet_of=sheet_of
    )
    told = [_told(placed, opened) for placed in changed.written]
    ids = [placed.entry.id for placed in changed.written]
    return CheckedEntries(faults, told, changed.pack, frozenset(opened), ids)


def _nodes(body: str) -> Sequence[Any]:
    root = nodes_of_json(body)
    assert isinstance(root, Branch)
    rows = root.entries["entries"]
    assert isinstance(rows, Rows)
    return rows.items


def _told(placed: Placed, opened: Mapping[str, PathSheet]) -> Mapping[Path, Sequence[PackFault]]:
    """Return the faults of one entry by the path inside it."""
    size = len(placed.path)
    found = opened[placed.sheet.file].by_path
    return {path[size:]: told for path, told in found.items() if path[:size] == placed.path}
