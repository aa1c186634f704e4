"""The form of an item as a page (表单页面): its questions as they are drawn, part by part.

The resident's pages and the counter draw the same form. Nothing here checks what was written:
`list_answer_faults` does, and its faults are shown at their questions. `form_reading` reads what
the page sends back; `templates/government/form.html` draws a list of `FieldSet`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from rongcheng.kernel.errors import Lang
from rongcheng.kernel.identifiers import mask_id
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.item_types import FormField, ItemVersion
from rongcheng.services.government.forms.answers import AnswerFault, Answers
from rongcheng.services.government.forms.reading import (
    NO,
    PREFIX,
    YES,
    asked_steps,
    parts_of_form,
)
from rongcheng.web.i18n import language, pick, t

_DISTRICT_LEVEL = "4"
_MOST_RADIOS = 5
_LONG_TEXT = 200
_INPUTS = {"date": "date", "mobile": "tel"}
_MODES = {"mobile": "numeric", "integer": "numeric"}
_COMPLETES = {"resident.name": "name", "resident.mobile": "tel"}


class Option(NamedTuple):
    """One answer to choose."""

    value: str
    title: str


class OptionGroup(NamedTuple):
    """Answers under one heading, such as the districts of a city; no heading for plain lists."""

    title: str
    options: tuple[Option, ...]


class QuestionView(NamedTuple):
    """One question as the page draws it.

    `control` is text, date, tel, number, area, radio or select. `source` says from where a filled
    answer comes; `when` names the earlier question and the values under which this one is asked.
    """

    name: str
    key: str
    label: str
    control: str
    value: str
    groups: tuple[OptionGroup, ...]
    required: bool
    hint: str
    fault: str
    source: str
    longest: int
    input_mode: str
    autocomplete: str
    when_key: str = ""
    when_values: str = ""
    when_words: str = ""

    @property
    def described_by(self) -> str:
        """Return the ids of what explains the question, for screen readers."""
        said = (("h", self.hint or self.when_words), ("s", self.source), ("e", self.fault))
        return " ".join(f"{mark}-{self.key}" for mark, words in said if words)


class FieldSet(NamedTuple):
    """A part of a form with its heading (表单分组): one screen of a phone."""

    key: str
    title: str
    questions: tuple[QuestionView, ...]


class Drawing(NamedTuple):
    """What a form is drawn with: answers, faults at their questions, where answers came from.

    `by_city` are the questions answered with a whole city, see `city_questions`.
    """

    answers: Answers
    faults: Iterable[AnswerFault] = ()
    sources: Mapping[str, str] = {}
    by_city: Collection[str] = ()


def city_questions(version: ItemVersion) -> frozenset[str]:
    """Return the questions for a place whose city is enough, as authorities of a city decide."""
    seats = [(version.competence.place, version.competence.level)]
    seats += [(part.place, part.level) for part in version.joint]
    nearer = {place for place, level in seats if level == _DISTRICT_LEVEL}
    places = {place for place, _ in seats} - nearer
    return frozenset(field.name for field in version.form if field.place in places)


def draw_form(book: PolicyBook, fields: Iterable[FormField], drawing: Drawing) -> list[FieldSet]:
    """Return the whole form for one page; a conditional question says when it is asked.

    With script it is hidden where it is not asked; without, its answer is dropped there.
    """
    listed = list(fields)
    return [
        FieldSet(key, t(f"government.form.set.{key}"), _drawn(book, listed, part, drawing))
        for key, part in parts_of_form(listed)
    ]


def draw_step(
    book: PolicyBook, fields: Iterable[FormField], drawing: Drawing, step: int
) -> FieldSet:
    """Return one step of a form, counted from 1; only what is asked after the answers so far.

    A question that hangs on another one comes in a later step, so no script is needed.
    """
    listed = list(fields)
    key, part = asked_steps(listed, drawing.answers)[step - 1]
    drawn = _drawn(book, listed, part, drawing)
    asked = tuple(one._replace(when_key="", when_values="", when_words="") for one in drawn)
    return FieldSet(key, t(f"government.form.set.{key}"), asked)


def page_language() -> Lang:
    """Return the reader's language, for errors and reasons that speak both."""
    return "en" if language() == "en" else "zh"


