"""The form of an item as a page: what is drawn for each kind of question, and what is read back."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.template.loader import render_to_string

from rongcheng.policy.item_types import FormField
from rongcheng.services.government.forms.answers import AnswerFault
from rongcheng.services.government.forms.reading import (
    asked_steps,
    merge_answers,
    read_answers,
)
from rongcheng.services.government.forms.view import (
    Drawing,
    city_questions,
    draw_form,
    draw_step,
    show_answer,
)
from rongcheng.web.i18n import activate, restore
from tests.services.government.packs import METROS, book_of

BOOK = book_of("changzhutan")
ON = date(2026, 3, 2)


def form_of(item: str) -> tuple[FormField, ...]:
    return BOOK.government.item_on(item, ON).form


MOVE = form_of("hukou-transfer")


def names(part: tuple[FormField, ...]) -> list[str]:
    return [field.name for field in part]


def test_what_hangs_on_an_answer_comes_in_a_later_step() -> None:
    before = asked_steps(MOVE, {})
    assert [(key, names(part)) for key, part in before] == [
        ("person", ["name", "id_number", "mobile"]),
        ("matter", ["registered", "moving_to", "address", "reason", "members"]),
    ]
    after = asked_steps(MOVE, {"reason": "family"})
    assert (after[2][0], names(after[2][1])) == ("more", ["householder"])
    step = draw_step(BOOK, MOVE, Drawing({"reason": "family"}), 3)
    assert [(q.name, q.required, q.when_key) for q in step.questions] == [("householder", True, "")]


def test_on_one_page_a_conditional_question_says_when_it_is_asked() -> None:
    last = draw_form(BOOK, MOVE, Drawing({}))[-1].questions[0]
    assert (last.when_key, last.when_values) == ("q-reason", "family")
    assert last.when_words == "「迁移原因」选「投靠家人」时填。"
    drawn = render_to_string(
        "government/form.html", {"fieldsets": draw_form(BOOK, MOVE, Drawing({}))}
    )
    householder = re.search(r'<input id="q-householder"[^>]*>', drawn)
    assert householder is not None
    # The browser must not insist on what is not asked.
    assert " required" not in householder[0]
    assert 'data-when="q-reason" data-values="family"' in drawn


def test_answers_faults_and_sources_stand_at_their_questions() -> None:
    drawing = Drawing(
        {"name": "样例<居民>", "registered": "430202", "reason": "work"},
        [AnswerFault("id_number", "身份证号：请填写。", "ID number: Fill this in.")],
        {"name": "来自居民登记"},
    )
    drawn = render_to_string("government/form.html", {"fieldsets": draw_form(BOOK, MOVE, drawing)})
    assert 'value="样例&lt;居民&gt;"' in drawn
    assert 'id="s-q-name"' in drawn
    assert 'aria-invalid="true" aria-describedby="h-q-id_number e-q-id_number"' in drawn
    assert '<option value="430202" selected>' in drawn
    assert '<optgroup label="株洲市">' in drawn
    assert 'value="work" checked required' in drawn
    token = activate("en")
    english = draw_form(BOOK, MOVE, drawing)[0].questions[1]
    restore(token)
    assert (english.label, english.fault) == ("ID number", "ID number: Fill this in.")


def test_what_a_page_sends_becomes_answers() -> None:
    sent = {
        "q-name": "  样例·居民\x00 ",
        "q-id_number": "43020219900102001x",
        "q-members": "2",
        "q-address": "",
        "q-unknown": "x",
        "token": "y",
    }
    assert read_answers(MOVE, sent) == {
        "name": "样例·居民",
        "id_number": "43020219900102001X",
        "members": 2,
    }
    assert read_answers(MOVE, {"q-members": "two"}) == {"members": "two"}
    assert read_answers(MOVE, {"q-members": "9" * 16}) == {"members": "9" * 16}
    fit = form_of("driving-licence-renewal")
    assert read_answers(fit, {"q-still_fit": "yes"}) == {"still_fit": True}
    assert read_answers(fit, {"q-still_fit": "no"}) == {"still_fit": False}


def test_another_reason_drops_what_is_no_longer_asked() -> None:
    before = {"name": "样例", "reason": "family", "householder": "样例·户主", "members": 1}
    step = asked_steps(MOVE, before)[1][1]
    after = merge_answers(MOVE, before, step, {"reason": "work", "members": 3})
    assert after == {"name": "样例", "reason": "work", "members": 3}


def test_an_answer_reads_in_words() -> None:
    shown = {field.name: show_answer(BOOK, field, value) for field, value in (
        (MOVE[3], "430202"), (MOVE[6], "work"), (MOVE[8], 2), (MOVE[5], None),
    )}  # fmt: skip
    assert shown == {"registered": "株洲市 荷塘区", "reason": "工作", "members": "2", "address": ""}
    assert show_answer(BOOK, form_of("driving-licence-renewal")[-1], True) == "是"


def test_where_a_city_decides_its_name_is_enough() -> None:
    version = BOOK.government.item_on("driving-licence-renewal", ON)
    assert city_questions(version) == {"issued_at"}
    drawn = draw_form(BOOK, version.form, Drawing({}, by_city=city_questions(version)))
    asked = next(q for part in drawn for q in part.questions if q.name == "issued_at")
    assert [(g.title, g.options[0]) for g in asked.groups] == [
        ("长沙市", ("430100", "长沙市（不分区县）")),
        ("株洲市", ("430200", "株洲市（不分区县）")),
        ("湘潭市", ("430300", "湘潭市（不分区县）")),
    ]
    # A power may be delegated to a district, so districts stay open to choose.
    assert asked.groups[0].options[1].value == "430102"
    assert city_questions(BOOK.government.item_on("hukou-transfer", ON)) == frozenset()


@pytest.mark.parametrize("metro", METROS)
def test_every_form_of_the_packs_is_drawn(metro: str) -> None:
    book = book_of(metro)
    for item in book.government.items():
        form = book.government.item_on(item.id, ON).form
        drawn = render_to_string(
            "government/form.html", {"fieldsets": draw_form(book, form, Drawing({}))}
        )
        assert all(f'name="q-{field.name}"' in drawn for field in form), item.id
