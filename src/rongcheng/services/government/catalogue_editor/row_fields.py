"""The fields of one paper or one question as the office writes them (材料和问题的字段).

Choices are lines of three words; a condition is ticked at the answers of an earlier question.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from rongcheng.policy import item_words as words
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.item_types import FormField
from rongcheng.policy.records import Bilingual
from rongcheng.services.government.catalogue.words import word_of
from rongcheng.services.government.catalogue_editor.columns import Column, columns_of
from rongcheng.services.government.catalogue_editor.page_fields import (
    EditGroup,
    edit_field,
    put_value,
    value_of,
)
from rongcheng.services.government.catalogue_editor.row_lists import FORM, MATERIALS, RowList
from rongcheng.web.i18n import pick, t

Plain = dict[str, Any]
Path = tuple[str | int, ...]
Told = Mapping[Path, Iterable[str]]
_TEXTS = ("title.zh", "title.en")
GROUPS: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    MATERIALS.name: (
        ("paper", (*_TEXTS, "issuer.zh", "issuer.en", "note.zh", "note.en", "id")),
        ("copies", ("originals", "copies", "licence", "required")),
    ),
    FORM.name: (
        ("question", (*_TEXTS, "description.zh", "description.en", "name", "required")),
        ("answer", ("type", "format", "maxLength", "minimum", "maximum")),
        ("known", ("prefill", "place")),
    ),
}
"""By list, the groups of fields that are drawn one by one; choices and condition come after."""
_HINTED = frozenset(
    {
        *("id", "licence", "name", "format", "maxLength", "minimum", "maximum"),
        *("prefill", "place"),
    }
)
_NOTHING = frozenset({"format", "prefill", "place", "licence"})
_WORDS: Mapping[str, words.Words] = {"prefill": words.PREFILLS, "place": words.PLACES}
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
    _complete_pairs(row, columns)
    if lines := _typed_lines(form):
        row["oneOf"] = lines
    ticked = tuple(value for value in form.get("when", []) if value.partition("=")[0])
    if ticked:
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
            tuple(_field(columns[key], typed.row, left, book) for key in keys),
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


def _field(column: Column, row: Plain, left: dict[Path, Iterable[str]], book: PolicyBook) -> Any:
    choices = _choices(column.key, book)
    drawn = edit_field(column, row, tuple(left.pop(column.path, ())), choices)
    if choices and drawn.value not in dict(choices):
        # What is not known any more stays until somebody chooses another.
        drawn = drawn._replace(choices=((drawn.value, drawn.value), *choices))
    if column.key in _HINTED:
        drawn = drawn._replace(hint=t(f"government.row.hint.{column.key}"))
    return drawn


def _choices(key: str, book: PolicyBook) -> tuple[tuple[str, str], ...]:
    nothing = ("", t(f"government.row.nothing.{key}")) if key in _NOTHING else None
    found: list[tuple[str, str]] = []
    if key in ("type", "format"):
        listed = words.FIELD_TYPES if key == "type" else words.FIELD_FORMATS
        found = [(word, t(f"government.guide.kind.{word}")) for word in listed]
    elif key in _WORDS:
        found = [(word, word_of(_WORDS[key], word)) for word in _WORDS[key]]
    elif key == "licence":
        found = [(kind.id, pick(kind.title)) for kind in book.government.certificates.kinds()]
    return (nothing, *found) if nothing else tuple(found)


def _complete_pairs(row: Plain, columns: Mapping[str, Column]) -> None:
    """Give a text in one language its empty other one, whose fault then stands at its field."""
    for column in columns.values():
        held = row.get(column.path[0])
        if isinstance(column.shape, Bilingual) and held is not None:
            held.setdefault(column.path[1], "")


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


def questions_before(rows: list[Plain], of: RowList, place: int) -> list[Plain]:
    """Return the questions on which a row may hang: earlier ones, or all for a paper."""
    return rows if of.kind is not FormField else rows[:place]
