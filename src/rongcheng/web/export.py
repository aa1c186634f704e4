"""Lists to take along (导出): every list as xlsx or CSV, streamed, safe to open in a spreadsheet.

A cell that a spreadsheet would run as a formula is written as text. Amounts are yuan with two
decimals, rates percentages, days real dates.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from io import StringIO
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Any, Literal, cast
from urllib.parse import quote

from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse

from rongcheng.kernel.clock import SHANGHAI
from rongcheng.kernel.late import library
from rongcheng.kernel.money import format_scaled, format_yuan
from rongcheng.web.i18n import language, t
from rongcheng.web.tables import Column, Kind, Table, plain_value

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

ExportKind = Literal["xlsx", "csv"]
KINDS: tuple[ExportKind, ...] = ("xlsx", "csv")
# A list up to this size stays in memory; a longer one goes to a temporary file as it grows.
_IN_MEMORY = 4_000_000
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FILE_DAY = datetime(2024, 1, 1)
_FORMATS = {"fen": "#,##0.00", "ppm": "0.00##%", "date": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm"}


def guarded(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: a leading apostrophe where needed.

    >>> guarded("=1+1"), guarded("湘潭")
    ("'=1+1", '湘潭')
    """
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def export_kind(request: HttpRequest) -> ExportKind | None:
    """Return the file kind that the address asks for by `?format=`, or None for the page."""
    asked = request.GET.get("format", "")
    return asked if asked in KINDS else None


def export_response(table: Table, kind: ExportKind, name: str) -> HttpResponseBase:
    """Answer with the list as a file; `name` has no ending and may be Chinese."""
    return _xlsx_response(table, name) if kind == "xlsx" else _csv_response(table, name)


def csv_text(value: object, kind: Kind, lang: str) -> str:
    """Write one raw value for CSV; only a status needs the language."""
    plain = plain_value(value)
    if plain is None:
        return ""
    if isinstance(plain, bool):
        return str(int(plain))
    if isinstance(plain, int):
        if kind == "fen":
            return format_yuan(plain)
        return f"{format_scaled(plain, 4)}%" if kind == "ppm" else str(plain)
    if isinstance(plain, datetime):
        return plain.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(plain, date):
        return plain.isoformat()
    return guarded(_status_text(plain, kind, lang))


def csv_lines(table: Table, lang: str) -> Iterator[str]:
    """Yield the file line by line; it starts with a byte-order mark, or Excel garbles Chinese.

    The language is an argument because the lines are written after the request has ended.
    """
    line = StringIO()
    writer = csv.writer(line)

    def take(row: Sequence[str]) -> str:
        writer.writerow(row)
        text = line.getvalue()
        line.seek(0)
        line.truncate()
        return text

    yield "\ufeff" + take([guarded(column.title) for column in table.columns])
    for row in table.rows:
        yield take(
            [csv_text(value, c.kind, lang) for c, value in zip(table.columns, row, strict=True)]
        )


def write_xlsx(table: Table, target: IO[bytes]) -> None:
    """Write the list as one worksheet with a fixed, filterable heading row."""
    write_workbook([("", table)], target)


def write_workbook(tables: Sequence[tuple[str, Table]], target: IO[bytes]) -> None:
    """Write several lists, each as one worksheet under its name (at most 31 characters)."""
    book = library("xlsxwriter").Workbook(
        target,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    # Written today or at any other time, the same list is the same file, to the byte.
    book.set_properties({"created": _FILE_DAY})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    formats = {kind: book.add_format({"num_format": form}) for kind, form in _FORMATS.items()}
    for name, table in tables:
        sheet = book.add_worksheet(name or None)
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(table.columns):
            sheet.set_column(place, place, column.width)
            sheet.write_string(0, place, column.title, head)
        number = 0
        for number, row in enumerate(table.rows, start=1):
            for place, (column, value) in enumerate(zip(table.columns, row, strict=True)):
                _write_cell(sheet, (number, place), column, plain_value(value), formats)
        sheet.autofilter(0, 0, number, len(table.columns) - 1)
    book.close()


def _write_cell(
    sheet: Worksheet,
    at: tuple[int, int],
    column: Column,
    value: object,
    formats: dict[str, Format],
) -> None:
    if value is None or value == "":
        return
    if isinstance(value, int) and not isinstance(value, bool):
        scale = {"fen": 100, "ppm": 1_000_000}.get(column.kind, 1)
        # A spreadsheet holds binary fractions only; two decimals of any amount survive them.
        sheet.write_number(*at, value / scale, formats.get(column.kind))
    elif isinstance(value, datetime):
        local = value.astimezone(SHANGHAI).replace(tzinfo=None)
        sheet.write_datetime(*at, local, formats["moment"])
    elif isinstance(value, date):
        sheet.write_datetime(*at, datetime(value.year, value.month, value.day), formats["date"])
    else:
        sheet.write_string(*at, _status_text(value, column.kind, language()))


def _status_text(value: object, kind: Kind, lang: str) -> str:
    return t(f"web.status.{value}", lang) if kind == "status" else str(value)


def attachment(name: str, ending: str) -> str:
    """Return the heading that makes an answer a file of this name, which may be Chinese."""
    # The plain name is for very old readers; all others take the one in UTF-8.
    return f"attachment; filename=\"list.{ending}\"; filename*=UTF-8''{quote(name)}.{ending}"


def _csv_response(table: Table, name: str) -> HttpResponseBase:
    response = StreamingHttpResponse(
        csv_lines(table, language()), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = attachment(name, "csv")
    return response


def _xlsx_response(table: Table, name: str) -> HttpResponseBase:
    # The response closes the file, and with it the temporary file, when it has been sent.
    spool = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
    target = cast("IO[bytes]", spool)
    write_xlsx(table, target)
    target.seek(0)
    response: Any = FileResponse(target, content_type=_XLSX_TYPE)
    response["Content-Disposition"] = attachment(name, "xlsx")
    return cast(HttpResponseBase, response)
