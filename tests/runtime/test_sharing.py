"""Commands and `rongcheng up` take turns on one database, and say what they wait for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from rongcheng.runtime.errors import DatabaseUnreachable, NoData
from rongcheng.runtime.postgres import EmbeddedPostgres
from rongcheng.runtime.session import open_session
from rongcheng.runtime.sharing import UP_HOLDER, check_answer, start_or_share, wait_for_answer

HOLDER = """
import sys, time
from pathlib import Path
from rongcheng.runtime.postgres import EmbeddedPostgres
with EmbeddedPostgres(Path(sys.argv[1]), fast_tests=True, holder=sys.argv[2]):
    print("up", flush=True)
    sys.stdin.readline()
"""


def start_holder(data: Path, name: str) -> subprocess.Popen[str]:
    """Start a program that holds the database until it gets a line."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(data), name],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "up\n"
    return holder


def test_another_commands_server_is_waited_for_and_then_started(short_folder: Path) -> None:
    data = short_folder / "data"
    said: list[str] = []
    with start_holder(data, "rongcheng verify") as holder:

        def end_the_other() -> None:
            if holder.stdin is not None and not holder.stdin.closed:
                holder.stdin.close()

        server = EmbeddedPostgres(data, fast_tests=True)
        try:
            assert start_or_share(server, said.append, end_the_other) is True
            assert server.is_running()
        finally:
            server.stop()
    assert len(said) == 1
    assert "rongcheng verify" in said[0]


def test_the_server_under_up_is_shared(short_folder: Path) -> None:
    data = short_folder / "data"
    said: list[str] = []
    with start_holder(data, UP_HOLDER):
        server = EmbeddedPostgres(data, fast_tests=True)
        assert start_or_share(server, said.append) is False
        wait_for_answer(server.url)
        assert not server.is_running()
    assert said == []


def test_a_database_of_ones_own_that_does_not_answer_is_named() -> None:
    with pytest.raises(DatabaseUnreachable, match=r"(?i)no such file|refused|does not exist"):
        check_answer("postgresql://nobody@/nothing?host=/no/such/folder")
    with pytest.raises(DatabaseUnreachable):
        check_answer("this is no address")


def test_a_folder_that_was_never_filled_holds_no_data(
    short_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL")
    data = short_folder / "data"
    with EmbeddedPostgres(data, fast_tests=True):
        pass
    for folder in (data, short_folder / "nothing"):
        with pytest.raises(NoData), open_session(str(folder), "test", print):
            raise AssertionError("no session without data")
    assert not EmbeddedPostgres(data).lock.read()
