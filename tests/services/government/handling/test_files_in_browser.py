"""Handing papers in by a real browser: chosen, sent, listed, opened, taken back; both languages."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import Page, sync_playwright

from rongcheng.foundation.people.public import demo_account, open_account
from rongcheng.policy.editions import publish
from rongcheng.services.government.public import files_by_material
from tests.acceptance.test_pages import look_at, serious_faults
from tests.foundation.attachments.samples import PDF, PNG
from tests.foundation.conftest import emptying_allowed as emptying_allowed
from tests.packs import pack_in
from tests.plugins.browser import ARGUMENTS, find_browser
from tests.services.government.handling.conftest import CHANGSHA, METRO, ZHUZHOU, Town
from tests.services.government.handling.test_three_modes import LICENCE
from tests.tidy.tree import PROJECT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_papers_are_handed_in_from_a_phone(
    transactional_db: None, live_server: Any, settings: Any, tmp_path: Path
) -> None:
    settings.RONGCHENG_DATA, settings.RONGCHENG_DEMO = tmp_path, True
    pack = pack_in(PROJECT / "metros" / METRO)
    publish(pack, by="test")
    town = Town()
    person = town.resident(ZHUZHOU)
    assert person.person_id is not None
    case = town.begin(person, person.person_id, "business-licence", LICENCE, CHANGSHA)
    open_account(login="files-phone", resident_id=person.person_id, demo=True)
    client = Client()
    client.force_login(demo_account("files-phone"))
    cookie = client.cookies[django_settings.SESSION_COOKIE_NAME].value
    for name, content in (("身份证.jpg", PDF), ("场所.png", PNG), ("坏.svg", b"<svg/>")):
        (tmp_path / name).write_bytes(content)
    here = f"{live_server.url}/me/cases/{case.number}/files"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_browser(), args=ARGUMENTS)
        context = chromium.new_context(viewport={"width": 390, "height": 844})
        name = django_settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": cookie, "url": f"{live_server.url}/"}])
        hand_in(context.new_page(), here, tmp_path)
        chromium.close()
    files = files_by_material(case)
    assert [one.name for one in files["id-card"]] == ["身份证.pdf"]
    assert list(files) == ["id-card"]


def hand_in(page: Page, here: str, folder: Path) -> None:
    """Hand two papers in, one of them refused at first; take one back."""
    look_at(page, here, "en")
    page.context.add_cookies([{"name": "lang", "value": "zh", "url": root_of(here)}])
    page.goto(here)
    page.set_viewport_size({"width": 390, "height": 844})
    page.set_input_files("#f-id-card", folder / "身份证.jpg")
    page.set_input_files("#f-premises-proof", folder / "坏.svg")
    page.click("button:has-text('上传')")
    page.get_by_text("有 1 个文件没有收下").wait_for()
    assert page.get_by_text("「坏.svg」的内容不是可以收的文件类型").is_visible()
    assert serious_faults(page) == []
    page.set_input_files("#f-premises-proof", folder / "场所.png")
    page.click("button:has-text('上传')")
    page.get_by_text("收到 1 个文件").wait_for()
    with page.expect_download() as download:
        page.click("text=身份证.pdf")
    assert download.value.suggested_filename == "身份证.pdf"
    assert Path(download.value.path()).read_bytes() == PDF
    keep_pictures(page)
    page.click("#paper-premises-proof button:has-text('撤回')")
    page.locator("#paper-premises-proof.missing").wait_for()
    assert page.locator(".files a").count() == 1


def root_of(url: str) -> str:
    """Return the house's first address, where its cookies are set."""
    return url.partition("/me/")[0] + "/"


def keep_pictures(page: Page) -> None:
    """Keep pictures of the page, where a folder for them is named."""
    folder = os.environ.get("PICTURES")
    for width in (390, 1280) if folder else ():
        for theme, elder in (("light", "0"), ("dark", "0"), ("light", "1")):
            words = [{"name": "theme", "value": theme}, {"name": "elder", "value": elder}]
            page.context.add_cookies([{**word, "url": root_of(page.url)} for word in words])
            page.set_viewport_size({"width": width, "height": 844})
            page.reload()
            page.screenshot(path=f"{folder}/files-{width}-{theme}-{elder}.png", full_page=True)
    if folder:
        page.context.add_cookies([{"name": "elder", "value": "0", "url": root_of(page.url)}])
