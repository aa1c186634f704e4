"""Residents and clerks of two cities side by side: each mode, a bundle, and who has no phone.

Each page shows one of two languages, and the same case is read in both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from rongcheng.simulation.population import SampleResident
from tests.acceptance.test_pages import demo_people, serious_faults
from tests.foundation.attachments.samples import PNG
from tests.plugins.live import LiveServer

pytestmark = pytest.mark.browser

CHANGSHA, ZHUZHOU = "430100", "430200"
SHIFENG, FURONG = "430204", "430102"
SHOP = {
    "company_name": "样例便民店",
    "premises_address": "样例路 1 号",
    "business_scope": "食品零售",
}
Open = Callable[[str, str], Page]


@pytest.fixture
def someone(live: LiveServer, browser: Browser) -> Iterator[Open]:
    """A function that signs somebody in, in a browser of her own, in a language."""
    contexts: list[BrowserContext] = []

    def sign_in(login: str, lang: str) -> Page:
        context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
        contexts.append(context)
        context.set_default_timeout(15_000)
        context.add_cookies([{"name": "lang", "value": lang, "url": live.url}])
        page = context.new_page()
        page.goto(f"{live.url}/signin")
        page.click(f'button[value="{login}"]')
        page.wait_for_url(lambda url: "/signin" not in url)
        return page

    yield sign_in
    for context in contexts:
        context.close()


def do(page: Page, step: str, **fields: str) -> None:
    """Make a step on a case's screen: open its form, fill it in, press the button."""
    button = page.locator(f'button[name="do"][value="{step}"]')
    form = page.locator("form", has=button)
    folded = page.locator("details.case-act", has=button)
    if folded.count() and not folded.get_attribute("open"):
        folded.locator("summary").click()
    for name, value in fields.items():
        field = form.locator(f'[name="{name}"]')
        if field.first.get_attribute("type") in ("radio", "checkbox"):
            form.locator(f'[name="{name}"][value="{value}"]').check()
        else:
            field.fill(value)
    with page.expect_navigation():
        button.click()
    assert page.locator(".notice.bad").count() == 0, page.locator(".notice.bad").inner_text()
    assert serious_faults(page) == []


def at_case(page: Page, live: LiveServer, number: str) -> Page:
    """Open a case as staff."""
    page.goto(f"{live.url}/cases/{number}")
    return page


def state(page: Page, live: LiveServer, number: str) -> str:
    """Return what the resident reads of her case in its first badge."""
    page.goto(f"{live.url}/me/cases/{number}")
    assert serious_faults(page) == []
    return page.locator("main .badge").first.inner_text()


def number_in(page: Page) -> str:
    """Return the case's number from the page's address."""
    return re.findall(r"/(C[0-9A-Z]{25})", page.url)[0]


def resident_of(live: LiveServer, city: str, order: int = 0) -> SampleResident:
    """Return one of a city's demo residents who have a sign-in card."""
    return [found for found in demo_people(live) if found.city == city][order]


def serve(clerk: Page, live: LiveServer, person: SampleResident) -> None:
    """Let a clerk find who stands there by her card."""
    clerk.goto(f"{live.url}/counter")
    if clerk.locator('form[action="/counter/finish"]').count():
        clerk.locator('form[action="/counter/finish"] button').click()
        clerk.goto(f"{live.url}/counter")
    clerk.fill("#name", person.name)
    clerk.fill("#number", person.id_number)
    clerk.locator('form[action="/counter"] button[type=submit]').click()
    clerk.locator(".serving").wait_for()


def decided(someone: Open, live: LiveServer, number: str, city: str, lang: str) -> None:
    """Let the deciding city accept, examine and grant: three people, each with her own buttons."""
    clerk = at_case(someone(f"clerk-{city}", lang), live, number)
    do(clerk, "accept")
    officer = at_case(someone(f"officer-{city}", lang), live, number)
    assert officer.locator('button[value="decide"]').count() == 0
    do(officer, "begin_review")
    head = at_case(someone(f"head-{city}", lang), live, number)
    do(head, "decide", granted="yes")


