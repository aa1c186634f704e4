"""Text with line numbers (带行号的文本): lets every fault of a pack point at its own line.

YAML and JSON become the same small tree of leaves, branches and rows. Scalars keep their written
text and the type that YAML would give them, so that nothing is converted, and nothing lost, before
a reader asks for a date, a code or a whole number.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

import yaml
from yaml.resolver import Resolver

from rongcheng.policy.faults import FaultDesk

# The compiled parser is ten times faster. Its composer overflows the stack on deep nesting, so the
# tree is built here, from its events.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_RESOLVER: Any = Resolver()
_TAG_PREFIX = "tag:yaml.org,2002:"
_MOST_LEVELS = 40


class Leaf(NamedTuple):
    """One scalar: its text as written, the type YAML reads in it ("str", "int" …), its line."""

    text: str
    tag: str
    line: int


class Branch(NamedTuple):
    """One mapping: its entries in written order, the line of each key, its own line."""

    entries: dict[str, Node]
    key_lines: dict[str, int]
    line: int


class Rows(NamedTuple):
    """One sequence: its items in written order and its line."""

    items: tuple[Node, ...]
    line: int


Node = Leaf | Branch | Rows


def nodes_of_yaml(content: bytes, desk: FaultDesk) -> Node | None:
    """Return the tree of one YAML file, or None after reporting why it cannot be read."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        desk.report("policy.P002", content[: error.start].count(b"\n") + 1)
        return None
    try:
        return _Builder(text, desk).root()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        desk.report("policy.P001", mark.line + 1 if mark else 1, problem=error.problem or "")
    except yaml.YAMLError as error:
        desk.report("policy.P001", _line_of(error, text), problem=" ".join(str(error).split()))
    return None


def nodes_of_json(text: str) -> Node:
    """Return the tree of a canonical JSON body; every line is 1."""
    return _of_value(json.loads(text))


class _Builder:
    """Builds the tree of one document; reports duplicate keys, aliases and keys that are no text.

    Aliases are refused because a few lines of them make a tree of any size, or a circle.
    """

    def __init__(self, text: str, desk: FaultDesk) -> None:
        self._events: Iterator[yaml.Event] = iter(yaml.parse(text, Loader=_LOADER))
        self._desk = desk
        self._refused = False

    def root(self) -> Node | None:
        """Return the tree, or None after reporting."""
        found: Node | None = None
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent) and found is not None:
                problem = "a second document begins here"
                raise yaml.MarkedYAMLError(problem=problem, problem_mark=_mark(event))
            if isinstance(event, yaml.NodeEvent):
                found = self._node(event, 1)
        if found is None or found == Leaf("", "null", found.line):
            self._desk.report("policy.P003", 1)
            return None
        return None if self._refused else found

    def _node(self, event: yaml.Event, level: int) -> Node:
        line = _line(event)
        if level > _MOST_LEVELS:
            problem = f"nested deeper than {_MOST_LEVELS} levels"
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=_mark(event))
        if isinstance(event, yaml.ScalarEvent):
            return Leaf(event.value, _tag(event), line)
        if isinstance(event, yaml.SequenceStartEvent):
            return Rows(tuple(self._node(e, level + 1) for e in self._until_end()), line)
        if isinstance(event, yaml.MappingStartEvent):
            return self._branch(line, level)
        self._desk.report("policy.P005", line)
        self._refused = True
        return Leaf("", "null", line)

    def _branch(self, line: int, level: int) -> Branch:
        entries: dict[str, Node] = {}
        key_lines: dict[str, int] = {}
        for event in self._until_end():
            key_line = _line(event)
            key = self._node(event, level + 1)
            value = self._node(next(self._events), level + 1)
            if not isinstance(key, Leaf):
                self._desk.report("policy.P006", key_line)
            elif key.text in entries:
                first = key_lines[key.text]
                self._desk.report("policy.P004", key_line, key=key.text, first=first)
            else:
                entries[key.text] = value
                key_lines[key.text] = key_line
        return Branch(entries, key_lines, line)

    def _until_end(self) -> Iterator[yaml.Event]:
        for event in self._events:
            if isinstance(event, yaml.CollectionEndEvent):
                return
            yield event


def _mark(event: yaml.Event) -> Any:
    return event.start_mark


def _line(event: yaml.Event) -> int:
    mark = _mark(event)
    return 1 if mark is None else mark.line + 1


def _tag(event: yaml.ScalarEvent) -> str:
    tag = event.tag
    if tag is None or tag == "!":
        tag = _RESOLVER.resolve(yaml.ScalarNode, event.value, event.implicit)
    return str(tag).removeprefix(_TAG_PREFIX)


def _line_of(error: yaml.YAMLError, text: str) -> int:
    position = getattr(error, "position", None)
    return text.count("\n", 0, position) + 1 if isinstance(position, int) else 1


def _of_value(value: object) -> Node:
    if isinstance(value, dict):
        entries = {str(key): _of_value(item) for key, item in value.items()}
        return Branch(entries, dict.fromkeys(entries, 1), 1)
    if isinstance(value, list):
        return Rows(tuple(_of_value(item) for item in value), 1)
    if isinstance(value, bool):
        return Leaf("true" if value else "false", "bool", 1)
    if isinstance(value, int):
        return Leaf(str(value), "int", 1)
    return Leaf("" if value is None else str(value), "null" if value is None else "str", 1)
