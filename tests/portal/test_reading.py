"""In a real browser: dark, large and narrow pages, the keyboard, and life without script.

The plain look of every page is in `tests/acceptance/test_pages.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from tests.plugins.live import LiveServer

pytestmark = pytest.mark.browser

RESIDENT = "430300-0001"
TARGET = 44
PATHS = [
    "/",
    "/?view=map&metro=chengdemeizi",
    "/signin",
    "/help",
    "/policy",
    "/policy/changzhutan/health.outpatient.ratio",
    "/policy/changzhutan/samples",
    "/styleguide",
]


def context_of(browser: Browser, live: LiveServer, **cookies: str) -> BrowserContext:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    context.set_default_timeout(15_000)
    for name, value in cookies.items():
        context.add_cookies([{"name": name, "value": value, "url": live.url}])
    return context


@pytest.fixture
def plain(browser: Browser, live: LiveServer) -> Iterator[Page]:
    """A phone without choices of its own."""
    with context_of(browser, live) as context:
        yield context.new_page()


def sign_in(page: Page, live: LiveServer) -> None:
    page.goto(f"{live.url}/signin")
    page.click(f'button[value="{RESIDENT}"]')
    page.wait_for_url("**/me/settlements")


def overflow(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


@pytest.fixture(scope="module")
def readers(browser: Browser, live: LiveServer) -> Iterator[Callable[..., Page]]:
    """A function that gives the page of a reader with these choices, the same one each time."""
    with ExitStack() as stack:

        @cache
        def page_of(**cookies: str) -> Page:
            return stack.enter_context(context_of(browser, live, **cookies)).new_page()

        yield page_of


@pytest.mark.parametrize("cookies", [{"theme": "dark"}, {"elder": "1"}], ids=["dark", "elder"])
@pytest.mark.parametrize("path", PATHS)
def test_dark_and_large_pages_are_sound(
    readers: Callable[..., Page], live: LiveServer, path: str, cookies: dict[str, str]
) -> None:
    page = readers(**cookies)
    page.goto(live.url + path)
    found = Axe().run(page).response["violations"]
    serious = {v["id"]: v["nodes"][0]["html"] for v in found if v["impact"] != "minor"}
    assert serious == {}
    assert overflow(page) <= 0


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("path", PATHS)
def test_controls_are_large_enough_and_pages_reflow_at_320(
    readers: Callable[..., Page], live: LiveServer, path: str, lang: str
) -> None:
    page = readers(lang=lang)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(live.url + path)
    heights = page.evaluate(
        """() => [...document.querySelectorAll(
             ".btn, .switch, .bottom a, .tabs a, .brand, .segments, .field input, .field select"
           )].filter(e => e.offsetParent)
             .map(e => [e.className || e.name, e.getBoundingClientRect().height])"""
    )
    assert len(heights) > 5
    assert [item for item in heights if item[1] < TARGET] == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("innerWidth") == 320
    assert overflow(page) <= 0


def test_first_tab_skips_to_the_text(plain: Page, live: LiveServer) -> None:
    plain.goto(live.url)
    plain.keyboard.press("Tab")
    assert plain.evaluate("document.activeElement.className") == "skip"
    plain.keyboard.press("Enter")
    assert plain.evaluate("document.activeElement.id") == "main"


def test_why_opens_in_place(plain: Page, live: LiveServer) -> None:
    sign_in(plain, live)
    why = plain.locator("details.why").first
    why.locator("summary").click()
    why.locator(".sum .step").first.wait_for()
    assert why.locator(".step.result").count() >= 1
    assert plain.url.endswith("/me/settlements")


def test_why_says_when_it_cannot_be_fetched(plain: Page, live: LiveServer) -> None:
    sign_in(plain, live)
    plain.route("**/why", lambda route: route.abort())
    why = plain.locator("details.why").first
    why.locator("summary").click()
    why.locator("[role=alert]").wait_for()
    plain.unroute("**/why")
    why.locator("summary").click()
    why.locator("summary").click()
    why.locator(".sum .step").first.wait_for()


def test_date_applies_when_changed(plain: Page, live: LiveServer) -> None:
    plain.goto(f"{live.url}/policy/changzhutan/health.outpatient.ratio")
    plain.fill("#f-on", "2001-01-01")
    plain.wait_for_url("**on=2001-01-01**")
    assert "这一天没有任何一层定过这个数" in plain.inner_text("main")


def test_everything_works_without_script(browser: Browser, live: LiveServer) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        sign_in(page, live)
        page.locator("details.why summary").first.click()
        page.locator("details.why [data-body] a").first.click()
        assert page.locator(".sum .step").count() > 3
        page.click('button[name="elder"]')
        assert page.locator("html").get_attribute("data-elder") == "1"
        assert page.url.endswith("/why")
        page.click('button[name="lang"]')
        assert page.locator("html").get_attribute("lang") == "en"


def test_elder_mode_shows_its_six_tiles_at_once(browser: Browser, live: LiveServer) -> None:
    with context_of(browser, live, elder="1") as context:
        page = context.new_page()
        page.goto(live.url)
        bar = page.locator(".bottom").bounding_box()
        last = page.locator(".tiles .card").nth(5).bounding_box()
        assert bar is not None
        assert last is not None
        assert last["y"] + last["height"] <= bar["y"]
        assert last["height"] >= 100


def test_print_leaves_the_frame_out(plain: Page, live: LiveServer) -> None:
    plain.goto(f"{live.url}/policy/changzhutan/health.outpatient.ratio")
    plain.emulate_media(media="print")
    assert not plain.locator(".bottom").is_visible()
    assert not plain.locator(".switches").is_visible()
    assert plain.locator("h1").is_visible()
