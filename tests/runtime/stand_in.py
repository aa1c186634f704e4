"""Stand-in parts, and a supervisor over them, for tests of the supervisor itself.

Run as a program: ``up DATA PORT`` supervises ``setup``, ``web PORT`` and ``worker`` of this file.
Each part writes a line into DATA/story, so that a test sees what was started and in what order.
"""

from __future__ import annotations

import http.server
import os
import signal
import sys
import time
from pathlib import Path
from types import FrameType

from rongcheng.kernel.errors import RongchengError
from rongcheng.runtime.plan import Commands, UpOptions
from rongcheng.runtime.supervisor import Supervisor


class HealthPage(http.server.BaseHTTPRequestHandler):
    """Answers everything with 200."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *words: object) -> None:
        """Say nothing."""


def tell(words: str) -> None:
    """Append a line to the story of the run."""
    story = Path(os.environ["RONGCHENG_DATA"]) / "story"
    with story.open("a", encoding="utf-8") as file:
        file.write(f"{words} {os.getpid()}\n")


def end_on_signal(number: int, frame: FrameType | None) -> None:
    """End in good order, and say so."""
    tell("ended")
    sys.exit(0)


def serve(port: int) -> None:
    """Be the web server."""
    http.server.HTTPServer(("127.0.0.1", port), HealthPage).serve_forever()


def supervise(data: Path, port: int) -> None:
    """Be `rongcheng up` over the parts of this file."""
    program = (sys.executable, __file__)
    commands = Commands(
        setup=(*program, "setup"),
        web=(*program, "web", str(port)),
        worker=(*program, "worker"),
        live=(*program, "live") if os.environ.get("STAND_IN_LIVE") else (),
    )
    options = UpOptions(data_folder=data, port=port, commands=commands)
    try:
        Supervisor(options, lambda words: print(words, flush=True)).run()
    except RongchengError as error:
        sys.exit(str(error))


def main() -> None:
    """Do what the first word says."""
    name, words = sys.argv[1], sys.argv[2:]
    if name == "up":
        supervise(Path(words[0]), int(words[1]))
        return
    signal.signal(signal.SIGTERM, end_on_signal)
    tell(name)
    if os.environ.get("STAND_IN_FAILS") == name:
        print("a reason", flush=True)
        sys.exit(3)
    if name == "web":
        serve(int(words[0]))
    if name in ("worker", "live"):
        time.sleep(600)


if __name__ == "__main__":
    main()
