"""Rooms have a door, a sign on it, and are entered by it; every package stands in a contract."""

from __future__ import annotations

import ast
import importlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tidy.test_tidy import assert_none
from tests.tidy.tree import PROJECT, SOURCE, Fault, Source, sources

ROOMS = sorted(
    path.relative_to(SOURCE).as_posix()
    for floor in ("foundation", "services")
    for path in (SOURCE / floor).iterdir()
    if (path / "__init__.py").is_file()
)
MOST_README_LINES = 60
# What may be imported of another room: its door, and the list of listeners, which an app fills
# before Django has loaded the models that the door leads to.
DOORS = {"public"}
# A core system of its own has no database, so it uses the health room's rules without its tables.
# Who reads and writes files of visits needs their columns, and no rule.
EARLY_DOORS = {
    "rongcheng.foundation.outbox.registry",
    "rongcheng.services.health.columns",
    "rongcheng.services.health.rules",
}


def room_of(module: str) -> str:
    """The room that a module belongs to, empty for the floors without rooms."""
    found = re.match(r"rongcheng\.((?:foundation|services)\.[a-z_]+)", module)
    return found.group(1) if found else ""


def check_doors(source: Source) -> Iterator[Fault]:
    """A module enters another room by its door only."""
    own = room_of(source.name.removeprefix("src/").removesuffix(".py").replace("/", "."))
    for module, line in imported_by(source):
        room = room_of(module)
        if not room or room == own or module in EARLY_DOORS:
            continue
        if module.removeprefix(f"rongcheng.{room}").strip(".") not in DOORS:
            yield Fault(source.name, line, f"enters {room} by {module}")


def imported_by(source: Source) -> Iterator[tuple[str, int]]:
    """The modules that a file imports, with the lines."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from ((name.name, node.lineno) for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            if node.module in {f"rongcheng.{room.replace('/', '.')}" for room in ROOMS}:
                yield from ((f"{node.module}.{name.name}", node.lineno) for name in node.names)
            else:
                yield node.module, node.lineno


def test_other_rooms_are_entered_by_their_doors() -> None:
    assert_none(fault for source in sources("src") for fault in check_doors(source))


@pytest.mark.parametrize(
    "line",
    [
        "from rongcheng.foundation.people.models import Account",
        "from rongcheng.foundation.people import models",
        "import rongcheng.services.health.queries",
    ],
)
def test_a_room_entered_by_the_window_is_found(line: str) -> None:
    found = [fault.line for fault in check_doors(Source("src/rongcheng/portal/x.py", f"{line}\n"))]
    assert found == [1]


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("src/rongcheng/portal/x.py", "from rongcheng.foundation.people.public import enrol"),
        ("src/rongcheng/portal/x.py", "from rongcheng.foundation.people import public"),
        ("src/rongcheng/foundation/people/x.py", "from rongcheng.foundation.people import models"),
    ],
)
def test_the_door_and_the_own_room_are_open(name: str, line: str) -> None:
    assert list(check_doors(Source(name, f"{line}\n"))) == []


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_has_a_sign(room: str) -> None:
    sign = SOURCE / room / "README.md"
    assert sign.is_file(), f"{room} has no README.md"
    assert len(sign.read_text("utf-8").splitlines()) <= MOST_README_LINES


@pytest.mark.parametrize("room", ROOMS)
def test_a_door_names_all_that_it_gives(room: str) -> None:
    door = importlib.import_module(f"rongcheng.{room.replace('/', '.')}.public")
    missing = [name for name in door.__all__ if not hasattr(door, name)]
    assert missing == []
    # Ruff keeps their order: constants, then types, then functions.
    assert len(door.__all__) == len(set(door.__all__))


def run_contracts(folder: Path, *, source: Path) -> subprocess.CompletedProcess[str]:
    """Check the contracts of a tree; the tree's own source wins over the installed one."""
    words = "from importlinter.cli import lint_imports_command as check; check()"
    return subprocess.run(
        [sys.executable, "-c", words, "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(source)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_contracts_hold() -> None:
    ran = run_contracts(PROJECT, source=PROJECT / "src")
    assert ran.returncode == 0, ran.stdout


PLANTED = {
    "annex/__init__.py": "",
    "foundation/annex/__init__.py": "",
    "services/annex/__init__.py": "",
    "services/health/domain/annex.py": "import django\n",
    "services/government/domain/annex.py": "import rongcheng.policy.book\n",
    "gateway/annex.py": "import rongcheng.services.health.public\n",
    "kernel/annex.py": "import rongcheng.policy.book\n",
    "runtime/annex.py": "import django\n",
    "web/annex.py": "import rongcheng.runtime.keys\n",
}
BROKEN = (
    "Floors: a floor imports only what lies below it",
    "Foundation: outbox < access < people and more < code and more < certificates",
    "Services: every service is listed; it may use another, but never in a circle",
    "Health rules know their own facts and the kernel, nothing else",
    "Government rules know their own facts and the kernel, nothing else",
    "Gateway and portal find services in the registry, never by import",
    "Runtime stands beside the kernel and knows nothing else of the house",
    "Only the entrances know on what machine they run",
    "No circles: modules side by side never import one another in a ring",
)


def test_a_package_outside_the_contracts_and_a_forbidden_import_are_found(tmp_path: Path) -> None:
    shutil.copytree(
        SOURCE, tmp_path / "src" / "rongcheng", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copy(PROJECT / ".importlinter", tmp_path)
    for name, text in PLANTED.items():
        planted = tmp_path / "src" / "rongcheng" / name
        planted.parent.mkdir(exist_ok=True)
        planted.write_text(text, "utf-8")
    ran = run_contracts(tmp_path, source=tmp_path / "src")
    assert ran.returncode == 1
    broken = [name for name in BROKEN if f"{name} BROKEN" in ran.stdout]
    assert broken == list(BROKEN)