def test_fully_online_with_a_supplement_and_another_one_withdrawn(
    live: LiveServer, someone: Open, tmp_path: Path
) -> None:
    person = resident_of(live, CHANGSHA, 1)
    phone = someone(person.login, "en")
    number = apply_online(phone, live)
    assert state(phone, live, number) == "submitted"
    clerk = at_case(someone(f"clerk-{ZHUZHOU}", "zh"), live, number)
    do(clerk, "ask_supplement", reason="请写清卖什么")
    assert state(phone, live, number) == "waiting for a supplement"
    supplement(phone, live, number, tmp_path)
    decided(someone, live, number, ZHUZHOU, "zh")
    assert state(phone, live, number) in ("granted", "delivered")
    # A second wish of the same kind, taken back before anybody decided.
    other = apply_online(phone, live)
    phone.goto(f"{live.url}/me/cases/{other}")
    form = phone.locator('form[action$="/withdraw"]')
    phone.locator("details", has=form).locator("summary").click()
    form.locator('[name="reason"]').fill("no longer needed")
    with phone.expect_navigation():
        form.locator("button[type=submit]").click()
    assert state(phone, live, other) == "withdrawn"


def apply_online(phone: Page, live: LiveServer) -> str:
    """Apply for a business licence in Zhuzhou from a phone, before the papers are there."""
    phone.goto(f"{live.url}/apply/business-licence")
    phone.locator("main form button[type=submit]").last.click()
    number = number_in(phone)
    # With her consent of today the register fills in who she is.
    assert len(phone.input_value("#q-id_number")) == 18
    phone.fill("#q-mobile", "13900000000")
    phone.locator("main form button[type=submit]").first.click()
    for name, value in SHOP.items():
        phone.fill(f"#q-{name}", value)
    phone.select_option("#q-premises_district", SHIFENG)
    phone.locator('input[name="q-company_kind"][value="sole"]').check()
    phone.locator("main form button[type=submit]").first.click()
    phone.goto(f"{live.url}/me/cases/{number}/check")
    assert "Shifeng" in phone.locator("main").inner_text()
    phone.locator('input[name="incomplete"]').check()
    phone.locator("main form button[type=submit]").last.click()
    phone.wait_for_url(f"**/me/cases/{number}*")
    return number


def supplement(phone: Page, live: LiveServer, number: str, folder: Path) -> None:
    """Upload everything that was asked for, and hand it in at once."""
    (folder / "paper.png").write_bytes(PNG)
    phone.goto(f"{live.url}/me/cases/{number}/supplement")
    assert serious_faults(phone) == []
    for name in ("file:id-card", "file:premises-proof"):
        phone.goto(f"{live.url}/me/cases/{number}/files")
        phone.set_input_files(f'input[name="{name}"]', folder / "paper.png")
        phone.locator("main form[enctype] button[type=submit]").last.click()
        phone.wait_for_load_state()
    phone.goto(f"{live.url}/me/cases/{number}/supplement")
    phone.locator("main form button[type=submit]").last.click()
    assert phone.locator(".notice.good").is_visible()


def test_a_counter_takes_in_for_another_city_without_a_phone(
    live: LiveServer, someone: Open
) -> None:
    person = resident_of(live, CHANGSHA, 2)
    counter = someone(f"clerk-{CHANGSHA}", "zh")
    serve(counter, live, person)
    number = take_in(counter, live, "business-licence", person, SHOP | {"premises": SHIFENG})
    at_case(counter, live, number)
    do(counter, "transfer", by="post", carrier="样例快递", tracking="YL123", papers_checked="1")
    there = at_case(someone(f"clerk-{ZHUZHOU}", "en"), live, number)
    assert "YL123" in there.locator("main").inner_text()
    do(there, "arrive")
    decided(someone, live, number, ZHUZHOU, "en")
    counter.goto(f"{live.url}/counter/cases/{number}")
    assert serious_faults(counter) == []
    counter.locator('form:has(button[value="deliver"]) input[value="card"]').check()
    counter.locator('button[value="deliver"]').click()
    assert counter.locator(".notice.good").is_visible()


