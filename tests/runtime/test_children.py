"""Children end with their parent and take their own children along."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from rongcheng.runtime.accounts import server_account
from rongcheng.runtime.children import describe_status, end_group, start_child
from rongcheng.runtime.logs import LARGEST_LOG, open_log, tail, trim_log
from rongcheng.runtime.parts import FIRST_DELAYS, LONGEST_DELAY, delay_after
from tests.runtime.waiting import is_alive, wait_until

PARENT = """
import os, subprocess, sys, time
from rongcheng.runtime.children import start_child
child = start_child(["/bin/sleep", "600"], environment={})
print(child.pid, flush=True)
time.sleep(600)
"""
STUBBORN = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
grandchild = subprocess.Popen(["/bin/sleep", "600"])
print(grandchild.pid, flush=True)
time.sleep(600)
"""


def test_a_child_dies_with_a_killed_parent() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert is_alive(child)
        parent.kill()
    wait_until(lambda: not is_alive(child), "the child's end")


def test_a_stubborn_child_and_its_own_children_are_ended() -> None:
    child = start_child([sys.executable, "-c", STUBBORN], environment={}, output=subprocess.PIPE)
    assert child.stdout is not None
    grandchild = int(child.stdout.readline())
    end_group(child, ((signal.SIGTERM, 0.2),))
    child.stdout.close()
    assert child.returncode == -signal.SIGKILL
    wait_until(lambda: not is_alive(grandchild), "the grandchild's end")


LIBRARY_SIGNALS = 0b11 << 31


def test_a_child_has_its_own_group_and_the_usual_signals(short_folder: Path) -> None:
    account = server_account(short_folder / "postgres")
    child = start_child(
        ["/bin/cat", "/proc/self/status"],
        environment={},
        account=account,
        output=subprocess.PIPE,
    )
    output, _ = child.communicate(timeout=30)
    lines = dict(line.split(":", 1) for line in output.decode().splitlines())
    uid = str(os.getuid() if account is None else account.uid)
    assert lines["Uid"].split() == [uid] * 4
    assert lines["NSpgid"].split()[-1] == lines["Pid"].strip()
    # Signals 32 and 33 are the C library's own; it may hold them back around a fork.
    assert int(lines["SigIgn"], 16) & ~LIBRARY_SIGNALS == 0
    assert int(lines["SigBlk"], 16) & ~LIBRARY_SIGNALS == 0
    if account is not None:
        assert lines["Groups"].split() == []


@pytest.mark.parametrize(
    ("status", "words"), [(0, "exit 0"), (3, "exit 3"), (-9, "SIGKILL"), (-15, "SIGTERM")]
)
def test_a_status_is_told_in_words(status: int, words: str) -> None:
    assert describe_status(status) == words


def test_the_first_restart_is_at_once_and_later_ones_wait() -> None:
    assert delay_after(0) == 0.0
    delays = [delay_after(deaths) for deaths in range(len(FIRST_DELAYS) + 3)]
    assert delays == sorted(delays)
    assert delays[-1] == LONGEST_DELAY


def test_a_large_log_is_set_aside_once(tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    trim_log(log)
    with open_log(log) as file:
        file.write(b"first")
        trim_log(log)
        assert log.read_bytes() == b"first"
        os.truncate(log, LARGEST_LOG + 1)
        trim_log(log)
        # The same program goes on writing, at the new end.
        file.write(b"second")
    with open_log(log) as file:
        file.write(b"third")
    assert log.read_bytes() == b"secondthird"
    assert (tmp_path / "web.log.1").stat().st_size == LARGEST_LOG + 1
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}
    with open_log(log, append=False) as file:
        assert log.read_bytes() == b""


def test_a_tail_is_short_and_joins_several_logs(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("\n".join(f"line {number}" for number in range(100)))
    (tmp_path / "b").write_text("last\n\n")
    found = tail(tmp_path / "a", tmp_path / "missing", tmp_path / "b")
    assert found.startswith("line 92 | line 93")
    assert found.endswith("line 99 | last")
