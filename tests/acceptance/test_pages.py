"""Every page, on a phone and a desktop, in both languages, as people see it: no serious fault."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from urllib.parse import urljoin

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, Request

from tests.acceptance.page_list import (
    CLERK,
    DESK,
    DESKTOP,
    ELSEWHERE,
    FOLLOWED,
    FREE_CLERK,
    FUND,
    HEAD,
    NO_PAGES,
    OFFICE,
    OFFICER,
    PAGES,
    PHONE,
    RESIDENT,
    Shown,
)
from tests.acceptance.test_privacy import demo_people
from tests.plugins.live import LiveServer

pytestmark = pytest.mark.browser

WEIGHT_LIMIT = 150_000


def patterns(found: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for item in found:
        text = before + str(item.pattern)
        if isinstance(item, URLResolver):
            if text != "api/":
                yield from patterns(item.url_patterns, text)
        else:
            yield text


def test_every_page_of_the_house_is_looked_at() -> None:
    known = {shown.pattern for shown in PAGES} | NO_PAGES | ELSEWHERE
    assert set(patterns(get_resolver().url_patterns)) == known


@pytest.fixture(scope="module")
def pages(live: LiveServer, browser: Browser) -> Iterator[dict[str, Page]]:
    """Return one signed-in page for each who looks, each in a context of its own.

    It goes from address to address as people do: a new page for each would cost the processors
    six times what the address itself does.
    """
    made: dict[str, Page] = {}
    for login in ("", RESIDENT, DESK, CLERK, FREE_CLERK, OFFICE, FUND, OFFICER, HEAD):
        context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
        context.set_default_timeout(15_000)
        page = made[login] = context.new_page()
        if login:
            page.goto(f"{live.url}/signin")
            page.click(f'button[value="{login}"]')
            page.wait_for_url(lambda url: "/signin" not in url)
    find_somebody(made[CLERK], live)
    yield made
    for page in made.values():
        page.context.close()


def serve(context: BrowserContext, live: LiveServer) -> None:
    """Have the clerk find somebody in a page of her own."""
    with context.new_page() as page:
        find_somebody(page, live)


def find_somebody(page: Page, live: LiveServer) -> None:
    """Have the clerk find somebody by her card, as every page of the counter needs."""
    person = next(found for found in demo_people(live) if found.login == RESIDENT)
    page.goto(f"{live.url}/counter")
    page.fill("#name", person.name)
    page.fill("#number", person.id_number)
    page.click("main button[type=submit]")
    page.get_by_text(person.name).wait_for()


def address(page: Page, live: LiveServer, shown: Shown) -> str:
    """Return where the page lies; a settlement's address comes from its list."""
    if shown.path.startswith("/"):
        return live.url + shown.path
    if shown.path in FOLLOWED:
        return live.url + followed(page, live, *FOLLOWED[shown.path])
    base, part = "/desk" if shown.login == DESK else "/me/settlements", "/settlements/"
    if shown.path == "first comparison":
        base = f"/{shown.pattern.split('<')[0].rstrip('/')}"
        part = f"{base}/"
    page.goto(live.url + base)
    href = page.locator(f'main a[href*="{part}"]').first.get_attribute("href")
    assert href is not None
    return live.url + href + ("/why" if shown.path == "first why" else "")


def followed(page: Page, live: LiveServer, start: str, parts: list[str]) -> str:
    """Return the address to which the first links with these parts lead, one after the other."""
    found = start
    for part in parts:
        page.goto(live.url + found)
        href = page.locator(f'main a[href*="{part}"]').first.get_attribute("href")
        assert href is not None
        found = href
    return found


@pytest.fixture(scope="module")
def find_address(live: LiveServer, pages: dict[str, Page]) -> Callable[[Shown], str]:
    """A function that says where a page lies; what leads there is followed once."""

    @cache
    def find(shown: Shown) -> str:
        return address(pages[shown.login], live, shown)

    return find


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("shown", PAGES, ids=lambda shown: shown.path.split("?")[0])
def test_page(
    pages: dict[str, Page],
    find_address: Callable[[Shown], str],
    shown: Shown,
    lang: str,
) -> None:
    look_at(pages[shown.login], find_address(shown), lang)


