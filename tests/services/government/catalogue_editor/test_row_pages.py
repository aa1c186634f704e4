"""Papers and questions of a draft: listed, added, changed, moved, taken out, previewed."""

from __future__ import annotations

import json

import pytest

from rongcheng.policy.editions import current_book
from rongcheng.policy.item_types import ItemVersion, ServiceItem
from rongcheng.services.government.catalogue_editor.columns import columns_of, item_sheets
from rongcheng.services.government.catalogue_editor.drafts import plain_of
from rongcheng.services.government.catalogue_editor.exporting import lists_of_plain
from rongcheng.services.government.catalogue_editor.fields import GROUPS as FIELD_GROUPS
from rongcheng.services.government.catalogue_editor.grids import Sent, read_grids, xlsx_of
from rongcheng.services.government.catalogue_editor.importing import read_items
from rongcheng.services.government.catalogue_editor.row_fields import typed_row
from rongcheng.services.government.catalogue_editor.row_groups import GROUPS
from rongcheng.services.government.catalogue_editor.row_lists import LISTS, RowList
from rongcheng.services.government.models import ItemDraft
from tests.services.government.catalogue_editor.conftest import METRO
from tests.services.government.catalogue_editor.row_forms import (
    PAPERS,
    Form,
    Office,
    begun,
    form_of,
    rows,
    sent,
    text,
)
from tests.services.government.packs import METROS, book_of


@pytest.mark.parametrize("metro", METROS)
def test_every_row_that_is_sent_back_unchanged_stays_as_it_was(metro: str) -> None:
    for item in book_of(metro).government.items():
        for version in plain_of(item)["versions"]:
            for of in LISTS.values():
                for row in version.get(of.name, []):
                    form = form_of(of, row, version["form"])
                    assert typed_row(of, row, form).row == row


@pytest.mark.parametrize("of", LISTS.values(), ids=LISTS)
def test_every_field_of_a_row_that_a_pack_knows_is_on_its_page(of: RowList) -> None:
    drawn = {key for _, keys in GROUPS[of.name] for key in keys}
    apart = {"when.field", "when.is", "oneOf"}
    assert drawn == {column.key for column in columns_of(of.kind)} - apart


def test_every_list_and_every_other_field_that_a_pack_knows_is_on_a_page() -> None:
    assert [sheet.name for sheet in item_sheets()[1:] if sheet.name not in LISTS] == []
    drawn = [key for _, keys in FIELD_GROUPS for key in keys]
    known = {column.key for column in columns_of(ServiceItem) + columns_of(ItemVersion)}
    # The id stays, the first day has a field of its own, the last one follows from the next.
    assert set(drawn) == known - {"id", "from", "to"}
    assert len(drawn) == len(set(drawn))


def test_a_paper_is_changed_and_the_comparison_shows_it(office: Office, lang: str) -> None:
    author = office["author"]
    author.cookies["lang"] = lang
    address = begun(office)
    page = f"{address}/lists/materials"
    answer = author.post(
        f"{page}/3", sent("materials", 3, copies="2", when=["reason=home", "reason=work"])
    )
    assert answer["Location"] == f"{page}?done=saved#row-2"
    changed = rows("materials")[2]
    assert changed["copies"] == 2
    assert changed["when"] == {"field": "reason", "is": ["home", "work"]}
    assert [row["id"] for row in rows("materials")] == PAPERS
    shown = text(author.get(address))
    said = {
        "zh": "“住房证明（房产证或租赁备案）” · 复印件份数",
        "en": "(deed or registered lease)” · copies",
    }
    assert said[lang] in shown
    assert {"zh": "已存进草稿", "en": "Kept in the draft"}[lang] in text(
        author.get(answer["Location"])
    )


def test_a_question_with_choices_is_added_and_one_may_hang_on_it(office: Office) -> None:
    author, page = office["author"], f"{begun(office)}/lists/form"
    new: Form = {
        **{"seen": "0", "act": "save", "was": "", "required": "1", "type": "string"},
        **{"name": "housing", "title.zh": "住在哪里", "title.en": "Housing"},
        **{"c-0-order": "2", "c-0-const": "rent", "c-0-zh": "租房", "c-0-en": "Rented"},
        **{"c-1-order": "1", "c-1-const": "own", "c-1-zh": "自己的房", "c-1-en": "Own"},
    }
    assert author.post(f"{page}/new", new)["Location"] == f"{page}?done=saved#row-9"
    assert rows("form")[9] == {
        "name": "housing",
        "type": "string",
        "title": {"zh": "住在哪里", "en": "Housing"},
        "required": True,
        "oneOf": [
            {"const": "own", "title": {"zh": "自己的房", "en": "Own"}},
            {"const": "rent", "title": {"zh": "租房", "en": "Rented"}},
        ],
    }
    hung = {"name": "landlord", "title.zh": "房东", "title.en": "Landlord", "seen": "1"}
    plain = {key: value for key, value in new.items() if not key.startswith("c-")}
    author.post(f"{page}/new", {**plain, **hung, "when": "housing=rent"})
    assert rows("form")[10]["when"] == {"field": "housing", "is": ["rent"]}
    assert "租房" in text(author.get(f"{page}/11"))


