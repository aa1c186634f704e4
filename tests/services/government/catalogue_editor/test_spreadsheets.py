"""Items as spreadsheets: what is exported imports to the same, and every fault names its cell."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rongcheng.policy.item_types import ItemVersion, ServiceItem
from rongcheng.services.government.catalogue.errors import FileTooLarge, FileUnreadable
from rongcheng.services.government.catalogue_editor.cells import guarded, unguarded
from rongcheng.services.government.catalogue_editor.columns import item_sheets
from rongcheng.services.government.catalogue_editor.exporting import lists_of
from rongcheng.services.government.catalogue_editor.grids import (
    Grid,
    Sent,
    csv_zip_of,
    read_grids,
    xlsx_of,
)
from rongcheng.services.government.catalogue_editor.importing import messages, read_items
from rongcheng.web import i18n
from tests.services.government.packs import METROS, book_of

PACK = book_of("changzhutan").pack
ITEMS = PACK.government.items
ODD = "=1+1 | a=b \\ 换行\n第二行"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("metro", METROS)
def test_what_is_exported_imports_to_the_same(metro: str, lang: str) -> None:
    pack = book_of(metro).pack
    token = i18n.activate(lang)
    try:
        lists = lists_of(pack.government.items)
    finally:
        i18n.restore(token)
    for sent in (Sent("a.xlsx", xlsx_of(lists)), Sent("a.zip", csv_zip_of(lists))):
        found = read_items(read_grids([sent]), pack)
        assert list(found.faults) == []
        assert tuple(found.items) == pack.government.items


def test_the_same_items_are_the_same_file() -> None:
    lists = lists_of(ITEMS)
    assert xlsx_of(lists) == xlsx_of(lists)
    assert csv_zip_of(lists) == csv_zip_of(lists)


def with_odd_words(item: ServiceItem) -> ServiceItem:
    """Return an item whose words look like formulas and separators."""
    version: ItemVersion = item.versions[0]
    form = tuple(
        field._replace(
            choices=tuple(c._replace(title={"zh": ODD, "en": "'=x"}) for c in field.choices)
        )
        for field in version.form
    )
    changed = version._replace(content={"zh": ODD, "en": "@sum"}, form=form)
    return item._replace(versions=(changed,))


def test_words_that_look_like_formulas_come_back() -> None:
    item = with_odd_words(next(item for item in ITEMS if item.id == "hukou-transfer"))
    lists = lists_of([item])
    for sent in (Sent("a.xlsx", xlsx_of(lists)), Sent("a.zip", csv_zip_of(lists))):
        found = read_items(read_grids([sent]), PACK)
        assert list(found.faults) == []
        assert list(found.items) == [item]
    with zipfile.ZipFile(io.BytesIO(csv_zip_of(lists))) as packed:
        text = packed.read("items.csv").decode("utf-8-sig")
    assert "\"'=1+1 | a=b" in text


@settings(max_examples=40)
@given(st.text(alphabet="'=+-@ab\t\n", max_size=6))
def test_a_guard_is_taken_away_again(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@"))


def grids() -> dict[str, Grid]:
    """Return the lists of the metro's items as texts, ready to be spoilt."""
    return {name: [[str(v) for v in row] for row in rows] for name, rows in lists_of(ITEMS)}


def row_of(grid: Grid, code: str) -> int:
    """Return the place of an item's first row in a list."""
    return next(n for n, row in enumerate(grid) if n and row[0] == code)


def place(grid: Grid, key: str) -> int:
    """Return the place of a column."""
    return next(n for n, text in enumerate(grid[0]) if text.rpartition("·")[2].strip() == key)


def put(name: str, code: str, key: str, text: str) -> Callable[[dict[str, Grid]], None]:
    """Return a spoiler that writes a text into one cell."""

    def spoil(lists: dict[str, Grid]) -> None:
        grid = lists[name]
        grid[row_of(grid, code)][place(grid, key)] = text

    return spoil


def no_column(lists: dict[str, Grid]) -> None:
    """Take a column away."""
    at = place(lists["materials"], "materials.title.zh")
    lists["materials"] = [[*row[:at], *row[at + 1 :]] for row in lists["materials"]]


def odd_column(lists: dict[str, Grid]) -> None:
    """Give a column a heading that nobody knows."""
    lists["items"][0][3] = "主题 · thema.zh"


def no_list(lists: dict[str, Grid]) -> None:
    """Take a list away."""
    del lists["form"]


def odd_list(lists: dict[str, Grid]) -> None:
    """Send a list that nobody knows."""
    lists["sheet1"] = [["a"]]


def twice(lists: dict[str, Grid]) -> None:
    """Write one version twice."""
    lists["items"].append(list(lists["items"][row_of(lists["items"], "hukou-transfer")]))


