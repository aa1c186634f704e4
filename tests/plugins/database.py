"""Gives the tests a real PostgreSQL: the embedded one, once per run, in a private folder.

Loaded with ``-p tests.plugins.database`` because Django's settings are read before any conftest:
the environment must be complete by then. The address is known at once; the server starts when
the first test needs it, or, with pytest-xdist, in the controlling process before the workers.
With ``DATABASE_URL`` set beforehand, that server is used and none is started.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest

from rongcheng.runtime import keys
from rongcheng.runtime.postgres import EmbeddedPostgres
from tests.plugins.prepared import MARK

pytest_plugins = [
    "tests.plugins.live",
    "tests.plugins.browser",
    "tests.plugins.scheduling",
]

PROJECT = Path(__file__).resolve().parents[2]


class TestDatabase:
    """The run's folder and server; only the process that made the folder starts and removes."""

    __test__ = False

    def __init__(self) -> None:
        """Join the run that this process belongs to, or begin one."""
        self.is_owner = MARK not in os.environ
        self.server: EmbeddedPostgres | None = None
        if self.is_owner:
            self._begin()
        self.folder = Path(os.environ[MARK])

    def _begin(self) -> None:
        folder = Path(tempfile.mkdtemp(prefix="rct-", dir="/tmp"))
        # The server's own account must pass through; what is inside is private.
        folder.chmod(0o711)
        os.environ[MARK] = str(folder)
        keys.make_keys(folder / keys.FILE_NAME)
        os.environ["RONGCHENG_KEYS_FILE"] = str(folder / keys.FILE_NAME)
        os.environ["RONGCHENG_DATA"] = str(folder)
        (folder / "static").mkdir()
        os.environ["RONGCHENG_METROS"] = os.pathsep.join(
            str(path.parent) for path in sorted(PROJECT.glob("metros/*/metro.yaml"))
        )
        os.environ.setdefault("RONGCHENG_SECRET_KEY", "a-secret-for-tests-only")
        os.environ.setdefault("RONGCHENG_DEMO", "1")
        # Compiled rules are found again by the next run, unlike everything else.
        os.environ.setdefault("RONGCHENG_CACHE", str(PROJECT / ".pytest_cache" / "compiled"))
        if "DATABASE_URL" not in os.environ:
            self.server = EmbeddedPostgres(folder / "data", fast_tests=True, holder="pytest")
            self.server.prepare()
            os.environ["DATABASE_URL"] = self.server.url

    def start(self) -> None:
        """Start the server, if it is ours to start; harmless when it runs."""
        if self.server is not None:
            self.server.start()

    def end(self) -> None:
        """Stop the server and remove the run's folder."""
        if not self.is_owner:
            return
        if self.server is not None:
            self.server.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


database = TestDatabase()
atexit.register(database.end)


def pytest_sessionstart(session: pytest.Session) -> None:
    """With xdist the controller starts the server, because it outlives every worker."""
    if session.config.getoption("numprocesses", None):
        database.start()


def pytest_unconfigure() -> None:
    """Stop the server at the end of the run, also one that was interrupted."""
    database.end()


@pytest.fixture(scope="session")
def database_server() -> str:
    """Start the tests' PostgreSQL and return its address."""
    database.start()
    return os.environ["DATABASE_URL"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, database_server: str
) -> None:
    """Have the server ready before pytest-django makes its test database."""
