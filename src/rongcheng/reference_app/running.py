"""Starts a reference app (启动参考城市应用): people, secret, port; serves until it is ended."""

from __future__ import annotations

import argparse
import errno
import json
import os
import secrets
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from rongcheng.kernel.ending import serve_until_told
from rongcheng.kernel.errors import RongchengError
from rongcheng.reference_app.engine import ReferenceApp
from rongcheng.reference_app.errors import AppPortTaken, SecretFileUnusable
from rongcheng.reference_app.people import Registry, registry_of_json
from rongcheng.reference_app.server import AppServer

Say = Callable[[str], None]


class AppOptions(NamedTuple):
    """Where to serve, with which secret, and whether the fault switch is there."""

    secret_file: Path
    host: str = "127.0.0.1"
    port: int = 0
    faults: bool = False


def read_secret(file: Path) -> str:
    """Return the secret shared with the clients; it is made, readable to us alone, if missing.

    Raises SecretFileUnusable.
    """
    try:
        if not file.exists():
            number = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(number, "w", encoding="utf-8") as made:
                json.dump({"client_secret": secrets.token_urlsafe(32)}, made)
        return str(json.loads(file.read_text("utf-8"))["client_secret"])
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise SecretFileUnusable(file=file.name) from fault


def serve_app(options: AppOptions, registry: Registry, say: Say) -> int:
    """Serve until SIGINT or SIGTERM; nothing of it stays but the secret file."""
    secret = read_secret(options.secret_file)
    app = ReferenceApp(registry, secret)
    control = secret if options.faults else ""
    try:
        server = AppServer(options.host, options.port, app, control=control)
    except OSError as fault:
        if fault.errno != errno.EADDRINUSE:
            raise
        raise AppPortTaken(port=options.port) from fault
    with server:
        serve_until_told(server, lambda: say(f"city app ready: {server.base}"))
    say("city app ended")
    return 0


def main() -> int:
    """Serve the registry that comes in by the standard input; see `rongcheng city-app` for words.

    Nothing else of the house is loaded, so that it may stand beside everything for little.
    """
    words = argparse.ArgumentParser(prog="rongcheng.reference_app.running")
    words.add_argument("--secret-file", type=Path, required=True)
    words.add_argument("--host", default="127.0.0.1")
    words.add_argument("--port", type=int, default=0)
    words.add_argument("--faults", action="store_true")
    given = words.parse_args()
    options = AppOptions(given.secret_file, given.host, given.port, given.faults)
    try:
        return serve_app(options, registry_of_json(sys.stdin.read()), _say)
    except RongchengError as fault:
        sys.stderr.write(f"{fault}\n")
        return 1


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