HUKOU, PAPER = "hukou-transfer", "materials"
FAULTS: list[tuple[Callable[[dict[str, Grid]], None], str, str, str]] = [
    (put("items", HUKOU, "type", "99"), "items", "type", "99"),
    (put("items", HUKOU, "title.zh", ""), "items", "title.zh", ""),
    (put("items", HUKOU, "from", "2020-02-30"), "items", "from", "2020-02-30"),
    (put("items", HUKOU, "promised_limit.count", "五"), "items", "promised_limit.count", "五"),
    (put("items", HUKOU, "promised_limit.count", "30"), "items", "promised_limit.count", "30"),
    (put("items", HUKOU, "fee.charged", "也许"), "items", "fee.charged", "也许"),
    (put("items", HUKOU, "channels", "1;7"), "items", "channels", "7"),
    (put("items", HUKOU, "competence.body.zh", "公安局"), "items", "competence.body.zh", "公安局"),
    (
        put("materials", HUKOU, "materials.originals", "-1"),
        "materials",
        "materials.originals",
        "-1",
    ),
    (put("materials", HUKOU, "from", "2021-01-01"), "materials", "id", "2021-01-01"),
    (put("form", HUKOU, "form.type", "float"), "form", "form.type", "float"),
    (put("form", HUKOU, "form.place", "living"), "form", "form.place", "跟着哪个地方"),
    (put("joint", HUKOU, "joint.place", "事项所在地"), "joint", "joint.place", "matter"),
    (no_column, "materials", "materials.title.zh", "materials.title.zh"),
    (odd_column, "items", "主题 · thema.zh", "thema.zh"),
    (no_list, "form", "", "form"),
    (odd_list, "sheet1", "", "materials"),
    (twice, "items", "from", HUKOU),
]


@pytest.mark.parametrize(("spoil", "sheet", "column", "said"), FAULTS)
def test_every_fault_names_its_list_row_and_column(
    spoil: Callable[[dict[str, Grid]], None], sheet: str, column: str, said: str
) -> None:
    lists = grids()
    spoil(lists)
    found = read_items(lists, PACK)
    assert list(found.items) == []
    fault = next(f for f in found.faults if (f.sheet, f.column) == (sheet, column))
    assert fault.row >= 1
    assert said in fault.zh
    assert fault.en
    if sheet in lists and fault.row > 1:
        assert HUKOU in lists[sheet][fault.row - 1][0]


def test_all_faults_are_told_at_once_in_words() -> None:
    lists = grids()
    for spoil, *_ in FAULTS[:6]:
        spoil(lists)
    told = list(messages(read_items(lists, PACK).faults, "zh"))
    assert len(told) >= 5
    row = row_of(lists["items"], HUKOU) + 1
    assert any(line.startswith(f"表 items（事项） 第 {row} 行「类型」: ") for line in told)


def test_an_agreement_that_no_longer_fits_is_told_by_its_file() -> None:
    lists = grids()
    put("items", "residence-permit", "range", "4")(lists)
    found = read_items(lists, PACK)
    assert {(f.sheet, f.row) for f in found.faults} == {("agreements/czt-government-2024.yaml", 0)}


def test_a_list_alone_in_csv_and_what_excel_saves_in_china_are_read() -> None:
    lists = grids()
    sent = []
    for name, rows in lists.items():
        text = "\r\n".join(
            ",".join(f'"{v.replace(chr(34), chr(34) * 2)}"' for v in r) for r in rows
        )
        sent.append(Sent(f"{name}.csv", text.encode("gb18030")))
    assert tuple(read_items(read_grids(sent), PACK).items) == ITEMS


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"%PDF"),
        ("a.xlsx", b"no zip"),
        ("a.xlsx", csv_zip_of([("items", [["a"]])])),
        ("a.csv", b"\xff\xfe\xff\x00"),
    ],
)
def test_what_is_no_spreadsheet_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(FileUnreadable):
        read_grids([Sent(name, content)])


def test_a_file_that_is_too_large_is_refused() -> None:
    with pytest.raises(FileTooLarge):
        read_grids([Sent("a.csv", b"a" * 5_000_001)])
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("items.csv", b"a" * 41_000_000)
    with pytest.raises(FileTooLarge):
        read_grids([Sent("a.zip", packed.getvalue())])


def test_every_field_of_an_item_has_its_column() -> None:
    names: Mapping[str, int] = {sheet.name: len(sheet.columns) for sheet in item_sheets()}
    assert names == {
        "items": 60,
        "basis": 6,
        "materials": 15,
        "form": 18,
        "joint": 10,
        "procedures": 10,
        "implementations": 7,
    }
