"""The office's pages: begin, write, compare, hand over, confirm; files in and out."""

from __future__ import annotations

import html
import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from rongcheng.policy.editions import current_book, current_hash
from rongcheng.policy.item_types import ServiceItem
from rongcheng.services.government.catalogue_editor.drafts import plain_of
from rongcheng.services.government.catalogue_editor.exporting import lists_of
from rongcheng.services.government.catalogue_editor.fields import groups_of, written
from rongcheng.services.government.catalogue_editor.grids import Sent, read_grids, xlsx_of
from rongcheng.services.government.catalogue_editor.importing import read_items
from rongcheng.services.government.models import DraftState, ItemDraft, ItemDraftStep
from tests.services.government.catalogue_editor.conftest import METRO
from tests.services.government.packs import METROS, book_of

Office = dict[str, Client]
LIST, JULY = "/office/items", "2026-07-01"


def text(answer: HttpResponse) -> str:
    return re.sub(r"\s+", " ", html.unescape(answer.content.decode()))


def begun(office: Office, item: str = "hukou-transfer") -> str:
    """Begin a change and return the draft's address."""
    answer = office["author"].post(LIST, {"item": item, "from": JULY, "token": f"t-{item}"})
    assert answer.status_code == 302
    return str(answer["Location"]).removesuffix("/edit")


def form_of(address: str, **changes: str) -> dict[str, object]:
    """Return the form of the edit page as it stands, with some fields written anew."""
    draft = ItemDraft.objects.get(code=address.rpartition("/")[2])
    body = json.loads(draft.body)
    number = len(body["versions"]) - 1
    form: dict[str, object] = {"seen": str(draft.seen), "from": body["versions"][number]["from"]}
    for group in groups_of(body, number, {}, book_of(METRO)):
        for field in group.fields:
            form[field.key] = list(field.chosen) if field.kind in ("words", "flag") else field.value
    return {key: value for key, value in {**form, **changes}.items() if value != []}


@pytest.mark.parametrize("metro", METROS)
def test_a_form_that_is_sent_back_unchanged_changes_nothing(metro: str) -> None:
    for item in book_of(metro).government.items():
        body = plain_of(item)
        form: dict[str, list[str]] = {"from": [body["versions"][0]["from"]]}
        for group in groups_of(body, 0, {}, book_of(metro)):
            for field in group.fields:
                many = field.kind in ("words", "flag")
                form[field.key] = list(field.chosen) if many else [field.value]
        assert written(body, 0, form) == body


def test_from_the_list_to_a_published_version(office: Office, lang: str) -> None:
    office["author"].cookies["lang"] = office["colleague"].cookies["lang"] = lang
    address = begun(office)
    form = form_of(address, **{"promised_limit.count": "3", "courier": "1"})
    assert office["author"].post(f"{address}/edit", form)["Location"] == address
    shown = text(office["author"].get(address))
    said = {
        "zh": ["承诺办结期限 · 数目", "从2026年7月1日起", "提交同事核对"],
        "en": ["Promised limit · count", "from 1 Jul 2026", "Hand to a colleague"],
    }[lang]
    assert [words for words in said if words not in shown] == []
    office["author"].post(address, {"act": "propose", "note": "样例文件"})
    own = text(office["author"].get(address))
    assert 'value="confirm"' not in own
    assert 'value="confirm"' in text(office["colleague"].get(address))
    office["colleague"].post(address, {"act": "confirm"})
    item = current_book(METRO).government.item("hukou-transfer")
    assert [v.promised_limit.number for v in item.versions] == [5, 3]
    public = text(Client().get(f"/items/hukou-transfer?metro={METRO}&on={JULY}"))
    assert "3 个工作日" in public
    assert "承诺办结期限 · 数目" in public


def test_the_author_who_confirms_by_force_is_refused(office: Office) -> None:
    address = begun(office)
    office["author"].post(f"{address}/edit", form_of(address, **{"promised_limit.count": "3"}))
    office["author"].post(address, {"act": "propose"})
    before = current_hash(METRO)
    answer = office["author"].post(address, {"act": "confirm"})
    assert answer.status_code == 403
    assert "不能自己核对" in text(answer)
    assert current_hash(METRO) == before


def test_a_fault_stands_beside_its_field_and_is_kept(office: Office) -> None:
    address = begun(office)
    answer = office["author"].post(
        f"{address}/edit", form_of(address, **{"promised_limit.count": "五", "title.en": ""})
    )
    shown = text(answer)
    assert answer.status_code == 200
    assert 'id="e-promised_limit.count"' in shown
    assert 'id="e-title.en"' in shown
    assert "处要改" in text(office["author"].get(address))
    assert office["author"].post(address, {"act": "propose"}).status_code == 400
    assert ItemDraft.objects.get().state == DraftState.WRITING


def test_another_day_moves_the_version_before(office: Office) -> None:
    address = begun(office)
    form = form_of(address, **{"promised_limit.count": "3", "from": "2026-08-01"})
    assert office["author"].post(f"{address}/edit", form).status_code == 302
    body = json.loads(ItemDraft.objects.get().body)
    assert [(v["from"], v.get("to")) for v in body["versions"]] == [
        ("2020-01-01", "2026-07-31"),
        ("2026-08-01", None),
    ]


