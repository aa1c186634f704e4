"""A metro with one pool that decides by its own core, and that core in a process of its own."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from rongcheng.policy.load import load_pack
from rongcheng.policy.pack import Pack
from tests.services.health.conftest import PACK, XIANGTAN, World
from tests.services.health.cores.core_process import Books, CoreProcess, CoreThread, Wire
from tests.services.health.cores.side_by_side import Sides

TIMEOUT_MS = 500


def mixed_pack(folder: Path) -> Path:
    """Copy the metro's pack; Xiangtan's pool decides by its own core."""
    shutil.copytree(PACK, folder)
    file = folder / "metro.yaml"
    text = file.read_text("utf-8")
    changed = text.replace(
        f'  - code: "{XIANGTAN}"\n', f'  - code: "{XIANGTAN}"\n    core: remote\n'
    )
    assert changed != text
    file.write_text(changed, "utf-8")
    return folder


@pytest.fixture(scope="session")
def mixed_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the changed pack."""
    return mixed_pack(tmp_path_factory.mktemp("mixed") / "changzhutan")


@pytest.fixture(scope="session")
def pack(mixed_folder: Path) -> Pack:
    """Return the changed pack: what our own book says."""
    found, faults = load_pack(mixed_folder)
    assert found is not None, faults
    return found


@pytest.fixture
def core_pack(mixed_folder: Path) -> Path:
    """The pack that the core is started with: the same, unless a test changes it."""
    return mixed_folder


@pytest.fixture
def core(tmp_path: Path, pack: Pack) -> Iterator[Books]:
    """Xiangtan's own core, running beside the test; its book is ours."""
    thread = CoreThread(tmp_path, XIANGTAN, pack)
    yield thread
    thread.stop()


@pytest.fixture
def core_process(tmp_path: Path, core_pack: Path) -> Iterator[CoreProcess]:
    """Xiangtan's own core in a process of its own, for tests that use it as their `core`."""
    process = CoreProcess(tmp_path, XIANGTAN, core_pack)
    process.start()
    yield process
    process.stop()


@pytest.fixture
def wire(core: Any, settings: Any) -> Iterator[Wire]:
    """The wire between us and the core."""
    made = Wire(lambda: core.port, TIMEOUT_MS / 1000)
    settings.RONGCHENG_CORES = json.dumps(
        {
            XIANGTAN: {
                "url": f"http://127.0.0.1:{made.port}/core",
                "access_key": json.loads(core.keys.read_text())["access_key"],
                "secret_file": str(core.keys),
                "timeout_ms": TIMEOUT_MS,
            }
        }
    )
    yield made
    made.close()


@pytest.fixture
def sides(world: World, core: Any, wire: Wire) -> Sides:
    """Both kinds of core side by side, at a hospital's desk."""
    return Sides(world, core, wire)


@pytest.fixture
def change_pack(mixed_folder: Path, tmp_path: Path) -> Callable[[str, str, str], Path]:
    """A function that copies the pack with one file's text changed by a pattern."""

    def change(file: str, pattern: str, text: str) -> Path:
        folder = tmp_path / "other" / "changzhutan"
        shutil.copytree(mixed_folder, folder)
        path = folder / file
        before = path.read_text("utf-8")
        after = re.sub(pattern, text, before)
        assert after != before
        path.write_text(after, "utf-8")
        return folder

    return change
