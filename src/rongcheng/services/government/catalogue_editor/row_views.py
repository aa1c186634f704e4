"""The rows of a draft's list as the office reads them (清单的样子): in plain words, with faults."""

from __future__ import annotations

from typing import Any, NamedTuple

from rongcheng.policy.item_types import FormField, Material
from rongcheng.policy.item_words import PREFILLS
from rongcheng.services.government.catalogue.guide import answer_words, needed_words
from rongcheng.services.government.catalogue.words import reader_lang, word_of
from rongcheng.services.government.catalogue_editor.draft_parts import Opened
from rongcheng.services.government.catalogue_editor.row_fields import Path
from rongcheng.services.government.catalogue_editor.row_lists import (
    FORM,
    MATERIALS,
    RowList,
    digest_of,
    with_moved,
)
from rongcheng.web.i18n import pick, t

Plain = dict[str, Any]


class RowLine(NamedTuple):
    """One row in its list: `up` and `down` are what its buttons send, empty at an end."""

    place: int
    title: str
    key: str
    about: tuple[str, ...]
    required: bool
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
    read = version.materials if of is MATERIALS else version.form
    lines = []
    for place, row in enumerate(rows):
        told = opened.told(of, place)
        faults = tuple(_with_place(path, text) for path, texts in told.items() for text in texts)
        # What is faulty cannot be said in words: its condition may name nothing.
        about = () if faults or place >= len(read) else _about(version.form, read[place])
        lines.append(
            RowLine(
                place=place,
                title=row_title(of, row, place),
                key=str(row.get(of.key, "")),
                about=about,
                required=row.get("required") is True,
                faults=faults,
                up=_wish(opened, of, place, "up") if place else "",
                down=_wish(opened, of, place, "down") if place < len(rows) - 1 else "",
            )
        )
    return lines


def row_title(of: RowList, row: Plain, place: int) -> str:
    """Name a row: by its title, its key, or its number."""
    number = t("government.row.number", n=place + 1)
    return pick(row.get("title", {})) or str(row.get(of.key, "")) or number


def blank_row(of: RowList) -> Plain:
    """Return what a new row begins with."""
    if of is FORM:
        return {"type": "string", "required": True}
    return {"originals": 1, "copies": 0, "required": True}


def other_faults(opened: Opened, of: RowList) -> list[str]:
    """Return what is wrong with the draft beside the rows of this list."""
    own = ("versions", opened.number, of.name)
    told = opened.checked.told(reader_lang())
    at_rows = {text for path, texts in told.items() if path[:3] == own for text in texts}
    found = (fault.message(reader_lang()) for fault in opened.checked.faults)
    return list(dict.fromkeys(text for text in found if text not in at_rows))


def _with_place(path: Path, fault: str) -> str:
    where = " · ".join(t(f"government.field.{part}") for part in path if isinstance(part, str))
    return t("government.row.at", where=where, fault=fault) if where else fault


def _about(form: tuple[FormField, ...], row: Material | FormField) -> tuple[str, ...]:
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
    return tuple(part for part in (*parts, needed_words(form, row)) if part)


def _wish(opened: Opened, of: RowList, place: int, word: str) -> str:
    """Return what a button sends: which way, which row, and how the list looks afterwards."""
    by = -1 if word == "up" else 1
    moved = with_moved(opened.body, opened.number, of, place, by)
    return f"{word}-{place}-{digest_of(moved, opened.number, of)}"
