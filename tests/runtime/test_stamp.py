"""A database remembers what it was set up with."""

from __future__ import annotations

import shutil
from pathlib import Path

from rongcheng.runtime.folders import project_folder
from rongcheng.runtime.postgres import EmbeddedPostgres
from rongcheng.runtime.stamp import Stamp, compute_fingerprint, read_stamp, write_stamp


def test_a_new_database_has_no_stamp_and_keeps_the_last_one(short_folder: Path) -> None:
    with EmbeddedPostgres(short_folder / "data", fast_tests=True) as server:
        assert read_stamp(server.url) == Stamp("", "", demo=False)
        write_stamp(server.url, Stamp("first", "mark", demo=True))
        write_stamp(server.url, Stamp("second", "mark", demo=False))
        assert read_stamp(server.url) == Stamp("second", "mark", demo=False)


def test_whatever_setting_up_depends_on_changes_the_fingerprint(tmp_path: Path) -> None:
    pack = tmp_path / "metro"
    shutil.copytree(project_folder() / "metros" / "changzhutan", pack)
    first = compute_fingerprint([pack], demo=True)
    assert compute_fingerprint([pack], demo=True) == first
    assert compute_fingerprint([pack], demo=False) != first
    assert compute_fingerprint([], demo=True) != first
    metro = pack / "metro.yaml"
    metro.write_text(metro.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert compute_fingerprint([pack], demo=True) != first
