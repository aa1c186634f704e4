"""A serving process that is told to end (收到结束信号): it ends at once, whatever it is doing."""

from __future__ import annotations

import signal
import socketserver
import threading
from collections.abc import Callable

SIGNALS = (signal.SIGINT, signal.SIGTERM)
# Seconds between two looks at whether the server was asked to stop.
POLL_SECONDS = 0.2


def serve_until_told(server: socketserver.BaseServer, ready: Callable[[], None]) -> None:
    """Serve, say `ready`, and stop at SIGINT or SIGTERM; for the main thread of a process.

    The signals wait until they are asked for instead of interrupting whatever runs: an exception
    raised by a handler inside a request is a fault of that request to the server, which goes on.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        serving = threading.Thread(target=server.serve_forever, args=(POLL_SECONDS,))
        serving.start()
        try:
            ready()
            signal.sigwait(SIGNALS)
        finally:
            server.shutdown()
            serving.join()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
