"""Checks that the documents show only what exists (文档检查); `make docs-check` runs it.

Every Markdown file is read. Links and pictures must lead to files, anchors to headings. What stands
in code must be real: `make` targets and their variables, `rongcheng` commands and options, HTTP
paths, environment variables, files, policy keys, codes of reasons and errors. A block with a title
(```python title="parks/apps.py") gives an example file, which its own document may then name.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

import django
import typer
from django.urls import Resolver404, resolve

from rongcheng.cli import app
from rongcheng.web.i18n import catalogue

PROJECT = Path(__file__).resolve().parents[1]
CODE_FOLDERS = ("src", "scripts", "tests", "benchmarks", "metros", ".ci")
LINK = re.compile(r"!?\[[^\]]*\]\(<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)")
IMAGE = re.compile(r"<(?:img|source|a)\b[^>]*?\s(?:src|srcset|href)=\"([^\"]+)\"")
HEADING = re.compile(r"^#+\s+(.*?)\s*#*$", re.MULTILINE)
BLOCK = re.compile(r"^```([^\n]*)\n(.*?)^```", re.DOTALL | re.MULTILINE)
SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
TITLE = re.compile(r"title=\"([^\"]+)\"")
MAKE = re.compile(r"\bmake ([a-z][a-z-]*)((?: [A-Z_]+=\S+)*)")
COMMAND = re.compile(
    r"(?:^|\s|bin/)rongcheng (?!rongcheng )([a-z][a-z-]*)((?:[^\n|#]|\\\n)*)", re.MULTILINE
)
OPTION = re.compile(r"(?<![\w-])(--[a-z][a-z-]*)")
HTTP_PATH = re.compile(
    r"(?:(?:GET|POST|PUT|DELETE) |https?://(?:127\.0\.0\.1|localhost):\d+|^|\| )"
    r"(/(?:[a-z][\w{}<>:/.-]*)?)(?=[?#`\s\"']|$)",
    re.MULTILINE,
)
# Folders of a machine that a document may show; they are no addresses of ours.
MACHINE_ROOTS = ("/srv", "/var", "/etc", "/usr", "/home", "/root", "/path", "/dev")
VARIABLE = re.compile(r"(?<![\w.-])([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)(?![\w-])")
FILE = re.compile(r"(?<![\w./-])([\w./-]+\.(?:py|yaml|sql|sh|js|css|svg|md|html|toml))(?!\w)")
POLICY_KEY = re.compile(r"^[a-z_]+\.[a-z_]+\.[a-z_]+$")
CODE = re.compile(r"^([a-z]+\.[A-Z]\d{3})$")


class Fault(NamedTuple):
    """Something shown that does not exist."""

    file: str
    line: int
    what: str


class Shown(NamedTuple):
    """A piece of code in a document: its text, whether it is a span in a sentence, and where."""

    text: str
    is_span: bool
    start: int


class Document(NamedTuple):
    """A Markdown file and its text."""

    path: Path
    text: str

    def fault(self, at: int, what: str) -> Fault:
        """Return a fault at a place of the text."""
        line = self.text.count("\n", 0, at) + 1
        name = self.path
        if name.is_relative_to(PROJECT):
            name = name.relative_to(PROJECT)
        return Fault(name.as_posix(), line, what)

    def code(self) -> Iterator[Shown]:
        """Yield every block and span of code."""
        blank = list(self.text)
        for block in BLOCK.finditer(self.text):
            yield Shown(block.group(2), False, block.start(2))
            blank[block.start() : block.end()] = " " * (block.end() - block.start())
        for span in SPAN.finditer("".join(blank)):
            yield Shown(span.group(1), True, span.start(1))

    def examples(self) -> set[str]:
        """Return the names of the example files that the document itself gives."""
        return {found for block in BLOCK.finditer(self.text) for found in TITLE.findall(block[1])}


@cache
def project_files() -> frozenset[str]:
    """Return every file of the project as its path within it, whatever tools left in the tree."""
    lines = (PROJECT / ".gitignore").read_text("utf-8").split()
    ignored = {".git", *(line.rstrip("/") for line in lines)}
    found = set()
    for folder, folders, names in os.walk(PROJECT):
        folders[:] = [name for name in folders if name not in ignored]
        relative = Path(folder).relative_to(PROJECT)
        found |= {(relative / name).as_posix() for name in names}
    return frozenset(found)


@cache
def code_text() -> str:
    """Return the text of all code and build files, in which shown names are looked up."""
    names = [n for n in project_files() if n.split("/")[0] in CODE_FOLDERS or n == "Makefile"]
    suffixes = (".py", ".sh", ".sql", ".yaml", "Makefile", "run")
    wanted = [name for name in sorted(names) if name.endswith(suffixes)]
    return "\n".join((PROJECT / name).read_text("utf-8") for name in wanted)


@cache
def make_targets() -> frozenset[str]:
    """Return the targets of the Makefile."""
    text = (PROJECT / "Makefile").read_text("utf-8")
    return frozenset(re.findall(r"^([a-z][a-z-]*):", text, re.MULTILINE))


@cache
def commands() -> dict[str, frozenset[str]]:
    """Return the options of each command of `rongcheng`."""
    group = typer.main.get_command(app)
    return {
        name: frozenset(
            {"--help"} | {word for p in command.params for word in (*p.opts, *p.secondary_opts)}
        )
        for name, command in group.commands.items()  # type: ignore[attr-defined]
    }


@cache
def anchors(path: Path) -> frozenset[str]:
    """Return the anchors of a document's headings, made as the common hosts make them."""
    text = BLOCK.sub("", path.read_text("utf-8"))
    titles = (re.sub(r"[^\w\- ]", "", title.lower()) for title in HEADING.findall(text))
    return frozenset(title.replace(" ", "-") for title in titles)