def draw_questions(
    book: PolicyBook, fields: Iterable[FormField], drawing: Drawing, names: Collection[str]
) -> FieldSet:
    """Return only some questions of a form, such as those that a supplement asks again."""
    part = tuple(field._replace(when=None) for field in fields if field.name in names)
    drawn = _drawn(book, list(part), part, drawing)
    return FieldSet("again", t("government.form.set.again"), drawn)


def show_answer(book: PolicyBook, field: FormField, value: object) -> str:
    """Return an answer in words for reading, ID numbers masked; empty for none."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return t("government.form.yes" if value else "government.form.no")
    written = str(value)
    chosen = next((pick(one.title) for one in field.choices if one.const == written), "")
    if field.format == "district":
        return _place_name(book, written)
    if field.format == "id_number":
        return mask_id(written)
    return chosen or written


def _drawn(
    book: PolicyBook, fields: list[FormField], part: Iterable[FormField], drawing: Drawing
) -> tuple[QuestionView, ...]:
    wrong = {fault.field: fault.message(page_language()) for fault in drawing.faults}
    return tuple(_question(book, fields, field, drawing, wrong) for field in part)


def _question(
    book: PolicyBook,
    fields: list[FormField],
    field: FormField,
    drawing: Drawing,
    wrong: Mapping[str, str],
) -> QuestionView:
    control, groups = _control(book, field, field.name in drawing.by_city)
    drawn = QuestionView(
        name=field.name,
        key=PREFIX + field.name,
        label=pick(field.title),
        control=control,
        value=_written(drawing.answers.get(field.name)),
        groups=groups,
        required=field.required,
        hint=pick(field.description) if field.description else _hint(field),
        fault=wrong.get(field.name, ""),
        source=drawing.sources.get(field.name, ""),
        longest=field.max_length or 0,
        input_mode=_MODES.get(field.format) or _MODES.get(field.type, ""),
        autocomplete=_COMPLETES.get(field.prefill, "off"),
    )
    return _conditional(fields, field, drawn) if field.when is not None else drawn


def _conditional(fields: list[FormField], field: FormField, drawn: QuestionView) -> QuestionView:
    assert field.when is not None
    on = next(one for one in fields if one.name == field.when.field)
    names = [pick(c.title) for c in on.choices if c.const in field.when.values]
    return drawn._replace(
        when_key=PREFIX + on.name,
        when_values=" ".join(field.when.values),
        when_words=t(
            "government.form.only_when",
            None,
            question=pick(on.title),
            answers=t("government.form.or").join(names or field.when.values),
        ),
    )


def _control(
    book: PolicyBook, field: FormField, by_city: bool
) -> tuple[str, tuple[OptionGroup, ...]]:
    if field.type == "boolean":
        both = (Option(YES, t("government.form.yes")), Option(NO, t("government.form.no")))
        return "radio", (OptionGroup("", both),)
    if field.choices:
        options = tuple(Option(one.const, pick(one.title)) for one in field.choices)
        control = "radio" if len(options) <= _MOST_RADIOS else "select"
        return control, (OptionGroup("", options),)
    if field.format == "district":
        return "select", _places(book, with_cities=by_city)
    if field.type == "integer":
        return "number", ()
    if field.format in _INPUTS:
        return _INPUTS[field.format], ()
    is_long = not field.format and (field.max_length or _LONG_TEXT + 1) > _LONG_TEXT
    return ("area" if is_long else "text"), ()


def _places(book: PolicyBook, *, with_cities: bool) -> tuple[OptionGroup, ...]:
    """Return the districts under their cities; a city itself first where its authorities decide."""
    groups = []
    for city in book.cities():
        whole = Option(city.code, t("government.form.whole_city", None, city=pick(city.title)))
        districts = (Option(place.code, pick(place.title)) for place in city.districts)
        options = (*((whole,) if with_cities else ()), *districts)
        groups.append(OptionGroup(pick(city.title), options))
    return tuple(groups)


def _hint(field: FormField) -> str:
    known = field.format in ("id_number", "credit_code", "mobile")
    return t(f"government.form.hint.{field.format}") if known else ""


def _place_name(book: PolicyBook, code: str) -> str:
    for city in book.cities():
        for place in city.districts:
            if place.code == code:
                return f"{pick(city.title)} {pick(place.title)}"
        if city.code == code:
            return pick(city.title)
    return code


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return YES if value else NO
    return "" if value is None else str(value)
