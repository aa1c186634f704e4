"""Lets commands and `rongcheng up` take turns on one embedded database (轮流使用数据库)."""

from __future__ import annotations

import time
from collections.abc import Callable

import psycopg

from rongcheng.runtime.console import Say, line
from rongcheng.runtime.errors import DatabaseBusy, DatabaseUnreachable, DataFolderInUse
from rongcheng.runtime.postgres import EmbeddedPostgres

UP_HOLDER = "rongcheng up"
WAIT_SECONDS = 120.0
POLL_SECONDS = 0.2


def start_or_share(
    server: EmbeddedPostgres, say: Say, on_wait: Callable[[], None] = lambda: None
) -> bool:
    """Start the server and return True, or return False when `rongcheng up` runs it.

    The server of another command ends with that command, so it is waited for; ``on_wait`` is
    called again and again meanwhile. Raises `DataFolderInUse` when that takes too long.
    """
    deadline = time.monotonic() + WAIT_SECONDS
    said = False
    while True:
        try:
            server.start()
        except DataFolderInUse:
            holder = server.lock.read().get("holder", "")
            if holder == UP_HOLDER:
                return False
            if time.monotonic() > deadline:
                raise
        else:
            return True
        if holder and not said:
            say(line("waiting_command", name=holder))
            said = True
        on_wait()
        time.sleep(POLL_SECONDS)


def wait_for_answer(url: str) -> None:
    """Wait until the server that `rongcheng up` runs answers; it may be recovering.

    Raises `DatabaseBusy` when that takes too long.
    """
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            psycopg.connect(url, connect_timeout=10).close()
        except psycopg.OperationalError as error:
            if time.monotonic() > deadline:
                raise DatabaseBusy() from error
        else:
            return
        time.sleep(POLL_SECONDS)


def check_answer(url: str) -> None:
    """Make sure that a database of the reader's own answers, or raise `DatabaseUnreachable`."""
    try:
        psycopg.connect(url, connect_timeout=10).close()
    except psycopg.Error as error:
        raise DatabaseUnreachable(problem=str(error).strip()) from error
