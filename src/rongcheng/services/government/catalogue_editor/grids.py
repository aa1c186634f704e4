"""Spreadsheet files (表格文件): several lists as one xlsx, or as CSV files in a zip, both ways.

A file from outside is read with bounds on its size and its rows; formulas are never computed.
"""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any, NamedTuple

from rongcheng.kernel.late import library
from rongcheng.services.government.catalogue.errors import FileTooLarge, FileUnreadable
from rongcheng.services.government.catalogue_editor.cells import Cell, guarded, unguarded

MOST_BYTES = 5_000_000
_MOST_UNPACKED = 40_000_000
_MOST_ROWS = 20_000
_FILE_DAY = datetime(2024, 1, 1)
_ZIP_DAY = (2024, 1, 1, 0, 0, 0)

Grid = list[list[str]]
"""The rows of a list as texts; the first is its headings."""


class Sent(NamedTuple):
    """A file that somebody sent: its name and its bytes."""

    name: str
    content: bytes


def xlsx_of(lists: Sequence[tuple[str, Sequence[Sequence[Cell]]]]) -> bytes:
    """Return lists as one workbook, a sheet each; the same lists are the same bytes."""
    target = BytesIO()
    book = library("xlsxwriter").Workbook(
        target,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties({"created": _FILE_DAY})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    body = book.add_format({"text_wrap": True, "valign": "top"})
    for name, rows in lists:
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 2)
        sheet.set_column(0, max(len(rows[0]) - 1, 0), 20)
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                if value == "":
                    continue
                form = body if number else head
                if isinstance(value, int):
                    sheet.write_number(number, place, value, form)
                else:
                    sheet.write_string(number, place, value, form)
    book.close()
    return target.getvalue()


def csv_zip_of(lists: Sequence[tuple[str, Sequence[Sequence[Cell]]]]) -> bytes:
    """Return lists as one CSV file each, in a zip; a mark at the start shows Chinese in Excel."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, rows in lists:
            text = StringIO()
            writer = csv.writer(text)
            writer.writerows([guarded(str(value)) for value in row] for row in rows)
            info = zipfile.ZipInfo(f"{name}.csv", _ZIP_DAY)
            packed.writestr(info, ("\ufeff" + text.getvalue()).encode())
    return target.getvalue()


def read_grids(files: Iterable[Sent]) -> Mapping[str, Grid]:
    """Return the lists of what was sent, by their names: an xlsx, a zip of CSV, or CSV files.

    Raises FileTooLarge or FileUnreadable.
    """
    found: dict[str, Grid] = {}
    for file in files:
        if len(file.content) > MOST_BYTES:
            raise FileTooLarge(name=file.name, most=MOST_BYTES // 1_000_000)
        found |= _lists_of(file)
    return found


def _lists_of(file: Sent) -> Mapping[str, Grid]:
    stem, _, ending = file.name.rpartition("/")[2].lower().rpartition(".")
    if ending == "csv":
        return {stem: _csv(file.name, file.content)}
    if ending not in {"xlsx", "zip"}:
        raise FileUnreadable(name=file.name)
    try:
        with zipfile.ZipFile(BytesIO(file.content)) as packed:
            if sum(info.file_size for info in packed.infolist()) > _MOST_UNPACKED:
                raise FileTooLarge(name=file.name, most=_MOST_UNPACKED // 1_000_000)
            if ending == "zip":
                members = [n for n in packed.namelist() if n.lower().endswith(".csv")]
                return {
                    name.rpartition("/")[2][:-4].lower(): _csv(name, packed.read(name))
                    for name in members
                }
        return _workbook(file)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as broken:
        raise FileUnreadable(name=file.name) from broken


def _workbook(file: Sent) -> Mapping[str, Grid]:
    openpyxl = library("openpyxl")
    unfit = library("openpyxl.utils.exceptions").InvalidFileException
    try:
        book = openpyxl.load_workbook(BytesIO(file.content), read_only=True, data_only=True)
        return {sheet.title.lower(): _sheet(file.name, sheet) for sheet in book.worksheets}
    except (unfit, KeyError, ValueError, TypeError, SyntaxError) as broken:
        # A file that only calls itself a workbook breaks the reader in many ways.
        raise FileUnreadable(name=file.name) from broken


def _sheet(name: str, sheet: Any) -> Grid:
    rows: Grid = []
    for row in sheet.iter_rows(values_only=True):
        rows.append([_text(value) for value in row])
        if len(rows) > _MOST_ROWS:
            raise FileTooLarge(name=name, most=_MOST_ROWS)
    return rows


def _csv(name: str, content: bytes) -> Grid:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            # What Excel in China saves as CSV.
            text = content.decode("gb18030")
        except UnicodeDecodeError as broken:
            raise FileUnreadable(name=name) from broken
    try:
        rows = [[unguarded(value) for value in row] for row in csv.reader(StringIO(text))]
    except csv.Error as broken:
        raise FileUnreadable(name=name) from broken
    if len(rows) > _MOST_ROWS:
        raise FileTooLarge(name=name, most=_MOST_ROWS)
    return rows


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
