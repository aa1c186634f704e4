"""One field as the office writes it on a page (一个字段): drawn, read back, put into plain data."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from rongcheng.policy.records import Bilingual
from rongcheng.policy.shapes import Day, Flag, Whole
from rongcheng.policy.vocabulary import STATUSES
from rongcheng.services.government.catalogue_editor.cells import cell_of
from rongcheng.services.government.catalogue_editor.columns import Column, Path
from rongcheng.services.government.catalogue_editor.fault_words import capital, label_of
from rongcheng.web.i18n import t

Plain = dict[str, Any]
Choices = tuple[tuple[str, str], ...]
_LONG = frozenset({"content", "conditions", "flow", "description", "note", "reason", "summary"})
_SHORT = frozenset({"promised_limit", "legal_limit", "longest"})
"""Groups whose notes stand in brackets after a number of days."""
_EXAMPLES = {"zh": "{place}公安机关", "en": "Police of {place}"}
_WHOLE = re.compile(r"[0-9]{1,15}")


class EditField(NamedTuple):
    """One field on the page: its key, its words, how it is written, what stands there, faults.

    `kind` is text, area, number, date, flag, word or words.
    """

    key: str
    label: str
    kind: str
    value: str
    chosen: tuple[str, ...]
    choices: Choices
    faults: tuple[str, ...]
    hint: str = ""

    @property
    def described_by(self) -> str:
        """Return the ids of what explains the field, for screen readers."""
        said = (("h", self.hint), ("e", self.faults))
        return " ".join(f"{mark}-{self.key}" for mark, words in said if words)


class EditGroup(NamedTuple):
    """Fields that belong together, under a heading."""

    title: str
    fields: tuple[EditField, ...]


def edit_field(
    column: Column,
    plain: Plain,
    faults: tuple[str, ...] = (),
    choices: Choices = (),
    hint: str = "",
) -> EditField:
    """Return a column as it is drawn, with what stands there and what is wrong with it."""
    label = capital(label_of(column.key))
    value = cell_of(plain, column)
    chosen = tuple(str(value).split(";")) if column.holds == "words" else (str(value),)
    if isinstance(column.shape, Flag):
        chosen = ("1",) if raw_of(plain, column) is True else ()
    kind = _kind(column, bool(choices))
    return EditField(column.key, label, kind, str(value), chosen, choices, faults, hint)


def hint_words(key: str, field: str) -> str:
    """Return what is said beside a field; a name with a place in it gets an example."""
    example = _EXAMPLES.get(field.rpartition(".")[2], "")
    return t(f"government.{key}", None, example=example)


def with_unknown(field: EditField) -> EditField:
    """Return a field of one word that also offers what stands there and is not to be chosen.

    What is not known any more, or was not chosen yet, stays until somebody chooses another.
    """
    if field.kind != "word" or field.value in {code for code, _ in field.choices}:
        return field
    unknown = (field.value, field.value or t("government.row.choose"))
    return field._replace(choices=(unknown, *field.choices))


def _kind(column: Column, has_choices: bool) -> str:
    if has_choices:
        return "words" if column.holds == "words" else "word"
    if isinstance(column.shape, Flag):
        return "flag"
    if isinstance(column.shape, Day):
        return "date"
    if isinstance(column.shape, Whole):
        return "number"
    is_long = _LONG.intersection(column.path) and not _SHORT.intersection(column.path)
    return "area" if is_long else "text"


def status_choices() -> tuple[tuple[str, str], ...]:
    """Return how sure a value may be, in words."""
    return tuple((status, t(f"web.status.{status}")) for status in STATUSES)


def raw_of(plain: Plain, column: Column) -> Any:
    """Return what stands at a column's path; None for nothing."""
    value: Any = plain
    for part in column.path:
        value = value.get(part) if isinstance(value, dict) else None
    return value


def value_of(column: Column, given: list[str]) -> Any:
    """Return what a page sent for a column; what is no number stays a text, so it can be told."""
    if column.holds == "words":
        return [word for word in given if word]
    if isinstance(column.shape, Flag):
        return bool(given and given[0])
    text = given[0].replace("\r\n", "\n").strip() if given else ""
    if isinstance(column.shape, Whole) and _WHOLE.fullmatch(text):
        return int(text)
    return text


def put_value(plain: Plain, column: Column, value: Any, *, zero_is_nothing: bool = True) -> None:
    """Write a value at its path; what is empty and may be so is taken away, with its group.

    `zero_is_nothing` is for amounts: a file says by no amount that nothing is charged.
    """
    *before, last = column.path
    is_empty = value in ("", []) or (value is False and not column.required)
    is_zero = zero_is_nothing and value == 0 and value is not False
    is_empty = is_empty or (is_zero and not column.required)
    if is_empty and not column.required:
        _take(plain, column.path)
        return
    inner = plain
    for part in before:
        inner = inner.setdefault(part, {})
    inner[last] = value


def complete_pairs(plain: Plain, columns: Iterable[Column]) -> None:
    """Give a text in one language its empty other one, whose fault then stands at its field."""
    for column in columns:
        if not isinstance(column.shape, Bilingual):
            continue
        held = raw_of(plain, column._replace(path=column.path[:-1]))
        if isinstance(held, dict):
            held.setdefault(column.path[-1], "")


def _take(plain: Plain, path: Path) -> None:
    """Take a field away, and the groups around it that are empty then."""
    inner = plain.get(path[0])
    if len(path) == 1:
        plain.pop(path[0], None)
    elif isinstance(inner, dict):
        _take(inner, path[1:])
        if not inner:
            del plain[path[0]]
