"""Registers as spreadsheets: what is exported imports to the same, every fault names its cell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from rongcheng.policy.changes.registers import entries_of
from rongcheng.policy.editions import current_book
from rongcheng.policy.item_lists import DelegatedPower
from rongcheng.services.government.catalogue_editor.entries import Plain, plain_entry, plains_of
from rongcheng.services.government.catalogue_editor.grids import (
    Grid,
    Sent,
    csv_zip_of,
    read_grids,
    xlsx_of,
)
from rongcheng.services.government.models import ItemDraft, ItemDraftStep
from rongcheng.services.government.register_editor.exporting import lists_of
from rongcheng.services.government.register_editor.importing import read_entries
from rongcheng.services.government.register_editor.kinds import BY_SLUG
from rongcheng.web import i18n
from tests.services.government.catalogue_editor.conftest import METRO
from tests.services.government.packs import METROS, book_of
from tests.services.government.register_editor.test_pages import text

PACK = book_of(METRO).pack
IN_XIANGTAN = 2
"""The place of xiangtan-01 in the register."""
Spoil = Callable[[dict[str, Grid]], None]


def plains(slug: str, metro: str = METRO) -> list[Plain]:
    """Return a register of a pack in plain form."""
    register = BY_SLUG[slug]
    return [plain_entry(register.kind, e) for e in entries_of(book_of(metro).pack, register.kind)]


@pytest.mark.parametrize("slug", BY_SLUG)
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("metro", METROS)
def test_what_is_exported_imports_to_the_same(metro: str, lang: str, slug: str) -> None:
    pack, register = book_of(metro).pack, BY_SLUG[slug]
    token = i18n.activate(lang)
    try:
        lists = lists_of(register, plains(slug, metro))
    finally:
        i18n.restore(token)
    for sent in (Sent("a.xlsx", xlsx_of(lists)), Sent("a.zip", csv_zip_of(lists))):
        found = read_entries(register, read_grids([sent]), pack)
        assert list(found.faults) == []
        assert tuple(found.entries) == entries_of(pack, register.kind)


def grids(slug: str, listed: list[Plain] | None = None) -> dict[str, Grid]:
    """Return a register's lists as texts, ready to be spoilt."""
    lists = lists_of(BY_SLUG[slug], plains(slug) if listed is None else listed)
    return {name: [[str(v) for v in row] for row in rows] for name, rows in lists}


def put(name: str, row: int, key: str, written: str) -> Spoil:
    """Return a spoiler that writes a text into one cell."""

    def spoil(lists: dict[str, Grid]) -> None:
        heads = [head.rpartition("·")[2].strip() for head in lists[name][0]]
        lists[name][row][heads.index(key)] = written

    return spoil


def twice(lists: dict[str, Grid]) -> None:
    """Write the first entry a second time."""
    lists["powers"].append(lists["powers"][1])


def no_list(lists: dict[str, Grid]) -> None:
    """Take the list of items away."""
    del lists["items"]


FAULTS: list[tuple[str, Spoil, str, int, str, str]] = [
    ("agreements", put("agreements", 3, "parties", "430100;999999"), "agreements", 4, "parties",
     "999999"),
    ("agreements", put("agreements", 7, "to", "2020-01-01"), "agreements", 8, "to", "2020-01-01"),
    ("agreements", put("agreements", 2, "from", "2024-02-30"), "agreements", 3, "from", "02-30"),
    ("agreements", put("items", 1, "items.item", "none-such"), "items", 2, "", "none-such"),
    ("agreements", put("items", 2, "items.modes", "by-air"), "items", 3, "items.modes", "by-air"),
    ("agreements", put("items", 1, "id", "none-such"), "items", 2, "id", "none-such"),
    ("agreements", no_list, "items", 1, "", "items"),
    ("powers", put("powers", 2, "receiver", "440100"), "powers", 3, "receiver", "440100"),
    ("powers", put("powers", 2, "giver", "430200"), "powers", 3, "receiver", "430200"),
    ("powers", put("powers", 4, "number", "1"), "powers", 5, "number", "xiangtan-01"),
    ("powers", put("powers", 6, "items", "project-approval"), "powers", 7, "from", "xiangtan-01"),
    ("powers", put("powers", 2, "recall.from", "2020-01-01"), "powers", 3, "recall.from", "2020"),
    ("powers", put("powers", 2, "title.zh", ""), "powers", 3, "title.zh", " · "),
    ("powers", twice, "powers", 18, "id", "2"),
    ("bundles", put("bundles", 1, "items", "food-permit"), "bundles", 2, "items", "2"),
]  # fmt: skip


