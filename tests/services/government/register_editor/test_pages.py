"""The office's pages of agreements, powers and bundles: list, begin, write, compare, confirm."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest
from django.http import HttpResponse
from django.test import Client

from rongcheng.policy.editions import current_book, current_hash
from rongcheng.policy.item_lists import DelegatedPower
from rongcheng.services.government.catalogue_editor.entries import plain_entry, plains_of
from rongcheng.services.government.models import DraftState, ItemDraft
from rongcheng.services.government.register_editor.fields import groups_of, matrix_of, written
from rongcheng.services.government.register_editor.kinds import BY_SLUG, Register
from tests.services.government.catalogue_editor.conftest import METRO
from tests.services.government.packs import METROS, book_of

Office = dict[str, Client]
AGREEMENTS, POWERS, BUNDLES = "/office/agreements", "/office/powers", "/office/bundles"
OLD, PAIR = "czt-government-2024", "czt-shifeng-yuhua"
JULY = "2026-07-01"
WHY = {
    "document": "关于收回赋权的通知（样例）",
    "number": "样例〔2026〕1号",
    "reason_zh": "样例：改由省里统一审批",
    "reason_en": "Sample: the province decides again",
}


def text(answer: HttpResponse) -> str:
    return re.sub(r"\s+", " ", html.unescape(answer.content.decode()))


def begun(office: Office, entry: str, **form: str) -> str:
    """Begin something with an entry and return the draft's address."""
    answer = office["author"].post(entry, {"token": f"t-{form['act']}", **form})
    assert answer.status_code == 302, text(answer)
    return str(answer["Location"]).removesuffix("/edit")


def form_of(register: Register, metro: str, plain: dict[str, object]) -> dict[str, list[str]]:
    """Return the form of the edit page as it stands."""
    book = book_of(metro)
    form: dict[str, list[str]] = {}
    for group in groups_of(register, plain, book, {}):
        for field in group.fields:
            form[field.key] = list(field.chosen) if field.kind == "words" else [field.value]
    if register.has_modes:
        for row in matrix_of(plain, book, {}):
            form[f"mode:{row.item}"] = [code for code, _, is_on in row.modes if is_on]
    return {key: value for key, value in form.items() if value}


def publish_draft(office: Office, address: str) -> None:
    """Hand a draft over and let the colleague confirm it."""
    assert office["author"].post(address, {"act": "propose"}).status_code == 302
    assert office["colleague"].post(address, {"act": "confirm"}).status_code == 302


@pytest.mark.parametrize("metro", METROS)
def test_a_form_that_is_sent_back_unchanged_changes_nothing(metro: str) -> None:
    part = book_of(metro).pack
    listed = {
        "agreements": part.agreements,
        "powers": part.government.powers,
        "bundles": part.government.bundles,
    }
    for slug, entries in listed.items():
        for entry in entries:
            plain = plain_entry(BY_SLUG[slug].kind, entry)
            assert written(BY_SLUG[slug], plain, form_of(BY_SLUG[slug], metro, plain)) == plain


def test_each_register_lists_what_holds_and_what_has_ended(office: Office, lang: str) -> None:
    office["author"].cookies["lang"] = lang
    shown = text(office["author"].get(f"{AGREEMENTS}?on=2026-07-01"))
    said = {
        "zh": ["正在执行（6）", "已经结束（1）", "石峰雨花跨市办照"],
        "en": ["In force (6)", "Ended (1)"],
    }
    assert [words for words in said[lang] if words not in shown] == []
    assert {"zh": "正在执行（7）", "en": "In force (7)"}[lang] in text(
        office["author"].get(f"{AGREEMENTS}?on=2026-06-30")
    )
    for address in (POWERS, BUNDLES, f"{POWERS}/xiangtan-01", f"{BUNDLES}/open-restaurant"):
        assert office["author"].get(address).status_code == 200
    assert office["author"].get(f"{POWERS}/none").status_code == 404


