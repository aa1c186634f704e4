"""Rows of a draft sent twice, late, or by two at once: done once, told, nothing lost."""

from __future__ import annotations

import re

from rongcheng.services.government.models import ItemDraft
from tests.services.government.catalogue_editor.row_forms import (
    PAPERS,
    Office,
    begun,
    rows,
    sent,
    text,
    wishes,
)


def test_rows_move_up_and_down_and_the_same_wish_moves_once(office: Office) -> None:
    author, page = office["author"], f"{begun(office)}/lists/materials"
    down = wishes(author, page)[0]
    for _ in range(2):
        assert author.post(page, {"act": down, "seen": "0"})["Location"] == f"{page}#row-1"
    assert [row["id"] for row in rows("materials")] == [PAPERS[1], PAPERS[0], *PAPERS[2:]]
    up = next(wish for wish in wishes(author, page) if wish.startswith("up-4"))
    author.post(page, {"act": up, "seen": "1"})
    assert [row["id"] for row in rows("materials")][3:] == ["work-proof", "marriage-certificate"]
    assert "材料 · 有哪些" in text(author.get(page.partition("/lists")[0]))


def test_a_row_is_taken_out_once(office: Office) -> None:
    author, page = office["author"], f"{begun(office)}/lists/materials"
    shown = text(author.get(f"{page}/2"))
    then = re.findall(r'name="then" value="([^"]+)"', shown)[0]
    form = sent("materials", 2, act="remove", then=then)
    for _ in range(2):
        assert author.post(f"{page}/2", form)["Location"] == f"{page}?done=removed"
    assert [row["id"] for row in rows("materials")] == [PAPERS[0], *PAPERS[2:]]


def test_a_new_row_sent_twice_is_there_once(office: Office) -> None:
    author, page = office["author"], f"{begun(office)}/lists/materials"
    new = {
        "seen": "0",
        "act": "save",
        "was": "",
        "id": "photo",
        "title.zh": "照片",
        "title.en": "Photo",
        "issuer.zh": "本人",
        "issuer.en": "Oneself",
        "originals": "0",
        "copies": "1",
        "required": "1",
    }
    for _ in range(2):
        assert author.post(f"{page}/new", new).status_code == 303
    assert [row["id"] for row in rows("materials")] == [*PAPERS, "photo"]
    assert ItemDraft.objects.get().seen == 1


def test_who_comes_late_is_told_and_keeps_what_she_wrote(office: Office) -> None:
    author, colleague = office["author"], office["colleague"]
    page = f"{begun(office)}/lists/materials"
    late = sent("materials", 3, copies="4")
    early = sent("materials", 3, copies="2")
    assert colleague.post(f"{page}/3", early).status_code == 303
    answer = author.post(f"{page}/3", late)
    shown = text(answer)
    assert answer.status_code == 409
    assert "别人又保存过" in shown
    assert "现在的和您写的" in shown
    assert 'name="copies" type="text" inputmode="numeric" value="4"' in shown
    assert rows("materials")[2]["copies"] == 2
    # She has read it, and lets hers stand.
    assert author.post(f"{page}/3", {**late, "seen": "1"}).status_code == 303
    assert rows("materials")[2]["copies"] == 4


def test_a_row_that_another_took_out_meanwhile_becomes_a_new_one(office: Office) -> None:
    author, colleague = office["author"], office["colleague"]
    page = f"{begun(office)}/lists/materials"
    late = sent("materials", 5, copies="4")
    colleague.post(f"{page}/5", sent("materials", 5, act="remove"))
    answer = author.post(f"{page}/5", late)
    assert answer.status_code == 409
    assert f'action="{page}/new"' in text(answer)
    assert [row["id"] for row in rows("materials")] == PAPERS[:4]


def test_a_late_move_is_told_and_moves_nothing(office: Office) -> None:
    author, page = office["author"], f"{begun(office)}/lists/materials"
    down = wishes(author, page)[0]
    office["colleague"].post(f"{page}/5", sent("materials", 5, copies="3"))
    answer = author.post(page, {"act": down, "seen": "0"})
    assert answer.status_code == 409
    assert "别人又保存过" in text(answer)
    assert [row["id"] for row in rows("materials")] == PAPERS


def test_a_draft_with_a_colleague_is_read_only(office: Office) -> None:
    author, address = office["author"], begun(office)
    author.post(f"{address}/lists/materials/1", sent("materials", 1, copies="1"))
    author.post(address, {"act": "propose"})
    page = f"{address}/lists/materials"
    before = ItemDraft.objects.get().body
    assert 'name="act"' not in text(author.get(page))
    assert "disabled" in text(author.get(f"{page}/1"))
    assert author.post(f"{page}/1", sent("materials", 1, copies="9")).status_code == 409
    assert ItemDraft.objects.get().body == before