def test_who_comes_late_is_told_and_saves_nothing(office: Office) -> None:
    address = begun(office)
    old = form_of(address, **{"promised_limit.count": "4"})
    office["colleague"].post(f"{address}/edit", form_of(address, **{"promised_limit.count": "3"}))
    answer = office["author"].post(f"{address}/edit", old)
    assert answer.status_code == 409
    assert "别人又保存过" in text(answer)
    assert json.loads(ItemDraft.objects.get().body)["versions"][-1]["promised_limit"]["count"] == 3


def workbook(*items: ServiceItem) -> SimpleUploadedFile:
    """Return items as a file to send."""
    return SimpleUploadedFile("items.xlsx", xlsx_of(lists_of(items)))


def renamed(code: str) -> ServiceItem:
    """Return an item of the pack under another name."""
    item = book_of(METRO).government.item(code)
    return item._replace(title={"zh": "样例改名", "en": "Renamed"})


def test_a_file_becomes_drafts_and_the_same_file_changes_nothing_more(office: Office) -> None:
    items = book_of(METRO).government.items()
    sent = [renamed("food-permit"), renamed("medical-filing"), items[0]]
    for _ in range(2):
        answer = office["author"].post(f"{LIST}/import", {"file": workbook(*sent)})
        assert answer.status_code == 200
        assert "2 个事项的改动收成草稿，1 个和现在一样" in text(answer)
    assert sorted(ItemDraft.objects.values_list("item", flat=True)) == [
        "food-permit",
        "medical-filing",
    ]
    assert ItemDraftStep.objects.count() == 2


def test_with_one_fault_nothing_of_a_file_is_kept(office: Office) -> None:
    item = book_of(METRO).government.item("food-permit")
    wrong = item._replace(versions=(item.versions[0]._replace(telephone="0731"),))
    answer = office["author"].post(
        f"{LIST}/import", {"file": workbook(renamed("medical-filing"), wrong)}
    )
    assert answer.status_code == 400
    shown = text(answer)
    assert "有 1 处错，一项也没有收" in shown
    assert "表 items（事项） 第 3 行「从哪天起」" in shown
    assert "food-permit 从 " in shown
    assert not ItemDraft.objects.exists()


def test_a_file_against_an_open_draft_is_refused(office: Office) -> None:
    begun(office, "food-permit")
    answer = office["author"].post(f"{LIST}/import", {"file": workbook(renamed("food-permit"))})
    assert answer.status_code == 400
    assert "没发布的草稿" in text(answer)


def test_no_file_and_no_spreadsheet_are_told(office: Office) -> None:
    for form in ({}, {"file": SimpleUploadedFile("a.pdf", b"%PDF")}):
        answer = office["author"].post(f"{LIST}/import", form)
        assert answer.status_code == 400
    assert not ItemDraft.objects.exists()


@pytest.mark.parametrize(("kind", "ending"), [("xlsx", "xlsx"), ("csv", "zip")])
def test_what_the_office_takes_along_comes_back_equal(
    office: Office, kind: str, ending: str
) -> None:
    answer = office["author"].get(f"{LIST}/export?format={kind}")
    found = read_items(read_grids([Sent(f"a.{ending}", answer.content)]), book_of(METRO).pack)
    assert tuple(found.items) == book_of(METRO).pack.government.items


def test_a_draft_goes_out_and_comes_back_as_a_file(office: Office) -> None:
    address = begun(office)
    taken = office["author"].get(f"{address}?format=xlsx").content
    grids = read_grids([Sent("a.xlsx", taken)])
    row = next(r for r in grids["materials"][1:] if r[1] == JULY)
    assert row[0] == "hukou-transfer"
    item = read_items(read_grids([Sent("a.xlsx", taken)]), book_of(METRO).pack).items[0]
    cut = item.versions[-1]._replace(materials=item.versions[-1].materials[:-1])
    sent = workbook(item._replace(versions=(*item.versions[:-1], cut)))
    answer = office["author"].post(address, {"act": "upload", "seen": "0", "file": sent})
    assert answer.status_code == 302
    kept = json.loads(ItemDraft.objects.get().body)
    assert len(kept["versions"][-1]["materials"]) == len(item.versions[-1].materials) - 1
    other = office["author"].post(
        address, {"act": "upload", "seen": "1", "file": workbook(renamed("food-permit"))}
    )
    assert other.status_code == 400


def test_a_new_item_is_begun_like_another(office: Office) -> None:
    form = {"act": "new", "id": "lost-id-card", "like": "residence-permit", "from": JULY,
            "token": "n1"}  # fmt: skip
    address = str(office["author"].post(LIST, form)["Location"]).removesuffix("/edit")
    assert "居民身份证补领" in text(office["author"].get(address))
    taken = office["author"].post(LIST, {**form, "id": "hukou-transfer", "token": "n2"})
    assert taken.status_code == 400
    assert ItemDraft.objects.count() == 1


def test_others_find_nothing(office: Office) -> None:
    address = begun(office)
    for path in (LIST, address, f"{address}/edit", f"{LIST}/export"):
        assert office["clerk"].get(path).status_code == 403
        assert Client().get(path).status_code == 302
    for path in (address, f"{address}/edit"):
        assert office["far"].get(path).status_code == 404
    assert office["far"].post(address, {"act": "drop"}).status_code == 404
    assert ItemDraft.objects.get().state == DraftState.WRITING