def take_in(
    counter: Page, live: LiveServer, item: str, person: SampleResident, typed: dict[str, str]
) -> str:
    """Fill a form in at the counter with every paper seen, and hand it over."""
    counter.goto(f"{live.url}/counter/cases")
    assert serious_faults(counter) == []
    counter.locator(f'button[name="item"][value="{item}"]').click()
    number = number_in(counter)
    counter.fill("#q-id_number", person.id_number)
    counter.fill("#q-mobile", "13900000000")
    for name, value in typed.items():
        if name == "premises":
            counter.select_option("#q-premises_district", value)
            counter.locator('input[name="q-company_kind"][value="sole"]').check()
        elif name in ("registered", "moving_to"):
            counter.select_option(f"#q-{name}", value)
        elif name == "reason":
            counter.locator(f'input[name="q-reason"][value="{value}"]').check()
        else:
            counter.fill(f"#q-{name}", value)
    # The papers follow from the answers, so these are kept first.
    counter.locator('button[value="save"]').click()
    counter.locator(".notice.good").wait_for()
    for box in counter.locator('input[name^="m-"]').all():
        box.check()
    counter.locator('form:has(button[value="submit"]) input[name="identity"][value="card"]').check()
    counter.locator('button[value="submit"]').click()
    counter.wait_for_url("**?done=submitted")
    assert serious_faults(counter) == []
    counter.goto(f"{live.url}/counter/cases/{number}/receipt")
    assert number in counter.locator("article").inner_text()
    return number


def test_a_joint_case_waits_for_the_other_city_and_goes_on_as_one(
    live: LiveServer, someone: Open
) -> None:
    person = resident_of(live, ZHUZHOU, 3)
    counter = someone(f"clerk-{CHANGSHA}", "en")
    serve(counter, live, person)
    typed = {
        "registered": person.district,
        "moving_to": FURONG,
        "address": "样例路 2 号",
        "reason": "work",
        "members": "1",
    }
    number = take_in(counter, live, "hukou-transfer", person, typed)
    do(at_case(counter, live, number), "accept")
    do(at_case(someone(f"officer-{CHANGSHA}", "zh"), live, number), "begin_review")
    head = at_case(someone(f"head-{CHANGSHA}", "zh"), live, number)
    button = head.locator('button[name="do"][value="decide"]')
    if button.count():
        # Granting waits for the other city, and says so; nothing has changed.
        folded = head.locator("details.case-act", has=button)
        if not folded.get_attribute("open"):
            folded.locator("summary").click()
        head.locator('[name="granted"][value="yes"]').check()
        button.click()
        assert "还有 1 个联办环节" in head.locator(".notice.bad").inner_text()
    there = at_case(someone(f"officer-{ZHUZHOU}", "en"), live, number)
    do(there, "part.take_up.0")
    do(there, "part.agree.0", reason="entry checked, moved out")
    do(at_case(head, live, number), "decide", granted="yes")
    assert state(someone(person.login, "zh"), live, number) == "准予"


def test_one_form_opens_what_two_authorities_do(live: LiveServer, someone: Open) -> None:
    person = resident_of(live, CHANGSHA, 3)
    phone = someone(person.login, "zh")
    phone.goto(f"{live.url}/apply/bundle/newborn")
    assert serious_faults(phone) == []
    phone.locator("main form button[type=submit]").last.click()
    answers = {
        "mobile": "13900000000",
        "child_name": "样例·宝宝",
        "child_born_on": "2026-02-20",
        "birth_certificate_number": "S430000001",
    }
    for _step in range(4):
        if "/check" in phone.url or "/papers" in phone.url:
            break
        for name, value in answers.items():
            if phone.locator(f"#q-{name}").count():
                phone.fill(f"#q-{name}", value)
        if phone.locator("#q-registered").count():
            phone.select_option("#q-registered", person.district)
        for name, value in (("follows", "mother"), ("for_whom", "child")):
            choice = phone.locator(f'input[name="q-{name}"][value="{value}"]')
            if choice.count():
                choice.check()
        phone.locator("main form button[type=submit]").first.click()
    bundle = re.findall(r"/me/cases/(B[0-9A-Z]{25})", phone.url)[0]
    phone.goto(f"{live.url}/me/cases/{bundle}/check")
    assert serious_faults(phone) == []
    phone.locator('input[name="incomplete"]').check()
    phone.locator("main form button[type=submit]").last.click()
    phone.goto(f"{live.url}/me/cases/{bundle}")
    assert serious_faults(phone) == []
    assert phone.locator('main a[href^="/me/cases/C"]').count() == 2
