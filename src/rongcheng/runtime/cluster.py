"""Makes the embedded database's files, once and completely (建库)."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from pathlib import Path

import psycopg

from rongcheng.runtime.accounts import Account
from rongcheng.runtime.binaries import Install
from rongcheng.runtime.children import start_child
from rongcheng.runtime.errors import DataFolderNotOurs, ServerFailed
from rongcheng.runtime.folders import make_folder, owner_name, sync_folder, write_private
from rongcheng.runtime.logs import open_log, tail
from rongcheng.runtime.server_options import LONGEST_SOCKET_FOLDER, initdb_options

NAME = "rongcheng"
PASSWORD_FILE = "postgres-password"  # noqa: S105 (a name, not a password)
# The server gets nothing of our environment: no secrets, no library paths, no locale.
ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C", "LANG": "C"}
SHORT_PLACE = Path("/tmp")  # noqa: S108 (a private folder is made in it)


def make_cluster(
    install: Install, folder: Path, account: Account | None, *, fast_tests: bool
) -> None:
    """Make ``folder/postgres``; a half-made one of a crash is made anew.

    The files are made beside their place and moved there when complete. Raises `ServerFailed`.
    """
    password = ensure_password(folder / PASSWORD_FILE)
    draft = folder / "postgres.new"
    shutil.rmtree(draft, ignore_errors=True)
    make_folder(draft, 0o700, account)
    note = folder / f"{PASSWORD_FILE}.initdb"
    write_private(note, password, account)
    log_file = folder / "logs" / "initdb.log"
    command = [
        install.program("initdb"),
        f"--pgdata={draft}",
        f"--username={NAME}",
        f"--pwfile={note}",
        *initdb_options(install.major, fast_tests=fast_tests),
    ]
    try:
        with open_log(log_file, append=False) as log:
            child = start_child(command, environment=ENVIRONMENT, account=account, output=log)
            status = child.wait()
    finally:
        note.unlink()
    if status != 0:
        raise ServerFailed(log=log_file, tail=tail(log_file))
    draft.rename(folder / "postgres")
    # The rename is complete only when the folder that holds the name is on disk.
    sync_folder(folder)


def ensure_password(path: Path) -> str:
    """Return the password in this file, made now if there is none."""
    if not path.exists():
        write_private(path, secrets.token_urlsafe(24))
    return path.read_text(encoding="utf-8").strip()


def made_by_major(database_folder: Path) -> int | None:
    """Return the major version that made these files, or None when there are none yet.

    Raises `DataFolderNotOurs` when they belong to another user.
    """
    try:
        return int((database_folder / "PG_VERSION").read_text())
    except FileNotFoundError:
        return None
    except PermissionError as error:
        raise DataFolderNotOurs(
            folder=database_folder.parent, owner=owner_name(database_folder)
        ) from error


def open_socket_folder(folder: Path, before: str | None, account: Account | None) -> Path:
    """Make the socket's private folder and return it.

    It is in the data folder, or in a short place when that path is too long for a socket's
    address or holds a comma, which separates addresses. ``before`` is the one that a crashed run
    left, which is removed.
    """
    if before and Path(before).name.startswith("rongcheng-"):
        shutil.rmtree(before, ignore_errors=True)
    socket_folder = folder / "socket"
    name = os.fsencode(socket_folder)
    if len(name) <= LONGEST_SOCKET_FOLDER and not set(name) & set(b',"'):
        make_folder(socket_folder, 0o700, account)
        return socket_folder
    place = SHORT_PLACE if SHORT_PLACE.is_dir() else Path(tempfile.gettempdir())
    socket_folder = Path(tempfile.mkdtemp(prefix="rongcheng-", dir=place))
    if account is not None:
        os.chown(socket_folder, account.uid, account.gid)
    return socket_folder


def create_missing_database(url: str) -> None:
    """Create the database in the new server, unless it is there."""
    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
        if found.fetchone() is None:
            connection.execute(f"CREATE DATABASE {NAME}")
