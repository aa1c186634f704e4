"""The `by` of a parameter (取值维度): which dimensions its values have, common or its own."""

from __future__ import annotations

import re
from typing import Any

from rongcheng.policy.dimensions import Dimension
from rongcheng.policy.nodes import Branch, Leaf, Node, Rows
from rongcheng.policy.shapes import Shape, Text, report_kind
from rongcheng.policy.sheet import Path, Sheet
from rongcheng.policy.vocabulary import ANY, DIMENSIONS

_NAME = re.compile(r"[a-z][a-z0-9_]*")
# Names of arguments of a look-up; a dimension of that name could not be asked for.
_RESERVED = frozenset({"self", "key", "at", "on", "toward"})


class DimensionList(Shape):
    """A list of common dimension names and of own dimensions such as `{disease: ["M01", …]}`.

    A faulty dimension keeps its place without words, so that values below it are still checked.
    """

    def blank(self) -> Any:
        """Return no dimensions."""
        return ()

    def read(self, node: Node, sheet: Sheet, path: Path) -> Any:
        """Return the dimensions in order."""
        if not isinstance(node, Rows):
            report_kind(node, sheet, path, ("维度的列表", "a list of dimensions"))
            return self.blank()
        found: list[Dimension] = []
        for number, item in enumerate(node.items):
            inner = (*path, number)
            sheet.mark(inner, item.line)
            dimension = _read_dimension(item, sheet, inner)
            if dimension.name and dimension.name in {earlier.name for earlier in found}:
                _report(sheet, inner, dimension.name, ("写了两次", "it is named twice"))
            found.append(dimension)
        return tuple(found)

    def plain(self, value: Any) -> Any:
        """Return names, and mappings for own dimensions."""
        return [d.name if d.common else {d.name: list(d.values)} for d in value]


def _read_dimension(node: Node, sheet: Sheet, path: Path) -> Dimension:
    if isinstance(node, Branch):
        return _read_own(node, sheet, path)
    name = Text().read(node, sheet, path)
    if name and name not in DIMENSIONS:
        sheet.report("policy.P031", path, text=name, allowed=tuple(DIMENSIONS))
    return Dimension(name, DIMENSIONS.get(name, ()))


def _read_own(node: Branch, sheet: Sheet, path: Path) -> Dimension:
    if len(node.entries) != 1:
        reason = ("一项只能声明一个维度", "one item declares one dimension only")
        _report(sheet, path, tuple(node.entries) or "?", reason)
        return Dimension("", (), common=False)
    name, words = next(iter(node.entries.items()))
    if name in DIMENSIONS:
        reason = ("这是通用维度，只写名称即可", "it is a common dimension: write its name only")
        _report(sheet, path, name, reason)
        return Dimension(name, DIMENSIONS[name])
    if not _NAME.fullmatch(name) or name in _RESERVED:
        reason = (
            "名称只能用小写字母、数字、下划线，且不能是 key、at、on、toward、self",
            "its name takes lower case, digits, underscores; not key, at, on, toward, self",
        )
        _report(sheet, path, name, reason)
    return Dimension(name, _read_words(name, words, sheet, path), common=False)


def _read_words(name: str, node: Node, sheet: Sheet, path: Path) -> tuple[str, ...]:
    if not isinstance(node, Rows) or not node.items:
        _report(sheet, path, name, ("缺少取值列表", "it has no list of values"))
        return ()
    words: list[str] = []
    for item in node.items:
        if not isinstance(item, Leaf):
            _report(sheet, path, name, ("取值必须是文字", "its values must be texts"))
            continue
        word = Text().read(item, sheet, path)
        if word in words or word == ANY:
            reason = (f"取值 {word} 重复或是星号", f"the value {word} is repeated or a star")
            _report(sheet, path, name, reason)
        elif word:
            words.append(word)
    return tuple(words)


def _report(sheet: Sheet, path: Path, name: object, why: tuple[str, str]) -> None:
    sheet.report("policy.P032", path, text=name, why_zh=why[0], why_en=why[1])
