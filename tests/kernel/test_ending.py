"""A server that is told to end while it answers finishes the answer and ends."""

from __future__ import annotations

import subprocess
import sys

import pytest

# Each request tells its own process to end from inside the server, where an exception of a
# handler would be taken for a fault of the request.
PROGRAM = """
import os, signal, socket, socketserver, sys, threading
from rongcheng.kernel.ending import serve_until_told

class Answer(socketserver.StreamRequestHandler):
    def handle(self):
        os.kill(os.getpid(), getattr(signal, sys.argv[1]))
        self.wfile.write(b"whole")

class Server(socketserver.TCPServer):
    allow_reuse_address = True

with Server(("127.0.0.1", 0), Answer) as server:
    said = []

    def ask():
        with socket.create_connection(server.server_address, timeout=20) as asked:
            said.append(asked.recv(20))

    asking = threading.Thread(target=ask)
    serve_until_told(server, asking.start)
    asking.join()
    print(said[0].decode(), signal.pthread_sigmask(signal.SIG_BLOCK, ()) == set())
"""


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_it_ends_after_the_answer(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, name], capture_output=True, text=True, timeout=30
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "whole True\n", "")
