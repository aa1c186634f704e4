"""`rongcheng` commands as processes of their own, forked from one that has loaded the libraries.

Each worker of the tests has one such `command_server`, started with its first command. What a
command is asked for, reads and answers, and how it ends, is as if it had been started; tests of
starting itself, and of what is killed at its start, start ``python -m rongcheng.cli``.
"""

from __future__ import annotations

import atexit
import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO

PROJECT = Path(__file__).resolve().parents[2]
# What the tests are told about their own work is nothing to a process that reads no settings.
OWN = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "RONGCHENG_")


class CommandServer:
    """The process that forks, seen from the tests."""

    def __init__(self) -> None:
        """Start it; it loads while its first request waits."""
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.plugins.command_server", str(theirs.fileno())],
                cwd=PROJECT,
                env={n: value for n, value in os.environ.items() if not n.startswith(OWN)},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
            )
        self.pid = self._process.pid
        atexit.register(self.end)

    def start(
        self, words: tuple[str, ...], environment: Mapping[str, str], files: list[int]
    ) -> Command:
        """Start a command with these files as its input, output and errors."""
        ours, theirs = socket.socketpair()
        request = {"words": words, "environment": dict(environment), "folder": os.getcwd()}
        with theirs:
            content = json.dumps(request).encode()
            socket.send_fds(self._control, [content], [*files, theirs.fileno()])
        return Command(ours)

    def end(self) -> None:
        """Let it end, and with it whatever still runs."""
        self._control.close()
        self._process.wait()


class Command:
    """A running command: its process id, and its exit status once it has one."""

    def __init__(self, told: socket.socket) -> None:
        """Wait until it is there."""
        self._told = told
        self._lines = told.makefile("r")
        line = self._lines.readline()
        assert line, "the process that becomes commands has ended; it says why"
        self.pid = int(line)

    def status(self) -> int:
        """Wait for its end and return its exit status, negative for a signal."""
        with self._told, self._lines:
            return int(self._lines.readline())


def run_command(
    words: tuple[str, ...], environment: Mapping[str, str], seconds: float
) -> subprocess.CompletedProcess[str]:
    """Run ``rongcheng WORDS`` to its end, with nothing to read; kill it after so many seconds."""
    out, out_there = os.pipe()
    err, err_there = os.pipe()
    nothing = os.open(os.devnull, os.O_RDONLY)
    files = [nothing, out_there, err_there]
    try:
        command = command_server().start(words, environment, files)
    finally:
        for file in files:
            os.close(file)
    with open(out, "rb") as output, open(err, "rb") as errors:
        try:
            said = _read_to_end((output, errors), seconds)
        except TimeoutError as late:
            os.kill(command.pid, signal.SIGKILL)
            command.status()
            raise subprocess.TimeoutExpired(list(words), seconds) from late
    return subprocess.CompletedProcess(["rongcheng", *words], command.status(), *said)


def _read_to_end(streams: tuple[IO[bytes], IO[bytes]], seconds: float) -> list[str]:
    """Return all that is written to the streams until everybody has closed them."""
    deadline = time.monotonic() + seconds
    read: dict[int, bytearray] = {stream.fileno(): bytearray() for stream in streams}
    with selectors.DefaultSelector() as selector:
        for number in read:
            selector.register(number, selectors.EVENT_READ)
        while selector.get_map():
            if time.monotonic() > deadline:
                raise TimeoutError
            for key, _ in selector.select(deadline - time.monotonic()):
                part = os.read(key.fd, 65_536)
                read[key.fd] += part
                if not part:
                    selector.unregister(key.fd)
    return [bytes(content).decode() for content in read.values()]


_servers: list[CommandServer] = []
_starting = threading.Lock()


def command_server() -> CommandServer:
    """Return this process's own server, started now if there is none."""
    with _starting:
        if not _servers:
            _servers.append(CommandServer())
        return _servers[0]
