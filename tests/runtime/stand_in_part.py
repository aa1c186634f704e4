"""A stand-in part for tests of the supervisor: ``setup``, ``web PORT``, ``worker`` or ``live``.

Each writes a line into DATA/story, so that a test sees what was started and in what order. It
imports nothing of the house: it is started by the dozen.
"""

from __future__ import annotations

import http.server
import os
import signal
import sys
import time
from pathlib import Path
from types import FrameType


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


def main() -> None:
    """Be the part that the first word names."""
    name, words = sys.argv[1], sys.argv[2:]
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
