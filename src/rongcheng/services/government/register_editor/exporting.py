"""Entries to take along (导出登记): whole, as lists that `importing` reads back to the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rongcheng.services.government.catalogue_editor.cells import Cell, cell_of
from rongcheng.services.government.catalogue_editor.columns import ItemSheet
from rongcheng.services.government.catalogue_editor.entries import Plain
from rongcheng.services.government.catalogue_editor.exporting import Lists
from rongcheng.services.government.register_editor.kinds import Register, head_of, sheets_of


def lists_of(register: Register, plains: Sequence[Plain]) -> Lists:
    """Return the lists of entries with their headings, also of drafts that have faults."""
    main, *others = sheets_of(register)
    rows = [[cell_of(plain, column) for column in main.columns] for plain in plains]
    found: Lists = [(main.name, [_heads(main), *rows])]
    found += [(sheet.name, [_heads(sheet), *_owned(sheet, plains)]) for sheet in others]
    return found


def _heads(sheet: ItemSheet) -> list[Cell]:
    return [head_of(column) for column in sheet.columns]


def _owned(sheet: ItemSheet, plains: Iterable[Plain]) -> Iterator[list[Cell]]:
    for plain in plains:
        for inner in plain.get(sheet.name, ()):
            row = {"id": plain["id"], sheet.name: inner}
            yield [cell_of(row, column) for column in sheet.columns]
