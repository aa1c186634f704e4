"""`rongcheng up` keeps its parts running, ends them all, and starts again after any kill."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from rongcheng.runtime.plan import UpOptions, default_commands, is_live
from rongcheng.runtime.postgres import EmbeddedPostgres
from rongcheng.runtime.readiness import answers
from tests.runtime.waiting import is_alive, wait_until

STAND_IN = Path(__file__).with_name("stand_in.py")
READY = "Rongcheng is ready"


class Run:
    """One supervised run of the stand-in parts."""

    def __init__(self, data: Path, port: int) -> None:
        """Remember where; nothing is started yet."""
        self.data = data
        self.port = port
        self.address = f"http://127.0.0.1:{port}"
        self.lines: list[str] = []
        self.process: subprocess.Popen[str] | None = None

    def launch(self, **environment: str) -> subprocess.Popen[str]:
        """Start it and return at once."""
        self.process = subprocess.Popen(
            [sys.executable, str(STAND_IN), str(self.data), str(self.port)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=os.environ | {"RONGCHENG_LANG": "en", "RONGCHENG_KEYS_FILE": ""} | environment,
        )
        return self.process

    def start(self) -> None:
        """Start it and wait until it says that it is ready."""
        process = self.launch()
        assert process.stdout is not None
        for line in process.stdout:
            self.lines.append(line.strip())
            if READY in line:
                break
        assert READY in self.lines[-1], self.lines
        # The page is ready as soon as the web server is; the worker may need a moment more.
        starts = len(self.pids("web"))
        wait_until(lambda: len(self.pids("worker")) == starts, "the worker's start")

    def finish(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal, wait for the end and return the exit status."""
        assert self.process is not None
        self.process.send_signal(number)
        output, _ = self.process.communicate(timeout=180)
        self.lines += output.splitlines()
        return self.process.returncode

    def story(self) -> list[tuple[str, int]]:
        """Return what the parts told, in order: a word and a process id."""
        lines = (self.data / "story").read_text(encoding="utf-8").splitlines()
        return [(line.split()[0], int(line.split()[1])) for line in lines]

    def pids(self, name: str) -> list[int]:
        """Return the process ids of a part, in the order of its starts."""
        return [pid for word, pid in self.story() if word == name]

    def server_pid(self) -> int:
        """Return the database server's process id."""
        return int((self.data / "postgres" / "postmaster.pid").read_text().splitlines()[0])


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@pytest.fixture
def run(short_folder: Path) -> Iterator[Run]:
    found = Run(short_folder / "data", free_port())
    yield found
    if found.process is not None:
        found.process.terminate()
        found.process.communicate(timeout=180)


@pytest.mark.usefixtures("unchanged_parents")
def test_signals_end_everything_and_later_starts_keep_the_data(run: Run) -> None:
    run.start()
    assert [word for word, _ in run.story()] == ["setup", "web", "worker"]
    secret = (run.data / "keys.json").read_text()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        everything = [run.pids("web")[-1], run.pids("worker")[-1], run.server_pid()]
        assert run.finish(number) == 0
        assert [pid for pid in everything if is_alive(pid)] == []
        assert [word for word, _ in run.story()][-2:] == ["ended", "ended"]
        assert "All stopped" in run.lines[-1]
        assert not answers(run.address)
        run.start()
    assert run.finish() == 0
    assert len(run.pids("setup")) == 1
    assert len(run.pids("web")) == 4
    assert (run.data / "keys.json").read_text() == secret


@pytest.mark.parametrize("name", ["web", "worker"])
def test_a_killed_part_is_started_again(run: Run, name: str) -> None:
    run.start()
    os.kill(run.pids(name)[0], signal.SIGKILL)
    wait_until(lambda: len(run.pids(name)) == 2, f"the second {name}")
    wait_until(lambda: answers(run.address), "the page after the kill")
    assert run.finish() == 0
    assert f"{name} ended unexpectedly (SIGKILL); starting it again." in run.lines


