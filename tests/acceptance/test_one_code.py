"""One resident, two cities' apps, one code: shown without a network, copied in vain, stopped.

Her phone, a second browser of hers and the desk of a hospital in another city; everything runs as
`rongcheng up` starts it, the apps as a process of their own.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.acceptance.code_phone import carriers, scanned, shown_counter, wait_for, wait_until_kept
from tests.acceptance.page_list import DESK
from tests.acceptance.test_desk_verify import cut, scan
from tests.plugins.live import LiveServer, live_server
from tests.runtime.waiting import wait_until

pytestmark = pytest.mark.browser

XIANGTAN_APP, CHANGSHA_APP = "e潭就办", "我的长沙"
HALF_A_MINUTE, TOO_LATE = 31_000, 61_000
RESIDENTS = "select count(*) from people_resident"
LINKED = """
    select count(distinct s.user_id), count(*), count(distinct a.resident_id)
      from socialaccount_socialaccount s join people_account a on a.id = s.user_id
"""


@pytest.fixture(scope="module")
def server() -> Iterator[LiveServer]:
    """A server with the cities' apps beside it."""
    with live_server("--apps") as found:
        log = found.data / "logs" / "app.log"
        wait_until(lambda: log.exists() and "city app ready" in log.read_text(), "the cities' apps")
        yield found


def new_browser(browser: Browser) -> BrowserContext:
    context = browser.new_context(
        locale="zh-CN", timezone_id="Asia/Shanghai", viewport={"width": 390, "height": 844}
    )
    context.set_default_timeout(15_000)
    return context


def sign_in_by_app(page: Page, server: LiveServer, app: str, person: str = "") -> str:
    """Sign in by a city's app and return as whom (the stand-in's number): the first, unless told.

    The stand-in numbers its people alike in every city.
    """
    page.goto(f"{server.url}/signin?metro=changzhutan&next=/me/code")
    page.get_by_role("link", name=app).click()
    chosen = page.locator(f"button[name=person][value='{person}']" if person else "button").first
    number = chosen.get_attribute("value") or ""
    chosen.click()
    page.wait_for_url(f"{server.url}/me/code")
    return number


def count(server: LiveServer, question: str) -> tuple[int, ...]:
    with psycopg.connect(server.database_url()) as connection:
        row = connection.execute(question).fetchone()
    assert row is not None
    return tuple(row)


def test_two_apps_one_resident_one_code(server: LiveServer, browser: Browser) -> None:
    with new_browser(browser) as phone_at, new_browser(browser) as second_at:
        phone, second = phone_at.new_page(), second_at.new_page()
        phone.clock.install(time=time.time())
        before = count(server, RESIDENTS)
        person = sign_in_by_app(phone, server, XIANGTAN_APP)
        assert sign_in_by_app(second, server, CHANGSHA_APP, person) == person
        # Two apps, one account of one resident, who stood in the register already.
        assert count(server, LINKED) == (1, 2, 1)
        assert count(server, RESIDENTS) == before
        wait_for(phone, "none")
        phone.click("#bind button")
        shown_counter(phone)
        (own,) = carriers(second_at, server)
        assert own["revoked_at"] is None
        wait_until_kept(phone)
        with new_browser(browser) as desk_at:
            desk = open_desk(desk_at, server)
            show_without_a_network(phone, desk)
            stop(second, server)
            # The phone does not know it yet: it has no network, and draws codes all the same.
            for page in (phone, desk):
                page.clock.set_system_time(time.time())
            phone.reload()
            shown_counter(phone)
            desk.context.set_offline(False)
            desk.goto(f"{server.url}/desk/verify")
            desk.wait_for_selector('[data-level="ready"]', state="attached")
            assert "码已停用" in scan(desk, scanned(phone), "no")


def open_desk(context: BrowserContext, server: LiveServer) -> Page:
    """Return the page of a hospital's desk in Changsha, with its keys pinned and no network."""
    desk = context.new_page()
    desk.clock.install(time=time.time())
    desk.goto(f"{server.url}/signin")
    desk.click(f'button[value="{DESK}"]')
    desk.goto(f"{server.url}/desk/verify")
    desk.wait_for_selector('[data-level="ready"]', state="attached")
    desk.evaluate("navigator.serviceWorker.ready.then(() => 1)")
    cut(desk)
    return desk


def show_without_a_network(phone: Page, desk: Page) -> None:
    """Show the code twice, half a minute apart; then a picture of the second, a minute old."""
    phone.context.set_offline(True)
    phone.reload()
    before = shown_counter(phone)
    first = scanned(phone)
    assert "离线核验" in scan(desk, first, "yes")
    for page in (phone, desk):
        page.clock.fast_forward(HALF_A_MINUTE)
    shown_counter(phone, before)
    picture = scanned(phone)
    assert picture != first
    assert "离线核验" in scan(desk, picture, "yes")
    for page in (phone, desk):
        page.clock.fast_forward(TOO_LATE)
    assert "可能是截图" in scan(desk, picture, "no")


def stop(page: Page, server: LiveServer) -> None:
    """Stop the phone as lost, from another browser of the same resident."""
    page.goto(f"{server.url}/me/code/manage")
    page.locator("summary").first.click()
    page.locator("input[value=lost]").first.click()
    page.get_by_role("button", name="现在停用").first.click()
    page.get_by_text("已经停用。").wait_for()