def check_links(document: Document) -> Iterator[Fault]:
    """Yield links and pictures that lead nowhere inside the project."""
    prose = BLOCK.sub(lambda block: " " * len(block[0]), document.text)
    for found in (*LINK.finditer(prose), *IMAGE.finditer(prose)):
        target, _, anchor = unquote(found[1]).partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        file = (document.path.parent / target).resolve() if target else document.path
        if not file.exists():
            yield document.fault(found.start(), f"no such file: {target}")
        elif anchor and file.suffix == ".md" and anchor not in anchors(file):
            yield document.fault(found.start(), f"no such heading: {target}#{anchor}")


def check_make(document: Document, shown: Shown) -> Iterator[Fault]:
    """Yield `make` targets that the Makefile has not, and variables that it does not read."""
    for found in MAKE.finditer(shown.text):
        at = shown.start + found.start()
        if found[1] not in make_targets():
            yield document.fault(at, f"no such target: make {found[1]}")
        for variable in re.findall(r"([A-Z_]+)=", found[2]):
            if f"$({variable})" not in code_text() and f"$({variable}," not in code_text():
                yield document.fault(at, f"the Makefile reads no {variable}")


def check_commands(document: Document, shown: Shown) -> Iterator[Fault]:
    """Yield commands and options that `rongcheng` does not have."""
    for found in COMMAND.finditer(shown.text):
        at = shown.start + found.start(1)
        if found[1] not in commands():
            yield document.fault(at, f"no such command: rongcheng {found[1]}")
            continue
        for option in OPTION.findall(found[2]):
            if option not in commands()[found[1]]:
                yield document.fault(at, f"no such option: rongcheng {found[1]} {option}")


def check_paths(document: Document, shown: Shown) -> Iterator[Fault]:
    """Yield HTTP paths that nothing answers."""
    for found in HTTP_PATH.finditer(shown.text):
        path = re.sub(r"\{[^}]+\}|<[^>]+>", "x", found[1])
        if path.startswith(MACHINE_ROOTS) or path.startswith("/static/"):
            continue
        try:
            resolve(path)
        except Resolver404:
            yield document.fault(shown.start + found.start(1), f"nothing answers {found[1]}")


def check_variables(document: Document, shown: Shown) -> Iterator[Fault]:
    """Yield environment variables and constants that no code knows."""
    for found in VARIABLE.finditer(shown.text):
        if not re.search(rf"(?<![A-Z0-9_]){found[1]}(?![A-Z0-9_])", code_text()):
            yield document.fault(shown.start + found.start(), f"no code knows {found[1]}")


def check_files(document: Document, shown: Shown) -> Iterator[Fault]:
    """Yield files that are named and are not there."""
    if not shown.is_span or re.search(r"[<>*{}]|://", shown.text):
        return
    given = document.examples()
    for found in FILE.finditer(shown.text):
        name = found[1].removeprefix("./")
        known = (*project_files(), *given)
        if not any(file == name or file.endswith(f"/{name}") for file in known):
            yield document.fault(shown.start + found.start(), f"no such file: {name}")


def check_keys(document: Document, shown: Shown) -> Iterator[Fault]:
    """Yield policy keys, message keys and codes that nothing holds."""
    if not shown.is_span:
        return
    services = {name.split("/")[3] for name in project_files() if "/policies/" in name}
    if POLICY_KEY.match(shown.text) and shown.text.split(".")[0] in services:
        file = f"/policies/{shown.text.replace('.', '/')}.yaml"
        is_message = shown.text in catalogue("zh")
        if not is_message and not any(name.endswith(file) for name in project_files()):
            yield document.fault(shown.start, f"no pack and no catalogue holds {shown.text}")
    if CODE.match(shown.text) and f'"{shown.text}"' not in code_text():
        yield document.fault(shown.start, f"no such code: {shown.text}")


CHECKS: tuple[Callable[[Document, Shown], Iterator[Fault]], ...] = (
    check_make,
    check_commands,
    check_paths,
    check_variables,
    check_files,
    check_keys,
)


def documents() -> Iterator[Document]:
    """Yield every Markdown file of the project."""
    for name in sorted(project_files()):
        if name.endswith(".md"):
            yield Document(PROJECT / name, (PROJECT / name).read_text("utf-8"))


def check(document: Document) -> list[Fault]:
    """Return everything that a document shows and that does not exist, in order."""
    faults = list(check_links(document))
    for shown in document.code():
        for each in CHECKS:
            faults += each(document, shown)
    return sorted(faults)


def prepare() -> None:
    """Load the addresses of the house; no database is needed for that."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rongcheng.settings")
    os.environ.setdefault("RONGCHENG_SECRET_KEY", "only-to-read-the-addresses")
    django.setup()


def main() -> None:
    """Print every fault by file and line, and end with status 1 if there is any."""
    prepare()
    found = [fault for document in documents() for fault in check(document)]
    for fault in found:
        print(f"{fault.file}:{fault.line}: {fault.what}")
    if found:
        sys.exit(1)
    print(f"文档检查通过 · the documents are sound: {sum(1 for _ in documents())}")


if __name__ == "__main__":
    main()
