"""Commands that tests fork are as those that a person starts, and end as those do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.plugins.commands import command_server, run_command
from tests.runtime.waiting import wait_until

LANGUAGE = {"PATH": os.environ["PATH"], "RONGCHENG_LANG": "en"}


@pytest.mark.parametrize("words", [("nonsense",), ("verify", "--data", "/tmp/nothing-is-here")])
def test_a_forked_command_answers_as_a_started_one(words: tuple[str, ...]) -> None:
    forked = run_command(words, LANGUAGE, 60)
    started = subprocess.run(
        [sys.executable, "-m", "rongcheng.cli", *words],
        capture_output=True,
        check=False,
        env=LANGUAGE,
        text=True,
    )
    assert forked.returncode == started.returncode != 0
    assert (forked.stdout, forked.stderr) == (started.stdout, started.stderr) != ("", "")


def test_each_has_its_own_environment() -> None:
    words = ("verify", "--data", "/tmp/nothing-is-here")
    english = run_command(words, LANGUAGE, 60)
    chinese = run_command(words, LANGUAGE | {"RONGCHENG_LANG": "zh"}, 60)
    assert "holds no data" in english.stderr
    assert "没有数据" in chinese.stderr


def test_a_killed_command_tells_the_signal_and_others_go_on(tmp_path: Path) -> None:
    words = ("core", "--pool", "430100", "--pack", "nowhere", "--journal", str(tmp_path / "j"))
    with open(os.devnull, "r+b") as nothing:
        files = [nothing.fileno()] * 3
        first = command_server().start(words, LANGUAGE, files)
        os.kill(first.pid, 9)
        assert first.status() == -9
    with pytest.raises(ProcessLookupError):
        os.kill(first.pid, 0)
    assert run_command(("--help",), LANGUAGE, 60).returncode == 0


def test_a_command_that_takes_too_long_is_killed() -> None:
    with pytest.raises(subprocess.TimeoutExpired):
        run_command(("--help",), LANGUAGE, 0.0)
    wait_until(lambda: children_of_the_server() == [], "the end of the command")


def children_of_the_server() -> list[str]:
    server = command_server().pid
    return Path(f"/proc/{server}/task/{server}/children").read_text().split()
