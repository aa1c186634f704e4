"""Shapes of scalar fields (字段的形状): reads a written word exactly, or reports how to write it.

A shape turns a node into a value and back into plain JSON data. Nothing is guessed: a code without
quotes, a date that does not exist or a number with a point is a fault. After a fault the shape
returns its `blank`, which no good pack can contain, so that later checks can pass over it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from rongcheng.policy.nodes import Branch, Leaf, Node, Rows
from rongcheng.policy.sheet import Path, Sheet

BLANK_DAY = date.min
LANGUAGES = ("zh", "en")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PART_OF_DAY = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")
_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,17})|-?[1-9][0-9]{0,2}(_[0-9]{3}){1,5}")


class IsoDay(str):
    """A day as plain data: JSON sees a string, the YAML export an unquoted date."""


class Shape:
    """What one field may look like; `read` reports faults, `plain` gives JSON data back."""

    def blank(self) -> Any:
        """Return what stands for a value that could not be read."""
        return ""

    def read(self, node: Node, sheet: Sheet, path: Path) -> Any:
        """Return the value of `node`, or the blank after reporting."""
        raise NotImplementedError

    def plain(self, value: Any) -> Any:
        """Return the value as JSON data."""
        return value


class Text(Shape):
    """Words in any language; quotes are needed where YAML would read something else."""

    def read(self, node: Node, sheet: Sheet, path: Path) -> Any:
        """Return the text without blanks at its ends."""
        leaf = leaf_of(node, sheet, path)
        if leaf is None:
            return self.blank()
        if leaf.tag != "str" and leaf.text and leaf.tag != "null":
            sheet.report("policy.P013", path, field=field_of(path), text=leaf.text)
            return self.blank()
        if leaf.tag == "null" or not leaf.text.strip():
            sheet.report("policy.P014", path, field=field_of(path))
            return self.blank()
        return leaf.text.strip()


class Code(Text):
    """A code of a fixed form; digits always in quotes, or a leading zero would be lost."""

    def __init__(self, pattern: str, form_zh: str, form_en: str) -> None:
        """Accept texts that match `pattern` in full; the forms explain it in a fault."""
        self._pattern = re.compile(pattern, re.ASCII)
        self._forms = {"form_zh": form_zh, "form_en": form_en}

    def read(self, node: Node, sheet: Sheet, path: Path) -> Any:
        """Return the code."""
        text = super().read(node, sheet, path)
        if text and not self._pattern.fullmatch(text):
            sheet.report("policy.P015", path, field=field_of(path), text=text, **self._forms)
            return self.blank()
        return text


class Word(Text):
    """One word of a fixed list."""

    def __init__(self, allowed: Iterable[str], fault: str = "policy.P016") -> None:
        """Accept the words `allowed`; another one is reported as `fault`."""
        self._allowed = tuple(allowed)
        self._fault = fault

    def read(self, node: Node, sheet: Sheet, path: Path) -> Any:
        """Return the word."""
        text = super().read(node, sheet, path)
        if text and text not in self._allowed:
            choice = {"text": text, "allowed": self._allowed}
            sheet.report(self._fault, path, field=field_of(path), **choice)
            return self.blank()
        return text


class Whole(Shape):
    """A whole number between two bounds."""

    def __init__(self, low: int, high: int) -> None:
        """Accept `low` to `high`, both included."""
        self._low = low
        self._high = high

    def blank(self) -> Any:
        """Return what no good pack contains."""
        return -1

    def read(self, node: Node, sheet: Sheet, path: Path) -> Any:
        """Return the number."""
        leaf = leaf_of(node, sheet, path)
        if leaf is None:
            return self.blank()
        number = whole_of(leaf)
        if number is None or not self._low <= number <= self._high:
            bounds = {"low": self._low, "high": self._high}
            sheet.report("policy.P018", path, field=field_of(path), text=leaf.text, **bounds)
            return self.blank()
        return number


class Flag(Shape):
    """A plain true or false; YAML's other words for them are refused."""

    def blank(self) -> Any:
        """Return what no good pack contains."""
        return False

    def read(self, node: Node, sheet: Sheet, path: Path) -> Any:
        """Return the truth value."""
        leaf = leaf_of(node, sheet, path)
        if leaf is None:
            return self.blank()
        if leaf.tag != "bool" or leaf.text not in {"true", "false"}:
            sheet.report("policy.P039", path, text=leaf.text)
            return self.blank()
        return leaf.text == "true"


class Day(Shape):
    """A real day, yyyy-MM-dd, with or without quotes."""

    def blank(self) -> Any:
        """Return what no good pack contains."""
        return BLANK_DAY

    def read(self, node: Node, sheet: Sheet, path: Path) -> Any:
        """Return the day."""
        leaf = leaf_of(node, sheet, path)
        if leaf is None:
            return self.blank()
        found = _day_of(leaf.text)
        if found is None:
            sheet.report("policy.P017", path, field=field_of(path), text=leaf.text)
            return self.blank()
        return found

    def plain(self, value: Any) -> Any:
        """Return the day as text."""
        return None if value is None else IsoDay(value.isoformat())


class PartOfDay(Shape):
    """A year, a month or a day, for documents whose exact day is not known."""

    def read(self, node: Node, sheet: Sheet, path: Path) -> Any:
        """Return the text as written."""
        leaf = leaf_of(node, sheet, path)
        if leaf is None:
            return self.blank()
        text = leaf.text
        if not _PART_OF_DAY.fullmatch(text) or _day_of(text + "-01-01"[len(text) - 4 :]) is None:
            sheet.report("policy.P017", path, field=field_of(path), text=text)
            return self.blank()
        return text


def field_of(path: Path) -> str:
    """Return the name of the field that a path leads to, for a message.

    A text in one language is named with the field that it belongs to.

    >>> field_of(("versions", 0, "title", "en")), field_of(("targets", 1))
    ('title.en', 'targets')
    """
    words = [part for part in path if isinstance(part, str)]
    return ".".join(words[-2:] if words and words[-1] in LANGUAGES else words[-1:])


def whole_of(leaf: Leaf) -> int | None:
    """Return the whole number that is written without quotes, or None."""
    if leaf.tag != "int" or not _WHOLE.fullmatch(leaf.text):
        return None
    return int(leaf.text)


def leaf_of(node: Node, sheet: Sheet, path: Path) -> Leaf | None:
    """Return the node if it is a single value; else report."""
    if isinstance(node, Leaf):
        return node
    report_kind(node, sheet, path, ("单个值", "a single value"))
    return None


def report_kind(node: Node, sheet: Sheet, path: Path, wanted: tuple[str, str]) -> None:
    """Report that a field is of another kind than wanted (Chinese, English)."""
    given = _KIND_NAMES[type(node)]
    sheet.report(
        "policy.P012",
        path,
        field=field_of(path) or sheet.file,
        wanted_zh=wanted[0],
        wanted_en=wanted[1],
        given_zh=given[0],
        given_en=given[1],
    )


_KIND_NAMES: dict[type, tuple[str, str]] = {
    Leaf: ("单个值", "a single value"),
    Branch: ("一组键和值", "a mapping"),
    Rows: ("列表", "a list"),
}


def _day_of(text: str) -> date | None:
    if not _DAY.fullmatch(text):
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.year >= 1900 else None
