"""The verifier in the browser judges as the library does: every vector, a thousand mutations."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from rongcheng.foundation.code.offline.status import encode_status_list
from rongcheng.foundation.code.offline.text import code_text
from rongcheng.foundation.code.offline.types import Purpose
from rongcheng.foundation.code.offline.verdicts import REASONS
from tests.foundation.code.samples import (
    AT,
    CARD_CLAIMS,
    DAY,
    INDEX,
    ISSUER,
    OTHER_ISSUER,
    Gate,
    code,
    credential,
    key_id,
    keys,
    status_list,
)
from tests.foundation.code.test_mutations import SEED, mutated
from tests.foundation.code.vectors import FILE as VECTORS
from tests.portal.verify_reasons import FILE, FOLDER, written

SITE = "https://desk.invalid"
"""Never asked for: the page's files come from this folder. A browser signs on safe origins only."""
START = """
async (given) => {
  const [verifier, keyset, status, bytes, seen] = await Promise.all(
    ["verifier", "keyset", "status", "bytes", "seen"].map((name) => import(`/${name}.js`)),
  );
  const keys = await keyset.readKeys(given.jwks);
  const list = await status.readStatusList(bytes.fromHex(given.list), keys);
  window.parts = { ...verifier, ...keyset, ...status, ...bytes, ...seen, keys };
  window.lists = status.statusLists([list]);
}
"""
JUDGE = """
async (scans) => {
  const { verify, keys } = window.parts;
  const seen = { take: async () => window.parts.OK };
  const found = [];
  for (const [text, at, purpose] of scans) {
    const { reason, accepted } = await verify(text, { at, purpose, keys, lists, seen });
    found.push([reason.code, accepted]);
  }
  return found;
}
"""


def served(route: Route) -> None:
    """Answer with a file of the verifier, or an empty page."""
    name = route.request.url.removeprefix(SITE).lstrip("/")
    if name:
        text = (FOLDER / name).read_text("utf-8")
        route.fulfill(body=text, content_type="text/javascript; charset=utf-8")
    else:
        route.fulfill(body="<!doctype html><title>desk</title>", content_type="text/html")


@pytest.fixture(scope="module")
def desk(browser: Browser) -> Iterator[Page]:
    """A page that holds the verifier with the sample keys and list."""
    with browser.new_context() as context:
        page = context.new_page()
        page.route(f"{SITE}/**", served)
        page.goto(SITE + "/")
        listed = encode_status_list(status_list(INDEX + 1), key_id(ISSUER), ISSUER)
        page.evaluate(START, {"jwks": keys().to_jwks(), "list": listed.hex()})
        page.evaluate("import('/reasons.js').then((m) => { parts.OK = m.REASONS.OK; })")
        yield page


def judged(desk: Page, scans: list[tuple[Any, int, str]]) -> list[tuple[str, bool]]:
    found = desk.evaluate(JUDGE, [list(scan) for scan in scans])
    return [(code, accepted) for code, accepted in found]


def test_the_words_are_those_of_the_list_in_python() -> None:
    assert FILE.read_text("utf-8") == written()


@pytest.mark.browser
def test_the_browser_reads_the_words_as_they_are(desk: Page) -> None:
    found = desk.evaluate("import('/reasons.js').then((m) => Object.values(m.REASONS))")
    assert found == [{"code": r.code, "zh": r.zh, "en": r.en} for r in REASONS]


@pytest.mark.browser
def test_every_published_vector_is_judged_as_published(desk: Page) -> None:
    vectors = json.loads(VECTORS.read_text("utf-8"))["codes"]
    scans = [(vector["text"], vector["at"], vector["purpose"]) for vector in vectors]
    expected = [
        (vector["reason"], vector["reason"] in ("code.R001", "code.R002")) for vector in vectors
    ]
    assert judged(desk, scans) == expected


@pytest.mark.browser
def test_a_thousand_changed_codes_are_judged_as_the_library_does(desk: Page) -> None:
    dice = random.Random(SEED + 2)
    gate = Gate(purpose=Purpose.WINDOW)
    originals = [code(), code_text(credential(CARD_CLAIMS))]
    texts = [mutated(originals[number % 2], dice) for number in range(1_000)]
    changed = [text for text in texts if text not in originals]
    assert len(changed) >= 990
    found = judged(desk, [(text, AT, "window") for text in changed])
    assert found == [(gate.scan(text).reason.code, False) for text in changed]


@pytest.mark.browser
def test_what_is_no_text_at_all_is_malformed(desk: Page) -> None:
    odd = [None, 7, "", "RC1:", "RC1:\ud83d", "RC2:6BF", "RC1:" + "0" * 2_000, ["RC1:"], "rc1:6bf"]
    assert judged(desk, [(text, AT, "window") for text in odd]) == [("code.R003", False)] * len(odd)
