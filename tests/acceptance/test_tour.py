"""The tour in a real browser: ten steps in both languages, amounts to the fen, and sound books."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.acceptance.page_list import PHONE
from tests.acceptance.test_pages import serious_faults
from tests.plugins.live import LiveServer, live_server

pytestmark = pytest.mark.browser

NO_BREAK = "\u00a0"
# Worked example 2 of the domain's description: a second stay in a provincial hospital.
EXAMPLE = {
    "zh": ["60,000.00 元", "42,573.14 元", "1,552.79 元", "44,125.93 元", "15,874.07 元"],
    "en": ["60,000.00", "42,573.14", "1,552.79", "44,125.93", "15,874.07"],
}
SOUND = {"zh": "全部核对过，一分不差", "en": "All checked, every fen in place"}
ONCE = {"zh": "发了两遍，只结算一次", "en": "Sent twice, settled once"}


@pytest.fixture(scope="module")
def own_live() -> Iterator[LiveServer]:
    """A server of this module's own: the tour closes clearing windows."""
    with live_server() as server:
        yield server


def walk(page: Page, live: LiveServer, lang: str, metro: str) -> dict[int, str]:
    """Do all ten steps as a visitor does, and return what each page said afterwards."""
    said = {}
    page.goto(f"{live.url}/tour")
    assert serious_faults(page) == []
    page.click(f'button[value="{metro}"]')
    for number in range(1, 11):
        page.wait_for_selector(".tour-do")
        assert page.locator("h1").count() == 1
        page.click(".tour-do")
        page.wait_for_selector("#done")
        assert page.locator("html").get_attribute("lang") == ("en" if lang == "en" else "zh-Hans")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
        assert serious_faults(page) == []
        said[number] = page.locator("main").inner_text().replace(NO_BREAK, " ")
        if number < 10:
            page.click(".tour-next a:last-child")
            page.wait_for_url(f"{live.url}/tour/{number + 1}")
    return said


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_ten_steps(own_live: LiveServer, browser: Browser, lang: str) -> None:
    with browser.new_context(java_script_enabled=True, locale="zh-CN") as context:
        context.set_default_timeout(20_000)
        context.add_cookies([{"name": "lang", "value": lang, "url": own_live.url}])
        page = context.new_page()
        page.set_viewport_size({"width": PHONE, "height": 844})
        said = walk(page, own_live, lang, "changzhutan")
    for amount in EXAMPLE[lang]:
        assert amount in said[5]
    assert "450.75" in said[3]
    assert ONCE[lang] in said[6]
    assert "6,000.00" in said[7]
    assert "2,000.00" in said[8]
    assert SOUND[lang] in said[10]


def test_without_script_in_the_other_metro_and_resumed(
    own_live: LiveServer, browser: Browser
) -> None:
    with browser.new_context(java_script_enabled=False, locale="zh-CN") as context:
        page = context.new_page()
        page.goto(f"{own_live.url}/tour")
        page.click('button[value="chengdemeizi"]')
        for _ in range(9):
            page.click(".tour-do")
            page.click(".tour-next a:last-child")
        page.goto(f"{own_live.url}/tour")
        page.click('a[href="/tour/10"]')
        page.click(".tour-do")
        assert "一分不差" in page.locator("main").inner_text()
    verified = own_live.command("verify")
    assert verified.returncode == 0, verified.stdout
