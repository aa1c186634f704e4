"""A process that becomes `rongcheng` commands: it forks, and the fork is the command.

Run as ``python -m tests.plugins.command_server FD``, started by `tests.plugins.commands`. It has
loaded beforehand what a command loads and what does not depend on the environment, so that a test
waits for what its command does and not for Python's libraries. It never has threads, Django's
settings or a connection; a fork gets environment, folder and streams of its own, reads its
settings itself, and ends as any process does.

A request is one message on the socket FD: JSON, and four open files: standard input, output and
errors, and a socket, on which the command's process id and then its exit status are told.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import runpy
import select
import signal
import socket
import sys
import threading
from typing import NamedTuple

LONGEST_REQUEST = 1_000_000
# What takes longest of it. What reads Django's settings when loaded cannot stand here.
LOADED = (
    "rongcheng.cli",
    "rongcheng.services.government.passing",
    "rongcheng.services.health.cores.engine",
    "rongcheng.services.health.explaining.explanation",
    "rongcheng.foundation.code.offline.verifier",
    "rongcheng.foundation.people.delegation.domain.giving",
    "rongcheng.foundation.webhooks.wire",
    "rongcheng.services.health.filings.facts",
    "rongcheng.services.health.settling.statements",
    "rongcheng.web.machine_auth",
    "cbor2",
    "chinese_calendar",
    "cryptography.x509",
    "django.core.management",
    "django.contrib.auth.hashers",
    "django.db.backends.postgresql.base",
    "django.db.migrations.executor",
    "django.db.models",
    "django.forms",
    "django.template.defaulttags",
    "django.test",
    "django.views.generic",
    "gmssl.sm4",
    "procrastinate",
    "psycopg_pool",
    "pydantic.json_schema",
    "pydantic.main",
    "segno",
    "stdnum.cn.uscc",
    "xlsxwriter",
)


class Request(NamedTuple):
    """What the fork is to be."""

    words: list[str]
    environment: dict[str, str]
    folder: str
    files: list[int]


def load() -> None:
    """Load it, and see that nothing is in the way of forking or decided for a command already."""
    gc.disable()
    for name in LOADED:
        importlib.import_module(name)
    gc.freeze()
    gc.enable()
    if importlib.import_module("django.conf").settings.configured:
        sys.exit("what is loaded has read Django's settings")
    if threading.active_count() != 1:
        sys.exit("what is loaded has started threads")


def await_request(control: socket.socket) -> Request | None:
    """Return what is asked for, in the fork that is to be it; None when nobody asks any more."""
    waking, woken = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
    signal.set_wakeup_fd(woken)
    signal.signal(signal.SIGCHLD, lambda number, frame: None)
    # A terminal's Ctrl-C is for the tests, whose end ends this process, and for the commands.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    running: dict[int, socket.socket] = {}
    while True:
        ready = select.select([control, waking], [], [])[0]
        if waking in ready:
            os.read(waking, 4_096)
            tell_ends(running)
        if control not in ready:
            continue
        content, files, _, _ = socket.recv_fds(control, LONGEST_REQUEST, 4)
        if not content:
            end_all(running)
            return None
        told = socket.socket(fileno=files.pop())
        child = os.fork()
        if child == 0:
            for other in (control, told, *running.values()):
                other.close()
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            os.close(waking)
            os.close(woken)
            return Request(**json.loads(content), files=files)
        for file in files:
            os.close(file)
        running[child] = told
        told.send(f"{child}\n".encode())


def tell_ends(running: dict[int, socket.socket]) -> None:
    """Tell the status of every command that has ended to whoever asked for it."""
    for child, told in list(running.items()):
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            # Nobody listens after a test that was cut off.
            with running.pop(child), contextlib.suppress(BrokenPipeError):
                told.send(f"{os.waitstatus_to_exitcode(status)}\n".encode())


def end_all(running: dict[int, socket.socket]) -> None:
    """End the commands of a run of tests that has ended."""
    for child in running:
        os.kill(child, signal.SIGKILL)


def become(request: Request) -> None:
    """Be ``python -m rongcheng.cli`` with these words, from here to the end of the process."""
    for number, file in enumerate(request.files):
        os.dup2(file, number)
        os.close(file)
    os.chdir(request.folder)
    os.environ.clear()
    os.environ.update(request.environment)
    sys.argv = ["rongcheng", *request.words]
    runpy.run_module("rongcheng.cli", run_name="__main__", alter_sys=True)


def main() -> None:
    """Serve until nobody asks any more; a fork comes out of it as its command."""
    control = socket.socket(fileno=int(sys.argv[1]))
    load()
    request = await_request(control)
    if request is not None:
        become(request)


if __name__ == "__main__":
    main()
