"""The fields that the office writes on a page (逐项修改): the common ones of an item.

Materials, questions and what else is a list are changed in the draft's spreadsheet.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from rongcheng.policy import item_words as words
from rongcheng.policy.item_types import ItemVersion, ServiceItem
from rongcheng.policy.shapes import Day, Flag, Whole
from rongcheng.policy.vocabulary import STATUSES
from rongcheng.services.government.catalogue.words import word_of
from rongcheng.services.government.catalogue_editor.cells import cell_of
from rongcheng.services.government.catalogue_editor.columns import Column, columns_of
from rongcheng.web.i18n import t

Plain = dict[str, Any]
_GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("name", ("title.zh", "title.en", "theme.zh", "theme.en", "basic_code")),
    (
        "what",
        (
            "content.zh",
            "content.en",
            "conditions.zh",
            "conditions.en",
            "type",
            "case_type",
            "range",
            "targets",
            "channels",
        ),
    ),
    (
        "time",
        (
            "promised_limit.count",
            "promised_limit.unit",
            "legal_limit.count",
            "legal_limit.unit",
            "flow.zh",
            "flow.en",
        ),
    ),
    (
        "result",
        (
            "result.title.zh",
            "result.title.en",
            "result.delivery",
            "fee.charged",
            "fee.amount_fen",
            "fee.basis.zh",
            "fee.basis.en",
        ),
    ),
    (
        "contact",
        (
            "hours.zh",
            "hours.en",
            "telephone",
            "supervision_telephone",
            "booking",
            "online_payment",
            "courier",
        ),
    ),
    ("source", ("source.document", "source.number", "source.issued_on", "status", "review_by")),
)
_HEAD = frozenset({"title", "theme", "basic_code"})
_HEADS = {c.key: c for c in columns_of(ServiceItem) if c.path[0] in _HEAD}
_FIELDS = {c.key: c for c in columns_of(ItemVersion)}
_CHOICES: Mapping[str, words.Words] = {
    "type": words.ITEM_TYPES,
    "case_type": words.CASE_TYPES,
    "range": words.RANGES,
    "targets": words.TARGETS,
    "channels": words.CHANNELS,
    "promised_limit.unit": words.LIMIT_UNITS,
    "legal_limit.unit": words.LIMIT_UNITS,
    "result.delivery": words.DELIVERIES,
}
_LONG = frozenset({"content", "conditions", "flow", "summary", "reason"})
_WHOLE = re.compile(r"[0-9]{1,15}")
_ONE_DAY = timedelta(days=1)


class EditField(NamedTuple):
    """One field on the page: its key, its words, how it is written, what stands there, faults.

    `kind` is text, area, number, date, flag, word or words.
    """

    key: str
    label: str
    kind: str
    value: str
    chosen: tuple[str, ...]
    choices: tuple[tuple[str, str], ...]
    faults: tuple[str, ...]


class EditGroup(NamedTuple):
    """Fields that belong together, under a heading."""

    title: str
    fields: tuple[EditField, ...]


def groups_of(
    body: Plain, number: int, faults: Mapping[tuple[str | int, ...], Iterable[str]]
) -> list[EditGroup]:
    """Return the fields of a draft's head and of one of its versions, with what is wrong."""
    version = body["versions"][number]
    found = []
    for name, keys in _GROUPS:
        fields = []
        for key in keys:
            column, plain, before = _place(body, version, number, key)
            told = tuple(faults.get((*before, *column.path), ()))
            fields.append(edit_field(column, key, plain, told, _choices_of(key)))
        found.append(EditGroup(t(f"government.edit.group.{name}"), tuple(fields)))
    return found


