"""A clerk's sign-in with an authenticator, and a session that warns before it ends."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import psycopg
import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.acceptance.page_list import CLERK, OFFICE
from tests.acceptance.test_pages import look_at, serious_faults
from tests.plugins.live import LiveServer

pytestmark = pytest.mark.browser

CHOSEN = "seven-sparrows-over-a-roof"
FORM = "/office/delays"
TYPED = "长沙开福检字〔2026〕8 号"


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai") as made:
        made.set_default_timeout(15_000)
        yield made


def code_now(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def press(page: Page, **fields: str) -> None:
    for name, value in fields.items():
        page.fill(f"main [name={name}]", value)
    page.click("main form button.btn")


def test_a_clerk_signs_in_and_keeps_her_sign_in(live: LiveServer, context: BrowserContext) -> None:
    added = live.command("staff", "add", "wang-li", "--metro", "changzhutan", "--name", "样例·王",
                         "--role", "clerk", "--city", "430300")  # fmt: skip
    found = re.search(r"sign-in\): (\S+)", added.stdout)
    assert found is not None, added.stdout + added.stderr
    page = context.new_page()
    page.goto(f"{live.url}/signin/staff?next=/filings/review")
    press(page, login="wang-li", password=found[1])
    look_at(page, f"{live.url}/signin/staff/setup", "zh")
    secret = page.locator("main .code").inner_text().replace(" ", "")
    press(page, code=code_now(secret))
    press(page, password=CHOSEN, again=CHOSEN)
    look_at(page, f"{live.url}/signin/staff/codes", "en")
    spare = page.locator("main .recovery .code").first.inner_text()
    page.click("main form button.btn")
    assert page.url == f"{live.url}/filings/review"
    look_at(page, f"{live.url}/security/authenticator", "en")
    page.context.clear_cookies()
    page.goto(f"{live.url}/signin/staff")
    press(page, login="wang-li", password=CHOSEN)
    look_at(page, f"{live.url}/signin/staff/code", "zh")
    press(page, code=spare)
    assert page.url == f"{live.url}/counter"
    page.close()


def set_back(live: LiveServer, context: BrowserContext, minutes: float) -> None:
    """Have this context's session unused for so many minutes."""
    [key] = [found["value"] for found in context.cookies() if found["name"] == "sessionid"]
    with psycopg.connect(live.database_url()) as database:
        changed = database.execute(
            "update people_session set seen_at = now() - %s * interval '1 minute'"
            " where session_key = %s",
            [minutes, key],
        )
        assert changed.rowcount == 1


def sign_in_by_card(live: LiveServer, context: BrowserContext, login: str) -> None:
    tab = context.new_page()
    tab.goto(f"{live.url}/signin?next=/signin/back")
    tab.click(f'button[value="{login}"]')
    assert tab.url == f"{live.url}/signin/back"
    tab.close()


def test_a_session_warns_is_prolonged_and_loses_nothing_typed(
    live: LiveServer, context: BrowserContext
) -> None:
    context.clear_cookies()
    sign_in_by_card(live, context, OFFICE)
    page = context.new_page()
    page.clock.install()
    page.goto(live.url + FORM)
    page.fill("[name=document]", TYPED)
    box = page.locator("#session-end")
    expect(box).to_be_hidden()
    # Two minutes before the end it says so, can be read aloud, and one tap prolongs it.
    set_back(live, context, 18.5)
    page.clock.fast_forward(1_100_000)
    expect(box).to_be_visible()
    expect(box).to_contain_text("登录快要结束了")
    expect(box.locator("[data-clock]")).to_have_text(re.compile(r"^1:[0-3][0-9]$"))
    expect(box.locator("[data-spoken]")).to_have_text("登录还剩大约 90 秒")
    expect(box.locator("button.btn")).to_be_focused()
    expect(box.locator(".btn:visible")).to_have_text(["接着用", "退出登录"])
    assert serious_faults(page) == []
    box.locator("button.btn").click()
    expect(box).to_be_hidden()
    assert page.input_value("[name=document]") == TYPED
    # It ended all the same: covered, and kept until the same person is back.
    set_back(live, context, 21)
    page.clock.fast_forward(1_210_000)
    expect(box).to_contain_text("登录已经结束")
    expect(page.locator("main")).to_be_hidden()
    expect(box.locator(".btn:visible")).to_have_text(["重新登录"])
    assert serious_faults(page) == []
    sign_in_by_card(live, context, OFFICE)
    page.clock.fast_forward(6_000)
    expect(box).to_be_hidden()
    assert page.input_value("[name=document]") == TYPED
    for name, value in (("record", "1"), ("until", "2026-12-30"), ("reason", "办案")):
        page.fill(f"[name={name}]", value)
    with page.expect_response(lambda answer: answer.request.method == "POST") as sent:
        page.locator("main form:has([name=document]) button").click()
    assert sent.value.status != 403
    # Somebody else signs in: nothing of the one before stays on the screen.
    page.goto(live.url + FORM)
    page.fill("[name=document]", TYPED)
    set_back(live, context, 21)
    page.clock.fast_forward(1_210_000)
    expect(box).to_contain_text("登录已经结束")
    sign_in_by_card(live, context, CLERK)
    with page.expect_navigation():
        page.clock.fast_forward(6_000)
    assert TYPED not in page.content()
    page.close()
