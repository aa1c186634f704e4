"""The data folder is private, found again, and nobody else's folder is touched."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from rongcheng.runtime.accounts import (
    account_of,
    can_reach,
    server_account,
    unprivileged_account,
)
from rongcheng.runtime.errors import AccountNameless, DataFolderUnreachable
from rongcheng.runtime.folders import (
    choose_data_folder,
    make_data_folder,
    make_folder,
    project_folder,
    write_private,
)
from rongcheng.runtime.postgres import EmbeddedPostgres
from tests.runtime.conftest import rights_above

IS_ROOT = os.geteuid() == 0


def test_the_given_folder_is_used_as_it_is() -> None:
    assert choose_data_folder("/srv/metro") == (Path("/srv/metro"), "")


def test_the_default_lies_in_an_open_project(short_folder: Path) -> None:
    assert choose_data_folder(None, project=short_folder) == (short_folder / ".data", "")


def test_a_closed_project_moves_the_default_for_root_and_says_so(short_folder: Path) -> None:
    closed = short_folder / "closed"
    project = closed / "clone"
    project.mkdir(parents=True)
    closed.chmod(0o700)
    elsewhere = short_folder / "var"
    found = choose_data_folder(None, project=project, system_folder=elsewhere)
    again = choose_data_folder(None, project=project, system_folder=elsewhere)
    assert found == again
    if IS_ROOT:
        assert found.path.parent == elsewhere
        assert found.path.name.startswith("clone-")
        assert str(found.path) in found.note
    else:
        assert found == (project / ".data", "")
    assert not elsewhere.exists()


def test_the_project_folder_is_the_one_with_the_packs() -> None:
    assert (project_folder() / "metros" / "changzhutan" / "metro.yaml").is_file()


@pytest.mark.usefixtures("unchanged_parents")
def test_only_missing_folders_are_made(short_folder: Path) -> None:
    existing = short_folder / "existing"
    existing.mkdir(mode=0o750)
    existing.chmod(0o755)
    data = existing / "deep" / "data"
    before = rights_above(existing / "any")
    make_data_folder(data, server_account(data / "postgres"))
    assert rights_above(existing / "any") == before
    assert data.stat().st_mode & 0o777 == (0o711 if IS_ROOT else 0o700)
    assert data.parent.stat().st_mode & 0o777 == 0o755


@pytest.mark.usefixtures("unchanged_parents")
def test_a_folder_that_exists_keeps_its_rights(short_folder: Path) -> None:
    data = short_folder / "data"
    data.mkdir()
    data.chmod(0o755)
    with EmbeddedPostgres(data, fast_tests=True) as server:
        assert server.is_running()
        assert data.stat().st_mode & 0o777 == 0o755
    assert make_folder(data, 0o700) is False
    assert data.stat().st_mode & 0o777 == 0o755


@pytest.mark.usefixtures("unchanged_parents")
def test_a_given_folder_that_the_server_cannot_enter_is_named(short_folder: Path) -> None:
    closed = short_folder / "closed"
    closed.mkdir()
    closed.chmod(0o700)
    server = EmbeddedPostgres(closed / "data", fast_tests=True)
    if IS_ROOT:
        with pytest.raises(DataFolderUnreachable) as caught:
            server.start()
        assert str(closed / "data") in caught.value.message("zh")
        assert list(closed.iterdir()) == []
    else:
        with server:
            assert server.is_running()
    assert closed.stat().st_mode & 0o777 == 0o700


def test_the_server_never_runs_as_root(short_folder: Path) -> None:
    account = server_account(short_folder / "postgres")
    assert (account is None) == (not IS_ROOT)
    assert unprivileged_account().uid != 0


def test_an_account_without_a_name_is_told_what_to_do(
    short_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 34_567)
    with pytest.raises(AccountNameless, match="34567"):
        server_account(short_folder / "postgres")
    assert list(short_folder.iterdir()) == []


def test_a_database_keeps_the_account_that_made_it(short_folder: Path) -> None:
    database = short_folder / "postgres"
    database.mkdir()
    if IS_ROOT:
        nobody = account_of(65534)
        os.chown(database, nobody.uid, nobody.gid)
        assert server_account(database) == nobody
    else:
        assert server_account(database) is None


def test_reach_is_what_the_account_really_has(short_folder: Path) -> None:
    closed = short_folder / "closed"
    closed.mkdir()
    closed.chmod(0o700)
    (closed / "inside").write_text("")
    account = unprivileged_account() if IS_ROOT else None
    assert can_reach(account, [(short_folder, os.X_OK)])
    assert can_reach(account, [(closed / "inside", os.R_OK)]) == (not IS_ROOT)
    assert not can_reach(account, [(short_folder / "missing", os.F_OK)])


def test_a_private_file_is_whole_and_private(short_folder: Path) -> None:
    path = short_folder / "secret"
    write_private(path, "one")
    write_private(path, "another")
    assert path.read_text() == "another"
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(short_folder.iterdir()) == [path]