def test_an_agreement_changes_from_a_day_on(office: Office) -> None:
    address = begun(office, f"{AGREEMENTS}/{OLD}", act="change", day=JULY)
    ended, follower = plains_of(ItemDraft.objects.get().body)
    assert (ended["to"], follower["id"]) == ("2026-06-30", f"{OLD}-20260701")
    form = form_of(BY_SLUG["agreements"], METRO, follower)
    form |= {"source.document": ["样例：新的协议"], "mode:food-permit": ["online", "forwarded"]}
    edit = office["author"].post(f"{address}/edit", {"seen": "0", **form})
    assert edit.status_code == 302, text(edit)
    shown = text(office["author"].get(address))
    said = ["从2026年7月1日起和现在不一样", "2026年6月30日", "全程网办、异地代收代办"]
    assert [words for words in said if words not in shown] == []
    publish_draft(office, address)
    book = current_book(METRO)
    for day, modes in (
        (date(2026, 6, 30), ("forwarded",)),
        (date(2026, 7, 1), ("forwarded", "online")),
    ):
        carried = book.government.carrying("food-permit", ("430100", "430200"), day)
        assert [found.modes for found in carried] == [modes]


def test_a_fault_stands_beside_its_field_and_says_what_to_do(office: Office) -> None:
    address = begun(office, f"{AGREEMENTS}/{OLD}", act="change", day=JULY)
    follower = plains_of(ItemDraft.objects.get().body)[1]
    form = form_of(BY_SLUG["agreements"], METRO, follower)
    form |= {"to": ["2026-05-01"], "mode:food-permit": ["joint"], "parties": ["430100", "430102"]}
    answer = office["author"].post(f"{address}/edit", {"seen": "0", **form})
    shown = text(answer)
    assert answer.status_code == 200
    assert 'id="e-to"' in shown
    assert "事项 food-permit 没有写和别处一起办什么" in shown
    assert "参与方 430102 已经包含在参与方 430100 里。请只留一个。" in shown
    assert office["author"].post(address, {"act": "propose"}).status_code == 400
    assert ItemDraft.objects.get().state == DraftState.WRITING


def test_an_agreement_ends_with_a_day_and_two_people(office: Office) -> None:
    address = begun(office, f"{AGREEMENTS}/{PAIR}", act="end", day="2026-05-31")
    office["author"].post(address, {"act": "propose"})
    before = current_hash(METRO)
    assert office["author"].post(address, {"act": "confirm"}).status_code == 403
    assert current_hash(METRO) == before
    assert office["colleague"].post(address, {"act": "confirm"}).status_code == 302
    pair = current_book(METRO).agreement(PAIR)
    assert (pair.in_force(date(2026, 5, 31)), pair.in_force(date(2026, 6, 1))) == (True, False)
    assert current_book(METRO).pack.government.certificates is not None


@pytest.mark.parametrize("day", ["2026-05-19", "2026-05-20"])
def test_no_power_is_taken_back_today_or_before(office: Office, day: str) -> None:
    answer = office["author"].post(
        f"{POWERS}/xiangtan-01", {"act": "recall", "day": day, "token": "t", **WHY}
    )
    assert answer.status_code == 400
    assert "请选明天或以后" in text(answer)
    assert not ItemDraft.objects.exists()


def test_a_power_is_taken_back_with_document_and_reason(office: Office, lang: str) -> None:
    office["author"].cookies["lang"] = lang
    address = begun(office, f"{POWERS}/xiangtan-01", act="recall", day=JULY, **WHY)
    shown = text(office["author"].get(address))
    said = {
        "zh": ["收回 · 原因", "样例：改由省里统一审批"],
        "en": ["Recall · reason", "the province decides again"],
    }
    assert [words for words in [*said[lang], WHY["document"]] if words not in shown] == []
    publish_draft(office, address)
    power = current_book(METRO).government.power("xiangtan-01")
    assert (power.in_force(date(2026, 6, 30)), power.in_force(date(2026, 7, 1))) == (True, False)
    assert power.recall is not None
    assert power.recall.reason == {"zh": WHY["reason_zh"], "en": WHY["reason_en"]}
    assert power.recall.source.number == "样例〔2026〕1号"


