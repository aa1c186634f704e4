"""What a page's form sends back (读表单), and the steps of a form after some answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rongcheng.policy.book import PolicyBook
from rongcheng.policy.item_types import FormField
from rongcheng.services.government.forms.answers import (
    AnswerFault,
    Answers,
    is_asked,
    list_answer_faults,
)

PREFIX = "q-"
"""Stands before a question's name in the page, so that one called `token` is no danger."""
YES, NO = "yes", "no"
_LONGEST_ANSWER = 4_001
_LONGEST_NUMBER = 15

Part = tuple[str, tuple[FormField, ...]]
"""A part of a form: its word (person, matter, more) and its questions."""


def parts_of_form(fields: Iterable[FormField]) -> list[Part]:
    """Divide a form: about the person, about the matter, and what hangs on earlier answers."""
    listed = list(fields)
    parts = {
        "person": tuple(f for f in listed if f.when is None and _is_of_person(f)),
        "matter": tuple(f for f in listed if f.when is None and not _is_of_person(f)),
        "more": tuple(f for f in listed if f.when is not None),
    }
    return [(key, part) for key, part in parts.items() if part]


def _is_of_person(field: FormField) -> bool:
    """Tell whether a question is about who applies; a street stands with its place."""
    return bool(field.prefill and not field.place and field.prefill != "resident.address")


def asked_steps(fields: Iterable[FormField], answers: Answers) -> list[Part]:
    """Return the steps that a form has after these answers, each with its questions."""
    asked = (
        (key, tuple(field for field in part if is_asked(field.when, answers)))
        for key, part in parts_of_form(fields)
    )
    return [(key, part) for key, part in asked if part]


def read_answers(fields: Iterable[FormField], posted: Mapping[str, str]) -> dict[str, object]:
    """Return what a page sent, by question; empty and unknown ones are left out.

    What is no whole number stays as it was written, so that its fault can be told.
    """
    found: dict[str, object] = {}
    for field in fields:
        given = _plain(posted.get(PREFIX + field.name, ""))
        if given:
            found[field.name] = _typed(field, given)
    return found


def merge_answers(
    fields: Iterable[FormField], before: Answers, step: Iterable[FormField], given: Answers
) -> dict[str, object]:
    """Return all answers after a step: its questions replaced, what is no longer asked dropped."""
    asked = {field.name for field in step}
    kept = {name: value for name, value in before.items() if name not in asked}
    return drop_unasked(fields, {**kept, **given})


def drop_unasked(fields: Iterable[FormField], answers: Answers) -> dict[str, object]:
    """Return the answers without empty ones and those to which these answers do not lead."""
    found = {name: value for name, value in answers.items() if value not in ("", None)}
    for field in fields:
        if not is_asked(field.when, found):
            found.pop(field.name, None)
    return found


def faults_in(book: PolicyBook, fields: Iterable[FormField], answers: Answers) -> list[AnswerFault]:
    """Return everything that is wrong with answers, places being those of the metro area."""
    places = place_codes(book)
    return list_answer_faults(fields, answers, is_district=lambda code: code in places)


def place_codes(book: PolicyBook) -> frozenset[str]:
    """Return the districts and cities that an answer may name."""
    districts = frozenset(place.code for place in book.districts())
    return districts | {city.code for city in book.cities()}


def _plain(given: str) -> str:
    """Return what was written without what no keyboard types, cut where no field goes on."""
    kept = given.replace("\x00", "").strip()[:_LONGEST_ANSWER]
    return kept.replace("\r\n", "\n")


def _typed(field: FormField, given: str) -> object:
    if field.type == "boolean":
        return {YES: True, NO: False}.get(given, given)
    if field.type == "integer":
        fits = given.isascii() and given.isdigit() and len(given) <= _LONGEST_NUMBER
        return int(given) if fits else given
    return given.upper() if field.format in ("id_number", "credit_code") else given
