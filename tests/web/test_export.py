"""Exports: what leaves as a file opens right, and runs nothing in the reader's spreadsheet."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import UTC, date, datetime

import pytest
from django.test import RequestFactory

from rongcheng.web import i18n
from rongcheng.web.export import (
    csv_lines,
    export_kind,
    export_response,
    guarded,
    write_xlsx,
)
from rongcheng.web.tables import Column, Link, Table

COLUMNS = [
    Column("姓名", lead=True),
    Column("金额", "fen"),
    Column("比例", "ppm"),
    Column("日期", "date"),
    Column("时间", "moment"),
    Column("状态", "status"),
]
ROW = (
    Link("样例·甲", "/x"),
    -4_268_428,
    725_000,
    date(2026, 5, 20),
    datetime(2026, 5, 19, 16, 30, tzinfo=UTC),
    "illustrative",
)
EVIL = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"]


def table(*rows: tuple[object, ...], columns: list[Column] = COLUMNS) -> Table:
    return Table("清单", columns, iter(rows))


def parts_of(listed: Table) -> dict[str, str]:
    target = io.BytesIO()
    write_xlsx(listed, target)
    with zipfile.ZipFile(target) as book:
        return {name: book.read(name).decode() for name in book.namelist()}


@pytest.mark.parametrize("text", EVIL)
def test_formula_is_guarded(text: str) -> None:
    assert guarded(text) == "'" + text


@pytest.mark.parametrize("text", ["湘潭", "1+1=2", "a@b", "", "43-03"])
def test_plain_text_stays(text: str) -> None:
    assert guarded(text) == text


def test_csv_has_mark_heading_and_local_forms() -> None:
    text = "".join(csv_lines(table(ROW), "zh"))
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows == [
        ["姓名", "金额", "比例", "日期", "时间", "状态"],
        ["样例·甲", "-42684.28", "72.5000%", "2026-05-20", "2026-05-20 00:30:00", "样例值"],
    ]


def test_csv_guards_cells_and_headings() -> None:
    listed = table(("=cmd()",), columns=[Column("=heading")])
    rows = list(csv.reader(io.StringIO("".join(csv_lines(listed, "zh"))[1:])))
    assert rows == [["'=heading"], ["'=cmd()"]]


def test_csv_is_written_row_by_row() -> None:
    taken: list[int] = []

    def rows() -> object:
        for number in range(3):
            taken.append(number)
            yield (str(number),)

    lines = csv_lines(Table("x", [Column("n")], rows()), "zh")  # type: ignore[arg-type]
    next(lines)
    next(lines)
    assert taken == [0]


def test_csv_keeps_its_language_after_the_request() -> None:
    token = i18n.activate("en")
    response = export_response(table(ROW), "csv", "list")
    i18n.restore(token)
    body = response.getvalue().decode()
    assert "Sample value" in body


def test_xlsx_has_no_formula() -> None:
    parts = parts_of(table(*((text,) for text in EVIL), columns=[Column("=h")]))
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert "<f>" not in sheet
    assert "=1+1" in sheet
    assert len(re.findall('t="inlineStr"', sheet)) == len(EVIL) + 1


def test_xlsx_numbers_are_numbers() -> None:
    sheet = parts_of(table(ROW))["xl/worksheets/sheet1.xml"]
    assert "<v>-42684.28</v>" in sheet
    assert "<v>0.725</v>" in sheet
    # 20 May 2026 as a spreadsheet counts days.
    assert "<v>46162</v>" in sheet
    assert "样例值" in sheet


def test_xlsx_of_nothing_has_its_heading() -> None:
    assert "姓名" in parts_of(table())["xl/worksheets/sheet1.xml"]


def test_file_names_may_be_chinese() -> None:
    response = export_response(table(ROW), "xlsx", "我的结算")
    response.file_to_stream.close()  # type: ignore[attr-defined]
    assert response["Content-Disposition"] == (
        'attachment; filename="list.xlsx"; '
        "filename*=UTF-8''%E6%88%91%E7%9A%84%E7%BB%93%E7%AE%97.xlsx"
    )


@pytest.mark.parametrize(("asked", "kind"), [("csv", "csv"), ("xlsx", "xlsx"), ("exe", None)])
def test_kind_comes_from_the_address(asked: str, kind: str | None) -> None:
    assert export_kind(RequestFactory().get("/", {"format": asked})) == kind
