"""The verifier in the browser judges as the library does, and keeps only what it may believe."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from rongcheng.foundation.code.offline.status import StatusList, encode_status_list
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
from tests.portal.verify_page import FETCH, JUDGE, SITE, START, STATE, TAKE, Centre
from tests.portal.verify_reasons import FILE, written


@pytest.fixture(scope="module")
def opened(browser: Browser) -> Iterator[Page]:
    """One page for all tests here."""
    with browser.new_context() as context:
        yield context.new_page()


@pytest.fixture
def centre() -> Centre:
    return Centre()


@pytest.fixture
def desk(opened: Page, centre: Centre) -> Page:
    """The page, standing at the sample moment, before a centre of its own."""
    opened.unroute_all()
    opened.route(f"{SITE}/**", centre.answer)
    opened.clock.set_fixed_time(AT)
    opened.goto(SITE + "/")
    listed = encode_status_list(status_list(INDEX + 1), key_id(ISSUER), ISSUER)
    opened.evaluate(START, {"jwks": keys().to_jwks(), "list": listed.hex()})
    return opened


def judged(desk: Page, scans: list[tuple[Any, int, str]]) -> list[tuple[str, bool]]:
    found = desk.evaluate(JUDGE, [list(scan) for scan in scans])
    return [(code, accepted) for code, accepted in found]


def test_the_words_are_those_of_the_list_in_python() -> None:
    assert FILE.read_text("utf-8") == written()


@pytest.mark.browser
def test_the_browser_reads_the_words_as_they_are(desk: Page) -> None:
    found = desk.evaluate("Object.values(parts.REASONS)")
    assert found == [{"code": r.code, "zh": r.zh, "en": r.en} for r in REASONS]


@pytest.mark.browser
def test_every_published_vector_is_judged_as_published(desk: Page) -> None:
    vectors = json.loads(VECTORS.read_text("utf-8"))["codes"]
    scans = [(vector["text"], vector["at"], vector["purpose"]) for vector in vectors]
    expected = [
        (vector["reason"], vector["reason"] in ("code.R001", "code.R002")) for vector in vectors
    ]
    assert judged(desk, scans) == expected


def judge_changed(desk: Page, count: int, seed: int) -> None:
    """Have changed codes judged by both verifiers, and assert that they agree on each."""
    dice = random.Random(seed)
    gate = Gate(purpose=Purpose.WINDOW)
    originals = [code(), code_text(credential(CARD_CLAIMS))]
    texts = [mutated(originals[number % 2], dice) for number in range(count)]
    changed = [text for text in texts if text not in originals]
    assert len(changed) >= 0.99 * count
    found = judged(desk, [(text, AT, "window") for text in changed])
    assert found == [(gate.scan(text).reason.code, False) for text in changed]


@pytest.mark.browser
def test_a_thousand_changed_codes_are_judged_as_the_library_does(desk: Page) -> None:
    judge_changed(desk, 1_000, SEED + 2)


@pytest.mark.browser
@pytest.mark.soak
def test_a_hundred_thousand_changed_codes_are_judged_as_the_library_does(desk: Page) -> None:
    for part in range(20):
        judge_changed(desk, 5_000, SEED + 3 + part)


@pytest.mark.browser
def test_what_is_no_text_at_all_is_malformed(desk: Page) -> None:
    odd = [None, 7, "", "RC1:", "RC1:\ud83d", "RC2:6BF", "RC1:" + "0" * 2_000, ["RC1:"], "rc1:6bf"]
    assert judged(desk, [(text, AT, "window") for text in odd]) == [("code.R003", False)] * len(odd)


@pytest.mark.browser
def test_keys_and_lists_are_pinned(desk: Page) -> None:
    assert desk.evaluate(FETCH, False) == {
        "failed": "",
        "keys": 1,
        "lists": [["changzhutan/0", AT - 300]],
        "ahead": 0,
    }
    assert desk.evaluate(STATE, AT) == ["ready", ["keys", "list"]]


@pytest.mark.browser
def test_the_state_says_what_is_old_and_what_is_missing(desk: Page, centre: Centre) -> None:
    desk.evaluate("window.store = parts.pageStore()")
    assert desk.evaluate(STATE, AT) == ["no", ["no-keys"]]
    centre.date = AT + 45
    assert desk.evaluate(FETCH, False)["ahead"] == -45
    assert desk.evaluate(STATE, AT) == ["ready", ["keys", "list", "clock-slow"]]
    old = AT - 300 + DAY + 1
    assert desk.evaluate(STATE, old) == ["no", ["keys", "list-old", "clock-slow"]]
    assert desk.evaluate(STATE, AT + 8 * DAY)[1][0] == "keys-old"
    centre.lists.clear()
    centre.date = AT - 29
    desk.evaluate(FETCH, False)
    assert desk.evaluate(STATE, AT) == ["no", ["keys", "no-list"]]


@pytest.mark.browser
def test_an_older_list_does_not_come_back_and_a_newer_one_does(desk: Page, centre: Centre) -> None:
    assert desk.evaluate(FETCH, False)["lists"] == [["changzhutan/0", AT - 300]]
    centre.publish(status_list(issued_at=AT - 600))
    assert desk.evaluate(FETCH, True)["lists"] == [["changzhutan/0", AT - 300]]
    centre.publish(status_list(issued_at=AT - 60))
    assert desk.evaluate(FETCH, True)["lists"] == [["changzhutan/0", AT - 60]]


@pytest.mark.browser
def test_a_list_that_is_forged_changes_nothing(desk: Page, centre: Centre) -> None:
    desk.evaluate(FETCH, False)
    good = centre.lists["changzhutan/0"]
    younger = status_list(issued_at=AT - 60)
    other_metro = encode_status_list(younger._replace(metro="chengdemeizi"), key_id(ISSUER), ISSUER)
    forged = {
        "an unknown key": encode_status_list(younger, key_id(OTHER_ISSUER), OTHER_ISSUER),
        "another's name": encode_status_list(younger, key_id(ISSUER), OTHER_ISSUER),
        "cut": good[:-1],
        "longer": good + b"\0",
        "one bit": good[:90] + bytes([good[90] ^ 1]) + good[91:],
        "nothing": b"",
        "no list of this metro": other_metro,
        "half of the bits": _signed(younger._replace(bits=younger.bits[: 1 << 13])),
        "twice the bits": _signed(younger._replace(bits=younger.bits * 2)),
    }
    for case, token in forged.items():
        centre.lists["changzhutan/0"] = token
        assert desk.evaluate(FETCH, True)["lists"] == [["changzhutan/0", AT - 300]], case


def _signed(found: StatusList) -> bytes:
    return encode_status_list(found, key_id(ISSUER), ISSUER)


@pytest.mark.browser
def test_a_key_set_that_is_forged_changes_nothing(desk: Page, centre: Centre) -> None:
    desk.evaluate(FETCH, False)
    good = json.dumps(centre.jwks)
    for change in ({"x": "AAAA"}, {"kid": "AAAAAAAAAAA"}, {"crv": "P-384"}, {"exp": -1}, {"y": 7}):
        centre.jwks = json.loads(good)
        centre.jwks["keys"][0] |= change
        found = desk.evaluate(FETCH, True)
        assert (found["failed"], found["keys"]) == ("Malformed", 1), change
    for odd in ([], {}, {"keys": 1}, {"keys": [None]}, None):
        centre.jwks = odd  # type: ignore[assignment]
        assert desk.evaluate(FETCH, True)["keys"] == 1


@pytest.mark.browser
def test_a_withdrawn_key_takes_its_lists_with_it(desk: Page, centre: Centre) -> None:
    desk.evaluate(FETCH, False)
    centre.jwks = {"keys": []}
    assert desk.evaluate(FETCH, True) == {"failed": "", "keys": 0, "lists": [], "ahead": 0}


@pytest.mark.browser
def test_lists_are_fetched_from_the_centre_only(desk: Page, centre: Centre) -> None:
    centre.hrefs["changzhutan/0"] = "https://elsewhere.invalid/code/status/changzhutan/0"
    found = desk.evaluate(FETCH, False)
    assert (found["failed"], found["lists"]) == ("Malformed", [])


@pytest.mark.browser
def test_a_proof_passes_once_also_at_the_same_moment(desk: Page) -> None:
    first = [1, AT, 5, AT]
    assert sorted(desk.evaluate(TAKE, [[first] * 6, 100])) == ["code.R001"] + ["code.R010"] * 5
    later = [[1, AT, 6, AT + 1], [1, AT - 1, 9, AT + 1], [1, AT + 30, 1, AT + 30]]
    assert [desk.evaluate(TAKE, [[one], 100])[0] for one in later] == [
        "code.R001",
        "code.R010",
        "code.R001",
    ]


@pytest.mark.browser
def test_a_full_memory_refuses_and_forgets_in_time(desk: Page) -> None:
    def take(number: int, now: int) -> str:
        return str(desk.evaluate(TAKE, [[[number, now, 1, now]], 3])[0])

    start = AT + 10_000
    assert [take(n, start) for n in (11, 12, 13)] == ["code.R001"] * 3
    assert take(14, start + 90) == "code.R015"
    assert take(13, start + 90) == "code.R001"
    assert take(14, start + 91) == "code.R001"
