"""A PostgreSQL of one's own, with nothing to install or configure (内置数据库).

Only this machine's user reaches it: it listens on a private socket, asks for a password, and has
no network port. It dies with the process that started it, and the next start recovers what was
acknowledged. `EmbeddedPostgres` works on one data folder, under a lock.

Do not kill a server of a data folder by hand and copy its files while it runs; take a backup.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

import psycopg

from rongcheng.runtime.accounts import Account, server_account
from rongcheng.runtime.binaries import Install, find_installs, install_for
from rongcheng.runtime.children import describe_status, end_group, start_child
from rongcheng.runtime.cluster import (
    ENVIRONMENT,
    NAME,
    PASSWORD_FILE,
    create_missing_database,
    ensure_password,
    made_by_major,
    make_cluster,
    open_socket_folder,
)
from rongcheng.runtime.errors import DataFolderInUse, PasswordRefused, ServerFailed, WrongVersion
from rongcheng.runtime.folders import make_data_folder, make_folder
from rongcheng.runtime.locks import FolderLock
from rongcheng.runtime.logs import open_log, tail
from rongcheng.runtime.orphans import end_orphans, remove_stale_locks
from rongcheng.runtime.server_options import server_options

# What the server says when the last one has not quite gone; the next try succeeds.
PASSING_TROUBLES = ("pre-existing shared memory block", "already exists")
PASSING_SECONDS = 30.0
POLL_SECONDS = 0.03
# Fast shutdown first, which writes everything out; then an immediate one, which recovery mends.
STOP_STEPS = ((signal.SIGINT, 60.0), (signal.SIGQUIT, 15.0))


class EmbeddedPostgres:
    """The server of one data folder: `start`, use `url`, `stop`."""

    def __init__(
        self,
        data_dir: Path,
        *,
        fast_tests: bool = False,
        holder: str = "command",
        on_wait: Callable[[float], None] | None = None,
    ) -> None:
        """Name the data folder; nothing is made or started yet.

        With ``fast_tests`` commits are not forced to disk: for tests of everything but crashes.
        ``holder`` is told to others who find the folder taken; ``on_wait`` is called again and
        again with the seconds waited so far while a start takes long (recovery); an error that
        it raises ends the start.
        """
        self.folder = data_dir.absolute()
        self.database_folder = self.folder / "postgres"
        self.password_file = self.folder / PASSWORD_FILE
        self.log_folder = self.folder / "logs" / "postgres"
        self.log_file = self.folder / "logs" / "postgres-start.log"
        self.lock = FolderLock(self.folder / "postgres.lock")
        self._fast_tests = fast_tests
        self._holder = holder
        self._on_wait = on_wait
        self._process: subprocess.Popen[bytes] | None = None
        self._socket_folder: Path | None = None
        self._account: Account | None = None

    @property
    def url(self) -> str:
        """The address with user and password, for ``DATABASE_URL``."""
        return self._url(NAME)

    def _url(self, database: str) -> str:
        password = self.password_file.read_text(encoding="utf-8").strip()
        return f"postgresql://{NAME}:{password}@/{database}?host={quote(str(self.socket_folder))}"

    @property
    def socket_folder(self) -> Path:
        """The folder of the socket: ours, or the running server's when another process has it."""
        if self._socket_folder is None:
            said = self.lock.read().get("socket_folder")
            return Path(said) if said else self.folder / "socket"
        return self._socket_folder

    @property
    def pid(self) -> int | None:
        """The server's process id while it runs under us."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def is_running(self) -> bool:
        """Whether the server that we started is alive."""
        return self.pid is not None

    def last_status(self) -> str:
        """How the server that we started ended, in words; empty while it runs."""
        status = self._process.poll() if self._process is not None else None
        return describe_status(status) if status is not None else ""

    def prepare(self) -> None:
        """Make the data folder and the password, so that `url` is known before the start."""
        self._account = server_account(self.database_folder)
        make_data_folder(self.folder, self._account)
        ensure_password(self.password_file)

    def start(self) -> None:
        """Start the server and wait until it answers, however long it recovers.

        Makes the database on first use; ends an orphan of an earlier run first. Harmless when
        it runs already; after a crash it starts it again on the same socket.

        Raises `DataFolderInUse`, `DataFolderNotOurs`, `DataFolderUnreachable`, `ServerFailed`.
        """
        if self.is_running():
            return
        self.prepare()
        if not self.lock.take():
            holder = self.lock.read()
            raise DataFolderInUse(
                folder=self.folder,
                pid=holder.get("pid", "?"),
                address=holder.get("holder", "?"),
            )
        first_start = self._socket_folder is None
        try:
            self._start_locked()
        except BaseException:
            if first_start:
                self.stop()
            raise

    def _start_locked(self) -> None:
        make_folder(self.folder / "logs", 0o700 if self._account is None else 0o711)
        make_folder(self.log_folder, 0o700, self._account)
        end_orphans(self.database_folder)
        if self._socket_folder is None:
            before = self.lock.read().get("socket_folder")
            self._socket_folder = open_socket_folder(self.folder, before, self._account)
        remove_stale_locks(self.database_folder, self._socket_folder)
        self._say_who_holds()
        install = install_for(self._matching_install(), self._account, self.folder)
        if not self.database_folder.exists():
            make_cluster(install, self.folder, self._account, fast_tests=self._fast_tests)
        self._start_server(install)
        create_missing_database(self._url("postgres"))

    def _say_who_holds(self) -> None:
        said = {"pid": os.getpid(), "holder": self._holder}
        self.lock.write(said | {"socket_folder": str(self.socket_folder)})

    def _matching_install(self) -> Install:
        """Choose the newest programs, or those of the version that made the database."""
        installs = find_installs()
        made_by = made_by_major(self.database_folder)
        for install in installs:
            if made_by in (None, install.major):
                return install
        raise WrongVersion(folder=self.folder, version=made_by)

    def _start_server(self, install: Install) -> None:
        """Start until it answers; try again while only the last server's remains are in the way."""
        deadline = time.monotonic() + PASSING_SECONDS
        while not self._try_server(install):
            lines = self._log_tail()
            if time.monotonic() > deadline or not any(t in lines for t in PASSING_TROUBLES):
                raise ServerFailed(log=self.log_folder, tail=lines)
            time.sleep(0.2)
            end_orphans(self.database_folder)

    def _try_server(self, install: Install) -> bool:
        options = server_options(self.socket_folder, self.log_folder, fast_tests=self._fast_tests)
        with open_log(self.log_file, append=False) as log:
            self._process = start_child(
                [install.program("postgres"), "-D", str(self.database_folder), *options],
                environment=ENVIRONMENT,
                death_signal=signal.SIGINT,
                account=self._account,
                output=log,
            )
        started = time.monotonic()
        while self._process.poll() is None:
            if self._answers():
                return True
            if self._on_wait is not None:
                self._on_wait(time.monotonic() - started)
            time.sleep(POLL_SECONDS)
        return False

    def _answers(self) -> bool:
        try:
            psycopg.connect(self._url("postgres"), connect_timeout=10).close()
        except psycopg.OperationalError as error:
            if "password authentication failed" in str(error):
                raise PasswordRefused(file=self.password_file) from error
            return False
        return True

    def _log_tail(self) -> str:
        newest = sorted(self.log_folder.glob("*.log"), key=lambda path: path.stat().st_mtime)
        return tail(self.log_file, *newest[-1:])

    def stop(self) -> None:
        """Stop the server in good order and give the data folder free; harmless when stopped."""
        if self._process is not None:
            end_group(self._process, STOP_STEPS)
            self._process = None
        if self.lock.held:
            end_orphans(self.database_folder)
            self._drop_socket_folder()
            self.lock.free()

    def _drop_socket_folder(self) -> None:
        folder, self._socket_folder = self._socket_folder, None
        if folder is not None and folder.parent != self.folder and folder.is_dir():
            for leftover in folder.iterdir():
                leftover.unlink()
            folder.rmdir()

    def __enter__(self) -> Self:
        """Start it."""
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop it."""
        self.stop()
