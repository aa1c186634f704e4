"""From the catalogue's button to a supplement in a real browser: on a phone, then at a desk."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connections
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, sync_playwright

from rongcheng.foundation.cases.models import Case
from rongcheng.policy.editions import publish
from rongcheng.services.government.public import CaseState
from tests.acceptance.test_pages import serious_faults
from tests.foundation.attachments.samples import PNG
from tests.foundation.conftest import emptying_allowed as emptying_allowed
from tests.packs import pack_in
from tests.plugins.browser import ARGUMENTS, find_browser
from tests.services.government.handling.conftest import METRO, ZHUZHOU, Town
from tests.services.government.own_cases import LICENCE
from tests.services.government.pages.conftest import Browser
from tests.tidy.tree import PROJECT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


@pytest.fixture
def lin(transactional_db: None, settings: Any, tmp_path: Path) -> Browser:
    """A resident of a published metro whose pages a real browser may open."""
    settings.RONGCHENG_DATA, settings.RONGCHENG_DEMO = tmp_path, True
    pack = pack_in(PROJECT / "metros" / METRO)
    publish(pack, by="test")
    return Browser(Town().resident(ZHUZHOU))


def open_page(
    chromium: Chromium, lin: Browser, url: str, size: dict[str, int], **prefs: str
) -> Page:
    """Return a page that is signed in as the resident."""
    context = chromium.new_context(viewport=size)
    name = django_settings.SESSION_COOKIE_NAME
    cookies = {name: lin.client.cookies[name].value, **prefs}
    context.add_cookies(
        [{"name": key, "value": value, "url": f"{url}/"} for key, value in cookies.items()]
    )
    return context.new_page()


def test_a_resident_applies_on_her_phone_and_supplements_at_a_desk(
    lin: Browser, live_server: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The browser keeps a loop running in this thread; the tables are asked in between.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_browser(), args=ARGUMENTS)
        page = open_page(chromium, lin, live_server.url, PHONE)
        number = apply(page, live_server.url, tmp_path)
        case = Case.objects.get(number=number)
        assert (case.state, case.channel) == (CaseState.SUBMITTED, 2)
        town = Town()
        clerk = town.staff("clerk", ZHUZHOU)
        asked = {"materials": ["premises-proof"], "fields": ["business_scope"]}
        town.step(clerk, case, "ASK_SUPPLEMENT", "请写清卖什么", **asked)
        wide = {"lang": "en", "theme": "dark", "elder": "1"}
        desk = open_page(chromium, lin, live_server.url, DESKTOP, **wide)
        supplement(desk, live_server.url, number, tmp_path)
        chromium.close()
        case.refresh_from_db()
        # Beside the browser's loop this thread has a connection of its own, which nobody ends.
        connections.close_all()
    assert case.state == CaseState.SUBMITTED


def apply(page: Page, url: str, folder: Path) -> str:
    """Fill in, upload, check and hand over; return the number. Every page is looked at."""
    page.goto(f"{url}/apply/business-licence")
    look(page, "apply")
    page.get_by_role("button", name="开始填写").click()
    number = re.findall(r"/me/cases/(C[0-9A-Z]+)/form", page.url)[0]
    assert page.input_value("#q-name").startswith("样例·居民")
    look(page, "form-1")
    page.fill("#q-mobile", "13900000000")
    page.get_by_role("button", name="保存，下一步").click()
    for name in ("company_name", "premises_address", "business_scope"):
        page.fill(f"#q-{name}", str(LICENCE[name]))
    page.select_option("#q-premises_district", "430204")
    page.locator('input[name="q-company_kind"][value="sole"]').check()
    look(page, "form-2")
    page.get_by_role("button", name="保存，下一步").click()
    (folder / "a.png").write_bytes(PNG)
    page.set_input_files('input[name="file:id-card"]', folder / "a.png")
    look(page, "papers")
    page.get_by_role("button", name="去核对").click()
    assert page.get_by_text("石峰区").first.is_visible()
    look(page, "check")
    page.get_by_text("先提交，材料等通知再补").click()
    page.get_by_role("button", name="确认提交").click()
    assert page.get_by_text("提交好了").is_visible()
    look(page, "case")
    return number


def supplement(page: Page, url: str, number: str, folder: Path) -> None:
    """Find what is asked for from the list, upload it, and hand it in."""
    page.goto(f"{url}/me/notices")
    look(page, "notices")
    page.goto(f"{url}/me/cases")
    look(page, "cases")
    page.locator(f'main a[href="/me/cases/{number}"]').first.click()
    page.get_by_role("link", name="Hand in what is missing").click()
    look(page, "supplement")
    page.get_by_role("link", name="Upload papers").click()
    page.set_input_files('input[name="file:premises-proof"]', folder / "a.png")
    page.locator("main form[enctype] button[type=submit]").last.click()
    page.goto(f"{url}/me/cases/{number}/supplement")
    page.fill("#q-business_scope", "食品零售、快递代收")
    page.get_by_role("button", name="All there, hand it in").click()
    assert page.get_by_text("Handed in. It goes on.").is_visible()
    look(page, "supplemented")


def look(page: Page, name: str) -> None:
    """Refuse a page with a serious fault for whoever sees or hears badly, or one that is cut."""
    assert serious_faults(page) == [], name
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
