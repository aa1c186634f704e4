"""The rows of a draft's list as the office reads them (清单的样子): in plain words, with faults."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from rongcheng.policy.item_types import (
    FormField,
    Implementation,
    JointPart,
    Material,
    Procedure,
)
from rongcheng.policy.item_words import LEVELS, PREFILLS, PROCEDURES
from rongcheng.services.government.catalogue.guide import answer_words, body_words, needed_words
from rongcheng.services.government.catalogue.words import limit_words, reader_lang, word_of
from rongcheng.services.government.catalogue_editor.draft_parts import Opened
from rongcheng.services.government.catalogue_editor.fault_words import placed_words
from rongcheng.services.government.catalogue_editor.row_groups import place_choices
from rongcheng.services.government.catalogue_editor.row_lists import (
    FORM,
    IMPLEMENTATIONS,
    MATERIALS,
    RowList,
    digest_of,
    with_moved,
)
from rongcheng.services.government.catalogue_editor.row_lists import (
    PROCEDURES as SPECIAL,
)
from rongcheng.web.i18n import pick, t

Plain = dict[str, Any]
_NAMED = (MATERIALS, FORM, SPECIAL, IMPLEMENTATIONS)
"""The lists whose rows have an id of their own, which is shown beside the title."""
_BLANK: Mapping[str, Plain] = {
    FORM.name: {"type": "string", "required": True},
    MATERIALS.name: {"originals": 1, "copies": 0, "required": True},
    SPECIAL.name: {"longest": {"unit": "working_days"}},
}


class RowLine(NamedTuple):
    """One row in its list: `up` and `down` are what its buttons send, empty at an end."""

    place: int
    title: str
    key: str
    about: tuple[str, ...]
    faults: tuple[str, ...]
    up: str
    down: str

    @property
    def number(self) -> int:
        """Return its place, counted from 1."""
        return self.place + 1


def row_lines(opened: Opened, of: RowList) -> list[RowLine]:
    """Return the rows of a list in their order."""
    rows = opened.rows(of)
    version = opened.checked.item.versions[opened.number]
    read: tuple[Any, ...] = getattr(version, of.name)
    lines = []
    for place, row in enumerate(rows):
        told = opened.told(of, place)
        faults = tuple(
            placed_words(path, text, reader_lang())
            for path, texts in told.items()
            for text in texts
        )
        # What is faulty cannot be said in words: its condition may name nothing.
        about = () if faults or place >= len(read) else about_row(opened, read[place])
        up, down = of.is_ordered and place > 0, of.is_ordered and place < len(rows) - 1
        lines.append(
            RowLine(
                place=place,
                title=row_title(opened, of, row, place),
                key=str(row.get(of.keys[0], "")) if of in _NAMED else "",
                about=about,
                faults=faults,
                up=_wish(opened, of, place, "up") if up else "",
                down=_wish(opened, of, place, "down") if down else "",
            )
        )
    return lines


def row_title(opened: Opened, of: RowList, row: Plain, place: int) -> str:
    """Name a row: by its title, by what it does, by its place, or by its number."""
    found = row.get("part", row.get("title", {}))
    if isinstance(found, dict) and pick(found):
        return pick(found)
    key = str(row.get(of.keys[0], ""))
    if of is IMPLEMENTATIONS:
        return dict(place_choices(opened.book)).get(key, key)
    return key or t("government.row.number", n=place + 1)


def blank_row(of: RowList) -> Plain:
    """Return what a new row begins with."""
    return dict(_BLANK.get(of.name, {}))


def list_faults(opened: Opened, of: RowList) -> list[str]:
    """Return what is wrong with a list as a whole: that it is empty and must not be."""
    told = opened.checked.told(reader_lang())
    return told.get(("versions", opened.number, of.name), [])


def other_faults(opened: Opened, of: RowList) -> list[str]:
    """Return what is wrong with the draft beside this list and its rows."""
    return opened.checked.lines(reader_lang(), ("versions", opened.number, of.name))


def about_row(opened: Opened, row: Any) -> tuple[str, ...]:
    """Say in a few words what a row without faults means."""
    if isinstance(row, Material | FormField):
        parts = _asked_words(opened.checked.item.versions[opened.number].form, row)
    elif isinstance(row, JointPart):
        optional = t("government.guide.joint_optional") if row.optional else ""
        parts = [body_words(row), word_of(LEVELS, row.level), optional]
    elif isinstance(row, Procedure):
        parts = [word_of(PROCEDURES, row.code), limit_words(row.longest)]
    elif isinstance(row, Implementation):
        parts = [pick(row.body or {}), row.code, row.credit_code]
    else:
        parts = [row.number, row.issued_on, row.key]
    return tuple(filter(None, parts))


def _asked_words(form: tuple[FormField, ...], row: Material | FormField) -> list[str]:
    if isinstance(row, Material):
        parts = [
            pick(row.issuer),
            t("government.row.counts", originals=row.originals, copies=row.copies),
            t("government.row.licence") if row.licence else "",
        ]
    else:
        filled = word_of(PREFILLS, row.prefill) if row.prefill else ""
        parts = [
            answer_words(row),
            t("government.row.filled", what=filled) if filled else "",
        ]
    return [*parts, needed_words(form, row)]


def _wish(opened: Opened, of: RowList, place: int, word: str) -> str:
    """Return what a button sends: which way, which row, and how the list looks afterwards."""
    by = -1 if word == "up" else 1
    moved = with_moved(opened.body, opened.number, of, place, by)
    return f"{word}-{place}-{digest_of(moved, opened.number, of)}"
