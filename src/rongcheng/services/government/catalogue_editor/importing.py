"""Items from a spreadsheet (导入事项): read whole, every fault with its list, row and column.

Nothing is kept unless all of it is good. Items that the file does not name stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from rongcheng.kernel.errors import Lang
from rongcheng.policy.changes.items import pack_with_items, read_item
from rongcheng.policy.draft import Part
from rongcheng.policy.faults import PackFault
from rongcheng.policy.item_types import ServiceItem
from rongcheng.policy.nodes import Branch, Node, Rows
from rongcheng.policy.pack import Pack
from rongcheng.policy.sheet import Path, Sheet
from rongcheng.services.government.catalogue_editor.cells import node_of
from rongcheng.services.government.catalogue_editor.columns import (
    MAIN,
    OWNER,
    Column,
    item_sheets,
)
from rongcheng.services.government.catalogue_editor.grids import Grid
from rongcheng.services.government.catalogue_editor.rows import GridRow, rows_of
from rongcheng.services.government.catalogue_editor.table_faults import (
    Desk,
    TableFault,
    own_fault,
)

_HEAD = ("id", "basic_code", "title", "theme")


class Imported(NamedTuple):
    """The items of a file, or everything that is wrong with it.

    `rows` are the rows of `items` by item and first day.
    """

    items: Sequence[ServiceItem]
    faults: Sequence[TableFault]
    rows: Mapping[tuple[str, str], int]


def read_items(grids: Mapping[str, Grid], pack: Pack) -> Imported:
    """Return the items that a file holds, checked inside the pack for which they are meant."""
    desk = Desk()
    rows = rows_of(grids, desk)
    if desk.faults:
        return Imported((), desk.faults, {})
    owned = _by_owner(rows, desk)
    groups: dict[str, list[GridRow]] = {}
    for row in rows[MAIN]:
        groups.setdefault(row.text("id"), []).append(row)
    found: list[PackFault] = []
    parts = [_read(versions, owned, desk, found) for versions in groups.values()]
    made = pack_with_items(pack, parts, found)
    faults = sorted({*desk.faults, *desk.elsewhere(found)})
    items = [] if made is None else [i for i in made.government.items if i.id in groups]
    numbers = {(row.text("id"), row.text("from")): row.number for row in rows[MAIN]}
    return Imported([] if faults else items, faults, numbers)


class CellSheet(Sheet):
    """A sheet whose lines are cells: a fault names the list, the row and the column."""

    def __init__(self, file: str, desk: Desk, faults: list[PackFault]) -> None:
        """Open the sheet of a file whose fields stand in cells."""
        self._told: list[PackFault] = faults
        self._cells = desk
        super().__init__(file, faults)

    def line_of(self, path: Path) -> int:
        """Return the row in which the field stands, as the texts of faults name it."""
        return self._cells.row_of(super().line_of(path))

    def report(self, code: str, path: Path, **params: object) -> None:
        """Note one fault at its cell."""
        before = len(self._told)
        super().report(code, path, **params)
        for fault in self._told[before:]:
            self._cells.place(super().line_of(path), fault)


def _by_owner(
    rows: Mapping[str, list[GridRow]], desk: Desk
) -> Mapping[tuple[str, str, str], list[GridRow]]:
    """Return the rows of the other lists by list, item and first day; strangers are reported."""
    known: set[tuple[str, str]] = set()
    for row in rows[MAIN]:
        key = (row.text("id"), row.text("from"))
        if key in known:
            desk.report(own_fault("version_twice", MAIN, row.number, "from", id=key[0]))
        known.add(key)
    owned: dict[tuple[str, str, str], list[GridRow]] = {}
    for name, listed in rows.items():
        for row in listed if name != MAIN else ():
            key = (row.text("id"), row.text("from"))
            if key not in known:
                desk.report(own_fault("no_version", name, row.number, "id", id=key[0], day=key[1]))
            owned.setdefault((name, *key), []).append(row)
    return owned


def _read(
    versions: list[GridRow],
    owned: Mapping[tuple[str, str, str], list[GridRow]],
    desk: Desk,
    found: list[PackFault],
) -> Part[ServiceItem]:
    first = versions[0]
    code = first.text("id")
    for row in versions[1:]:
        for column in first.columns:
            if column.path[0] in _HEAD and row.text(column.key) != first.text(column.key):
                desk.report(own_fault("head_differs", MAIN, row.number, column.key, id=code))
    heads = [c for c in first.columns if c.path[0] in _HEAD]
    node = branch_of(first, heads, 0, desk)
    line = desk.cell(MAIN, first.number, "")
    listed = Rows(tuple(_version(row, owned, desk) for row in versions), line)
    entries: dict[str, Node] = {**node.entries, "versions": listed}
    whole = Branch(entries, {**node.key_lines, "versions": line}, line)
    return read_item(whole, CellSheet(f"items/{code}.yaml", desk, found))


def _version(
    row: GridRow, owned: Mapping[tuple[str, str, str], list[GridRow]], desk: Desk
) -> Branch:
    node = branch_of(row, [c for c in row.columns if c.path[0] not in _HEAD], 0, desk)
    entries, key_lines = dict(node.entries), dict(node.key_lines)
    for sheet in item_sheets()[1:]:
        inner = owned.get((sheet.name, row.text("id"), row.text("from")), [])
        # An item without materials says so; a form without questions is found by its own check.
        if not inner and sheet.name not in {"materials", "form", "basis"}:
            continue
        nodes = tuple(
            branch_of(one, [c for c in one.columns if c.key not in OWNER], 1, desk) for one in inner
        )
        entries[sheet.name] = Rows(nodes, node.line)
        key_lines[sheet.name] = node.line
    return Branch(entries, key_lines, node.line)


def branch_of(row: GridRow, columns: Sequence[Column], skip: int, desk: Desk) -> Branch:
    """Return the record of a row; what is empty and may be so is left out.

    `skip` is how many parts of each path are the list's own name.
    """
    line = desk.cell(row.sheet, row.number, "")
    whole = Branch({}, {}, line)
    for column in columns:
        text = row.text(column.key)
        if not text.strip() and not column.required:
            continue
        at = desk.cell(row.sheet, row.number, column.key)
        *before, last = column.path[skip:]
        inner = whole
        for part in before:
            found = inner.entries.setdefault(part, Branch({}, {}, at))
            inner.key_lines.setdefault(part, at)
            assert isinstance(found, Branch)
            inner = found
        inner.entries[last] = node_of(text, column, at)
        inner.key_lines[last] = at
    return whole


def messages(faults: Sequence[TableFault], lang: Lang) -> Iterator[str]:
    """Yield one line a fault: list, row, column, what is wrong and what to do."""
    for fault in faults:
        yield f"{fault.where(lang)}: {fault.message(lang)}"
