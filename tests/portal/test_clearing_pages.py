"""Clearing pages: who sees what, what each shows, and how lists leave."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from django.test import Client

from rongcheng.foundation.ledger.public import (
    post_entry,
    raise_dispute,
)
from rongcheng.foundation.ledger.types import PostingLine
from rongcheng.kernel.clock import SHANGHAI, FixedClock
from rongcheng.policy.pack import Pack
from rongcheng.web.actor import SYSTEM
from tests.portal.clearing_books import (
    CHANGSHA,
    METRO,
    NOON,
    XIANGTAN,
    ZHUZHOU,
    client_of,
    hospital,
    settle,
)

FUND_C, FUND_Z, FUND_X = (f"fund-{pool}" for pool in (CHANGSHA, ZHUZHOU, XIANGTAN))
OFFICE = "the-office"


def addresses(entry: int) -> dict[str, set[str]]:
    """Return every clearing page with those to whom it opens."""
    everyone = {FUND_C, FUND_Z, FUND_X, OFFICE}
    concerned = {FUND_C, FUND_X}
    place = hospital(CHANGSHA)
    return {
        "/clearing": everyone,
        "/clearing/1": everyone,
        "/clearing/2": everyone,
        "/clearing/2/close": everyone,
        "/clearing/1/close": everyone,
        "/clearing/prefund": everyone,
        "/clearing/disputes": everyone - {OFFICE},
        f"/clearing/entries/{entry}": concerned,
        f"/clearing/1/pairs/{XIANGTAN}/{CHANGSHA}/310102": concerned,
        f"/clearing/1/pairs/{XIANGTAN}/{CHANGSHA}/-": concerned,
        f"/clearing/1/pools/{CHANGSHA}": {FUND_C},
        "/clearing/1/institutions": everyone - {OFFICE},
        f"/clearing/1/institutions/{place}": {FUND_C},
    }


def test_every_page_opens_to_its_own_readers_only(entry: int) -> None:
    clients = {login: client_of(login) for login in (FUND_C, FUND_Z, FUND_X, OFFICE)}
    others = {login: client_of(login) for login in ("lin", "desk", "a-clerk")}
    for address, readers in addresses(entry).items():
        for login, client in clients.items():
            expected = 200 if login in readers else 403
            assert client.get(address).status_code == expected, (address, login)
        for login, client in others.items():
            assert client.get(address).status_code == 403, (address, login)
        answer = Client().get(address)
        assert answer["Location"].startswith("/signin?next="), address


def test_a_fund_officer_starts_at_clearing(entry: int) -> None:
    answer = Client().post("/signin/demo", {"login": FUND_C})
    assert answer["Location"] == "/clearing"
    shown = client_of(FUND_C).get("/clearing").content.decode()
    assert "第 2 期正在记账" in shown
    assert "123.00" in shown
    assert "已轧差" in shown


def test_the_window_shows_who_owes_whom(entry: int, lang: str) -> None:
    shown = client_of(FUND_Z, lang).get("/clearing/1").content.decode()
    assert shown.count('<path class="f') == 2
    for amount in ("700.00", "500.00", "200.00"):
        assert amount in shown
    assert {"zh": "谁欠谁", "en": "Who owes whom"}[lang] in shown
    assert {"zh": "样例值", "en": "sample"}[lang] in shown.lower() or lang == "en"
    # Zhuzhou reads the sums of the others, and opens its own only.
    assert f"/clearing/1/pairs/{CHANGSHA}/{ZHUZHOU}/310102" in shown
    assert f"/clearing/1/pairs/{XIANGTAN}/" not in shown


def test_drill_down_leads_to_the_settlement(entry: int) -> None:
    client = client_of(FUND_X)
    window = client.get("/clearing/1").content.decode()
    pair = f"/clearing/1/pairs/{XIANGTAN}/{CHANGSHA}/310102"
    assert pair in window
    listed = client.get(pair).content.decode()
    assert "S00000001" in listed
    assert f"/clearing/entries/{entry}" in listed
    shown = client.get(f"/clearing/entries/{entry}").content.decode()
    assert "/clearing/settlements/S00000001" in shown
    assert "湘潭市本级统筹区 · 职工门诊统筹" in shown
    assert "SAMPLE-PSN-7" not in shown


def test_deadlines_count_working_days_and_explain_an_unannounced_year(
    entry: int, clock: FixedClock
) -> None:
    shown = client_of(FUND_C).get("/clearing/1").content.decode()
    # Closed on Monday 2 March: five working days, then ten, and twenty from the closing.
    for day in ("2026年3月9日", "2026年3月23日", "2026年3月30日"):
        assert day in shown
    assert "放假安排还没公布" not in shown
    clock.set(datetime(2030, 12, 20, 9, 0, tzinfo=SHANGHAI))
    late = client_of(FUND_C)
    assert "已过" in late.get("/clearing/1").content.decode()
    late.post("/clearing/2/close")
    assert "放假安排还没公布" in late.get("/clearing/2").content.decode()


@pytest.mark.parametrize("kind", ["xlsx", "csv", "print"])
@pytest.mark.parametrize(
    "address",
    [
        f"/clearing/1/pairs/{XIANGTAN}/{CHANGSHA}/310102?",
        f"/clearing/1/pools/{CHANGSHA}?",
        "/clearing/1?list=matrix&",
        "/clearing/1?list=pairs&",
        "/clearing/1/institutions?",
        "/clearing/prefund?",
        "/clearing/disputes?",
        "/clearing?",
    ],
)
def test_lists_leave_as_files_and_for_print(entry: int, address: str, kind: str) -> None:
    raise_dispute(entry, "样例理由", SYSTEM)
    answer = client_of(FUND_C).get(f"{address}format={kind}")
    assert answer.status_code == 200
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if kind == "xlsx":
        assert body[:2] == b"PK"
    elif kind == "csv":
        assert body.decode("utf-8-sig").count("\r\n") >= 2 or "prefund" in address
    elif "pairs/" in address:
        text = body.decode()
        assert "<!--rows-->" not in text
        assert text.count("<tr>") == 2
        assert "S00000001" in text


def next_of(page: str, rel: str = "next") -> str:
    """Return the address of the next page, or of the previous one."""
    found = re.search(rf'rel="{rel}" href="([^"]+)"', page)
    assert found is not None
    return found[1].replace("&amp;", "&")


def test_a_long_statement_is_paged_and_exports_whole(entry: int) -> None:
    for number in range(100, 160):
        settle(number, XIANGTAN, CHANGSHA, 100)
    client = client_of(FUND_X)
    pair = f"/clearing/2/pairs/{XIANGTAN}/{CHANGSHA}/310102"
    first = client.get(pair).content.decode()
    second = client.get(pair + next_of(first)).content.decode()
    third = client.get(pair + next_of(second)).content.decode()
    assert [page.count("S0000") for page in (first, second, third)] == [25, 25, 10]
    assert "第 3 页，共 3 页" in third
    assert 'rel="next"' not in third
    assert "S00000159" in third
    back = client.get(pair + next_of(third, "prev")).content.decode()
    assert re.findall(r"S0000\d+", back) == re.findall(r"S0000\d+", second)
    for unreadable in ("?page=3", "?after=1", "?after=x.y", f"?after={'9' * 30}.1"):
        assert client.get(pair + unreadable).content.decode().count("S00000100") == 1
    answer = client.get(f"{pair}?format=csv")
    assert b"".join(answer.streaming_content).count(b"S0000") == 60


def test_claims_of_before_fund_types_are_shown_as_such(entry: int) -> None:
    lines = [(f"clearing:{XIANGTAN}:{CHANGSHA}", 70), (f"agency:{CHANGSHA}", -70)]
    post_entry(
        key="old",
        metro=METRO,
        kind="health.settlement",
        reference="S-OLD",
        occurred_at=NOON,
        postings=[PostingLine(*line) for line in lines],
    )
    client = client_of(FUND_X)
    assert "未分基金" in client.get("/clearing/2").content.decode()
    assert "S-OLD" in client.get(
        f"/clearing/2/pairs/{XIANGTAN}/{CHANGSHA}/-"
    ).content.decode()  # fmt: skip


@pytest.mark.parametrize("address", ["/clearing", "/clearing/1", "/clearing/1/institutions"])
def test_pages_are_light_and_run_under_the_content_policy(
    entry: int, address: str, lang: str
) -> None:
    body = client_of(FUND_C, lang).get(address).content
    shown = body.decode()
    assert len(body) <= 40_000
    assert " style=" not in shown
    assert "<script>" not in shown
    assert shown.count("<h1") == 1
    ids = re.findall(r'\sid="([^"]+)"', shown)
    assert len(ids) == len(set(ids))


def test_unknown_windows_and_entries_are_not_found(entry: int, published: dict[str, Pack]) -> None:
    client = client_of(FUND_C)
    assert client.get("/clearing/9").status_code == 404
    assert client.get("/clearing/entries/999999").status_code in (400, 404)
