"""The file of 3202: however it is written it is read, and what is spoilt is named by its row."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest

from rongcheng.services.health.models import ReconciliationDifference
from tests.services.health.conftest import World
from tests.services.health.interface.hospital import Hospital
from tests.services.health.interface.statements import (
    details_body,
    download,
    text_of,
    upload,
    zipped,
)
from tests.services.health.interface.test_details import CITY, Books, books

__all__ = ["books"]

GOOD = "S1\tV1\tP1\t1.00\t0.00\t0.00\t0\n"
SPOILT = {
    "six columns": (f"{GOOD}S2\tV2\tP2\t1.00\t0.00\t0.00\n", "第 2 行", "7 列"),
    "no number": (f"{GOOD}{GOOD}S2\tV2\tP2\t1.0x\t0.00\t0.00\t0\n", "第 3 行", "medfee_sumamt"),
    "exponent": ("S2\tV2\tP2\t1.00\t1e3\t0.00\t0\n", "第 1 行", "fund_pay_sumamt"),
    "three decimals": ("S2\tV2\tP2\t1.00\t0.00\t0.005\t0\n", "第 1 行", "acct_pay"),
    "too large": (f"S2\tV2\tP2\t{'9' * 20}\t0.00\t0.00\t0\n", "第 1 行", "medfee_sumamt"),
    "no settlement": (f"{GOOD}null\tV2\tP2\t1.00\t0.00\t0.00\t0\n", "第 2 行", "setl_id"),
    "no amount": ("S2\tV2\tP2\t\t0.00\t0.00\t0\n", "第 1 行", "medfee_sumamt"),
    "no such flag": ("S2\tV2\tP2\t1.00\t0.00\t0.00\t2\n", "第 1 行", "refd_setl_flag"),
    "too long": (f"{'S' * 31}\tV2\tP2\t1.00\t0.00\t0.00\t0\n", "第 1 行", "setl_id"),
    "control character": ("S\x07\tV2\tP2\t1.00\t0.00\t0.00\t0\n", "第 1 行", "setl_id"),
    "empty line": (f"{GOOD}\n{GOOD}", "第 2 行", "7 列"),
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_spoilt_row_is_refused_by_its_number(
    world: World, hospital: Hospital, unchanged: Any, name: str
) -> None:
    text, row, expected = SPOILT[name]
    number = upload(hospital, zipped(text))["file_qury_no"]
    with unchanged:
        said = hospital.refused(hospital.message("3202", details_body(hospital, number)))
    assert "file_qury_no" in said
    assert row in said
    assert expected in said


def two_members() -> bytes:
    """A zip of two files."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("a.txt", GOOD)
        archive.writestr("b.txt", GOOD)
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (two_members(), "2 个文件"),
        (GOOD.encode(), "zip"),
        (zipped(f"{GOOD}样例".encode("gb18030")), "UTF-8"),
        (zipped(GOOD * 200_001), "200000 行"),
    ],
    ids=["two members", "no zip", "gb18030", "rows"],
)
def test_a_file_of_another_kind_is_refused(
    world: World, hospital: Hospital, unchanged: Any, content: bytes, expected: str
) -> None:
    number = upload(hospital, content)["file_qury_no"]
    with unchanged:
        said = hospital.refused(hospital.message("3202", details_body(hospital, number)))
    assert expected in said


def test_another_hospitals_file_is_not_compared(
    world: World, hospital: Hospital, unchanged: Any
) -> None:
    number = upload(hospital, zipped(GOOD))["file_qury_no"]
    other = Hospital(world.at_tier(CITY, "level_2"))
    with unchanged:
        said = other.refused(other.message("3202", details_body(other, number)))
    assert "file_qury_no" in said


def test_how_a_file_may_be_written(books: Books, hospital: Hospital) -> None:
    heading = "setl_id\tmdtrt_id\tpsn_no\tmedfee_sumamt\tfund_pay_sumamt\tacct_pay\trefd_setl_flag"
    text = text_of(books.whole())
    for written in (f"\ufeff{text}", f"{heading}\n{text}", text.replace("\n", "\r\n"), text[:-1]):
        number = upload(hospital, zipped(written))["file_qury_no"]
        found = hospital.call("3202", details_body(hospital, number))["fileinfo"]
        assert found["filename"] == "3202_20260302_20260302_11.zip"
        assert download(hospital, found["file_qury_no"], found["filename"]).status == 200
    assert ReconciliationDifference.objects.count() == 0
