"""A whole Rongcheng, started as a city starts it: ``rongcheng up``, with its own data folder.

``live`` is shared by the tests of a run that only talk to it; they run in one worker. A test that
kills things takes ``new_live``, which gives a fresh one to each call.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from rongcheng.runtime.children import start_child
from rongcheng.runtime.leftovers import start_time
from rongcheng.runtime.locks import FolderLock
from rongcheng.runtime.postgres import EmbeddedPostgres
from rongcheng.runtime.readiness import answers
from tests.plugins.commands import run_command
from tests.plugins.prepared import copy_prepared, may_be_copied

READY = "Rongcheng is ready"
START_SECONDS = 180.0
STOP_SECONDS = 90.0
# What the tests' own process is told about its database is not for the server under test.
NOT_PASSED_ON = (
    "DATABASE_URL",
    "RONGCHENG_DATA",
    "RONGCHENG_DEMO",
    "RONGCHENG_KEYS_FILE",
    "RONGCHENG_METROS",
    "RONGCHENG_SECRET_KEY",
)


class LiveServer:
    """One `rongcheng up`: ``url``, ``data``, and ways to end, kill and ask it."""

    def __init__(
        self, folder: Path, *options: str, settings: Mapping[str, str] | None = None
    ) -> None:
        """Choose a free port; nothing is started yet. ``options`` go to `rongcheng up`.

        ``settings`` are environment variables of the server and of its commands.
        """
        self.folder = folder
        self.data = folder / "data"
        self.options = options
        self.settings = dict(settings or {})
        self.output_file = folder / "up.log"
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = int(probe.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *, wait: bool = True) -> None:
        """Start it and wait until it serves and has started all its parts."""
        starts_before = self.output().count(READY) if self.output_file.exists() else 0
        words = ["up", "--port", str(self.port), "--data", str(self.data), *self.options]
        with self.output_file.open("ab") as output:
            # It ends with the tests, also when those are killed.
            self.process = start_child(
                [sys.executable, "-m", "rongcheng.cli", *words],
                environment=self.environment(),
                output=output,
            )
        if wait:
            self._wait(lambda: self.output().count(READY) > starts_before)

    def environment(self) -> dict[str, str]:
        """Return the environment of the server and of its commands."""
        kept = {name: value for name, value in os.environ.items() if name not in NOT_PASSED_ON}
        # The running day would move figures under the tests' feet: who wants it says `--live`.
        quiet = {"RONGCHENG_LANG": "en", "RONGCHENG_LIVE": "0", "RONGCHENG_DEMO_APPS": "0"}
        return kept | quiet | self.settings

    def wait_until_ready(self, seconds: float = START_SECONDS) -> None:
        """Wait until the health page says that all is well, as after the kill of a part."""
        self._wait(lambda: answers(self.url), seconds)

    def _wait(self, condition: Callable[[], bool], seconds: float = START_SECONDS) -> None:
        deadline = time.monotonic() + seconds
        while not condition():
            ended = self.process is None or self.process.poll() is not None
            if ended or time.monotonic() > deadline:
                raise AssertionError(f"rongcheng up does not serve:\n{self.output()}")
            time.sleep(0.05)

    def output(self) -> str:
        """Return what it printed so far."""
        return self.output_file.read_text(encoding="utf-8", errors="replace")

    def pid(self, name: str) -> int:
        """Return a process id: of ``up`` itself, ``postgres``, ``web`` or ``worker``."""
        if name == "up":
            assert self.process is not None
            return self.process.pid
        if name == "postgres":
            first_line = (self.data / "postgres" / "postmaster.pid").read_text().splitlines()[0]
            return int(first_line)
        return int(FolderLock(self.data / "up.lock").read()["parts"][name][0])

    def kill(self, name: str) -> int:
        """Kill one process with SIGKILL, wait until it is gone, and return its process id."""
        number = self.pid(name)
        os.kill(number, signal.SIGKILL)
        if name == "up":
            assert self.process is not None
            self.process.wait()
        deadline = time.monotonic() + 30.0
        while start_time(number) is not None and time.monotonic() < deadline:
            time.sleep(0.005)
        return number

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """End it in good order and return the exit status; harmless when it has ended."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(timeout=STOP_SECONDS)

    def command(self, *words: str, seconds: float = 120.0) -> subprocess.CompletedProcess[str]:
        """Run another `rongcheng` command on its data."""
        return self.command_without_data(*words, "--data", str(self.data), seconds=seconds)

    def command_without_data(
        self, *words: str, seconds: float = 120.0
    ) -> subprocess.CompletedProcess[str]:
        """Run a `rongcheng` command that needs no data folder, or names its own."""
        return run_command(words, self.environment(), seconds)

    def database_url(self) -> str:
        """Return the address of its database."""
        return EmbeddedPostgres(self.data).url


def set_up_in(folder: Path) -> None:
    """Have `rongcheng up` set up the data of a folder, and end it in good order."""
    server = LiveServer(folder)
    server.start()
    assert server.stop() == 0, server.output()


@contextlib.contextmanager
def live_server(
    *options: str, settings: Mapping[str, str] | None = None, fresh: bool = False
) -> Iterator[LiveServer]:
    """Start a server in a private folder, and end it and remove the folder afterwards.

    Its data is a copy of what a first start sets up; with `fresh` it is set up here.
    """
    folder = Path(tempfile.mkdtemp(prefix="rcl-", dir="/tmp"))
    # PostgreSQL's own account must pass through; what is inside is private.
    folder.chmod(0o711)
    server = LiveServer(folder, *options, settings=settings)
    try:
        if not fresh and may_be_copied(options, server.settings):
            copy_prepared(server.data, set_up_in)
        server.start()
        yield server
    finally:
        if server.process is not None:
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def live() -> Iterator[LiveServer]:
    """The run's shared server, with both metros and the demonstration day."""
    with live_server() as server:
        yield server


@pytest.fixture
def new_live() -> Iterator[Callable[..., LiveServer]]:
    """A function that starts a server of the test's own; options go to `rongcheng up`."""
    with contextlib.ExitStack() as stack:
        yield lambda *options: stack.enter_context(live_server(*options))
