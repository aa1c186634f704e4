"""The desk's page in a real browser: online, with no network, by camera, and in each bad state."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from tests.acceptance.code_phone import (
    scanned,
    shown_counter,
    stop_all,
    wait_for,
    wait_until_kept,
)
from tests.acceptance.desk_scripts import FORGET, MEASURE, PHOTO
from tests.acceptance.film import film_code
from tests.acceptance.page_list import DESK, RESIDENT
from tests.acceptance.phone import Phone, SignedIn
from tests.acceptance.test_pages import serious_faults
from tests.plugins.browser import ARGUMENTS, find_browser
from tests.plugins.live import LiveServer

pytestmark = pytest.mark.browser

OTHER_DESK, HOLDER = "desk-430200", "430200-0001"
HERE = "/desk/verify"
PLAIN_HOST = "desk.invalid"
"""A name for the server under which a browser takes plain http for what it is: not secure."""
OpenDesk = Callable[..., Page]


@pytest.fixture(scope="module")
def film() -> Iterator[Path]:
    """Where the browser's pretended camera finds what it sees."""
    with tempfile.TemporaryDirectory(prefix="rcl-film-") as folder:
        path = Path(folder) / "film.y4m"
        film_code("6901234567892", path)
        yield path


@pytest.fixture(scope="module")
def chromium(film: Path) -> Iterator[Browser]:
    """A browser with a pretended camera."""
    camera = ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}"]
    named = f"--host-resolver-rules=MAP {PLAIN_HOST} 127.0.0.1"
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(
            executable_path=find_browser(), args=[*ARGUMENTS, *camera, named]
        )
        yield found
        found.close()


@pytest.fixture(scope="module")
def phone(live: LiveServer, chromium: Browser) -> Phone:
    """The phone of an invented resident of Xiangtan."""
    return Phone(live.url, RESIDENT)


@pytest.fixture(scope="module")
def signed_in(live: LiveServer) -> Callable[[str], list[Any]]:
    """A function that gives the cookies of who signed in; each signs in once."""
    return cache(lambda login: SignedIn(live.url, login).cookies())


@pytest.fixture
def open_desk(
    live: LiveServer, chromium: Browser, signed_in: Callable[[str], list[Any]]
) -> Iterator[OpenDesk]:
    """A function that opens the page as a desk in a browser of its own."""
    opened: list[BrowserContext] = []
    errors: list[str] = []

    def opening(login: str = DESK, *, ready: bool = True, script: bool = True) -> Page:
        context = chromium.new_context(
            locale="zh-CN", timezone_id="Asia/Shanghai", java_script_enabled=script
        )
        context.set_default_timeout(15_000)
        opened.append(context)
        context.add_cookies(signed_in(login))
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(live.url + HERE)
        if ready:
            page.wait_for_selector('[data-level="ready"]', state="attached")
            page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
        return page

    yield opening
    for context in opened:
        context.close()
    assert errors == []


def cut(page: Page) -> None:
    """Cut the network and open the page anew."""
    page.context.set_offline(True)
    page.goto(page.url)
    page.wait_for_selector("[data-started]", state="attached")


def scan(page: Page, text: str, kind: str) -> str:
    """Scan as a hand scanner does, and return what the page answers."""
    if page.locator("[data-clear]").is_visible():
        page.click("[data-clear]")
    page.fill("#text", text)
    page.keyboard.press("Enter")
    page.wait_for_selector(f'[data-verdict="{kind}"]')
    return page.locator("[data-slot]").inner_text()


def test_a_desk_online_and_another_without_a_network_answer_alike(
    live: LiveServer, open_desk: OpenDesk
) -> None:
    phone = Phone(live.url, "430300-0002")
    online, other = open_desk(DESK), open_desk(OTHER_DESK)
    said = scan(online, phone.code(), "yes")
    assert "联网核验" in said
    assert "湘潭市" in said
    assert online.evaluate("document.activeElement.id") == "text"
    cut(other)
    first = phone.code()
    said = scan(other, first, "yes")
    assert "离线核验" in said
    assert "样例" not in said
    assert "这个码刚用过" in scan(other, first, "no")
    # The best of three, as others use the machine.
    assert min(other.evaluate(MEASURE, [phone.code() for _ in range(3)])) < 1_000
    assert "可能是截图" in scan(other, phone.code(age=61), "no")
    assert serious_faults(other) == []
    # A proof that this browser took stays taken, also for the page that is opened next.
    other.reload()
    other.wait_for_selector("[data-started]", state="attached")
    assert "这个码刚用过" in scan(other, first, "no")
    phone.stop()
    assert "码已停用" in scan(online, phone.code(), "no")


