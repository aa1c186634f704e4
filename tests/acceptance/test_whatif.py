"""The what-if page in a real browser: two changes, what they cost, the draft taken along."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from rongcheng.policy.load import load_pack
from tests.acceptance.page_list import OFFICE
from tests.acceptance.test_pages import look_at, serious_faults
from tests.plugins.live import LiveServer

pytestmark = pytest.mark.browser

ZHUZHOU = "430299"
NAME = "株洲住院再提高"
# The demo day has one stay of somebody insured in Zhuzhou: 12,000 yuan in scope at 85 %, above a
# deductible of 1,100 yuan; nobody else's traffic has any.
HEADLINE = "医保多付 2,049.00 元；1 位居民少付，共 2,049.00 元。"
COMPUTED_MILLISECONDS = 120_000


@pytest.fixture(scope="module")
def office(live: LiveServer, browser: Browser) -> Iterator[Page]:
    """The office, at its list of scenarios."""
    with browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai") as context:
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.goto(f"{live.url}/signin")
        page.click(f'button[value="{OFFICE}"]')
        page.wait_for_url(lambda url: "/signin" not in url)
        page.goto(f"{live.url}/office/whatif")
        yield page


def add(page: Page, here: str, words: str, key: str, value: str) -> None:
    """Find a parameter and change it for those insured in Zhuzhou."""
    page.goto(f"{here}/add")
    page.fill("#f-q", words)
    page.press("#f-q", "Enter")
    page.click(f'a[href$="/add/{key}"]')
    page.select_option("#f-pool", ZHUZHOU)
    page.fill("#f-value", value)
    assert serious_faults(page) == []
    page.click("main form button.btn")
    page.wait_for_url(lambda url: "done=added" in url)


def test_two_changes_are_computed_and_the_draft_is_taken_along(
    office: Page, live: LiveServer, tmp_path: Path
) -> None:
    office.fill("#f-name", NAME)
    office.click("main form button.btn >> nth=0")
    office.wait_for_url("**/office/whatif/W*")
    here = office.url
    add(office, here, "住院 报销比例", "health.inpatient.ratio", "95")
    add(office, here, "住院 起付线", "health.inpatient.deductible", "0")
    office.click('button[value="run"]')
    office.wait_for_selector("#headline", timeout=COMPUTED_MILLISECONDS)

    assert office.inner_text("#headline") == HEADLINE
    said = office.inner_text("#result")
    assert "+2,049.00 元" in said
    assert "一分不差" in said

    with office.expect_download() as taken:
        office.click('a[href$="/draft"]')
    taken.value.save_as(tmp_path / "draft.zip")
    zipfile.ZipFile(tmp_path / "draft.zip").extractall(tmp_path)
    pack, faults = load_pack(tmp_path / "changzhutan")
    assert faults == []
    assert pack is not None
    assert f"草案版本 {pack.hash[:12]}" in said

    for view in ("tier", "residents"):
        for lang in ("zh", "en"):
            look_at(office, f"{here}?by={view}", lang)
    look_at(office, f"{here}/add", "zh")
    look_at(office, f"{live.url}/office/whatif", "zh")
    assert office.locator(f'main a[href="/office/whatif/{here.rpartition("/")[2]}"]').count() == 1
