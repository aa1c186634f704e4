"""The fields of one row of a list as the office writes them (清单里一条的字段).

Choices are lines of three words; a condition is ticked at the answers of an earlier question.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from rongcheng.policy.book import PolicyBook
from rongcheng.policy.item_types import FormField
from rongcheng.services.government.catalogue_editor.columns import Column, columns_of
from rongcheng.services.government.catalogue_editor.page_fields import (
    EditField,
    EditGroup,
    complete_pairs,
    edit_field,
    put_value,
    value_of,
    with_unknown,
)
from rongcheng.services.government.catalogue_editor.row_groups import GROUPS, choices_of, hint_of
from rongcheng.services.government.catalogue_editor.row_lists import FORM, RowList
from rongcheng.web.i18n import pick, t

Plain = dict[str, Any]
Path = tuple[str | int, ...]
Told = Mapping[Path, Iterable[str]]
_MOST_LINES = 200
_BLANK_LINES = 3


class ChoiceLine(NamedTuple):
    """One answer to choose, as three words on a line, with what is wrong with it."""

    number: int
    const: str
    zh: str
    en: str
    faults: tuple[str, ...] = ()


class Ticks(NamedTuple):
    """An earlier question with its answers: (value, words, is ticked)."""

    title: str
    answers: tuple[tuple[str, str, bool], ...]


class Typed(NamedTuple):
    """What a page sent for a row, and what a row cannot hold: ticks at more than one question."""

    row: Plain
    ticked: tuple[str, ...]

    @property
    def is_torn(self) -> bool:
        """Tell whether answers of several questions are ticked: a condition has but one."""
        return len({value.partition("=")[0] for value in self.ticked}) > 1


class RowView(NamedTuple):
    """A row as the page draws it; `faults` are those that belong to no single field."""

    groups: tuple[EditGroup, ...]
    lines: tuple[ChoiceLine, ...]
    line_faults: tuple[str, ...]
    ticks: tuple[Ticks, ...]
    tick_faults: tuple[str, ...]
    faults: tuple[str, ...]


def typed_row(of: RowList, before: Plain, form: Mapping[str, list[str]]) -> Typed:
    """Return the row that a page's form writes; `before` is what stood there."""
    row: Plain = {}
    columns = _columns(of)
    for _, keys in GROUPS[of.name]:
        for key in keys:
            value = value_of(columns[key], form.get(key, []))
            put_value(row, columns[key], value, zero_is_nothing=False)
    complete_pairs(row, columns.values())
    if lines := _typed_lines(form):
        row["oneOf"] = lines
    ticked = tuple(value for value in form.get("when", []) if value.partition("=")[0])
    if ticked and may_hang(of):
        row["when"] = _condition(ticked, before.get("when", {}))
    return Typed(row, ticked)


def view_row(
    of: RowList,
    typed: Typed,
    book: PolicyBook,
    asked: Iterable[Plain],
    told: Told,
    *,
    more: int = 0,
) -> RowView:
    """Return a row for the page; `asked` are the questions on which it may hang.

    `told` are the faults by path within the row; `more` adds blank lines for choices.
    """
    columns, left = _columns(of), dict(told)
    groups = tuple(
        EditGroup(
            t(f"government.row.group.{name}"),
            tuple(_field(of, columns[key], typed.row, left, book) for key in keys),
        )
        for name, keys in GROUPS[of.name]
    )
    lines = _lines(typed.row, left, more) if of is FORM else ()
    return RowView(
        groups,
        lines,
        _taken(left, "oneOf"),
        tuple(_ticks(typed, asked)),
        _taken(left, "when"),
        tuple(text for texts in left.values() for text in texts),
    )


def as_typed(row: Plain) -> Typed:
    """Return a kept row as if a page had sent it."""
    when = row.get("when", {})
    return Typed(row, tuple(f"{when['field']}={value}" for value in when.get("is", ())))


def _columns(of: RowList) -> Mapping[str, Column]:
    return {column.key: column for column in columns_of(of.kind)}


def _field(
    of: RowList, column: Column, row: Plain, left: dict[Path, Iterable[str]], book: PolicyBook
) -> EditField:
    choices = choices_of(of, column.key, book)
    told = tuple(left.pop(column.path, ()))
    return with_unknown(edit_field(column, row, told, choices, hint_of(of, column.key)))


def _typed_lines(form: Mapping[str, list[str]]) -> list[Plain]:
    """Return the choices in the order of their numbers; lines without a word are left out.

    Of two with one number, the line that was given it goes to that place and the other makes room.
    """
    found: list[tuple[tuple[int, int], Plain]] = []
    for number in range(_MOST_LINES):
        parts = [_text(form, f"c-{number}-{part}") for part in ("const", "zh", "en")]
        if any(parts):
            const, zh, en = parts
            order = _text(form, f"c-{number}-order")
            stood = number + 1
            place = int(order) if order.isascii() and order.isdigit() else stood
            side = (place > stood) - (place < stood)
            found.append(((place, side), {"const": const, "title": {"zh": zh, "en": en}}))
    return [line for _, line in sorted(found, key=lambda one: one[0])]


def _text(form: Mapping[str, list[str]], key: str) -> str:
    return form.get(key, [""])[0].strip()


def _condition(ticked: tuple[str, ...], before: Plain) -> Plain:
    name = ticked[0].partition("=")[0]
    values = [value.partition("=")[2] for value in ticked if value.partition("=")[0] == name]
    held = before.get("is", [])
    # The same answers in the order of the page are no change.
    return {"field": name, "is": held if sorted(held) == sorted(values) else values}


def _lines(row: Plain, left: dict[Path, Iterable[str]], more: int) -> tuple[ChoiceLine, ...]:
    lines = []
    for number, choice in enumerate(row.get("oneOf", ())):
        title = choice.get("title", {})
        texts = (choice.get("const", ""), title.get("zh", ""), title.get("en", ""))
        lines.append(ChoiceLine(number, *texts, _taken(left, "oneOf", number)))
    first = len(lines)
    blank = (ChoiceLine(n, "", "", "") for n in range(first, first + _BLANK_LINES + more))
    return (*lines, *blank)


def _ticks(typed: Typed, asked: Iterable[Plain]) -> Iterable[Ticks]:
    left = list(typed.ticked)
    for question in asked:
        name, answers = question.get("name", ""), []
        for choice in question.get("oneOf", ()):
            value = f"{name}={choice.get('const', '')}"
            answers.append((value, pick(choice.get("title", {})) or value, value in left))
            left = [one for one in left if one != value]
        if answers and name:
            yield Ticks(pick(question.get("title", {})) or name, tuple(answers))
    if left:
        yield Ticks(t("government.row.gone"), tuple((value, value, True) for value in left))


def _taken(left: dict[Path, Iterable[str]], *before: str | int) -> tuple[str, ...]:
    """Take the faults at or below a path."""
    paths = [path for path in left if path[: len(before)] == before]
    return tuple(text for path in paths for text in left.pop(path))


def may_hang(of: RowList) -> bool:
    """Tell whether a row of this list may be needed after some answers only."""
    return "when.field" in _columns(of)


def questions_before(rows: list[Plain], of: RowList, place: int) -> list[Plain]:
    """Return the questions on which a row may hang: earlier ones, or all for a paper."""
    if not may_hang(of):
        return []
    return rows if of.kind is not FormField else rows[:place]