def test_two_browsers_without_a_network_understand_one_another(
    live: LiveServer, chromium: Browser, signed_in: Callable[[str], list[Any]], open_desk: OpenDesk
) -> None:
    other = open_desk(OTHER_DESK)
    cut(other)
    with chromium.new_context(locale="zh-CN", timezone_id="Asia/Shanghai") as context:
        context.add_cookies(signed_in(HOLDER))
        page = context.new_page()
        page.goto(f"{live.url}/me/code")
        wait_for(page, "none")
        page.click("#bind button")
        shown_counter(page)
        wait_until_kept(page)
        context.set_offline(True)
        page.reload()
        shown_counter(page)
        text = scanned(page)
        assert "离线核验" in scan(other, text, "yes")
        assert "这个码刚用过" in scan(other, text, "no")
        context.set_offline(False)
        stop_all(context, live)


def test_the_camera_reads_a_code_through_the_server(
    live: LiveServer, film: Path, phone: Phone, open_desk: OpenDesk
) -> None:
    page = open_desk(DESK)
    page.context.grant_permissions(["camera"])
    film_code(phone.code(), film)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(live.url)))
    page.click("[data-camera]")
    page.wait_for_selector('[data-verdict="yes"]')
    # The phone stays before the camera: it is seen, and not asked about again.
    for _ in range(3):
        page.wait_for_event("requestfinished", lambda request: "/frame" in request.url)
    assert asked.count(HERE) == 1
    assert page.locator('[data-verdict="yes"]').count() == 1
    assert "江" in page.locator("[data-slot]").inner_text()
    page.click("[data-stop]")
    assert page.locator("[data-viewer]").is_hidden()


def test_a_refused_camera_a_blurred_photo_and_missing_keys_say_how_to_go_on(
    open_desk: OpenDesk,
) -> None:
    page = open_desk(DESK, ready=False)
    page.wait_for_selector('[data-level="ready"]', state="attached")
    page.click("[data-camera]")
    page.locator("[data-camera-says]").filter(has_text="没有得到使用摄像头的允许").wait_for()
    photo = {"name": "photo.png", "mimeType": "image/png", "buffer": bytes(page.evaluate(PHOTO))}
    page.set_input_files("[data-picture] input", photo)
    page.wait_for_selector('[data-verdict="cannot"]')
    assert "照片里没有找到码" in page.locator("[data-slot]").inner_text()
    page.evaluate(FORGET)
    page.context.set_offline(True)
    assert "还没有公钥清单" in scan(page, "RC1:6BF", "cannot")


def test_without_script_the_form_is_answered_by_the_centre(
    phone: Phone, open_desk: OpenDesk
) -> None:
    page = open_desk(DESK, ready=False, script=False)
    page.fill("#text", phone.code())
    page.click('button[type="submit"]:has-text("核验")')
    page.wait_for_selector('[data-verdict="yes"]')
    assert page.locator("noscript").count() == 1


def test_without_encryption_the_centre_answers_and_the_page_says_what_is_missing(
    live: LiveServer, phone: Phone, chromium: Browser, signed_in: Callable[[str], list[Any]]
) -> None:
    site = live.url.replace("127.0.0.1", PLAIN_HOST)
    with chromium.new_context(locale="zh-CN") as context:
        context.add_cookies([cookie | {"url": site} for cookie in signed_in(DESK)])
        page = context.new_page()
        page.goto(site + HERE)
        page.wait_for_selector('[data-level="no"]', state="attached")
        assert "不是加密连接" in (page.locator("[data-lines]").text_content() or "")
        assert page.locator("[data-camera]").is_hidden()
        assert page.locator("[data-picture]").is_visible()
        for _ in range(2):
            assert "联网核验" in scan(page, phone.code(), "yes")


def test_a_centre_that_does_not_answer_is_not_waited_for_twice(
    phone: Phone, open_desk: OpenDesk
) -> None:
    page = open_desk(DESK)
    asked: list[str] = []

    def lost(route: Route) -> None:
        asked.append(route.request.method)
        route.abort()

    page.route(f"**{HERE}", lost)
    for _ in range(3):
        assert "离线核验" in scan(page, phone.code(), "yes")
    assert asked == ["POST"]


def test_an_ended_session_is_told_beside_the_answer(phone: Phone, open_desk: OpenDesk) -> None:
    page = open_desk(DESK)
    page.context.clear_cookies(name="sessionid")
    said = scan(page, phone.code(), "yes")
    assert "离线核验" in said
    assert "登录已过期" in said
    assert page.locator('[data-slot] a[href="/signin?next=/desk/verify"]').count() == 1


def test_an_answer_is_cleared_after_a_minute_unless_it_is_kept(
    phone: Phone, open_desk: OpenDesk
) -> None:
    page = open_desk(DESK, ready=False)
    page.clock.install()
    page.reload()
    page.wait_for_selector("[data-started]", state="attached")
    scan(page, phone.code(), "yes")
    page.clock.fast_forward(59_000)
    assert page.locator("[data-verdict]").count() == 1
    page.clock.fast_forward(2_000)
    assert page.locator("[data-verdict]").count() == 0
    assert "请出示融城码" in page.locator("[data-slot]").inner_text()
    scan(page, phone.code(), "yes")
    page.click("[data-keep]")
    page.clock.fast_forward(120_000)
    assert page.locator("[data-verdict]").count() == 1