def test_words_are_corrected_at_once_and_days_are_not(office: Office) -> None:
    address = begun(office, f"{POWERS}/xiangtan-02", act="correct")
    plain = plains_of(ItemDraft.objects.get().body)[0]
    form = form_of(BY_SLUG["powers"], METRO, plain) | {"receiver": ["430200"]}
    office["author"].post(f"{address}/edit", {"seen": "0", **form, "items": ["food-permit"]})
    assert office["author"].post(address, {"act": "propose"}).status_code == 400
    form = form_of(BY_SLUG["powers"], METRO, plain) | {"title.en": ["Approval (sample)"]}
    office["author"].post(f"{address}/edit", {"seen": "1", **form})
    assert "发布当天就换" in text(office["author"].get(address))
    publish_draft(office, address)
    power: DelegatedPower = current_book(METRO).government.power("xiangtan-02")
    assert (power.title["en"], power.receiver) == ("Approval (sample)", "430300")


def test_a_new_one_is_begun_changed_and_withdrawn_before_it_begins(office: Office) -> None:
    new = {"id": "czt-sample", "like": PAIR, "from": JULY, "token": "n1"}
    answer = office["author"].post(AGREEMENTS, new)
    address = str(answer["Location"]).removesuffix("/edit")
    plain = plains_of(ItemDraft.objects.get().body)[0]
    form = form_of(BY_SLUG["agreements"], METRO, plain) | {"source.document": ["样例文件"]}
    office["author"].post(f"{address}/edit", {"seen": "0", **form})
    publish_draft(office, address)
    assert "已公布、还没开始（1）" in text(office["author"].get(AGREEMENTS))
    taken = office["author"].post(AGREEMENTS, {**new, "token": "n2"})
    assert taken.status_code == 400
    publish_draft(office, begun(office, f"{AGREEMENTS}/czt-sample", act="withdraw"))
    assert "czt-sample" not in {one.id for one in current_book(METRO).agreements()}
    refused = office["author"].post(f"{AGREEMENTS}/{PAIR}", {"act": "withdraw", "token": "w2"})
    assert refused.status_code == 409


def test_a_blank_one_says_what_is_missing(office: Office) -> None:
    for address in (AGREEMENTS, POWERS, BUNDLES):
        form = {"id": "blank-one", "like": "", "from": JULY, "token": address}
        edit = str(office["author"].post(address, form)["Location"])
        assert "处要改" in text(office["author"].get(edit))
        assert office["author"].get(edit.removesuffix("/edit")).status_code == 200


def test_one_open_draft_of_an_entry_and_the_same_form_twice_is_one(office: Office) -> None:
    end = {"act": "end", "day": "2026-05-31", "token": "e1"}
    first = office["author"].post(f"{AGREEMENTS}/{PAIR}", end)["Location"]
    assert office["author"].post(f"{AGREEMENTS}/{PAIR}", end)["Location"] == first
    other = office["colleague"].post(f"{AGREEMENTS}/{PAIR}", {**end, "token": "e2"})
    assert other.status_code == 409
    assert ItemDraft.objects.count() == 1


def test_others_find_nothing_and_no_draft_shows_under_another_register(office: Office) -> None:
    address = begun(office, f"{AGREEMENTS}/{PAIR}", act="end", day="2026-05-31")
    code = address.rpartition("/")[2]
    for path in (AGREEMENTS, f"{AGREEMENTS}/{PAIR}", address, f"{AGREEMENTS}/export"):
        assert office["clerk"].get(path).status_code == 403
        assert Client().get(path).status_code == 302
    elsewhere = (f"{POWERS}/drafts/{code}", f"/office/items/drafts/{code}", "/office/nothing")
    assert [office["author"].get(path).status_code for path in elsewhere] == [404, 404, 404]
    assert office["far"].post(address, {"act": "drop"}).status_code == 404
    assert ItemDraft.objects.get().state == DraftState.WRITING
