"""What is wrong with a spreadsheet (表格的错): by list, row and column, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from rongcheng.kernel.errors import Lang
from rongcheng.policy.faults import PackFault
from rongcheng.services.government.catalogue_editor.fault_words import (
    fault_words,
    file_words,
    label_of,
)
from rongcheng.web.i18n import t

_LANGUAGES: tuple[Lang, Lang] = ("zh", "en")


class TableFault(NamedTuple):
    """One mistake: the list, its row as the spreadsheet numbers it, the column's key, the words.

    A fault that is in no cell (an agreement that no longer fits) has row 0 and names its file.
    """

    sheet: str
    row: int
    column: str
    zh: str
    en: str

    def message(self, lang: Lang) -> str:
        """Return the sentence for the reader's language; it ends with what to do."""
        return self.zh if lang == "zh" else self.en

    def where(self, lang: Lang) -> str:
        """Return list, row and column in words."""
        if not self.row:
            return file_words(self.sheet, lang)
        key = "where_column" if self.column else "where_row"
        sheet, column = sheet_words(self.sheet, lang), _column(self.sheet, self.column, lang)
        return t(f"government.sheet.{key}", lang, sheet=sheet, row=self.row, column=column)


class Desk:
    """Numbers the cells of a file, and collects what is wrong with them."""

    def __init__(self) -> None:
        """Begin with no cell; number 0 is the file itself."""
        self.faults: list[TableFault] = []
        self._cells: list[tuple[str, int, str]] = [("", 0, "")]
        self._places: dict[PackFault, tuple[str, int, str]] = {}

    def cell(self, sheet: str, row: int, column: str) -> int:
        """Return a number for a cell; an empty column is the whole row."""
        self._cells.append((sheet, row, column))
        return len(self._cells) - 1

    def row_of(self, cell: int) -> int:
        """Return the row of a numbered cell."""
        return self._cells[cell][1]

    def place(self, cell: int, fault: PackFault) -> None:
        """Remember at which cell a fault of the pack's checks was found."""
        self._places.setdefault(fault, self._cells[cell])

    def report(self, fault: TableFault) -> None:
        """Note a fault once."""
        if fault not in self.faults:
            self.faults.append(fault)

    def elsewhere(self, found: Iterable[PackFault]) -> Iterator[TableFault]:
        """Yield the faults of the pack's checks, each at its cell, else at its file."""
        for fault in found:
            sheet, row, column = self._places.get(fault, (fault.file, 0, ""))
            yield TableFault(
                sheet or fault.file,
                row,
                column,
                fault_words(fault, "zh"),
                fault_words(fault, "en"),
            )


def own_fault(key: str, sheet: str, row: int, column: str, **params: object) -> TableFault:
    """Return a fault of the spreadsheet itself, in both languages."""
    zh, en = (_own(key, sheet, column, lang, params) for lang in _LANGUAGES)
    return TableFault(sheet, row, column, zh, en)


def sheet_words(sheet: str, lang: Lang) -> str:
    """Name a list as the file does, and in words: one must find it there."""
    name = label_of(sheet, lang)
    if name == sheet:
        return sheet
    return t("government.sheet.named", lang, sheet=sheet, name=name)


def _own(key: str, sheet: str, column: str, lang: Lang, params: Mapping[str, object]) -> str:
    name = label_of(column, lang) if column else ""
    if name != column:
        # Whoever is to add or to find a heading needs its key, with which it ends.
        name = t("government.sheet.column_named", lang, name=name, column=column)
    given = {"sheet": sheet_words(sheet, lang), "column": name, **params}
    return t(f"government.sheet.fault.{key}", lang, **given)


def _column(sheet: str, column: str, lang: Lang) -> str:
    if (sheet, column) == ("powers", "number"):
        return t("government.register.number", lang)
    return label_of(column, lang)