def test_the_running_day_is_a_part_that_may_die(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STAND_IN_LIVE", "1")
    run.start()
    wait_until(lambda: len(run.pids("live")) == 1, "the running day")
    os.kill(run.pids("live")[0], signal.SIGKILL)
    assert answers(run.address)
    wait_until(lambda: len(run.pids("live")) == 2, "the running day again")
    assert run.finish(signal.SIGINT) == 0
    assert not is_alive(run.pids("live")[-1])
    assert "live ended unexpectedly (SIGKILL); starting it again." in run.lines
    assert [len(run.pids(name)) for name in ("web", "worker")] == [1, 1]


def test_a_day_runs_in_demo_mode_only_and_not_when_it_is_turned_off() -> None:
    shown = UpOptions(data_folder=Path("/tmp"), live=True)
    assert is_live(shown)
    assert not is_live(shown._replace(live=False))
    assert not is_live(shown._replace(demo=False))
    assert default_commands("127.0.0.1", 8000, None, live=True).live[-1] == "live-day"
    assert default_commands("127.0.0.1", 8000, None).live == ()


def test_a_killed_database_is_started_again_at_the_same_address(run: Run) -> None:
    run.start()
    before, url = run.server_pid(), EmbeddedPostgres(run.data).url
    os.kill(before, signal.SIGKILL)
    wait_until(lambda: reachable(url), "the database after the kill")
    assert run.server_pid() != before
    assert run.finish() == 0
    assert "postgres ended unexpectedly (SIGKILL); starting it again." in run.lines
    assert "postgres is back." in run.lines


def reachable(url: str) -> bool:
    try:
        psycopg.connect(url).close()
    except psycopg.OperationalError:
        return False
    return True


def test_a_killed_supervisor_takes_its_parts_along_and_starts_again(run: Run) -> None:
    run.start()
    everything = [*run.pids("web"), *run.pids("worker"), run.server_pid()]
    run.finish(signal.SIGKILL)
    wait_until(lambda: not any(map(is_alive, everything)), "the end of all parts")
    run.start()
    assert answers(run.address)
    assert len(run.pids("setup")) == 1
    assert run.finish() == 0


def test_a_new_start_may_follow_a_kill_at_once(run: Run) -> None:
    run.start()
    run.finish(signal.SIGKILL)
    run.start()
    assert answers(run.address)
    assert run.finish() == 0


def test_a_taken_port_is_named_before_anything_is_started(run: Run) -> None:
    with socket.create_server(("127.0.0.1", run.port)):
        process = run.launch()
        output, _ = process.communicate(timeout=180)
    assert process.returncode == 1
    assert f"Port 127.0.0.1:{run.port} is already taken" in output
    assert f"pid {os.getpid()}" in output
    assert "PORT=" in output
    assert not (run.data / "postgres").exists()
    assert not (run.data / "keys.json").exists()


def test_a_second_up_on_the_same_data_shows_the_first(run: Run) -> None:
    run.start()
    second = Run(run.data, free_port())
    output, _ = second.launch().communicate(timeout=180)
    assert second.process is not None
    assert second.process.returncode == 1
    assert run.address in output
    assert str(run.process.pid if run.process else "") in output
    assert answers(run.address)
    assert run.finish() == 0


def test_a_failed_set_up_ends_the_run_and_is_tried_again(run: Run) -> None:
    process = run.launch(STAND_IN_FAILS="setup")
    output, _ = process.communicate(timeout=180)
    assert process.returncode == 1
    assert "did not finish (exit 3)" in output
    assert [word for word, _ in run.story()] == ["setup"]
    run.start()
    assert len(run.pids("setup")) == 2
    assert run.finish() == 0


def test_other_keys_are_refused_and_lost_ones_never_replaced(run: Run) -> None:
    run.start()
    assert run.finish() == 0
    path = run.data / "keys.json"
    keys = json.loads(path.read_text())
    path.write_text(json.dumps(keys | {"index_key": keys["keys"]["1"]}))
    output, _ = run.launch().communicate(timeout=180)
    assert "runtime.E011" in output
    path.unlink()
    output, _ = run.launch().communicate(timeout=180)
    assert "runtime.E011" in output
    assert not path.exists()
    assert len(run.pids("web")) == 1


def test_a_part_that_cannot_start_is_named_with_its_log(run: Run) -> None:
    process = run.launch(STAND_IN_FAILS="web")
    output, _ = process.communicate(timeout=180)
    assert process.returncode == 1
    assert "web cannot start" in output
    assert "web.log. Last lines: a reason" in output
    assert run.pids("worker") == []
    assert not EmbeddedPostgres(run.data).lock.read()
