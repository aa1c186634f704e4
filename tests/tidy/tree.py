"""The project's own files, as the tidy tests read them."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

PROJECT = Path(__file__).resolve().parents[2]
SOURCE = PROJECT / "src" / "rongcheng"


class Fault(NamedTuple):
    """Something untidy: where, and what."""

    file: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}"


class Source(NamedTuple):
    """One file's text under the name that a fault shows."""

    name: str
    text: str

    @property
    def tree(self) -> ast.Module:
        """The parsed text of a Python file."""
        return _parsed(self.text)


@cache
def _parsed(text: str) -> ast.Module:
    return ast.parse(text)


@cache
def left_out() -> frozenset[str]:
    """Names of folders that are never part of the project, as .gitignore lists them."""
    lines = (PROJECT / ".gitignore").read_text("utf-8").split()
    return frozenset({".git", *(line.rstrip("/") for line in lines)})


@cache
def project_files() -> tuple[Path, ...]:
    """Every file of the project itself, whatever tools have left in the tree."""
    return tuple(sorted(_walk(PROJECT)))


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name in left_out() or path.name.endswith(".egg-info"):
            continue
        if path.is_dir():
            yield from _walk(path)
        else:
            yield path


def sources(*folders: str, ending: str = ".py") -> list[Source]:
    """The files under these folders of the project with an ending, migrations left out."""
    found = []
    for path in project_files():
        relative = path.relative_to(PROJECT)
        inside = not folders or any(relative.is_relative_to(folder) for folder in folders)
        wanted = inside and path.suffix == ending and "migrations" not in relative.parts
        # Somebody may have removed a file of their own since the list was made.
        if wanted and path.is_file():
            found.append(Source(relative.as_posix(), path.read_text("utf-8")))
    return found


def listed(faults: Iterable[Fault]) -> list[str]:
    """The faults as lines that an editor can follow, in order."""
    return [str(fault) for fault in sorted(faults)]
