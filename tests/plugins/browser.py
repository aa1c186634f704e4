"""A real Chromium for the acceptance tests: the system's own, never a downloaded one.

A missing browser fails the test and says what to install; `make test` leaves browser tests out
beforehand where they are not required.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]
MISSING = (
    "no Chromium found: apt-get install chromium fonts-noto-cjk,"
    " or leave these tests out with -m 'not browser'"
)
WAIT_MILLISECONDS = 15_000


def find_browser() -> str:
    """Return the path of the system's Chromium, or fail with what to install."""
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return found
    pytest.fail(MISSING)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for a module's tests.

    Not for the whole run: while it is open its event loop counts as running in this thread, and
    Django then refuses the database to tests that come after.
    """
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_browser(), args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def browser_page(browser: Browser) -> Iterator[Page]:
    """An empty page with no cookies; the test fails when a script on it failed."""
    with browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai") as context:
        context.set_default_timeout(WAIT_MILLISECONDS)
        page = context.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        yield page
    assert errors == []
