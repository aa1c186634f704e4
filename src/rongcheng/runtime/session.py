"""Gives a command the database it is to work on, running or not (命令的数据库会话)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rongcheng.runtime.console import Say
from rongcheng.runtime.errors import NoData
from rongcheng.runtime.folders import choose_data_folder
from rongcheng.runtime.plan import base_environment, key_source
from rongcheng.runtime.postgres import EmbeddedPostgres
from rongcheng.runtime.restoring import check_finished
from rongcheng.runtime.sharing import check_answer, start_or_share, wait_for_answer
from rongcheng.runtime.stamp import read_stamp


@contextmanager
def open_session(data: str | None, holder: str, say: Say) -> Iterator[None]:
    """Set the environment for Django, with a database that answers while this is open.

    ``DATABASE_URL`` wins. Else the embedded database of the data folder: the one that runs under
    `rongcheng up`, or one started for as long as this lasts. Raises `NoData` for a folder that
    was never filled, and
    `RestoreUnfinished` for one whose restore was cut off.
    """
    folder = choose_data_folder(data).path
    check_finished(folder)
    given = os.environ.get("DATABASE_URL")
    if given:
        check_answer(given)
        _tell_django(folder, given)
        yield
        return
    server = EmbeddedPostgres(folder, holder=holder)
    if not server.database_folder.exists():
        raise NoData(folder=folder)
    started_here = start_or_share(server, say)
    try:
        if not started_here:
            wait_for_answer(server.url)
        stamp = read_stamp(server.url)
        if not stamp.fingerprint:
            raise NoData(folder=folder)
        os.environ.setdefault("RONGCHENG_DEMO", "1" if stamp.demo else "0")
        _tell_django(folder, server.url)
        yield
    finally:
        if started_here:
            server.stop()


def _tell_django(folder: Path, url: str) -> None:
    secret = key_source(folder).load().django_secret
    for name, value in base_environment(folder, secret).items():
        os.environ.setdefault(name, value)
    os.environ["DATABASE_URL"] = url