@pytest.mark.parametrize(("slug", "spoil", "sheet", "row", "column", "said"), FAULTS)
def test_every_fault_names_its_list_row_and_column(
    slug: str, spoil: Spoil, sheet: str, row: int, column: str, said: str
) -> None:
    lists = grids(slug)
    spoil(lists)
    found = read_entries(BY_SLUG[slug], lists, PACK)
    assert list(found.entries) == []
    told = [f for f in found.faults if (f.sheet, f.row, f.column) == (sheet, row, column)]
    assert any(said in fault.zh and said in fault.en for fault in told), found.faults


def workbook(slug: str, listed: list[Plain]) -> SimpleUploadedFile:
    """Return entries as a file to send."""
    return SimpleUploadedFile("a.xlsx", xlsx_of(lists_of(BY_SLUG[slug], listed)))


def test_a_power_that_ends_and_the_one_that_follows_are_one_draft(
    office: dict[str, Client],
) -> None:
    old, other = plains("powers")[IN_XIANGTAN : IN_XIANGTAN + 2]
    follower = {**old, "id": "zhuzhou-01", "receiver": "430300", "from": "2026-07-01",
                "source": {"document": "样例：另一份通知"}}  # fmt: skip
    alone = office["author"].post("/office/powers/import", {"file": workbook("powers", [follower])})
    assert alone.status_code == 400
    assert "表 powers（赋权） 第 2 行「从哪天起」" in text(alone)
    assert "在同一天有两项赋权（另一项是 xiangtan-01）" in text(alone)
    both = [{**old, "to": "2026-06-30"}, follower, other]
    addresses = {
        office["author"].post("/office/powers/import", {"file": workbook("powers", both)})[
            "Location"
        ]
        for _ in range(2)
    }
    assert (len(addresses), ItemDraft.objects.count(), ItemDraftStep.objects.count()) == (1, 1, 1)
    address = addresses.pop()
    assert [p["id"] for p in plains_of(ItemDraft.objects.get().body)] == [
        "xiangtan-01",
        "zhuzhou-01",
    ]
    office["author"].post(address, {"act": "propose"})
    office["colleague"].post(address, {"act": "confirm"})
    book = current_book(METRO).government
    held = [
        [power.id for power in book.powers_on(day, "project-approval")]
        for day in (date(2026, 6, 30), date(2026, 7, 1))
    ]
    assert held == [["xiangtan-01"], ["zhuzhou-01"]]


def test_what_holds_is_not_written_over_and_nothing_is_kept(office: dict[str, Client]) -> None:
    first, second = plains("powers")[IN_XIANGTAN : IN_XIANGTAN + 2]
    sent = [{**second, "note": {"zh": "样例", "en": "sample"}}, {**first, "receiver": "430200"}]
    answer = office["author"].post("/office/powers/import", {"file": workbook("powers", sent)})
    assert answer.status_code == 400
    assert "表 powers（赋权） 第 3 行「从哪天起」: xiangtan-01 从 2024-12-07 起就不一样了" in text(
        answer
    )
    assert not ItemDraft.objects.exists()


def test_a_file_of_what_holds_changes_nothing(office: dict[str, Client]) -> None:
    taken = office["author"].get("/office/agreements/export?format=csv").content
    sent = SimpleUploadedFile("a.zip", taken)
    answer = office["author"].post("/office/agreements/import", {"file": sent})
    assert "没有要改的" in text(answer)
    assert not ItemDraft.objects.exists()


def test_a_draft_goes_out_and_comes_back_as_a_file(office: dict[str, Client]) -> None:
    form = {"act": "change", "day": "2026-07-01", "token": "c1"}
    edit = office["author"].post("/office/agreements/czt-government-2024", form)["Location"]
    address = str(edit).removesuffix("/edit")
    taken = office["author"].get(f"{address}?format=xlsx").content
    assert [row[0] for row in read_grids([Sent("a.xlsx", taken)])["agreements"][1:]] == [
        "czt-government-2024",
        "czt-government-2024-20260701",
    ]
    listed = plains_of(ItemDraft.objects.get().body)
    listed[1] |= {"source": {"document": "样例文件"}, "items": listed[1]["items"][:2]}
    sent = {"act": "upload", "seen": "0", "file": workbook("agreements", listed)}
    assert office["author"].post(address, sent).status_code == 302
    assert len(plains_of(ItemDraft.objects.get().body)[1]["items"]) == 2
    other = {"act": "upload", "seen": "1", "file": workbook("agreements", plains("agreements")[:1])}
    assert office["author"].post(address, other).status_code == 400
    power: DelegatedPower = current_book(METRO).government.power("xiangtan-01")
    assert power.recall is None
