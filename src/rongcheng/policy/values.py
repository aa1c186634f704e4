"""Values of a parameter (参数取值): reads the nested value of a row by dimensions and unit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rongcheng.policy.dimensions import Dimension, ListItem, Tree
from rongcheng.policy.nodes import Branch, Leaf, Node, Rows
from rongcheng.policy.records import Record
from rongcheng.policy.shapes import Flag, Shape, Text, whole_of
from rongcheng.policy.sheet import Path, Sheet
from rongcheng.policy.vocabulary import ANY, UNITS


class WrittenValue(Shape):
    """The value of a row, kept as written: its dimensions and unit stand elsewhere in the file."""

    def read(self, node: Node, sheet: Sheet, path: Path) -> Any:
        """Return the node itself, for `read_tree`."""
        return node

    def plain(self, value: Any) -> Any:
        """Return the value, once read, as JSON data."""
        return plain_tree(value)


def read_tree(
    node: Node, by: tuple[Dimension, ...], unit: str, sheet: Sheet, path: Path
) -> Tree | None:
    """Return the value as written, stars included, or None if nothing of it can be used.

    `unit` is empty when the parameter's unit is itself a fault; then leaves are not judged.
    """
    if not by:
        return _read_leaf(node, unit, sheet, path)
    dimension = by[0]
    if not isinstance(node, Branch) or not node.entries:
        sheet.report("policy.P034", path, dimension=dimension.name)
        return None
    tree: dict[str, Tree] = {}
    for word, child in node.entries.items():
        inner = (*path, word)
        sheet.mark(inner, node.key_lines[word])
        if dimension.values and word != ANY and word not in dimension.values:
            choice = {"dimension": dimension.name, "text": word, "allowed": dimension.values}
            sheet.report("policy.P033", inner, **choice)
            continue
        branch = read_tree(child, by[1:], unit, sheet, inner)
        if branch is not None:
            tree[word] = branch
    return tree or None


def plain_tree(tree: Tree) -> Any:
    """Return a value as JSON data."""
    if isinstance(tree, Mapping):
        return {word: plain_tree(branch) for word, branch in tree.items()}
    return [item._asdict() for item in tree] if isinstance(tree, tuple) else tree


def _read_leaf(node: Node, unit: str, sheet: Sheet, path: Path) -> Tree | None:
    if unit == "list":
        return _read_list(node, sheet, path)
    if not isinstance(node, Leaf):
        wanted = ("单个值，维度已经写完", "a single value: there are no more dimensions")
        sheet.report("policy.P040", path, wanted_zh=wanted[0], wanted_en=wanted[1])
        return None
    if unit == "flag":
        usable = node.text in {"true", "false"} and node.tag == "bool"
        flag: bool = Flag().read(node, sheet, path)
        return flag if usable else None
    if unit == "text":
        text: str = Text().read(node, sheet, path)
        return text or None
    return _read_number(node, unit, sheet, path) if unit else None


def _read_number(leaf: Leaf, unit: str, sheet: Sheet, path: Path) -> int | None:
    zh, en, high = UNITS[unit]
    number = whole_of(leaf)
    if number is None:
        sheet.report("policy.P035", path, text=leaf.text, unit_zh=zh, unit_en=en)
    elif number < 0:
        sheet.report("policy.P036", path, text=leaf.text)
    elif unit == "ppm" and number > high:
        sheet.report("policy.P038", path, text=leaf.text)
    elif number > high:
        sheet.report("policy.P037", path, text=leaf.text, unit_zh=zh, unit_en=en, high=high)
    else:
        return number
    return None


def _read_list(node: Node, sheet: Sheet, path: Path) -> tuple[ListItem, ...] | None:
    if not isinstance(node, Rows):
        wanted = ("列表，每项写 code、zh、en", "a list of items with code, zh and en")
        sheet.report("policy.P040", path, wanted_zh=wanted[0], wanted_en=wanted[1])
        return None
    items: list[ListItem] = []
    for number, child in enumerate(node.items):
        inner = (*path, number)
        sheet.mark(inner, child.line)
        item: ListItem = Record(ListItem).read(child, sheet, inner)
        if item.code and item.code in {earlier.code for earlier in items}:
            sheet.report("policy.P041", inner, text=item.code)
        items.append(item)
    return tuple(items)