def look_at(page: Page, url: str, lang: str) -> None:
    """Open an address in a language and assert that people can use it on phone and desktop."""
    page.context.add_cookies([{"name": "lang", "value": lang, "url": urljoin(url, "/")}])
    with complaints_of(page) as complaints:
        look_around(page, url, lang)
    assert complaints == []


@contextmanager
def complaints_of(page: Page) -> Iterator[list[str]]:
    """Yield what scripts of a page fail at, and what it complains of, meanwhile."""
    complaints: list[str] = []

    def note_error(error: Error) -> None:
        complaints.append(str(error))

    def note_said(said: ConsoleMessage) -> None:
        if said.type == "error":
            complaints.append(said.text)

    page.on("pageerror", note_error)
    page.on("console", note_said)
    try:
        yield complaints
    finally:
        page.remove_listener("pageerror", note_error)
        page.remove_listener("console", note_said)


def look_around(page: Page, url: str, lang: str) -> None:
    """Open an address and assert of both widths what holds of every page."""
    page.set_viewport_size({"width": PHONE, "height": 844})
    answer = page.goto(url)
    assert answer is not None
    assert answer.status == 200
    assert page.locator("html").get_attribute("lang") == ("en" if lang == "en" else "zh-Hans")
    # The page is the same for both widths: turned to the other one, it is laid out anew.
    for width in (PHONE, DESKTOP):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("innerWidth") == width
        assert page.locator("h1").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        # The two corners see every string's layout and every component's structure once.
        if (lang, width) in {("zh", PHONE), ("en", DESKTOP)}:
            assert serious_faults(page) == []


def serious_faults(page: Page) -> list[str]:
    """Return axe's serious and critical findings, each with where it stands."""
    found = Axe().run(page).response["violations"]
    return [
        f"{fault['id']}: {[node['target'] for node in fault['nodes'][:3]]}"
        for fault in found
        if fault["impact"] in {"serious", "critical"}
    ]


@pytest.mark.parametrize("elder", ["0", "1"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("path", "login"),
    [
        ("/", RESIDENT),
        ("/me/settlements", RESIDENT),
        ("/me/access?who=all", RESIDENT),
        ("/clearing/1", FUND),
    ],
)
def test_elder_mode_and_both_themes_keep_contrast(
    live: LiveServer,
    pages: dict[str, Page],
    path: str,
    login: str,
    theme: str,
    elder: str,
) -> None:
    page, context = pages[login], pages[login].context
    cookies = {"lang": "zh", "theme": theme, "elder": elder}
    context.add_cookies([{"name": n, "value": v, "url": live.url} for n, v in cookies.items()])
    try:
        page.set_viewport_size({"width": PHONE, "height": 844})
        page.goto(live.url + path)
        root = page.locator("html")
        assert root.get_attribute("data-theme") == theme
        assert root.get_attribute("data-elder") == elder
        assert serious_faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    finally:
        for name in ("theme", "elder"):
            context.clear_cookies(name=name)


def test_why_opens_in_place_and_names_its_documents(
    live: LiveServer, pages: dict[str, Page]
) -> None:
    page = pages[RESIDENT]
    page.context.add_cookies([{"name": "lang", "value": "zh", "url": live.url}])
    page.goto(f"{live.url}/me/settlements")
    page.locator("details.why summary").first.click()
    steps = page.locator("ol.sum li")
    steps.first.wait_for()
    said = page.locator("ol.sum").inner_text()
    assert "本次费用" in said
    assert "您付" in said
    assert page.locator("ol.sum .basis").count() >= 1


def test_pages_work_without_script_and_weigh_little(live: LiveServer, browser: Browser) -> None:
    with browser.new_context(java_script_enabled=False, locale="zh-CN") as context:
        page = context.new_page()
        asked: list[Request] = []
        page.on("requestfinished", lambda request: asked.append(request))
        page.goto(f"{live.url}/", wait_until="networkidle")
        weight = sum(request.sizes()["responseBodySize"] for request in asked)
        assert 0 < weight <= WEIGHT_LIMIT
        page.goto(f"{live.url}/signin")
        page.click(f'button[value="{RESIDENT}"]')
        page.goto(f"{live.url}/me/settlements")
        page.locator("details.why summary").first.click()
        page.locator("details.why a").first.click()
        assert page.locator("ol.sum li").count() >= 4
