"""Law, joint parts, special procedures and codes of authorities: row by row, as papers are."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from rongcheng.services.government.catalogue_editor.checking import check_body
from rongcheng.services.government.catalogue_editor.drafts import plain_of
from rongcheng.services.government.catalogue_editor.fields import groups_of
from rongcheng.services.government.models import DraftState, ItemDraft
from tests.services.government.catalogue_editor.conftest import METRO
from tests.services.government.catalogue_editor.row_forms import (
    Office,
    begun,
    rows,
    sent,
    text,
    wishes,
)
from tests.services.government.packs import book_of

NEW: dict[str, dict[str, str]] = {
    "basis": {"document": "样例：户籍管理条例", "number": "样例〔2026〕1号", "issued_on": "2026"},
    "joint": {
        **{"part.zh": "提供档案", "part.en": "Gives the file", "optional": "1"},
        **{"place": "living", "level": "3", "department": "police"},
        **{"body.zh": "{place}档案馆", "body.en": "Archive of {place}"},
    },
    "procedures": {
        **{"title.zh": "实地核查", "title.en": "Visit", "code": "2", "id": "visit"},
        **{"longest.count": "10", "longest.unit": "working_days"},
        **{"longest.note.zh": "", "longest.note.en": ""},
    },
    "implementations": {"at": "430102", "code": "FR-HK-1", "body.zh": "", "body.en": ""},
}
KEPT: dict[str, dict[str, Any]] = {
    "basis": {"document": "样例：户籍管理条例", "number": "样例〔2026〕1号", "issued_on": "2026"},
    "joint": {
        "part": {"zh": "提供档案", "en": "Gives the file"},
        "place": "living",
        "level": "3",
        "body": {"zh": "{place}档案馆", "en": "Archive of {place}"},
        "optional": True,
        "department": "police",
    },
    "procedures": {
        "title": {"zh": "实地核查", "en": "Visit"},
        "code": "2",
        "id": "visit",
        "longest": {"count": 10, "unit": "working_days"},
    },
    "implementations": {"at": "430102", "code": "FR-HK-1"},
}
COMPARED = {
    "basis": "依据 · “样例：户籍管理条例” · 文号",
    "joint": "联办环节 · “居住地 · 提供档案” · 行使层级",
    "procedures": "特别程序 · “实地核查” · 最长 · 数目",
    "implementations": "实施清单 · “长沙市 芙蓉区” · 代码",
}


@pytest.mark.parametrize("name", sorted(NEW))
def test_a_row_is_added_once_compared_previewed_and_taken_out_once(
    office: Office, name: str
) -> None:
    author, address = office["author"], begun(office)
    page = f"{address}/lists/{name}"
    before, whole = stood(name), ItemDraft.objects.get().body
    for _ in range(2):
        answer = author.post(f"{page}/new", {"seen": "0", "act": "save", "was": "", **NEW[name]})
        assert answer["Location"].startswith(f"{page}?done=saved")
    assert rows(name) == [*before, KEPT[name]]
    assert COMPARED[name] in text(author.get(address))
    assert author.get(f"{address}/preview").status_code == 200
    assert "row-line faulty" not in text(author.get(page))
    last = len(before) + 1
    then = re.findall(r'name="then" value="([^"]+)"', text(author.get(f"{page}/{last}")))[0]
    form = sent(name, last, act="remove", then=then)
    for _ in range(2):
        assert author.post(f"{page}/{last}", form)["Location"] == f"{page}?done=removed"
    assert ItemDraft.objects.get().body == whole


BAD = {
    "basis": ({"document": "", "issued_on": "昨天"}, ["e-document", "e-issued_on"]),
    "joint": ({"body.en": "Police", "department": ""}, ["e-body.en", "e-department"]),
}


@pytest.mark.parametrize("name", sorted(BAD))
def test_a_bad_row_is_kept_with_its_faults_beside_the_fields(office: Office, name: str) -> None:
    author, page = office["author"], f"{begun(office)}/lists/{name}"
    changes, marks = BAD[name]
    answer = author.post(f"{page}/1", sent(name, 1, **changes))
    assert answer["Location"] == f"{page}/1?done=saved"
    shown = text(author.get(answer["Location"]))
    assert [mark for mark in marks if f'id="{mark}"' not in shown] == []
    assert author.post(page.partition("/lists")[0], {"act": "propose"}).status_code == 400


def test_a_list_that_may_not_be_empty_says_so(office: Office) -> None:
    author, page = office["author"], f"{begun(office)}/lists/basis"
    author.post(f"{page}/1", sent("basis", 1, act="remove"))
    shown = text(author.get(page))
    assert "至少要有一份文件" in shown
    assert "有 0 项，应该至少 1 项" in shown


def test_documents_move_and_authorities_have_no_order(office: Office) -> None:
    author, address = office["author"], begun(office)
    page, codes = f"{address}/lists/basis", f"{address}/lists/implementations"
    new = {"act": "save", "was": ""}
    author.post(f"{page}/new", {**new, "seen": "0", **NEW["basis"]})
    up = wishes(author, page)[-1]
    for _ in range(2):
        assert author.post(page, {"act": up, "seen": "1"})["Location"] == f"{page}#row-0"
    assert rows("basis")[0] == KEPT["basis"]
    for seen, place in enumerate(("430102", "430103"), 2):
        author.post(
            f"{codes}/new", {**new, **NEW["implementations"], "seen": str(seen), "at": place}
        )
    body = ItemDraft.objects.get().body
    assert wishes(author, codes) == []
    assert author.post(codes, {"act": "up-1-x", "seen": "4"}).status_code == 404
    assert ItemDraft.objects.get().body == body


def test_an_unknown_department_is_refused_as_in_a_folder(office: Office) -> None:
    author, address = office["author"], begun(office)
    page = f"{address}/lists/joint"
    author.post(f"{page}/1", sent("joint", 1, department="nobody"))
    assert 'id="e-department"' in text(author.get(f"{page}/1"))
    assert author.post(address, {"act": "propose"}).status_code == 400
    assert ItemDraft.objects.get().state == DraftState.WRITING


def stood(name: str) -> list[dict[str, Any]]:
    try:
        return rows(name)
    except KeyError:
        return []


def test_what_is_wrong_with_a_group_stands_at_its_first_field(office: Office) -> None:
    """A promise longer than the law is about two fields, and shown once, at the count."""
    book = book_of(METRO)
    body = plain_of(book.government.item("hukou-transfer"))
    body["versions"][-1]["promised_limit"]["count"] = 30
    body["versions"][-1]["targets"] = ["1", "1"]
    number = len(body["versions"]) - 1
    told = check_body("hukou-transfer", json.dumps(body), book.pack).told("zh")
    fields = {f.key: f.faults for g in groups_of(body, number, told, book) for f in g.fields}
    said = "承诺的时限 30 比法定时限 20 还长。请改正其中一个。"
    assert fields["promised_limit.count"] == (said,)
    assert fields["promised_limit.unit"] == ()
    assert fields["targets"] == ("「服务对象」里 1 写了两次。请只留一处。",)
