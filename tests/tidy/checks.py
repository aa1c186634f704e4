"""The checks themselves: each takes one file and yields what is untidy in it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.tidy.tree import Fault, Source

MOST_LINES = 300
LONGEST_LINE = 100
LONGEST_FUNCTION = 70
MOST_POSITIONAL = 5

Function = ast.FunctionDef | ast.AsyncFunctionDef
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef

VAGUE = re.compile(r"(^|_)(handle|process|manager|utils?|helpers?)(_|$)")
VAGUE_CLASS = re.compile(r"(Manager|Utils?|Helpers?|Processor|Handle)$")
OPEN_ENDS = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "X" * 3)) + r")\b")
MACHINE = re.compile(
    r"(?<![\w.\-])/(?:work|root|home/[a-z]\w*|Users)/[\w.]"
    r"|\b(?:pypi|files\.pythonhosted)\.org\b"
    r"|--(?:extra-)?index-url\b|^\s*(?:extra-)?index-url\s*=",
    re.MULTILINE,
)


def check_size(source: Source) -> Iterator[Fault]:
    """A file fits a reader's head, a line fits a screen."""
    lines = source.text.splitlines()
    if len(lines) > MOST_LINES:
        yield Fault(source.name, len(lines), f"{len(lines)} lines, at most {MOST_LINES}")
    for number, line in enumerate(lines, 1):
        if len(line) > LONGEST_LINE:
            yield Fault(source.name, number, f"{len(line)} columns, at most {LONGEST_LINE}")


def check_functions(source: Source) -> Iterator[Fault]:
    """A function stays short and is called with few words in order."""
    for node in ast.walk(source.tree):
        if not isinstance(node, Function):
            continue
        length = (node.end_lineno or node.lineno) - node.lineno + 1
        if length > LONGEST_FUNCTION:
            yield Fault(
                source.name, node.lineno, f"{node.name}: {length} lines, at most {LONGEST_FUNCTION}"
            )
        given = [arg.arg for arg in (*node.args.posonlyargs, *node.args.args)]
        if given[:1] in (["self"], ["cls"]):
            given = given[1:]
        if len(given) > MOST_POSITIONAL and not _is_called_by_name(node):
            yield Fault(
                source.name,
                node.lineno,
                f"{node.name}: {len(given)} positional arguments, at most {MOST_POSITIONAL}",
            )


def _is_called_by_name(node: Function) -> bool:
    """Tell whether pytest or the command line fills the arguments by their names."""
    is_command = any(
        isinstance(mark, ast.Call)
        and isinstance(mark.func, ast.Attribute)
        and mark.func.attr == "command"
        for mark in node.decorator_list
    )
    return is_command or node.name.startswith("test_")


def check_names(source: Source) -> Iterator[Fault]:
    """A name says what is done; the vague words say nothing."""
    for part in source.name.removesuffix(".py").split("/"):
        if VAGUE.search(part):
            yield Fault(source.name, 1, f"vague name {part}")
    for node in ast.walk(source.tree):
        vague = VAGUE_CLASS if isinstance(node, ast.ClassDef) else VAGUE
        if isinstance(node, Definition) and vague.search(node.name):
            yield Fault(source.name, node.lineno, f"vague name {node.name}")


def check_ascii(source: Source) -> Iterator[Fault]:
    """Identifiers are ASCII; Chinese stands in texts."""
    for node in ast.walk(source.tree):
        for name in _names_of(node):
            if not name.isascii():
                yield Fault(source.name, getattr(node, "lineno", 1), f"identifier {name}")


def _names_of(node: ast.AST) -> tuple[str, ...]:
    if isinstance(node, Definition):
        return (node.name,)
    if isinstance(node, ast.Name):
        return (node.id,)
    if isinstance(node, ast.Attribute):
        return (node.attr,)
    if isinstance(node, ast.arg):
        return (node.arg,)
    if isinstance(node, ast.keyword) and node.arg:
        return (node.arg,)
    return ()


def check_docstrings(source: Source) -> Iterator[Fault]:
    """Every public module, class, function and method says what one gets."""
    if not ast.get_docstring(source.tree):
        yield Fault(source.name, 1, "module without a docstring")
    yield from _undocumented(source, source.tree)


def _undocumented(source: Source, parent: ast.Module | ast.ClassDef) -> Iterator[Fault]:
    for node in parent.body:
        if not isinstance(node, Definition) or node.name.startswith("_"):
            continue
        if not ast.get_docstring(node) and not _is_overload(node):
            yield Fault(source.name, node.lineno, f"{node.name} without a docstring")
        if isinstance(node, ast.ClassDef):
            yield from _undocumented(source, node)


def _is_overload(node: Definition) -> bool:
    return any(isinstance(mark, ast.Name) and mark.id == "overload" for mark in node.decorator_list)


def check_excepts(source: Source) -> Iterator[Fault]:
    """An error that nobody named is not swallowed."""
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.ExceptHandler):
            continue
        caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
        for kind in caught:
            if kind is None:
                yield Fault(source.name, node.lineno, "bare except")
            elif isinstance(kind, ast.Name) and kind.id in {"Exception", "BaseException"}:
                yield Fault(source.name, node.lineno, f"except {kind.id}")


def check_prints(source: Source) -> Iterator[Fault]:
    """Words for people go through the console, not past it."""
    for node in ast.walk(source.tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        if node.func.id in {"print", "breakpoint"}:
            yield Fault(source.name, node.lineno, f"{node.func.id}()")


def check_imports_at_top(source: Source) -> Iterator[Fault]:
    """An import inside a function is a circle hiding."""
    for node in ast.walk(source.tree):
        if not isinstance(node, Function):
            continue
        for inner in ast.walk(node):
            if isinstance(inner, ast.Import | ast.ImportFrom):
                yield Fault(source.name, inner.lineno, f"import inside {node.name}")


def check_texts(source: Source) -> Iterator[Fault]:
    """Nothing is left open in a comment, and no file knows somebody's machine."""
    for pattern, what in ((OPEN_ENDS, "left open"), (MACHINE, "machine path or registry address")):
        for found in pattern.finditer(source.text):
            line = source.text.count("\n", 0, found.start()) + 1
            yield Fault(source.name, line, f"{what}: {found.group().strip()}")


def check_policy_numbers(source: Source) -> Iterator[Fault]:
    """A rule holds no figure of policy: only 0, 1 and -1, and the codes in its enums."""
    codes = {
        id(inner)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ClassDef) and _is_enum(node)
        for inner in ast.walk(node)
    }
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Constant) or id(node) in codes:
            continue
        is_whole = type(node.value) is int and node.value in (0, 1)
        if type(node.value) in (int, float, complex) and not is_whole:
            yield Fault(source.name, node.lineno, f"number {node.value!r} in a rule")


def _is_enum(node: ast.ClassDef) -> bool:
    return any(isinstance(base, ast.Name) and base.id.endswith("Enum") for base in node.bases)
