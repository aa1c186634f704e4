"""My code on a phone: opened once, new every half minute, without a network, stopped for ever."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator

import cbor2
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route

from rongcheng.foundation.code.offline import base45
from rongcheng.foundation.code.offline.cose import (
    HOLDER_HEADER,
    is_signed_by,
    key_of_point,
    read_signed,
)
from rongcheng.foundation.code.offline.proof import decode_proof
from rongcheng.foundation.code.offline.types import Purpose
from rongcheng.foundation.code.possession import payload_of
from tests.acceptance.code_phone import (
    Gate,
    carriers,
    open_code,
    printed,
    read_dots,
    scanned,
    shown_counter,
    sign_in,
    stop_all,
    wait_for,
    wait_until_kept,
)
from tests.acceptance.page_list import CLERK
from tests.acceptance.test_pages import look_at, serious_faults, serve
from tests.plugins.live import LiveServer

pytestmark = pytest.mark.browser

LIN, CHEN = "430300-0002", "430300-0003"
# Letters of a QR code, the most of each version from 1 to 15 at level M (ISO/IEC 18004, table 7).
CAPACITY = (20, 38, 61, 90, 122, 154, 178, 221, 262, 311, 366, 419, 483, 528, 600)
DAY = 86_400
# Draws each text three pixels a module with its light edge: width and pixels, "0" for dark.
PICTURES = """texts => texts.map((text) => {
  const { size, dark } = Qr.draw(text);
  const wide = 3 * (size + 8);
  const module = (at) => Math.floor(at / 3) - 4;
  const isDark = (x, y) => x >= 0 && y >= 0 && x < size && y < size && dark[y * size + x];
  const dots = Array.from({ length: wide * wide }, (_, at) =>
    isDark(module(at % wide), module(Math.floor(at / wide))) ? "0" : "1");
  return [wide, dots.join("")];
})"""


@pytest.fixture
def phone(live: LiveServer, browser: Browser) -> Iterator[Callable[[], Page]]:
    """A function that gives a new phone; its tests fail when a script on it failed."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def new() -> Page:
        context = browser.new_context(
            locale="zh-CN", timezone_id="Asia/Shanghai", viewport={"width": 390, "height": 844}
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield new
    for context in contexts:
        context.set_offline(False)
        stop_all(context, live)
        context.close()
    assert errors == []


def test_a_code_lives_without_a_network_and_a_picture_of_it_does_not(
    live: LiveServer, phone: Callable[[], Page]
) -> None:
    page, gate = phone(), Gate(live)
    page.clock.install(time=time.time())
    open_code(page, live, LIN)
    assert serious_faults(page) == []
    first = scanned(page)
    assert gate.reason(first) == "code.R001"
    assert gate.reason(first) == "code.R010"
    wait_until_kept(page)
    page.context.set_offline(True)
    page.reload()
    shown_counter(page)
    second = scanned(page)
    assert second != first
    assert gate.reason(second) == "code.R001"
    page.get_by_text("现在没有网络，码照常能用").wait_for()
    before = shown_counter(page)
    page.clock.fast_forward(31_000)
    assert shown_counter(page, before) == before + 1
    assert gate.reason(scanned(page), later=31) == "code.R001"
    assert gate.reason(second, later=91) == "code.R011"
    page.clock.fast_forward(31 * DAY * 1000)
    wait_for(page, "expired")
    assert page.get_by_text("这张码过期了").is_visible()


def test_a_stopped_phone_says_why_and_forgets_its_key(
    live: LiveServer, phone: Callable[[], Page]
) -> None:
    page = phone()
    open_code(page, live, LIN)
    with page.context.new_page() as other:
        other.goto(f"{live.url}/me/code/manage")
        other.locator("summary").first.click()
        other.locator("input[value=lost]").first.click()
        other.get_by_role("button", name="现在停用").first.click()
        other.get_by_text("已经停用。").wait_for()
    page.evaluate("dispatchEvent(new Event('online'))")
    wait_for(page, "revoked")
    assert page.get_by_text("报过丢失").is_visible()
    assert page.evaluate("Store.read()") is None
    page.get_by_role("button", name="重新开通").click()
    wait_for(page, "none")


def test_signing_out_takes_the_code_along(live: LiveServer, phone: Callable[[], Page]) -> None:
    page = phone()
    open_code(page, live, LIN)
    page.goto(f"{live.url}/signout")
    page.click("main form button")
    page.wait_for_url(f"{live.url}/")
    page.goto(f"{live.url}/me/code")
    wait_for(page, "visitor")
    assert page.evaluate("Store.read()") is None
    sign_in(page, live, LIN)
    wait_for(page, "none")
    assert carriers(page.context, live)[0]["revoked_reason"] == "unused"


def test_another_residents_code_is_not_shown(live: LiveServer, phone: Callable[[], Page]) -> None:
    page = phone()
    open_code(page, live, LIN)
    # The session ended by itself, so the key stayed.
    page.context.clear_cookies()
    page.reload()
    shown_counter(page)
    sign_in(page, live, CHEN)
    wait_for(page, "other")
    page.reload()
    wait_for(page, "other")
    assert not page.locator("canvas").is_visible()
    page.get_by_role("button", name="清掉，开通我自己的").click()
    wait_for(page, "none")


def test_a_lost_answer_binds_once_and_a_refusal_is_said(
    live: LiveServer, phone: Callable[[], Page]
) -> None:
    page = phone()
    sign_in(page, live, CHEN)
    wait_for(page, "none")
    before = len(carriers(page.context, live))
    said = {"error": {"message": "样例：不能绑定。", "message_en": "Sample."}}

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/me/code/phones", lambda route: route.fulfill(status=409, json=said), times=1)
    page.click("#bind button")
    page.get_by_text("样例：不能绑定。").wait_for()
    page.route("**/me/code/phones", lose, times=1)
    page.click("#bind button")
    wait_for(page, "unreachable")
    page.get_by_role("button", name="再试一次").click()
    wait_for(page, "none")
    page.click("#bind button")
    wait_for(page, "code")
    assert len(carriers(page.context, live)) == before + 1


def test_a_credential_is_renewed_in_time_and_an_unusable_key_shows_no_old_picture(
    live: LiveServer, phone: Callable[[], Page]
) -> None:
    page = phone()
    open_code(page, live, LIN)
    # As if it had been issued long ago: more than a third of its time is over.
    page.evaluate("Store.change({ issuedAt: Date.now() - 20 * 86400000 })")
    with page.expect_response("**/renewal") as asked:
        page.reload()
    assert asked.value.json()["replayed"] is True
    page.evaluate("Store.change({ key: null }).then((kept) => { phone = kept; shownAt = 0; })")
    wait_for(page, "insecure")
    assert not page.locator("canvas").is_visible()


def test_a_card_is_printed_read_from_paper_and_replaced(
    live: LiveServer, phone: Callable[[], Page]
) -> None:
    page, gate = phone(), Gate(live)
    page.goto(f"{live.url}/signin")
    page.click(f'button[value="{CLERK}"]')
    page.wait_for_url(f"{live.url}/counter")
    serve(page.context, live)
    for lang in ("zh", "en"):
        page.goto(f"{live.url}/counter/code")
        page.locator('form[action="/counter/code/cards"] button').click()
        page.wait_for_url("**/counter/code/cards/*")
        text = printed(page)
        assert gate.reason(text, purpose=Purpose.WINDOW) == "code.R002"
        assert gate.reason(text) == "code.R013"
        with page.context.new_page() as sheet:
            look_at(sheet, page.url, lang)


def test_a_wrong_clock_is_told_and_set_right(live: LiveServer, phone: Callable[[], Page]) -> None:
    page, gate = phone(), Gate(live)
    page.clock.install(time=time.time() - 600)
    open_code(page, live, LIN)
    page.get_by_text("时间差了约 10 分钟").wait_for()
    page.clock.fast_forward(31_000)
    shown_counter(page, after=1)
    assert gate.reason(scanned(page), later=31) == "code.R001"


def test_where_no_key_can_be_made_the_page_says_so(
    live: LiveServer, phone: Callable[[], Page]
) -> None:
    page = phone()
    page.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false })")
    page.goto(f"{live.url}/me/code")
    wait_for(page, "insecure")
    assert page.get_by_text("需要用 https 打开").is_visible()