def written(body: Plain, number: int, form: Mapping[str, list[str]]) -> Plain:
    """Return the draft with what was written on the page in it; the other fields stay."""
    changed = copy.deepcopy(body)
    version = changed["versions"][number]
    for _, keys in _GROUPS:
        for key in keys:
            column, plain, _ = _place(changed, version, number, key)
            value, held = value_from(column, form.get(key, [])), _raw(plain, column)
            if isinstance(held, list) and sorted(held) == sorted(value):
                # The same words in the order of the page are no change.
                continue
            put(plain, column, value)
    first = form.get("from", [""])[0].strip()
    if first and first != version["from"]:
        _move(changed["versions"], number, first)
    return changed


def _place(
    body: Plain, version: Plain, number: int, key: str
) -> tuple[Column, Plain, tuple[str | int, ...]]:
    if key in _HEADS:
        return _HEADS[key], body, ()
    return _FIELDS[key], version, ("versions", number)


def _choices_of(key: str) -> tuple[tuple[str, str], ...]:
    given = _CHOICES.get(key)
    if given is not None:
        return tuple((code, word_of(given, code)) for code in given)
    return status_choices() if key == "status" else ()


def status_choices() -> tuple[tuple[str, str], ...]:
    """Return how sure a value may be, in words."""
    return tuple((status, t(f"web.status.{status}")) for status in STATUSES)


def edit_field(
    column: Column,
    key: str,
    plain: Plain,
    faults: tuple[str, ...],
    choices: tuple[tuple[str, str], ...],
) -> EditField:
    """Return one field of a plain record as the page shows it."""
    label = " · ".join(t(f"government.field.{part}") for part in column.path)
    value = cell_of(plain, column)
    chosen = tuple(str(value).split(";")) if column.holds == "words" else (str(value),)
    raw = _raw(plain, column)
    if isinstance(column.shape, Flag):
        chosen = ("1",) if raw is True else ()
    return EditField(key, label, _kind(column, bool(choices)), str(value), chosen, choices, faults)


def _kind(column: Column, has_choices: bool) -> str:
    if has_choices:
        return "words" if column.holds == "words" else "word"
    if isinstance(column.shape, Flag):
        return "flag"
    if isinstance(column.shape, Day):
        return "date"
    if isinstance(column.shape, Whole):
        return "number"
    return "area" if _LONG.intersection(column.path) else "text"


def _raw(plain: Plain, column: Column) -> Any:
    value: Any = plain
    for part in column.path:
        value = value.get(part) if isinstance(value, dict) else None
    return value


def value_from(column: Column, given: list[str]) -> Any:
    """Return what a form sent for a field, in the plain form of the pack's file."""
    if column.holds == "words":
        return [word for word in given if word]
    if isinstance(column.shape, Flag):
        return bool(given and given[0])
    text = given[0].replace("\r\n", "\n").strip() if given else ""
    if isinstance(column.shape, Whole) and _WHOLE.fullmatch(text):
        return int(text)
    return text


def put(plain: Plain, column: Column, value: Any) -> None:
    """Write a value at its path; what is empty and may be so is taken away, with its group."""
    *before, last = column.path
    is_empty = value in ("", []) or (value is False and not column.required)
    # An amount of nothing is how a file says that nothing is charged.
    is_empty = is_empty or (value == 0 and value is not False and not column.required)
    inner = plain
    if is_empty and not column.required:
        for part in before:
            inner = inner.get(part, {})
        inner.pop(last, None)
        if len(before) == 1 and not inner:
            plain.pop(before[0], None)
        return
    for part in before:
        inner = inner.setdefault(part, {})
    inner[last] = value


def _move(versions: list[Plain], number: int, first: str) -> None:
    """Let a version begin on another day, and the one before it end on the day before."""
    try:
        day = date.fromisoformat(first)
    except ValueError:
        versions[number]["from"] = first
        return
    old = versions[number]["from"]
    versions[number]["from"] = day.isoformat()
    if number and versions[number - 1].get("to") == _day_before(old):
        versions[number - 1]["to"] = (day - _ONE_DAY).isoformat()


def _day_before(text: str) -> str:
    try:
        return (date.fromisoformat(text) - _ONE_DAY).isoformat()
    except ValueError:
        return ""
