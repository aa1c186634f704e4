"""A value is described in one line, in both languages, with its document and status."""

from __future__ import annotations

from datetime import date

import pytest

from rongcheng.kernel.errors import Lang
from rongcheng.policy.book import ListItem, PolicyBook
from rongcheng.policy.describe import describe, display_source, display_value
from rongcheng.policy.dimensions import Value
from rongcheng.policy.types import Source


def test_one_line_tells_value_place_day_document_and_status(book: PolicyBook) -> None:
    found = book.resolve(
        "health.outpatient.ratio",
        at="430199",
        on=date(2023, 6, 1),
        scheme="employee",
        standing="retired",
        tier="level_2",
    )

    assert describe(found, "zh") == (
        "普通门诊报销比例"
        "（health.outpatient.ratio scheme=employee standing=retired tier=level_2）："
        "50 %；省 430000，2023-01-01 起；依据《样例省规》（样例1号，2022-12-30）；二手资料"
    )
    assert describe(found, "en") == (
        "Ordinary outpatient ratio (health.outpatient.ratio scheme=employee standing=retired "
        "tier=level_2): 50 %; province 430000, from 2023-01-01 on; by “样例省规” (样例1号, "
        "2022-12-30); read in a secondary source"
    )


def test_a_value_that_ends_says_when(book: PolicyBook) -> None:
    found = book.resolve(
        "health.offsite.filing_needed", at="430399", on=date(2025, 1, 1), category="other"
    )

    assert "否；协议 no-filing，2024-12-07 至 2026-11-30；" in describe(found, "zh")
    assert "no; agreement no-filing, from 2024-12-07 to 2026-11-30;" in describe(found, "en")


@pytest.mark.parametrize(
    ("value", "unit", "lang", "shown"),
    [
        (150_000, "fen", "zh", "1,500.00 元"),
        (5, "fen", "en", "0.05 yuan"),
        (725_000, "ppm", "zh", "72.5 %"),
        (1_000_000, "ppm", "en", "100 %"),
        (1, "ppm", "en", "0.0001 %"),
        (0, "ppm", "en", "0 %"),
        (1, "flag", "zh", "是"),
        (0, "flag", "en", "no"),
        (43, "count", "zh", "43"),
        (30, "days", "zh", "30 天"),
        (6, "months", "en", "6 months"),
        ("文字", "text", "en", "文字"),
        ((ListItem("A", "甲", "Alpha"), ListItem("B", "乙", "Beta")), "list", "zh", "2 项：甲、乙"),
        ((ListItem("A", "甲", "Alpha"),), "list", "en", "1 item: Alpha"),
    ],
)
def test_values_are_written_in_their_unit(value: Value, unit: str, lang: Lang, shown: str) -> None:
    assert display_value(value, unit, lang) == shown


def test_a_document_with_its_own_marks_gets_no_second_ones() -> None:
    assert display_source(Source("湖南日报《样例》"), "zh") == "湖南日报《样例》"
    assert display_source(Source("样例办法", issued_on="2024"), "zh") == "《样例办法》（2024）"
