"""Values in cells (单元格): how a field stands in a spreadsheet, and how it is read back.

Every value comes back as it was: the export of a pack imports to the same pack.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from rongcheng.policy.nodes import Branch, Leaf, Node, Rows
from rongcheng.policy.shapes import Flag, Whole
from rongcheng.services.government.catalogue_editor.columns import Column
from rongcheng.web.i18n import t

Cell = str | int
_YES = frozenset({"是", "yes", "true", "1"})
_NO = frozenset({"否", "no", "false", "0"})
_SEMICOLONS = re.compile(r"[;；]")
_WHOLE = re.compile(r"-?[0-9]+")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_UNESCAPED_EQUALS = re.compile(r"(?<!\\)=")
_UNESCAPED_BAR = re.compile(r"(?<!\\)\|")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def cell_of(plain: Mapping[str, Any], column: Column) -> Cell:
    """Return what stands in a column for one record; nothing is an empty text."""
    value: Any = plain
    for part in column.path:
        value = value.get(part) if isinstance(value, Mapping) else None
    if value is None:
        return ""
    if column.holds == "words":
        return ";".join(str(word) for word in value)
    if column.holds == "choices":
        return "\n".join(_line_of(choice) for choice in value)
    if isinstance(value, bool):
        return t("web.value.yes" if value else "web.value.no")
    return value if isinstance(value, int) else str(value)


def node_of(text: str, column: Column, line: int) -> Node:
    """Return what a cell holds, ready to be read as the field of a pack's file."""
    if column.holds == "words":
        words = [word.strip() for word in _SEMICOLONS.split(text) if word.strip()]
        return Rows(tuple(Leaf(word, "str", line) for word in words), line)
    if column.holds == "choices":
        return Rows(tuple(_choices(text, line)), line)
    stripped = text.strip()
    if not stripped:
        return Leaf("", "null", line)
    if isinstance(column.shape, Flag):
        low = stripped.lower()
        word = "true" if low in _YES else "false" if low in _NO else stripped
        return Leaf(word, "bool" if low in _YES | _NO else "str", line)
    if isinstance(column.shape, Whole) and _WHOLE.fullmatch(stripped):
        return Leaf(stripped, "int", line)
    return Leaf(text, "str", line)


def guarded(text: str) -> str:
    """Return a text that no spreadsheet runs as a formula, and that `unguarded` brings back.

    >>> guarded("=1+1"), guarded("'=1"), guarded("湘潭")
    ("'=1+1", "''=1", '湘潭')
    """
    return f"'{text}" if text.lstrip("'").startswith(_FORMULA) else text


def unguarded(text: str) -> str:
    """Return the text that `guarded` wrote."""
    return text[1:] if text[:1] == "'" and text.lstrip("'").startswith(_FORMULA) else text


def _line_of(choice: Mapping[str, Any]) -> str:
    title = choice["title"]
    parts = [_escape(str(text)) for text in (choice["const"], title["zh"], title["en"])]
    return f"{parts[0]}={parts[1]}|{parts[2]}"


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace("=", "\\=").replace("|", "\\|").replace("\n", "\\n")


def _unescape(text: str) -> str:
    return _ESCAPED.sub(lambda found: "\n" if found[1] == "n" else found[1], text)


def _choices(text: str, line: int) -> Iterator[Branch]:
    for written in filter(None, (part.strip() for part in text.splitlines())):
        const, *rest = _UNESCAPED_EQUALS.split(written, 1)
        titles = _UNESCAPED_BAR.split(rest[0], 1) if rest else [""]
        entries: dict[str, Node] = {"const": _leaf(const, line)}
        names = {
            language: _leaf(title, line)
            for language, title in zip(("zh", "en"), titles, strict=False)
        }
        entries["title"] = Branch(dict(names), dict.fromkeys(names, line), line)
        yield Branch(entries, dict.fromkeys(entries, line), line)


def _leaf(text: str, line: int) -> Leaf:
    return Leaf(_unescape(text.strip()), "str" if text.strip() else "null", line)
