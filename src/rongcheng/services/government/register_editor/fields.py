"""The fields of an entry on a page (逐项修改): words, days, places, items with their modes."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from rongcheng.policy.book import PolicyBook
from rongcheng.policy.item_words import MODES
from rongcheng.policy.sheet import Path
from rongcheng.services.government.catalogue.words import word_of
from rongcheng.services.government.catalogue_editor.entries import Plain
from rongcheng.services.government.catalogue_editor.fault_words import capital, label_of
from rongcheng.services.government.catalogue_editor.page_fields import (
    EditField,
    EditGroup,
    edit_field,
    put_value,
    status_choices,
    value_of,
)
from rongcheng.services.government.register_editor.kinds import (
    MATRIX,
    Register,
    columns_by_key,
)
from rongcheng.services.government.register_editor.names import Names
from rongcheng.web.i18n import pick, t

Form = Mapping[str, list[str]]
_NONE = ("", "—")
_TOLD_BY_GROUP = frozenset({"source", "recall"})
"""Fields whose group has their name as its heading, so that a label need not repeat it."""
_ONE_DAY = timedelta(days=1)


class MatrixRow(NamedTuple):
    """One item of an agreement: its id, its name, its modes with words and ticks, its faults."""

    item: str
    title: str
    modes: tuple[tuple[str, str, bool], ...]
    faults: tuple[str, ...]


def groups_of(
    register: Register, plain: Plain, book: PolicyBook, faults: Mapping[Path, Iterable[str]]
) -> list[EditGroup]:
    """Return the fields of an entry with what is wrong with them."""
    columns, choices = columns_by_key(register), _choices(book, plain)
    found = []
    for name, keys in register.groups:
        fields = []
        for key in keys:
            column = columns[key]
            told = _told(faults, column.path, column.holds == "words")
            field = edit_field(column, plain, told, choices.get(key, ()))
            if column.path[0] in _TOLD_BY_GROUP:
                field = field._replace(label=capital(label_of(".".join(column.path[1:]))))
            if key == "number":
                field = field._replace(label=t("government.register.number"))
            fields.append(_with_blank(field))
        found.append(EditGroup(t(f"government.register.group.{name}"), tuple(fields)))
    return found


def matrix_of(
    plain: Plain, book: PolicyBook, faults: Mapping[Path, Iterable[str]]
) -> list[MatrixRow]:
    """Return every item that runs, each with the modes in which an agreement carries it."""
    agreed = {str(one.get("item")): one.get("modes", []) for one in plain.get(MATRIX, [])}
    places = {str(one.get("item")): n for n, one in enumerate(plain.get(MATRIX, []))}
    titles = {item.id: pick(item.title) for item in book.government.items()}
    rows = []
    for code in dict.fromkeys((*titles, *agreed)):
        ticks = tuple((m, word_of(MODES, m), m in agreed.get(code, ())) for m in MODES)
        told = _told(faults, (MATRIX, places[code]), True) if code in places else ()
        rows.append(MatrixRow(code, titles.get(code, code), ticks, told))
    return rows


def written(register: Register, plain: Plain, form: Form) -> Plain:
    """Return an entry with what was written on the page in it."""
    changed = copy.deepcopy(plain)
    columns = columns_by_key(register)
    for _, keys in register.groups:
        for key in keys:
            column = columns[key]
            value, held = value_of(column, form.get(key, [])), plain.get(key)
            if isinstance(held, list) and isinstance(value, list) and sorted(held) == sorted(value):
                # The same words in the order of the page are no change.
                continue
            put_value(changed, column, value)
    if register.has_modes:
        _put_matrix(changed, form)
    if not _has_words(changed.get("recall")):
        changed.pop("recall", None)
    return changed


def follow_the_day(plains: list[Plain], number: int, old: str) -> None:
    """Let the entry that ended the day before the one at `number` end the day before it again."""
    first = _day(plains[number].get("from", ""))
    before = _day(old)
    if first is None or before is None or first == before:
        return
    ended = (before - _ONE_DAY).isoformat()
    for place, plain in enumerate(plains):
        if place == number:
            continue
        if plain.get("to") == ended:
            plain["to"] = (first - _ONE_DAY).isoformat()
        recall = plain.get("recall")
        if recall and recall.get("from") == old:
            recall["from"] = first.isoformat()


def _put_matrix(plain: Plain, form: Form) -> None:
    """Write the items that are ticked, in the order in which they stood, new ones last."""
    ticked = {
        key.removeprefix("mode:"): [mode for mode in given if mode]
        for key, given in form.items()
        if key.startswith("mode:")
    }
    held = {str(one.get("item")): one for one in plain.get(MATRIX, [])}
    rows = []
    for code in dict.fromkeys((*held, *sorted(ticked))):
        modes = ticked.get(code, [])
        same = code in held and sorted(held[code].get("modes", [])) == sorted(modes)
        if modes:
            rows.append(held[code] if same else {"item": code, "modes": modes})
    if rows:
        plain[MATRIX] = rows
    else:
        plain.pop(MATRIX, None)


def _has_words(value: object) -> bool:
    if isinstance(value, Mapping):
        return any(_has_words(inner) for inner in value.values())
    return bool(value)


def _choices(book: PolicyBook, plain: Plain) -> dict[str, tuple[tuple[str, str], ...]]:
    names = Names(book)
    items = tuple((item.id, pick(item.title)) for item in book.government.items())
    return {
        "parties": names.parties(),
        "giver": names.givers(),
        "receiver": names.parties(),
        "services": names.services(plain.get("services", [])),
        "items": items,
        "status": status_choices(),
        "recall.status": status_choices(),
    }


def _with_blank(field: EditField) -> EditField:
    """Return a field of one word that may show that nothing was chosen yet."""
    if field.kind != "word" or field.value in {code for code, _ in field.choices}:
        return field._replace(choices=_optional(field))
    extra = (field.value, field.value) if field.value else _NONE
    return field._replace(choices=(extra, *field.choices))


def _optional(field: EditField) -> tuple[tuple[str, str], ...]:
    return (_NONE, *field.choices) if field.key.startswith("recall.") else field.choices


def _told(faults: Mapping[Path, Iterable[str]], path: Path, is_within: bool) -> tuple[str, ...]:
    """Return the faults of a field; of a list also those of its places."""
    found: list[str] = []
    for at, sentences in faults.items():
        if at == path or (is_within and at[: len(path)] == path):
            found.extend(sentences)
    return tuple(dict.fromkeys(found))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
