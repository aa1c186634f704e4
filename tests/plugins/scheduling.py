"""Shares the tests out among workers so that nobody starts a server twice, and nobody waits long.

Tests of one file stay together, for their fixtures' sake; all files whose tests use the shared
``live`` server stay together as well. Only the one that looks at all pages stands by itself: it
takes as long as the others together, and a second server costs four seconds. (xdist's own grouping
by mark changes a test's name, which pytest no longer allows.) What takes longest begins first, so
that all workers end at about the same time: files that start servers or browsers take minutes,
however few tests they hold.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from functools import cache
from pathlib import Path

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

PROJECT = Path(__file__).resolve().parents[2]
LIVE = "live"
ALL_PAGES = "tests/acceptance/test_pages.py"
USES_LIVE = re.compile(r"^def test_\w+\([^)]*\blive\b", re.MULTILINE)
# A test that kills what serves and waits until it is back: minutes, in which others can work.
KILLS = re.compile(r"mark\.faults")
# A test that starts a server, a process or a browser, or makes up its cases by the hundred.
IS_SLOW = re.compile(
    r"live_server|new_live|mark\.browser|schemathesis|subprocess|hypothesis|Random\(|rights_rows"
)
KILLING_TESTS = 1_000
SLOW_TESTS = 200
"""Such a file counts as so many ordinary tests, and each of its tests as ten."""

WorkUnit = dict[str, bool]


@cache
def text_of(file: str) -> str:
    """Return what a test file says; nothing for what is no file."""
    path = PROJECT / file
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def scope_of(file: str) -> str:
    """Return what a test file is kept together with: the live server's users, or itself."""
    return LIVE if file != ALL_PAGES and USES_LIVE.search(text_of(file)) else file


def weight_of(scope: str, tests: int) -> int:
    """Return how long a scope takes, in ordinary tests."""
    if scope in (LIVE, ALL_PAGES) or KILLS.search(text_of(scope)):
        return KILLING_TESTS + 10 * tests
    if IS_SLOW.search(text_of(scope)):
        return SLOW_TESTS + 10 * tests
    return tests


class HeaviestFirst(OrderedDict[str, WorkUnit]):
    """The scopes that wait for a worker; the one that takes longest is given out first."""

    def popitem(self, last: bool = True) -> tuple[str, WorkUnit]:
        """Take the heaviest; of several that are alike, the first by name."""
        scope = min(self, key=lambda name: (-weight_of(name, len(self[name])), name))
        return scope, self.pop(scope)


class FileScheduling(LoadScopeScheduling):
    """Gives whole files to workers, the slowest first."""

    def __init__(self, config: pytest.Config, log: Producer) -> None:
        """Begin with nothing waiting."""
        super().__init__(config, log)
        self.workqueue = HeaviestFirst()

    def _split_scope(self, nodeid: str) -> str:
        return scope_of(nodeid.partition("::")[0])


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> FileScheduling:
    """Use it whenever tests run on several workers."""
    return FileScheduling(config, log)
