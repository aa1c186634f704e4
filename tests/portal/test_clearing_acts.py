"""Acts of clearing: by those concerned, safe to send twice, refused with what to do."""

from __future__ import annotations

import pytest
from django.test import Client

from rongcheng.foundation.ledger.models import ClearingAct
from rongcheng.foundation.ledger.public import (
    balance,
    close_window,
    list_institution_dues,
    list_nets,
    list_statuses,
    verify_ledger,
)
from rongcheng.foundation.people.public import demo_account
from tests.portal.clearing_books import (
    CHANGSHA,
    METRO,
    XIANGTAN,
    ZHUZHOU,
    client_of,
    hospital,
)

FUND_C, FUND_Z, FUND_X = (f"fund-{pool}" for pool in (CHANGSHA, ZHUZHOU, XIANGTAN))
OFFICE = "the-office"


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
