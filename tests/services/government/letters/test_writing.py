"""Letters: every template in both languages, nothing left open, what is not there left out."""

from __future__ import annotations

import re

import pytest

from rongcheng.services.government.letters.errors import LetterFactMissing
from rongcheng.services.government.letters.writing import (
    LetterFacts,
    as_json,
    from_json,
    letter_kinds,
    write_letter,
)

HAN = re.compile("[\u4e00-\u9fff]")
WORDS = {
    name: {"zh": f"〔{name}〕", "en": f"[{name}]"}
    for name in (
        "item",
        "authority",
        "day",
        "due_on",
        "until",
        "reason",
        "review_days",
        "suit_months",
        "procedure",
        "days",
        "result",
        "delivery",
        "provisional",
    )
}
PHOTO = {"zh": "居住证照片", "en": "photo of the residence permit"}


@pytest.mark.parametrize("kind", list(letter_kinds()))
def test_every_letter_is_whole_in_both_languages(kind: str) -> None:
    letter = write_letter(kind, LetterFacts(WORDS, [PHOTO]))
    for words in (letter.title, *letter.paragraphs, *letter.after):
        assert HAN.search(words["zh"])
        assert not HAN.search(words["en"].replace("〔", ""))
        assert "{" not in words["zh"] + words["en"]
    assert from_json(kind, as_json(letter)) == letter


def test_the_kinds_and_their_titles() -> None:
    assert {kind: words["zh"] for kind, words in letter_kinds().items()} == {
        "acceptance": "受理通知书",
        "supplement": "补正通知书",
        "refusal": "不予受理通知书",
        "procedure": "特别程序告知书",
        "extension": "延长办理期限告知书",
        "granted": "准予决定书",
        "denied": "不予批准决定书",
    }


def test_a_supplement_names_all_that_is_missing_at_once() -> None:
    card = {"zh": "户口簿", "en": "household register"}
    facts = {name: WORDS[name] for name in ("item", "until")}
    letter = write_letter("supplement", LetterFacts(facts, [PHOTO, card]))
    assert letter.listed == (PHOTO, card)
    assert [words["zh"] for words in letter.after] == [
        "请在〔until〕前补齐，网上交、到任何一座成员城市的窗口交都可以。过期没有补，这次申请就不受理；"
        "以后可以重新申请。"
    ]


def test_what_is_not_there_is_left_out_where_it_may_be_and_refused_elsewhere() -> None:
    facts = {name: WORDS[name] for name in ("item", "day", "authority", "due_on")}
    letter = write_letter("acceptance", LetterFacts(facts))
    assert [words["zh"] for words in letter.paragraphs] == [
        "您申请的“〔item〕”，材料齐全、符合法定形式，我们从〔day〕起受理。",
        "由〔authority〕办理，最晚〔due_on〕办结。要延长或者暂停计时的，会另外告诉您。",
    ]
    with pytest.raises(LetterFactMissing, match="reason"):
        write_letter("refusal", LetterFacts(facts))
