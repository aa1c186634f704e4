"""A change of an item in a real browser: one of the office writes it, another confirms it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.acceptance.page_list import OFFICE
from tests.acceptance.test_pages import look_at, serious_faults
from tests.plugins.live import LiveServer

pytestmark = pytest.mark.browser

COLLEAGUE = "office-430100"
# A day so late that the demonstration of no year reaches it: other tests see what they expect.
LATE = "2090-01-01"


@pytest.fixture(scope="module")
def pages(live: LiveServer, browser: Browser) -> Iterator[dict[str, Page]]:
    """Two people of the office, each in a browser of her own."""
    found = {}
    contexts = []
    for login in (OFFICE, COLLEAGUE):
        context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{live.url}/signin")
        page.click(f'button[value="{login}"]')
        page.wait_for_url(lambda url: "/signin" not in url)
        found[login] = page
    yield found
    for context in contexts:
        context.close()


def write_rows(author: Page, draft: str) -> None:
    """Look at the pages of papers, questions and preview; add a paper, and read its fault."""
    for end, lang in {"lists/materials": "zh", "lists/form/1": "en", "preview": "zh"}.items():
        look_at(author, f"{draft}/{end}", lang)
    author.goto(f"{draft}/lists/materials")
    author.click('main a[href$="/new"]')
    for name, words in {"id": "ID", "title.zh": "身份证明", "issuer.zh": "样例机关"}.items():
        author.fill(f'[name="{name}"]', words)
    author.click('button[value="save"]')
    author.locator(".why-wrong").first.wait_for()
    assert serious_faults(author) == []
    fixed = {"id": "identity", "title.en": "Proof of identity", "issuer.en": "A sample"}
    for name, words in fixed.items():
        author.fill(f'[name="{name}"]', words)
    author.click('button[value="save"]')
    author.wait_for_url("**done=saved#row-*")
    assert serious_faults(author) == []


def test_one_writes_and_another_confirms(live: LiveServer, pages: dict[str, Page]) -> None:
    author, colleague = pages[OFFICE], pages[COLLEAGUE]
    author.goto(f"{live.url}/office/items")
    author.select_option("#f-item", "driving-licence-renewal")
    author.fill("#f-from", LATE)
    author.click("#change button.btn")
    author.wait_for_url("**/edit")
    edit, draft = author.url, author.url.removesuffix("/edit")
    for lang in ("en", "zh"):
        look_at(author, edit, lang)
    author.fill('[name="promised_limit.count"]', "999")
    author.click("main form button.btn >> nth=0")
    author.locator(".fault-list li").first.wait_for()
    assert serious_faults(author) == []
    author.fill('[name="promised_limit.count"]', "0")
    author.select_option('[name="case_type"]', "1")
    author.click("main form button.btn >> nth=0")
    author.wait_for_url(draft)
    for lang in ("en", "zh"):
        look_at(author, draft, lang)
    write_rows(author, draft)
    author.goto(draft)
    assert "“身份证明”" in author.inner_text("main")
    author.fill("#f-note", "依据样例文件")
    author.click('button[value="propose"]')
    author.get_by_text("等协同办另一位同事核对").wait_for()
    colleague.goto(draft)
    assert "办件类型" in colleague.inner_text("main")
    colleague.click('button[value="confirm"]')
    colleague.get_by_text("已发布，政策版本").wait_for()
    assert serious_faults(colleague) == []
    colleague.goto(f"{live.url}/items/driving-licence-renewal?on={LATE}")
    assert "当场办结" in colleague.inner_text("main")


def test_an_agreement_is_changed_from_a_day_on(live: LiveServer, pages: dict[str, Page]) -> None:
    author, colleague = pages[OFFICE], pages[COLLEAGUE]
    author.goto(f"{live.url}/office/agreements/czt-government-2024")
    author.fill("#f-change", LATE)
    author.click("#change button.btn")
    author.wait_for_url("**/edit")
    edit, draft = author.url, author.url.removesuffix("/edit")
    look_at(author, edit, "en")
    author.goto(edit)
    author.fill('[name="source.document"]', "样例文件")
    author.uncheck('[name="mode:food-permit"][value="forwarded"]')
    author.click("main form button.btn >> nth=0")
    author.wait_for_url(draft)
    look_at(author, draft, "zh")
    author.click('button[value="propose"]')
    colleague.goto(draft)
    assert "通办事项“食品经营许可”" in colleague.inner_text("main")
    colleague.click('button[value="confirm"]')
    colleague.get_by_text("已发布，政策版本").wait_for()
    colleague.goto(f"{live.url}/office/agreements?on={LATE}")
    assert "czt-government-2024-20900101" in colleague.inner_text("main")
