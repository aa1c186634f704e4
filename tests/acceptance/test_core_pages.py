"""The pages about a pool's own core, in a metro that has one: seen on a phone and a desktop."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.acceptance.hospital import HospitalClient, visit
from tests.acceptance.page_list import OFFICE
from tests.acceptance.test_core_faults import metro_with_a_core, people_of
from tests.acceptance.test_pages import look_at

pytestmark = pytest.mark.browser

RATIO = ("policies/health/outpatient/ratio.yaml", "600000", "550000")


@pytest.fixture(scope="module")
def office(browser: Browser) -> Iterator[Page]:
    """The office at its list of cores, after a settlement in which core and book part."""
    with metro_with_a_core(RATIO) as (live, _):
        client = HospitalClient(live)
        for number, person in enumerate(people_of(live)[:3]):
            client.settle_for_sure(visit(f"PAGES-{number:06d}", person, 2_000))
        with browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai") as context:
            context.set_default_timeout(15_000)
            page = context.new_page()
            page.goto(f"{live.url}/signin")
            page.click(f'button[value="{OFFICE}"]')
            page.wait_for_url(lambda url: "/signin" not in url)
            page.goto(f"{live.url}/office/cores")
            yield page


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_office_sees_the_cores_and_a_difference(office: Page, lang: str) -> None:
    base = office.url.split("/office")[0]
    look_at(office, f"{base}/office/cores", lang)
    href = office.locator('main a[href*="/office/cores/"]').first.get_attribute("href")
    look_at(office, f"{base}{href}", lang)
    assert office.locator('main a[href*="health.outpatient.ratio"]').count() == 1
    office.goto(f"{base}/office/cores")
