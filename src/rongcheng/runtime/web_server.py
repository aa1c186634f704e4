"""The web server's main process (网页服务): loads everything once, then has it served by workers.

The workers are forks of the loaded process: they share its memory, and one that died is replaced
in a moment. Run by the supervisor as ``python -m rongcheng.runtime.web_server``.
"""

from __future__ import annotations

import argparse
import importlib
import multiprocessing
from pathlib import Path

from granian import Granian
from granian.constants import Interfaces, SSLProtocols
from granian.log import LogLevels

from rongcheng.runtime.loading import collector_at_rest

TARGET = "rongcheng.gateway.wsgi"


def read_words() -> argparse.Namespace:
    """Return what the supervisor asks for."""
    parser = argparse.ArgumentParser(prog="rongcheng.runtime.web_server")
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--threads", type=int, default=4)
    parser.add_argument("--certificate", type=Path)
    parser.add_argument("--key", type=Path)
    return parser.parse_args()


def main() -> None:
    """Load the application, then serve it until told to stop."""
    words = read_words()
    # Named by text: this package must not depend on the rooms above it.
    with collector_at_rest():
        importlib.import_module(TARGET).warm_up()
    multiprocessing.set_start_method("fork")
    Granian(
        target=f"{TARGET}:make_application",
        factory=True,
        address=words.host,
        port=words.port,
        interface=Interfaces.WSGI,
        workers=words.workers,
        blocking_threads=words.threads,
        websockets=False,
        log_level=LogLevels.warning,
        ssl_cert=words.certificate,
        ssl_key=words.key,
        # Hospital systems on older platforms speak 1.2 at best.
        ssl_protocol_min=SSLProtocols.tls12,
        respawn_failed_workers=True,
        respawn_interval=0.1,
        workers_kill_timeout=10,
    ).serve()


if __name__ == "__main__":
    main()
