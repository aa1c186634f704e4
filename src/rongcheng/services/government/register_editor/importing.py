"""Entries from a spreadsheet (导入登记): read whole, every fault with its list, row and column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rongcheng.policy.changes.registers import Entry, pack_with_entries
from rongcheng.policy.faults import PackFault
from rongcheng.policy.nodes import Branch, Node, Rows
from rongcheng.policy.pack import Pack
from rongcheng.policy.sheet import Sheet
from rongcheng.services.government.catalogue_editor.entries import entries_in
from rongcheng.services.government.catalogue_editor.grids import Grid
from rongcheng.services.government.catalogue_editor.importing import CellSheet, branch_of
from rongcheng.services.government.catalogue_editor.rows import GridRow, rows_of
from rongcheng.services.government.catalogue_editor.table_faults import (
    Desk,
    TableFault,
    own_fault,
)
from rongcheng.services.government.register_editor.kinds import OWNER, Register, sheets_of


class ImportedEntries(NamedTuple):
    """The entries of a file by id, or everything that is wrong with it; `rows` by id."""

    entries: Sequence[Entry]
    faults: Sequence[TableFault]
    rows: Mapping[str, int]


def read_entries(register: Register, grids: Mapping[str, Grid], pack: Pack) -> ImportedEntries:
    """Return the entries that a file holds, checked inside the pack for which they are meant.

    Entries that the file does not name stay as they are.
    """
    desk = Desk()
    rows = rows_of(grids, desk, sheets_of(register))
    if desk.faults:
        return ImportedEntries((), desk.faults, {})
    numbers = _numbers(register, rows, desk)
    # Of two rows of one id the first is read; the second is reported as such.
    firsts = [row for row in rows[register.slug] if numbers[row.text("id")] == row.number]
    nodes = [_node(register, row, rows, desk) for row in firsts]
    found: list[PackFault] = []
    opened: dict[str, Sheet] = {}

    def sheet_of(file: str) -> Sheet:
        if file not in opened:
            opened[file] = CellSheet(file, desk, found)
            # What is found at an entry that the file does not name is in none of its cells.
            opened[file].mark((), 0)
        return opened[file]

    changed = pack_with_entries(pack, register.kind, nodes, found, sheet_of=sheet_of)
    faults = sorted({*desk.faults, *desk.elsewhere(found)})
    if faults or changed.pack is None:
        return ImportedEntries((), faults, numbers)
    return ImportedEntries(entries_in(changed.pack, register.kind, numbers), (), numbers)


def _numbers(
    register: Register, rows: Mapping[str, list[GridRow]], desk: Desk
) -> Mapping[str, int]:
    """Return the rows by id; what stands twice, and rows that belong to nothing, are reported."""
    found: dict[str, int] = {}
    for row in rows[register.slug]:
        code = row.text("id")
        if code in found:
            params = {"id": code, "other": found[code]}
            desk.report(own_fault("entry_twice", row.sheet, row.number, "id", **params))
        found.setdefault(code, row.number)
    for sheet in sheets_of(register)[1:]:
        for row in rows[sheet.name]:
            code = row.text("id")
            if code not in found:
                params = {"id": code, "main": register.slug}
                desk.report(own_fault("no_entry", row.sheet, row.number, "id", **params))
    return found


def _node(
    register: Register, row: GridRow, rows: Mapping[str, list[GridRow]], desk: Desk
) -> Branch:
    node = branch_of(row, row.columns, 0, desk)
    entries: dict[str, Node] = dict(node.entries)
    key_lines = dict(node.key_lines)
    for sheet in sheets_of(register)[1:]:
        inner = [
            branch_of(one, [c for c in one.columns if c.key not in OWNER], 1, desk)
            for one in rows[sheet.name]
            if one.text("id") == row.text("id")
        ]
        if inner:
            entries[sheet.name] = Rows(tuple(inner), node.line)
            key_lines[sheet.name] = node.line
    return Branch(entries, key_lines, node.line)
