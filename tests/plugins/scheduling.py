"""Shares the tests out among workers so that nobody starts a server twice.

Tests of one file stay together, for their fixtures' sake; all files whose tests use the shared
``live`` server stay together as well. (xdist's own grouping by mark changes a test's name, which
pytest no longer allows.)
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

PROJECT = Path(__file__).resolve().parents[2]
USES_LIVE = re.compile(r"^def test_\w+\([^)]*\blive\b", re.MULTILINE)


@cache
def scope_of(file: str) -> str:
    """Return what a test file is kept together with: the live server's users, or itself."""
    path = PROJECT / file
    if path.is_file() and USES_LIVE.search(path.read_text(encoding="utf-8")):
        return "live"
    return file


class FileScheduling(LoadScopeScheduling):
    """Gives whole files to workers, the largest first."""

    def _split_scope(self, nodeid: str) -> str:
        return scope_of(nodeid.partition("::")[0])


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> FileScheduling:
    """Use it whenever tests run on several workers."""
    return FileScheduling(config, log)
