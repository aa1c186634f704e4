"""Clearing pages: who sees what, what each shows, and acts that may be sent twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

import pytest
from django.test import Client

from rongcheng.foundation.ledger.models import ClearingAct
from rongcheng.foundation.ledger.public import (
    balance,
    close_window,
    list_institution_dues,
    list_nets,
    list_statuses,
    open_window,
    post_entry,
    raise_dispute,
    verify_ledger,
)
from rongcheng.foundation.ledger.types import PostingLine
from rongcheng.foundation.people.public import demo_account
from rongcheng.kernel.clock import SHANGHAI, FixedClock, use_clock
from rongcheng.policy.pack import Pack
from rongcheng.web.actor import SYSTEM
from tests.portal.clearing_books import (
    CHANGSHA,
    METRO,
    NOON,
    XIANGTAN,
    ZHUZHOU,
    add_fund_staff,
    client_of,
    hospital,
    settle,
)

FUND_C, FUND_Z, FUND_X = (f"fund-{pool}" for pool in (CHANGSHA, ZHUZHOU, XIANGTAN))
OFFICE = "the-office"


@pytest.fixture(autouse=True)
def clock() -> Iterator[FixedClock]:
    """Stand at noon of a Monday of March 2026."""
    fixed = FixedClock(NOON)
    with use_clock(fixed):
        yield fixed


@pytest.fixture
def entry(demo_people: list[str]) -> int:
    """Have two windows, the first netted: Xiangtan owes Changsha 700, Changsha Zhuzhou 200."""
    add_fund_staff()
    open_window(METRO)
    first = settle(1, XIANGTAN, CHANGSHA, 50_000)
    settle(2, XIANGTAN, CHANGSHA, 20_000, "390102")
    settle(3, CHANGSHA, ZHUZHOU, 20_000)
    settle(4, CHANGSHA, CHANGSHA, 9_900)
    client_of(OFFICE).post("/clearing/1/close")
    settle(5, ZHUZHOU, CHANGSHA, 12_300)
    return first


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


ACTS = {
    "/clearing/2/close": {},
    "/clearing/1/payments": {"pool": XIANGTAN, "amount": "1", "bank_reference": "B-001"},
    "/clearing/1/institutions/pay": {"institution": "x", "bank_reference": "B-001"},
    "/clearing/prefund": {"payee": CHANGSHA, "amount": "1", "bank_reference": "B-001"},
    "/clearing/entries/{entry}/dispute": {"act": "raise", "reason": "样例理由"},
}


@pytest.mark.parametrize("login", ["", "lin", "desk", "a-clerk"])
def test_nobody_else_acts(entry: int, login: str) -> None:
    client = client_of(login)
    acts = ClearingAct.objects.count()
    for address, form in ACTS.items():
        answer = client.post(address.format(entry=entry), form)
        assert answer.status_code == (403 if login else 302), address
    assert ClearingAct.objects.count() == acts


def test_acts_of_other_pools_are_refused(entry: int) -> None:
    acts = ClearingAct.objects.count()
    zhuzhou = client_of(FUND_Z)
    refused = {
        "/clearing/1/payments": ACTS["/clearing/1/payments"],
        "/clearing/1/institutions/pay": {
            "institution": hospital(CHANGSHA),
            "bank_reference": "B-001",
        },
        f"/clearing/entries/{entry}/dispute": {"act": "raise", "reason": "样例理由"},
    }
    for address, form in refused.items():
        assert zhuzhou.post(address, form).status_code == 403, address
    # The payee may read the entry, but only the payer disputes it; the office holds no prefund.
    dispute = f"/clearing/entries/{entry}/dispute"
    assert client_of(FUND_C).post(dispute, refused[dispute]).status_code == 403
    prefund = ACTS["/clearing/prefund"]
    assert client_of(OFFICE).post("/clearing/prefund", prefund).status_code == 403
    assert ClearingAct.objects.count() == acts


def test_a_form_needs_its_token(entry: int) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(demo_account(FUND_C))
    assert client.post("/clearing/2/close").status_code == 403
    assert [s.state for s in list_statuses(METRO)] == ["open", "netted"]


def test_a_fund_officer_starts_at_clearing(entry: int) -> None:
    answer = Client().post("/signin/demo", {"login": FUND_C})
    assert answer["Location"] == "/clearing"
    shown = client_of(FUND_C).get("/clearing").content.decode()
    assert "第 2 期正在记账" in shown
    assert "123.00" in shown
    assert "已轧差" in shown


def test_closing_asks_then_closes_once_and_says_who(entry: int) -> None:
    client = client_of(FUND_C)
    asked = client.get("/clearing/2/close").content.decode()
    assert "确认关闭" in asked
    assert [s.state for s in list_statuses(METRO)] == ["open", "netted"]
    for _ in range(2):
        answer = client.post("/clearing/2/close")
        assert (answer.status_code, answer["Location"]) == (303, "/clearing/2")
    assert [s.state for s in list_statuses(METRO)] == ["open", "netted", "netted"]
    assert list_statuses(METRO)[1].closed_by.startswith("样例")
    assert "已经关闭并轧差" in client.get("/clearing/2/close").content.decode()
    assert verify_ledger() == []


def test_a_stopped_netting_is_offered_and_finished(entry: int) -> None:
    close_window(METRO, seq=2)
    client = client_of(FUND_C)
    assert "轧差还没做完" in client.get("/clearing").content.decode()
    client.post("/clearing/2/close")
    assert list_statuses(METRO)[1].state == "netted"
    assert verify_ledger() == []


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


def test_payments_and_hospitals_until_all_is_paid(entry: int) -> None:
    forms = {
        FUND_X: (XIANGTAN, "700.00"),
        FUND_C: (CHANGSHA, "500.00"),
        FUND_Z: (ZHUZHOU, "200.00"),
    }
    for login, (pool, amount) in forms.items():
        form = {"pool": pool, "amount": amount, "bank_reference": f"SLIP-{pool}"}
        for _ in range(2):
            assert client_of(login).post("/clearing/1/payments", form).status_code == 303
    assert [net.left_fen for net in list_nets(METRO, 1)] == [0, 0, 0]
    assert [balance(f"net:{pool}") for pool in (CHANGSHA, ZHUZHOU, XIANGTAN)] == [0, 0, 0]
    for login, pool in ((FUND_C, CHANGSHA), (FUND_Z, ZHUZHOU)):
        form = {"institution": hospital(pool), "bank_reference": f"PAY-{pool}"}
        for _ in range(2):
            assert client_of(login).post("/clearing/1/institutions/pay", form).status_code == 303
    assert [due.paid_fen for due in list_institution_dues(METRO, 1)] == [79_900, 20_000]
    assert "已付清" in client_of(OFFICE).get("/clearing/1").content.decode()
    assert verify_ledger() == []


@pytest.mark.parametrize("amount", ["700.01", "-1", "abc", "0"])
def test_a_wrong_amount_says_what_to_do(entry: int, amount: str) -> None:
    form = {"pool": XIANGTAN, "amount": amount, "bank_reference": "SLIP-1"}
    answer = client_of(FUND_X).post("/clearing/1/payments", form)
    assert answer.status_code == 400
    assert "请" in answer.content.decode()
    assert balance(f"net:{XIANGTAN}") == 70_000


def test_a_dispute_from_the_entry_to_its_end(entry: int) -> None:
    address = f"/clearing/entries/{entry}/dispute"
    payer, payee = client_of(FUND_X), client_of(FUND_C)
    for _ in range(2):
        form = {"act": "raise", "reason": "同一天两家医院"}
        assert payer.post(address, form).status_code == 303
    assert balance(f"disputed:{XIANGTAN}:{CHANGSHA}:310102") == 50_000
    assert "同一天两家医院" in payee.get("/clearing/disputes").content.decode()
    assert "同一天两家医院" not in client_of(FUND_Z).get("/clearing/disputes").content.decode()
    assert payee.post(address, {"act": "accept"}).status_code == 403
    assert payer.post(address, {"act": "uphold"}).status_code == 403
    assert payee.post(address, {"act": "uphold"}).status_code == 303
    assert "争议成立" in payer.get(f"/clearing/entries/{entry}").content.decode()
    assert payer.post(address, {"act": "dance"}).status_code == 404
    assert verify_ledger() == []


def test_a_reason_with_an_id_number_is_refused(entry: int) -> None:
    address = f"/clearing/entries/{entry}/dispute"
    form = {"act": "raise", "reason": "430302199003071235 没住院"}
    answer = client_of(FUND_X).post(address, form)
    assert answer.status_code == 400
    assert "430302199003071235" not in answer.content.decode()
    assert balance(f"disputed:{XIANGTAN}:{CHANGSHA}:310102") == 0


def test_a_prefund_is_recorded_and_changes_colour(entry: int, lang: str) -> None:
    client = client_of(FUND_Z, lang)
    form = {"payee": CHANGSHA, "amount": "150.00", "bank_reference": "PRE-1", "way": "pay"}
    for _ in range(2):
        assert client.post("/clearing/prefund", form).status_code == 303
    assert balance(f"prefund:{ZHUZHOU}:{CHANGSHA}") == -15_000
    shown = client.get("/clearing/prefund").content.decode()
    assert "82%" in shown
    assert {"zh": "黄色：准备补", "en": "yellow: prepare a top-up"}[lang] in shown
    assert "82%" in client.get("/clearing/2").content.decode()


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


def test_a_long_statement_is_paged_and_exports_whole(entry: int) -> None:
    for number in range(100, 160):
        settle(number, XIANGTAN, CHANGSHA, 100)
    client = client_of(FUND_X)
    pair = f"/clearing/2/pairs/{XIANGTAN}/{CHANGSHA}/310102"
    first, third = (client.get(f"{pair}?page={n}").content.decode() for n in (1, 3))
    assert (first.count("S0000"), third.count("S0000")) == (25, 10)
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