def test_what_is_written_here_goes_through_a_spreadsheet_unchanged(office: Office) -> None:
    author, page = office["author"], f"{begun(office)}/lists"
    author.post(
        f"{page}/materials/1", sent("materials", 1, **{"note.zh": "新版", "note.en": "New"})
    )
    author.post(
        f"{page}/form/9",
        sent(
            "form", 9, minimum="0", **{"description.zh": "含老人", "description.en": "with elders"}
        ),
    )
    draft = ItemDraft.objects.get()
    assert rows("form")[8]["minimum"] == 0
    book = xlsx_of(lists_of_plain([json.loads(draft.body)]))
    read = read_items(read_grids([Sent("draft.xlsx", book)]), current_book(METRO).pack)
    assert read.faults == []
    assert [plain_of(item) for item in read.items] == [json.loads(draft.body)]
    assert office["author"].get(f"{page}/form/9").status_code == 200


BAD = {
    "materials": (1, {"originals": "很多", "title.en": ""}, ["e-originals", "e-title.en"]),
    "form": (6, {"maxLength": "9999999", "place": "living"}, ["e-maxLength", "e-place"]),
}


@pytest.mark.parametrize("name", sorted(BAD))
def test_a_bad_input_is_kept_and_its_fault_stands_beside_the_field(
    office: Office, name: str
) -> None:
    author, page = office["author"], f"{begun(office)}/lists/{name}"
    place, changes, marks = BAD[name]
    answer = author.post(f"{page}/{place}", sent(name, place, **changes))
    assert answer["Location"] == f"{page}/{place}?done=saved"
    shown = text(author.get(answer["Location"]))
    assert [mark for mark in marks if f'id="{mark}"' not in shown] == []
    assert "已经存下" in shown
    assert "row-line faulty" in text(author.get(page))
    draft = page.partition("/lists")[0]
    assert author.post(draft, {"act": "propose"}).status_code == 400


def test_the_same_fault_stands_at_each_field_and_line_that_has_it(office: Office) -> None:
    author, page = office["author"], f"{begun(office)}/lists/form"
    form = sent("form", 7, **{"title.en": "", "c-3-order": "2", "c-3-const": "study"})
    shown = text(author.get(author.post(f"{page}/7", form)["Location"]))
    assert 'id="e-title.en"' in shown
    assert 'id="e-c-1"' in shown
    assert 'value="study"' in shown
    assert "选项：「名称 · 英文」是空的" in text(author.get(page))


def test_answers_of_two_questions_are_refused_and_nothing_is_lost(office: Office) -> None:
    author, page = office["author"], f"{begun(office)}/lists/materials"
    before = ItemDraft.objects.get().body
    form = sent("materials", 1, copies="7", when=["reason=home", "other=x"])
    answer = author.post(f"{page}/1", form)
    shown = text(answer)
    assert answer.status_code == 400
    assert 'id="e-when"' in shown
    assert 'name="copies" type="text" inputmode="numeric" value="7"' in shown
    assert ItemDraft.objects.get().body == before


def test_the_preview_asks_what_a_resident_would_be_asked(office: Office) -> None:
    author, page = office["author"], f"{begun(office)}/preview"
    shown = text(author.get(page))
    assert "迁移原因" in shown
    assert "投靠的户主姓名" not in shown
    before = ItemDraft.objects.get().body
    tried = author.post(page, {"q-reason": "family", "q-members": "99"})
    shown = text(tried)
    assert "投靠的户主姓名" in shown
    assert "结婚证" in shown
    assert "住房证明" not in shown
    assert "不能大于 20" in shown
    assert ItemDraft.objects.get().body == before


def test_the_preview_leaves_out_what_is_faulty(office: Office) -> None:
    author, address = office["author"], begun(office)
    author.post(f"{address}/lists/form/7", sent("form", 7, **{"title.zh": ""}))
    shown = text(author.get(f"{address}/preview"))
    # The reason has no name, and the householder hangs on it.
    assert "有 2 个问题还有错" in shown


def test_what_is_not_there_is_not_found_and_only_the_own_office_comes_in(office: Office) -> None:
    address = begun(office)
    for end in ("lists/versions", "lists/form/0", "lists/form/99", "lists/form/x"):
        assert office["author"].get(f"{address}/{end}").status_code == 404
    for end in ("lists/form", "lists/form/1", "lists/materials/new", "preview"):
        assert office["far"].get(f"{address}/{end}").status_code == 404
        assert office["clerk"].get(f"{address}/{end}").status_code == 403
        assert office["clerk"].post(f"{address}/{end}", {"act": "save"}).status_code == 403
