"""Rows by their headings (按表头读行): unknown and missing columns are told first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from rongcheng.services.government.catalogue_editor.columns import (
    OWNER,
    Column,
    ItemSheet,
    item_sheets,
    key_of,
)
from rongcheng.services.government.catalogue_editor.grids import Grid
from rongcheng.services.government.catalogue_editor.table_faults import Desk, own_fault


class GridRow(NamedTuple):
    """One row of a list, with its number in the file and its texts by the columns' keys."""

    sheet: str
    number: int
    columns: tuple[Column, ...]
    texts: Mapping[str, str]

    def text(self, key: str) -> str:
        """Return what stands in a column; ids and days without blanks at their ends."""
        found = self.texts.get(key, "")
        return found.strip() if key in OWNER else found


def rows_of(
    grids: Mapping[str, Grid], desk: Desk, sheets: Sequence[ItemSheet] = ()
) -> Mapping[str, list[GridRow]]:
    """Return the rows of every list; a list that is missing or unknown is reported.

    Without `sheets` the lists are those of items; the first is the main one.
    """
    sheets = sheets or item_sheets()
    main, names = sheets[0].name, [sheet.name for sheet in sheets]
    for name in grids:
        if name not in names:
            desk.report(own_fault("sheet_unknown", name, 1, "", known=", ".join(names)))
    found: dict[str, list[GridRow]] = {}
    for sheet in sheets:
        grid = grids.get(sheet.name)
        if not grid:
            desk.report(own_fault("sheet_missing", sheet.name, 1, ""))
            grid = []
        found[sheet.name] = list(_rows(sheet, grid, desk))
    if not found[main] and not desk.faults:
        desk.report(own_fault("no_rows", main, 1, ""))
    return found


def _rows(sheet: ItemSheet, grid: Grid, desk: Desk) -> Iterator[GridRow]:
    if not grid:
        return
    keys = [key_of(text) for text in grid[0]]
    known = {column.key for column in sheet.columns}
    for place, key in enumerate(keys):
        if grid[0][place].strip() and key not in known:
            desk.report(own_fault("column_unknown", sheet.name, 1, grid[0][place].strip()))
        elif key and key in keys[:place]:
            desk.report(own_fault("column_twice", sheet.name, 1, key))
    for column in sheet.columns:
        if column.key not in keys:
            desk.report(own_fault("column_missing", sheet.name, 1, column.key))
    for number, row in enumerate(grid[1:], start=2):
        if any(text.strip() for text in row):
            texts = {key: text for key, text in zip(keys, row, strict=False) if key}
            yield GridRow(sheet.name, number, sheet.columns, texts)
