"""Acting for another in a real browser: the bar, a closed page, elder mode and the dark theme."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.acceptance.page_list import DESKTOP, PHONE
from tests.acceptance.test_pages import serious_faults
from tests.plugins.live import LiveServer

pytestmark = pytest.mark.browser

AGENT = "430300-0000"
"""Whom the demonstration made somebody's agent and a child's guardian."""


@pytest.fixture
def acting(live: LiveServer, browser: Browser) -> Iterator[Page]:
    """The agent's phone, acting for the one who entrusted settlements."""
    with browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai") as context:
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.set_viewport_size({"width": PHONE, "height": 844})
        page.goto(f"{live.url}/signin")
        page.click(f'button[value="{AGENT}"]')
        page.goto(f"{live.url}/me/people")
        page.locator('form[action="/me/people/acting"] button').last.click()
        page.wait_for_url("**/me/settlements")
        yield page


def test_the_bar_stays_in_sight_and_the_way_back_is_one_tap(acting: Page, live: LiveServer) -> None:
    assert acting.locator(".acting").inner_text().startswith("正在代 样例")
    for lang, theme, elder, width, path in (
        ("zh", "light", "0", PHONE, "/me/settlements"),
        ("zh", "dark", "1", PHONE, "/me/filings"),
        ("en", "dark", "0", DESKTOP, "/me/filings"),
    ):
        chosen = {"lang": lang, "theme": theme, "elder": elder}
        acting.context.add_cookies(
            [{"name": name, "value": word, "url": live.url} for name, word in chosen.items()]
        )
        acting.set_viewport_size({"width": width, "height": 844})
        acting.goto(live.url + path)
        assert serious_faults(acting) == []
        assert acting.evaluate("document.documentElement.scrollWidth") <= width
        stop = acting.locator(".acting button").bounding_box()
        assert stop is not None
        assert min(stop["height"], stop["width"]) >= 44
        acting.mouse.wheel(0, 400)
        assert acting.locator(".acting").is_visible()
    acting.locator(".acting button").click()
    acting.wait_for_url("**/me/people?done=stopped")
    assert acting.locator(".acting").count() == 0
