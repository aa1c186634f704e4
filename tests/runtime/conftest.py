"""Folders, stand-in programs and waiting, for the tests of the runtime."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """A folder that PostgreSQL's own account can enter, with a path short enough for a socket."""
    folder = Path(tempfile.mkdtemp(prefix="rcr-", dir="/tmp"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def unchanged_parents(short_folder: Path) -> Iterator[None]:
    """Fail when the mode or owner of a folder above the test's own folder is changed."""
    before = rights_above(short_folder / "data")
    yield
    assert rights_above(short_folder / "data") == before


def rights_above(folder: Path) -> dict[Path, tuple[int, int, int]]:
    """Return mode and owner of every folder above this one."""
    found = {}
    for parent in folder.parents:
        status = os.stat(parent)
        found[parent] = (status.st_mode, status.st_uid, status.st_gid)
    return found