def test_what_the_scripts_write_is_what_the_verifier_reads(
    live: LiveServer, phone: Callable[[], Page]
) -> None:
    page = phone()
    page.goto(f"{live.url}/me/code")
    draws = random.Random(15)
    data = [draws.randbytes(size) for size in (0, 1, 2, 3, 255, 256, 417)]
    written = page.evaluate("all => all.map((one) => Base45.encode(one))", [[*d] for d in data])
    assert written == [base45.encode(one) for one in data]
    numbers = [0, 23, 24, 255, 256, 65_535, 65_536, 1_772_424_000, 4_294_967_295, 4_294_967_296]
    heads = page.evaluate("all => all.map((one) => [...Cose.number(one)])", numbers)
    assert [bytes(head) for head in heads] == [cbor2.dumps(number) for number in numbers]
    point, *signed = page.evaluate("""async () => {
      const curve = { name: "ECDSA", namedCurve: "P-256" };
      const pair = await crypto.subtle.generateKey(curve, false, ["sign"]);
      const point = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
      const credential = new Uint8Array(300).fill(7);
      const proof = await Cose.proof(credential, pair.privateKey, 1772424000, 300);
      const held = await Cose.possession(new Uint8Array(32).fill(9), point, pair.privateKey);
      return [[...point], [...proof], [...held]];
    }""")
    proof, held = (read_signed(bytes(one)) for one in signed)
    assert all(is_signed_by(one, key_of_point(bytes(point))) for one in (proof, held))
    assert (proof.header, held.header) == (HOLDER_HEADER, HOLDER_HEADER)
    assert decode_proof(proof.payload)[1:] == (1_772_424_000, 300, 0)
    assert held.payload == payload_of(b"\t" * 32, bytes(point))


def test_every_size_of_picture_is_read(live: LiveServer, phone: Callable[[], Page]) -> None:
    page = phone()
    page.goto(f"{live.url}/me/code")
    draws = random.Random(18_004)
    texts = ["".join(draws.choices(base45.ALPHABET, k=most)) for most in CAPACITY]
    texts += [text[:-1] for text in texts] + ["RC1:7"]
    drawn = page.evaluate(PICTURES, texts)
    assert [wide for wide, _ in drawn[:15]] == [75 + 12 * version for version in range(1, 16)]
    for text, (wide, dots) in zip(texts, drawn, strict=True):
        assert read_dots(wide, dots) == text
    with pytest.raises(Exception, match="too long"):
        page.evaluate("Qr.draw('A'.repeat(601))")


@pytest.mark.soak
def test_how_soon_a_code_shows_on_a_slow_phone(live: LiveServer, phone: Callable[[], Page]) -> None:
    page = phone()
    open_code(page, live, LIN)
    wait_until_kept(page)
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    found = {}
    for network in ("online", "offline"):
        page.context.set_offline(network == "offline")
        page.reload(wait_until="commit")
        shown_counter(page)
        found[network] = round(page.evaluate("performance.now()"))
    # A shared machine keeps no promise of time; the figures are for the reader of `pytest -s`.
    print(f"\na code shows after (ms): {found}")
    assert found.keys() == {"online", "offline"}
