"""The embedded server keeps what was acknowledged, whoever is killed, and disturbs nobody."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from rongcheng.runtime.accounts import server_account
from rongcheng.runtime.children import start_child
from rongcheng.runtime.errors import (
    DataFolderInUse,
    PasswordRefused,
    ServerFailed,
    WrongVersion,
)
from rongcheng.runtime.orphans import end_orphans, processes_in
from rongcheng.runtime.postgres import EmbeddedPostgres
from tests.runtime.waiting import is_alive, wait_until

OWNER = """
import sys, time
from pathlib import Path
from rongcheng.runtime.postgres import EmbeddedPostgres
server = EmbeddedPostgres(Path(sys.argv[1]), holder="the test's owner")
server.start()
print(server.pid, flush=True)
time.sleep(600)
"""


def owner_uid(process: int) -> int:
    return os.stat(f"/proc/{process}").st_uid


@pytest.mark.usefixtures("unchanged_parents")
def test_a_new_folder_gets_a_private_database(short_folder: Path) -> None:
    with EmbeddedPostgres(short_folder / "data") as server:
        with psycopg.connect(server.url) as connection:
            row = connection.execute(
                "SELECT current_setting('server_version_num')::int >= 160000,"
                " current_setting('listen_addresses'), current_setting('fsync'),"
                " current_setting('data_checksums'), current_setting('server_encoding'),"
                " current_database(), current_user"
            ).fetchone()
            kept = connection.execute(
                "SELECT rolpassword ~ '^SCRAM-SHA-256[$]1:' FROM pg_authid WHERE rolcanlogin"
            ).fetchall()
        assert row == (True, "", "on", "on", "UTF8", "rongcheng", "rongcheng")
        # Random as it is, it needs no rounds against guessing, which each connection would do.
        assert kept == [(True,)]
        socket_folder = server.socket_folder
        assert socket_folder.stat().st_mode & 0o777 == 0o700
        assert server.password_file.stat().st_mode & 0o777 == 0o600
        assert server.pid is not None
        assert owner_uid(server.pid) != 0
    assert processes_in(short_folder / "data" / "postgres") == []


def test_a_wrong_password_is_refused(short_folder: Path) -> None:
    with EmbeddedPostgres(short_folder / "data", fast_tests=True) as server:
        wrong = re.sub(r":[^@/]+@", ":wrong@", server.url)
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(wrong)


def test_a_lost_password_file_is_named(short_folder: Path) -> None:
    with EmbeddedPostgres(short_folder / "data", fast_tests=True) as server:
        assert server.is_running()
    server.password_file.write_text("another")
    with pytest.raises(PasswordRefused, match="postgres-password"):
        server.start()
    assert not server.is_running()
    assert processes_in(short_folder / "data" / "postgres") == []


def test_committed_rows_survive_a_killed_server(short_folder: Path) -> None:
    with EmbeddedPostgres(short_folder / "data") as server:
        with psycopg.connect(server.url, autocommit=True) as connection:
            connection.execute("CREATE TABLE kept (number int)")
            for number in range(50):
                connection.execute("INSERT INTO kept VALUES (%s)", [number])
        first = server.pid
        assert first is not None
        os.kill(first, signal.SIGKILL)
        wait_until(lambda: not server.is_running(), "the server's end")
        assert server.last_status() == "SIGKILL"
        url = server.url
        server.start()
        assert server.pid != first
        assert server.url == url
        with psycopg.connect(url) as connection:
            found = connection.execute("SELECT count(*), sum(number) FROM kept").fetchone()
        assert found == (50, 1225)


def test_the_server_dies_with_a_killed_owner_and_starts_again(short_folder: Path) -> None:
    data = short_folder / "data"
    owner = subprocess.Popen(
        [sys.executable, "-c", OWNER, str(data)], stdout=subprocess.PIPE, text=True
    )
    with owner:
        assert owner.stdout is not None
        server_pid = int(owner.stdout.readline())
        with pytest.raises(DataFolderInUse, match=f"{owner.pid} .the test's owner"):
            EmbeddedPostgres(data).start()
        assert is_alive(server_pid)
        owner.kill()
    wait_until(lambda: not is_alive(server_pid), "the server's end after its owner's")
    with EmbeddedPostgres(data) as server:
        assert server.is_running()


def test_an_orphan_on_our_folder_is_ended_before_the_start(short_folder: Path) -> None:
    with EmbeddedPostgres(short_folder / "data") as first:
        orphan = first.pid
        assert orphan is not None
        # As after a crash on a system that does not end a server with its parent: the
        # server runs, and nobody holds the lock.
        first.lock.free()
        with EmbeddedPostgres(short_folder / "data") as second:
            assert not is_alive(orphan)
            assert second.is_running()


def test_a_stale_process_number_harms_nobody(short_folder: Path) -> None:
    with EmbeddedPostgres(short_folder / "data", fast_tests=True) as server:
        folder = server.database_folder
    # The number was given to a program of the same user that has nothing to do with the folder.
    stranger = start_child(["/bin/sleep", "600"], environment={}, account=server_account(folder))
    lines = [stranger.pid, folder, 1700000000, 5432, short_folder, "", "  5432001         0"]
    (folder / "postmaster.pid").write_text("".join(f"{line}\n" for line in lines))
    try:
        assert end_orphans(folder) == 0
        with server:
            assert server.is_running()
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_half_made_database_is_made_anew(short_folder: Path) -> None:
    draft = short_folder / "data" / "postgres.new"
    draft.mkdir(parents=True)
    (draft / "PG_VERSION").write_text("18")
    (short_folder / "data").chmod(0o711)
    with EmbeddedPostgres(short_folder / "data", fast_tests=True) as server:
        with psycopg.connect(server.url) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        assert not draft.exists()


def test_a_long_path_gets_its_socket_in_a_short_place(short_folder: Path) -> None:
    data = short_folder / ("long" * 30) / "data"
    with EmbeddedPostgres(data, fast_tests=True) as server:
        socket_folder = server.socket_folder
        assert len(str(socket_folder)) < 40
        assert socket_folder.stat().st_mode & 0o777 == 0o700
        assert EmbeddedPostgres(data).url == server.url
        with psycopg.connect(server.url) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    assert not socket_folder.exists()


@pytest.mark.parametrize("name", ["数据 目录", "with, comma", "100% 'sure'"])
def test_any_name_will_do_for_the_data_folder(short_folder: Path, name: str) -> None:
    with EmbeddedPostgres(short_folder / name, fast_tests=True) as server:
        with psycopg.connect(server.url) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        assert processes_in(server.database_folder) != []


def test_a_database_of_an_unknown_version_is_left_alone(short_folder: Path) -> None:
    with EmbeddedPostgres(short_folder / "data", fast_tests=True) as server:
        version = server.database_folder / "PG_VERSION"
    version.write_text("15\n")
    with pytest.raises(WrongVersion, match="PostgreSQL 15"):
        server.start()
    assert version.read_text() == "15\n"
    assert not server.lock.held


def test_a_server_that_cannot_start_says_why(short_folder: Path) -> None:
    with EmbeddedPostgres(short_folder / "data", fast_tests=True) as server:
        settings = server.database_folder / "postgresql.conf"
    settings.write_text(settings.read_text() + "\nno_such_setting = 1\n")
    with pytest.raises(ServerFailed, match="no_such_setting"):
        server.start()
    assert not server.lock.held


def test_no_statement_reaches_the_log(short_folder: Path) -> None:
    with EmbeddedPostgres(short_folder / "data") as server:
        with psycopg.connect(server.url, autocommit=True) as connection:
            connection.execute("CREATE TABLE people (name text PRIMARY KEY)")
            connection.execute("INSERT INTO people VALUES ('样例甲')")
            with pytest.raises(psycopg.errors.UniqueViolation):
                connection.execute("INSERT INTO people VALUES ('样例甲')")
            # Such a message repeats what was sent, so it must not be written at all.
            with pytest.raises(psycopg.errors.InvalidTextRepresentation, match="样例甲"):
                connection.execute("SELECT '样例甲'::integer")
        logs = server.log_folder
    text = "".join(path.read_text() for path in logs.iterdir())
    assert "database system is ready to accept connections" in text
    assert "样例甲" not in text
