"""What holds for every test: the run's own keys, and no clock or suite left over from another."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rongcheng.kernel import crypto
from rongcheng.runtime.keys import configure_from_environment

# A conftest's fixtures come before those of installed plugins, so ours must be named here.
from tests.plugins.database import database_server, django_db_modify_db_settings  # noqa: F401


@pytest.fixture(autouse=True, scope="session")
def configured_keys() -> None:
    """Use the run's own keys, made by `tests.plugins.database`."""
    configure_from_environment()


@pytest.fixture
def configured_suite() -> Iterator[crypto.CryptoSuite]:
    """The suite in use; whatever the test configures instead is undone."""
    before = crypto.get_suite()
    yield before
    crypto.configure(before)
