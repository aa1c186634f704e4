"""Shapes of whole records (记录的形状): reads a mapping into a NamedTuple by its type hints.

A field is declared once, in `types`, as `Annotated[type, Shape()]`; `Key("from")` gives it another
name in the file. Fields without a default are required. The same declaration writes the record
back as plain data, so that reader, canonical body and export cannot drift apart.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple, get_type_hints

from rongcheng.policy.nodes import Branch, Node, Rows
from rongcheng.policy.shapes import LANGUAGES, Shape, Text, field_of, report_kind
from rongcheng.policy.sheet import Path, Sheet

_MISSING_FAULTS = {"source": "policy.P020", "review_by": "policy.P021"}


class Key(NamedTuple):
    """The name of a field in the file, where it differs from Python's."""

    name: str


class Field(NamedTuple):
    """One field of a record: its name in Python, its key in the file, its shape, its default."""

    name: str
    key: str
    shape: Shape
    required: bool
    default: Any


class Many(Shape):
    """A list of things of one shape, with bounds on their number."""

    def __init__(
        self, item: Shape, *, least: int = 0, most: int = 0, distinct: bool = False
    ) -> None:
        """Accept `least` to `most` items (0: any number); `distinct` refuses repetitions."""
        self._item = item
        self._least = least
        self._most = most
        self._distinct = distinct

    @property
    def item(self) -> Shape:
        """The shape of the things in the list."""
        return self._item

    def blank(self) -> Any:
        """Return no items."""
        return ()

    def read(self, node: Node, sheet: Sheet, path: Path) -> Any:
        """Return a tuple; a faulty item keeps its place as the blank of its shape."""
        if not isinstance(node, Rows):
            report_kind(node, sheet, path, ("列表", "a list"))
            return self.blank()
        values = []
        for number, item in enumerate(node.items):
            sheet.mark((*path, number), item.line)
            values.append(self._item.read(item, sheet, (*path, number)))
        if len(values) < self._least or (self._most and len(values) > self._most):
            self._report_number(len(values), sheet, path)
            return self.blank()
        if self._distinct:
            self._report_repeated(values, sheet, path)
        return tuple(values)

    def plain(self, value: Any) -> Any:
        """Return a list of plain items."""
        return [self._item.plain(item) for item in value]

    def _report_number(self, given: int, sheet: Sheet, path: Path) -> None:
        if self._least == self._most:
            wanted = (f"正好 {self._least} 项", f"exactly {self._least}")
        else:
            wanted = (f"至少 {self._least} 项", f"at least {self._least}")
        texts = {"wanted_zh": wanted[0], "wanted_en": wanted[1]}
        sheet.report("policy.P019", path, field=field_of(path), given=given, **texts)

    @staticmethod
    def _report_repeated(values: list[Any], sheet: Sheet, path: Path) -> None:
        for number, value in enumerate(values):
            if value and value in values[:number]:
                sheet.report("policy.P024", (*path, number), field=field_of(path), text=value)


class Bilingual(Shape):
    """A text in Chinese and in English; both are required."""

    def blank(self) -> Any:
        """Return a title with empty texts."""
        return dict.fromkeys(LANGUAGES, "")

    def read(self, node: Node, sheet: Sheet, path: Path) -> Any:
        """Return {"zh": …, "en": …}."""
        if not isinstance(node, Branch):
            report_kind(node, sheet, path, ("中英文各一行（zh、en）", "a mapping with zh and en"))
            return self.blank()
        refuse_unknown(node, LANGUAGES, sheet, path)
        title: dict[str, str] = self.blank()
        for language in LANGUAGES:
            inner = (*path, language)
            if language not in node.entries:
                sheet.report("policy.P011", path, key=f"{field_of(path)}.{language}")
                continue
            sheet.mark(inner, node.key_lines[language])
            title[language] = Text().read(node.entries[language], sheet, inner)
        return title


class PerTier(Shape):
    """Whole numbers by one word, such as a price cap by tier."""

    def __init__(self, item: Shape, words: tuple[str, ...]) -> None:
        """Accept the keys `words`, each with a value of shape `item`."""
        self._item = item
        self._words = words

    def blank(self) -> Any:
        """Return no values."""
        return {}

    def read(self, node: Node, sheet: Sheet, path: Path) -> Any:
        """Return {word: value}."""
        if not isinstance(node, Branch):
            report_kind(node, sheet, path, ("按等级的一组值", "a mapping by tier"))
            return self.blank()
        values = {}
        for key, item in node.entries.items():
            sheet.mark((*path, key), node.key_lines[key])
            if key not in self._words:
                choice = {"dimension": "tier", "text": key, "allowed": self._words}
                sheet.report("policy.P033", (*path, key), **choice)
                continue
            values[key] = self._item.read(item, sheet, (*path, key))
        return values


class Record(Shape):
    """A mapping that becomes a NamedTuple."""

    def __init__(self, kind: type[Any]) -> None:
        """Read mappings into `kind`, whose fields are annotated with their shapes."""
        self._kind: Any = kind

    @property
    def kind(self) -> Any:
        """The NamedTuple that a mapping becomes."""
        return self._kind

    def blank(self) -> Any:
        """Return the record with every required field blank."""
        return self._kind(**{f.name: f.shape.blank() for f in fields_of(self._kind) if f.required})

    def read(self, node: Node, sheet: Sheet, path: Path) -> Any:
        """Return the record; faulty fields are blank."""
        if not isinstance(node, Branch):
            report_kind(node, sheet, path, ("一组键和值", "a mapping"))
            return self.blank()
        fields = fields_of(self._kind)
        refuse_unknown(node, tuple(f.key for f in fields), sheet, path)
        values = {}
        for field in fields:
            inner = (*path, field.key)
            if field.key in node.entries:
                sheet.mark(inner, node.key_lines[field.key])
                values[field.name] = field.shape.read(node.entries[field.key], sheet, inner)
            elif field.required:
                fault = _MISSING_FAULTS.get(field.key, "policy.P011")
                sheet.report(fault, path, key=field.key)
                values[field.name] = field.shape.blank()
        return self._kind(**values)

    def plain(self, value: Any) -> Any:
        """Return a dict by the file's keys; fields that hold their default are left out."""
        return {
            field.key: field.shape.plain(getattr(value, field.name))
            for field in fields_of(self._kind)
            if field.required or getattr(value, field.name) != field.default
        }


@cache
def fields_of(kind: Any) -> tuple[Field, ...]:
    """Return the fields that a record has in its file, in their declared order."""
    defaults: dict[str, Any] = kind._field_defaults
    fields = []
    for name, hint in get_type_hints(kind, include_extras=True).items():
        marks = getattr(hint, "__metadata__", ())
        shape = next((mark for mark in marks if isinstance(mark, Shape)), None)
        if shape is None:
            continue
        key = next((mark.name for mark in marks if isinstance(mark, Key)), name)
        fields.append(Field(name, key, shape, name not in defaults, defaults.get(name)))
    return tuple(fields)


def refuse_unknown(node: Branch, allowed: tuple[str, ...], sheet: Sheet, path: Path) -> None:
    """Report every key of a mapping that is not allowed there."""
    for key in node.entries:
        if key not in allowed:
            sheet.mark((*path, key), node.key_lines[key])
            sheet.report("policy.P010", (*path, key), key=key, allowed=allowed)


def read_record(kind: type[Any], node: Node, sheet: Sheet) -> Any:
    """Return the record that a whole file holds."""
    sheet.mark((), node.line)
    return Record(kind).read(node, sheet, ())
