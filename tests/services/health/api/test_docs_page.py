"""The page of the API in a real browser: drawn from our own files, under our own policy."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.plugins.live import LiveServer

pytestmark = pytest.mark.browser


def test_the_page_is_drawn_without_anything_from_elsewhere(
    live: LiveServer, browser_page: Page
) -> None:
    asked: list[str] = []
    said: list[str] = []
    browser_page.on("request", lambda request: asked.append(request.url))
    browser_page.on(
        "console", lambda message: said.append(message.text) if message.type == "error" else None
    )
    browser_page.goto(f"{live.url}/api/docs")
    browser_page.wait_for_selector(".opblock")
    assert browser_page.locator(".opblock").count() == 19
    summaries = browser_page.locator(".opblock-summary")
    summaries.filter(has_text="/api/health/settlements").first.click()
    browser_page.wait_for_selector(".opblock.is-open")
    assert "H43010300001-20260302-0001" in browser_page.inner_text(".opblock.is-open")
    elsewhere = [url for url in asked if not url.startswith((live.url, "data:", "blob:"))]
    assert elsewhere == []
    assert said == []
