"""That a pool has its own core is policy: checked, carried through export, and no new edition."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from rongcheng.policy.book import PolicyBook
from rongcheng.policy.export import export_pack
from rongcheng.policy.load import load_pack
from rongcheng.policy.pack import Pack, pack_from_body
from rongcheng.reference_core.errors import PackUnusable, PoolNotInPack, SecretUnusable
from rongcheng.reference_core.running import CoreOptions, open_core, read_keys
from tests.services.health.conftest import PACK, XIANGTAN

CORE = r"    core: remote\n"


def pools(pack: Pack) -> dict[str, str]:
    return {pool.code: pool.core for pool in pack.metro.pools}


def test_the_core_of_a_pool_survives_export_and_archive(pack: Pack, tmp_path: Path) -> None:
    assert pools(pack) == {"430199": "local", "430299": "local", XIANGTAN: "remote",
                           "439900": "local"}  # fmt: skip
    export_pack(PolicyBook(pack), tmp_path / "written")
    again, faults = load_pack(tmp_path / "written")
    assert faults == []
    assert again is not None
    assert again.hash == pack.hash
    assert pools(pack_from_body(pack.body)) == pools(pack)


def test_a_pack_that_says_nothing_is_local_and_keeps_its_hash(
    change_pack: Callable[[str, str, str], Path], pack: Pack
) -> None:
    silent, _ = load_pack(PACK)
    spoken, faults = load_pack(change_pack("metro.yaml", CORE, "    core: local\n"))
    assert faults == []
    assert silent is not None
    assert spoken is not None
    assert spoken.hash == silent.hash != pack.hash


def test_another_word_is_a_fault_with_its_line(
    change_pack: Callable[[str, str, str], Path],
) -> None:
    folder = change_pack("metro.yaml", CORE, "    core: elsewhere\n")
    found, faults = load_pack(folder)
    assert found is None
    text = (folder / "metro.yaml").read_text("utf-8").splitlines()
    assert [fault.line for fault in faults] == [text.index("    core: elsewhere") + 1]


@pytest.mark.parametrize(("pool", "broken"), [("430999", False), (XIANGTAN, True)])
def test_a_core_that_cannot_start_says_why(tmp_path: Path, pool: str, broken: bool) -> None:
    folder = PACK
    if broken:
        folder = shutil.copytree(PACK, tmp_path / "broken")
        (folder / "metro.yaml").write_text("id: x\n")
    options = CoreOptions(pool, folder, tmp_path / "journal", "127.0.0.1", 0, tmp_path / "keys")
    with pytest.raises(PackUnusable if broken else PoolNotInPack):
        open_core(options)
    assert not (tmp_path / "journal").exists()


def test_the_key_file_is_made_once_and_for_us_alone(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    first = read_keys(file)
    assert read_keys(file) == first
    assert file.stat().st_mode & 0o777 == 0o600
    file.write_text("[]")
    with pytest.raises(SecretUnusable):
        read_keys(file)
