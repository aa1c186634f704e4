"""A real reference core in a process of its own, and a wire between that breaks on demand."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from rongcheng.policy.book import PolicyBook
from rongcheng.policy.pack import Pack
from rongcheng.reference_core.engine import ReferenceCore
from rongcheng.reference_core.journal import Journal, read_records
from rongcheng.reference_core.running import read_keys
from rongcheng.reference_core.server import CoreServer

START_S = 60.0
Json = dict[str, Any]


class Books:
    """What a core's journal says, whoever runs it."""

    journal: Path

    def records(self) -> list[Json]:
        """Return what its journal holds."""
        return read_records(self.journal)

    def standing(self) -> dict[str, Json]:
        """Return the amounts of every settlement that stands there, by key."""
        records = self.records()
        gone = {record["of"] for record in records if record["op"] == "reverse"}
        return {
            record["key"]: record["answer"]["amounts"]
            for record in records
            if record["op"] == "settle" and record["key"] not in gone
        }


class CoreThread(Books):
    """The same core and door in a thread of the test: where nobody is killed, it is quicker."""

    def __init__(self, folder: Path, pool: str, pack: Pack) -> None:
        """Open its journal and serve."""
        self.journal = folder / "core.journal"
        self.keys = folder / "core.keys.json"
        self._journal = Journal(self.journal)
        core = ReferenceCore(pool, PolicyBook(pack), self._journal)
        keys = read_keys(self.keys)
        self.access_key = keys[0]
        self._server = CoreServer("127.0.0.1", 0, core, keys)
        self.port = int(self._server.server_address[1])
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()
        self._journal.close()


class CoreProcess(Books):
    """`rongcheng core` with its own journal and its own pack."""

    def __init__(self, folder: Path, pool: str, pack: Path) -> None:
        """Choose its files; nothing is started yet."""
        self.pool = pool
        self.pack = pack
        self.journal = folder / "core.journal"
        self.keys = folder / "core.keys.json"
        self.log = folder / "core.log"
        self.port = 0
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it says that it is ready; the port stays the same."""
        words = ["core", "--pool", self.pool, "--pack", str(self.pack)]
        words += ["--journal", str(self.journal), "--secret-file", str(self.keys)]
        words += ["--port", str(self.port)]
        self.log.write_bytes(b"")
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "rongcheng.cli", *words],
                stdout=output,
                stderr=output,
                env={**os.environ, "RONGCHENG_LANG": "en"},
            )
        deadline = time.monotonic() + START_S
        while b"ready" not in self.log.read_bytes():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(self.log.read_text())
            time.sleep(0.02)
        self.port = int(self.log.read_text().split("ready:")[1].split()[0].rpartition(":")[2])

    def kill(self) -> None:
        """Kill it without warning."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        """End it in good order."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(timeout=20)


class Wire:
    """Passes questions on to a core; `breaks` holds what happens to the next ones, in order."""

    def __init__(self, port_of: Callable[[], int], patience_s: float) -> None:
        """Listen on a free port."""
        self.port_of = port_of
        self.patience_s = patience_s
        self.breaks: list[tuple[str, str]] = []
        self.passed: list[str] = []
        self.late: list[Callable[[], Any]] = []
        self._busy = 0
        wire = self

        class Door(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                wire._busy += 1
                try:
                    wire.take(self)
                except ConnectionError:
                    self.close_connection = True  # The core is down.
                finally:
                    wire._busy -= 1

            def log_message(self, format: str, *args: Any) -> None:
                del format, args

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        """Stop listening."""
        self.server.shutdown()
        self.server.server_close()

    def settle_down(self) -> None:
        """Wait until every question that is on its way has arrived."""
        while self._busy:
            time.sleep(0.02)

    def next_break(self, name: str) -> str:
        """Return what happens to this question, and use it up."""
        for number, (operation, fault) in enumerate(self.breaks):
            if operation in (name, "*"):
                if fault != "down":
                    del self.breaks[number]
                return fault
        return ""

    def forward(self, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        """Ask the core itself."""
        link = http.client.HTTPConnection("127.0.0.1", self.port_of(), timeout=20)
        try:
            link.request("POST", path, body, headers)
            answer = link.getresponse()
            return answer.status, answer.read()
        finally:
            link.close()

    def take(self, door: BaseHTTPRequestHandler) -> None:
        """Pass one question on, or break it."""
        body = door.rfile.read(int(door.headers["Content-Length"]))
        headers = {key: value for key, value in door.headers.items() if key.startswith("_api")}
        name = door.path.rpartition("/")[2]
        self.passed.append(name)
        fault = self.next_break(name)

        def ask() -> tuple[int, bytes]:
            return self.forward(door.path, body, headers)

        door.close_connection = True
        if fault in {"drop_before", "down"}:
            return
        if fault == "deliver_late":
            self.late.append(ask)
            return
        if fault == "http_500":
            return reply(door, 500, b"{}")
        if fault == "slow":
            time.sleep(self.patience_s * 2)
        status, answer = ask()
        if fault == "twice":
            status, answer = ask()
        if fault == "drop_after":
            return
        if fault == "garbage":
            answer = b"<html>" + answer[:20]
        if fault == "wrong_amounts":
            answer = changed(answer)
        reply(door, status, answer)


def changed(answer: bytes) -> bytes:
    """Return an answer whose fund pays a yuan more than its parts."""
    plain = json.loads(answer)
    plain["amounts"]["fund_fen"] += 100
    return json.dumps(plain).encode()


def reply(door: BaseHTTPRequestHandler, status: int, body: bytes) -> None:
    """Answer; the one who asked may have gone."""
    try:
        door.send_response(status)
        door.send_header("Content-Length", str(len(body)))
        door.send_header("Connection", "close")
        door.end_headers()
        door.wfile.write(body)
    except OSError:
        pass
