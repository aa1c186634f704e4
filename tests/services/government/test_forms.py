"""Forms of the items: standard JSON Schema, every wrong answer named, one form for a bundle."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rongcheng.policy.item_schema import json_schema
from rongcheng.policy.item_types import ItemVersion
from rongcheng.services.government.forms.answers import (
    list_answer_faults,
    list_missing_materials,
    list_needed_materials,
)
from rongcheng.services.government.forms.bundles import answers_by_item, one_form
from tests.services.government.packs import METROS, book_of

ON = date(2026, 3, 2)
# A synthetic number: 999 is no serial that was ever given, the check digit is right.
ID_NUMBER = "430302199003079990"
GOOD: dict[str, Any] = {
    "name": "样例甲",
    "id_number": ID_NUMBER,
    "mobile": "13800000000",
    "registered": "430211",
    "moving_to": "430104",
    "address": "样例路 1 号",
    "reason": "work",
    "members": 1,
}


def version(item: str = "hukou-transfer") -> ItemVersion:
    return book_of("changzhutan").government.item_on(item, ON)


def is_district(code: str) -> bool:
    cities = book_of("changzhutan").cities()
    return code in {c.code for c in cities} | {d.code for c in cities for d in c.districts}


def faults(answers: dict[str, Any], item: str = "hukou-transfer") -> dict[str, str]:
    found = list_answer_faults(version(item).form, answers, is_district=is_district)
    return {fault.field: fault.message("en") for fault in found}


@pytest.mark.parametrize("metro", METROS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_form_is_a_json_schema(metro: str, lang: str) -> None:
    items = book_of(metro).government.items()
    assert len(items) == 12
    for item in items:
        for found in item.versions:
            schema = json_schema(found.form, "zh" if lang == "zh" else "en")
            jsonschema.Draft202012Validator.check_schema(schema)
            assert schema["x-order"] == [field.name for field in found.form]
            chinese = [
                entry["title"]
                for entry in schema["properties"].values()
                if re.search("[一-鿿]", entry["title"])
            ]
            assert len(chinese) == (len(found.form) if lang == "zh" else 0)


def test_a_schema_says_what_is_asked_when() -> None:
    schema = json_schema(version().form, "en")
    householder = schema["properties"]["householder"]
    assert householder == {
        "type": "string",
        "title": "Householder to join",
        "minLength": 1,
        "maxLength": 100,
    }
    assert "householder" not in schema["required"]
    assert schema["allOf"] == [
        {
            "if": {"properties": {"reason": {"enum": ["family"]}}, "required": ["reason"]},
            "then": {"required": ["householder"]},
            "else": {"properties": {"householder": False}},
        }
    ]
    assert schema["properties"]["moving_to"]["x-place"] == "living"
    assert schema["properties"]["name"]["x-prefill"] == "resident.name"


def test_good_answers_have_no_fault() -> None:
    assert faults(GOOD) == {}
    assert faults({**GOOD, "reason": "family", "householder": "样例乙"}) == {}


@pytest.mark.parametrize(
    ("field", "given", "told"),
    [
        ("name", "", "Name: Fill this in."),
        ("name", 7, "Name: Write a text."),
        ("name", "甲" * 101, "Name: At most 100 characters."),
        ("moving_to", "440305", "District to move to: Choose a district of this metro area."),
        ("mobile", "1380000000", "Mobile number: Write a mobile number of 11 digits."),
        ("mobile", "２3800000000", "Mobile number: Write a mobile number of 11 digits."),
        ("reason", "luck", "Reason: Choose one of the options."),
        ("members", 0, "People moving, you included: It is at least 1. Check it."),
        ("members", 21, "People moving, you included: It is at most 20. Check it."),
        ("members", "2", "People moving, you included: Write a whole number."),
        ("members", True, "People moving, you included: Write a whole number."),
        ("householder", "样例乙", "Householder to join: Not asked here. Clear it."),
        ("shoe_size", 42, "The form has no such question. Leave it out."),
    ],
)
def test_each_wrong_answer_is_named_alone(field: str, given: object, told: str) -> None:
    assert faults({**GOOD, field: given}) == {field: told}


def test_a_mistyped_id_number_is_found_and_not_repeated() -> None:
    mistyped = ID_NUMBER[:-1] + "3"
    told = faults({**GOOD, "id_number": mistyped})["id_number"]
    assert "check" in told.lower() or "wrong" in told.lower()
    assert mistyped not in told


def test_a_day_and_a_yes_are_checked() -> None:
    answers = {
        "name": "样例甲",
        "id_number": ID_NUMBER,
        "mobile": "13800000000",
        "issued_at": "430100",
        "ends_on": "2026-02-30",
        "still_fit": "yes",
    }
    assert faults(answers, "driving-licence-renewal") == {
        "ends_on": "Valid until: The date '2026-02-30' of “date” is wrong. Write a real day in the "
        "form yyyy-MM-dd.",
        "still_fit": "Still fit to drive: Choose yes or no.",
    }


def test_everything_wrong_is_told_at_once_in_the_order_of_the_form() -> None:
    found = list_answer_faults(version().form, {}, is_district=is_district)
    assert [fault.field for fault in found] == [
        "name",
        "id_number",
        "mobile",
        "registered",
        "moving_to",
        "address",
        "reason",
        "members",
    ]
    assert found[0].message("zh") == "姓名：请填写。"


VALUES = st.one_of(
    st.sampled_from(["", "work", "family", "home", "430104", "13800000000", "样例", ID_NUMBER]),
    st.integers(-1, 30),
    st.booleans(),
)
# What a schema cannot say is left out of the comparison: check digits and districts.
NAMES = ["name", "reason", "householder", "members", "address", "mobile"]


@settings(deadline=None, max_examples=150)
@given(st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=4))
def test_the_schema_and_the_check_agree(changed: dict[str, Any]) -> None:
    """An empty text counts as no answer at the counter, so it is left out for the schema."""
    answers = {**GOOD, **changed}
    given_ = {name: value for name, value in answers.items() if value != ""}
    checker = jsonschema.Draft202012Validator(json_schema(version().form, "en"))
    assert checker.is_valid(given_) == (faults(answers) == {})


def test_materials_follow_from_the_answers_and_all_that_is_missing_is_told() -> None:
    materials = version().materials
    needed = [m.id for m in list_needed_materials(materials, {"reason": "family"})]
    assert needed == ["id-card", "household-register", "marriage-certificate"]
    missing = list_missing_materials(materials, {"reason": "work"}, ["household-register"])
    assert [m.id for m in missing] == ["id-card", "work-proof"]


@pytest.mark.parametrize("metro", METROS)
def test_a_bundle_has_one_form_and_one_set_of_materials(metro: str) -> None:
    book = book_of(metro)
    form = one_form(book, "newborn", ON)
    names = [field.name for field in form.fields]
    assert names == [
        "name",
        "id_number",
        "mobile",
        "registered",
        "child_name",
        "child_born_on",
        "birth_certificate_number",
        "follows",
        "for_whom",
    ]
    assert [m.id for m in form.materials] == ["birth-certificate", "household-register"]
    # The birth asks for the child's name of everybody, the insurance only for a child.
    child = form.fields[names.index("child_name")]
    assert (child.required, child.when) == (True, None)
    restaurant = [m.id for m in one_form(book, "open-restaurant", ON).materials]
    assert restaurant == ["id-card", "articles", "premises-proof", "floor-plan", "safety-rules"]


def test_no_authority_of_a_bundle_gets_more_than_it_asks_for() -> None:
    answers = {"name": "样例甲", "follows": "mother", "for_whom": "child", "child_name": "样例丙"}
    assert answers_by_item(book_of("changzhutan"), "newborn", ON, answers) == {
        "birth-registration": {"name": "样例甲", "child_name": "样例丙", "follows": "mother"},
        "resident-insurance-enrolment": {
            "name": "样例甲",
            "for_whom": "child",
            "child_name": "样例丙",
        },
    }
