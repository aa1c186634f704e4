"""The fields that the office writes on a page (逐项修改): all of an item that are no list.

The lists have pages of their own (`row_pages`).
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from rongcheng.policy import item_words as words
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.item_types import ItemVersion, ServiceItem
from rongcheng.services.government.catalogue.words import word_of
from rongcheng.services.government.catalogue_editor.columns import Column, columns_of
from rongcheng.services.government.catalogue_editor.fault_words import capital, label_of
from rongcheng.services.government.catalogue_editor.page_fields import (
    Choices,
    EditGroup,
    complete_pairs,
    edit_field,
    hint_words,
    put_value,
    raw_of,
    status_choices,
    value_of,
    with_unknown,
)
from rongcheng.web.i18n import pick, t

Plain = dict[str, Any]
Path = tuple[str | int, ...]
_PAIR = ("zh", "en")


def _both(*names: str) -> tuple[str, ...]:
    return tuple(f"{name}.{language}" for name in names for language in _PAIR)


GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("name", (*_both("title", "theme"), "basic_code")),
    (
        "what",
        (
            *_both("content", "conditions", "quantity_limit"),
            *("type", "case_type", "range", "targets", "channels"),
        ),
    ),
    (
        "seat",
        (
            *("competence.place", "competence.level", *_both("competence.body")),
            *("competence.department", "competence.nature", *_both("division")),
        ),
    ),
    (
        "time",
        (
            *("promised_limit.count", "promised_limit.unit", *_both("promised_limit.note")),
            *("legal_limit.count", "legal_limit.unit", *_both("legal_limit.note")),
            *_both("flow", "intermediaries"),
        ),
    ),
    (
        "result",
        (
            *(*_both("result.title"), "result.delivery", "result.certificate"),
            *("fee.charged", "fee.amount_fen", *_both("fee.basis")),
        ),
    ),
    (
        "contact",
        (
            *(*_both("hours"), "telephone", "supervision_telephone"),
            *("booking", "online_payment", "courier"),
        ),
    ),
    (
        "source",
        (
            *("source.document", "source.number", "source.issued_on", "source.key"),
            *("status", "review_by"),
        ),
    ),
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
    "competence.place": words.PLACES,
    "competence.level": {level: words.LEVELS[level] for level in words.DECIDING_LEVELS},
}
_HINTED = frozenset(
    {"competence.place", "competence.level", "competence.body.zh", "competence.body.en"}
)
_TOLD_BY_GROUP = frozenset({"competence", "source"})
"""Fields whose group has their name as its heading, so that a label need not repeat it."""
_DEFAULT_NATURE = "1"
_ONE_DAY = timedelta(days=1)


def groups_of(
    body: Plain,
    number: int,
    faults: Mapping[Path, Iterable[str]],
    book: PolicyBook,
) -> list[EditGroup]:
    """Return the fields of a draft's head and of one of its versions, with what is wrong."""
    version = body["versions"][number]
    found: list[EditGroup] = []
    left = dict(faults)
    for name, keys in GROUPS:
        fields = []
        for key in keys:
            column, plain, before = _place(body, version, number, key)
            told = _taken(left, (*before, *column.path), len(before))
            hint = hint_words(f"edit.hint.{column.path[1]}", key) if key in _HINTED else ""
            drawn = edit_field(column, plain, told, _choices(key, book), hint)
            if column.path[0] in _TOLD_BY_GROUP:
                drawn = drawn._replace(label=capital(label_of(".".join(column.path[1:]))))
            fields.append(with_unknown(drawn))
        found.append(EditGroup(t(f"government.edit.group.{name}"), tuple(fields)))
    return found


def written(body: Plain, number: int, form: Mapping[str, list[str]]) -> Plain:
    """Return the draft with what was written on the page in it; the other fields stay."""
    changed = copy.deepcopy(body)
    version = changed["versions"][number]
    for _, keys in GROUPS:
        for key in keys:
            column, plain, _ = _place(changed, version, number, key)
            value, held = value_of(column, form.get(key, [])), raw_of(plain, column)
            if isinstance(held, list) and sorted(held) == sorted(value):
                # The same words in the order of the page are no change.
                continue
            put_value(plain, column, value)
    complete_pairs(version, _FIELDS.values())
    first = form.get("from", [""])[0].strip()
    if first and first != version["from"]:
        _move(changed["versions"], number, first)
    return changed


def _taken(left: dict[Path, Iterable[str]], field: Path, least: int) -> tuple[str, ...]:
    """Take the faults of a field, of what it lists, and of the group that it begins.

    `least` is how long a path is that is about more than a group.
    """
    at = [
        path
        for path in left
        if path[: len(field)] == field or (len(path) > least and field[: len(path)] == path)
    ]
    return tuple(text for path in at for text in left.pop(path))


def _place(body: Plain, version: Plain, number: int, key: str) -> tuple[Column, Plain, Path]:
    if key in _HEADS:
        return _HEADS[key], body, ()
    return _FIELDS[key], version, ("versions", number)


def _choices(key: str, book: PolicyBook) -> Choices:
    if key == "competence.nature":
        # A file names the nature only where it is not the usual one.
        codes = ((code, word_of(words.NATURES, code)) for code in words.NATURES)
        return tuple(("" if code == _DEFAULT_NATURE else code, word) for code, word in codes)
    given = _CHOICES.get(key)
    if given is not None:
        return tuple((code, word_of(given, code)) for code in given)
    if key == "competence.department":
        found = tuple((code, pick(title)) for code, title in book.departments().items())
        return (("", t("government.row.nothing.department")), *found) if found else ()
    if key == "result.certificate":
        kinds = book.government.certificates.kinds()
        none = ("", t("government.edit.no_certificate"))
        return (none, *((kind.id, pick(kind.title)) for kind in kinds))
    return status_choices() if key == "status" else ()


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
