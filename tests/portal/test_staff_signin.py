"""Staff sign in by password and code: each step in its turn, each code once, guessing counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client, override_settings

from rongcheng.foundation.people import public as people
from rongcheng.kernel.clock import FixedClock
from tests.portal.staff_steps import (
    PASSWORD,
    QUICK_HASHER,
    account_named,
    code_at,
    give_authenticator,
    is_signed_in,
    secret_of,
    send_password,
)

TRIES_BY_NAME, TRIES_BY_CODE = 8, 5


@pytest.fixture(autouse=True)
def real() -> Iterator[None]:
    """A house that is no demonstration; its passwords are hashed in no time."""
    with override_settings(RONGCHENG_DEMO=False, PASSWORD_HASHERS=[QUICK_HASHER]):
        yield


@pytest.fixture
def clerk(demo_people: list[str], clock: FixedClock) -> str:
    people.set_password("clerk", PASSWORD)
    return "clerk"


def test_a_clerk_sets_an_authenticator_up_and_signs_in_with_it(
    client: Client, clerk: str, clock: FixedClock, lang: str
) -> None:
    client.cookies["lang"] = lang
    assert send_password(client, clerk, asked="/filings/review") == "/signin/staff/setup"
    assert not is_signed_in(client)
    shown = client.get("/signin/staff/setup").content.decode()
    found = re.search(r'class="code">([A-Z2-7 ]+)</span>', shown)
    assert found is not None
    secret = found.group(1).replace(" ", "")
    assert "<svg" in shown
    wrong = client.post("/signin/staff/setup", {"code": "000000"})
    assert wrong.status_code == 403
    assert not Authenticator.objects.exists()
    answer = client.post("/signin/staff/setup", {"code": code_at(secret)})
    assert answer["Location"] == "/signin/staff/codes"
    assert not is_signed_in(client)
    codes = re.findall(r"\d{4} \d{4}", client.get("/signin/staff/codes").content.decode())
    assert len(codes) == 10
    assert client.post("/signin/staff/codes")["Location"] == "/filings/review"
    assert is_signed_in(client)
    assert secret_of(clerk) == secret
    # The next day the code alone is asked for.
    client.post("/signout")
    clock.advance(timedelta(days=1))
    assert send_password(client, clerk, asked="/filings/review") == "/signin/staff/code"
    answer = client.post("/signin/staff/code", {"code": code_at(secret)})
    assert answer["Location"] == "/filings/review"
    assert is_signed_in(client)
    # Once kept, the codes are not shown again.
    assert client.get("/signin/staff/codes")["Location"] == "/signin/staff?again=1"


@pytest.mark.parametrize(
    "page", ["/filings/review", "/security", "/signin/staff/codes", "/signin/staff/password"]
)
def test_half_a_sign_in_opens_nothing(client: Client, clerk: str, page: str) -> None:
    give_authenticator(clerk)
    assert send_password(client, clerk) == "/signin/staff/code"
    answer = client.get(page)
    assert answer.status_code in (302, 303)
    assert answer["Location"].startswith("/signin")
    assert not is_signed_in(client)


def test_a_code_counts_once(client: Client, clerk: str) -> None:
    secret = give_authenticator(clerk)
    code = code_at(secret)
    send_password(client, clerk)
    assert client.post("/signin/staff/code", {"code": code}).status_code == 303
    other = Client()
    send_password(other, clerk)
    again = other.post("/signin/staff/code", {"code": code})
    assert again.status_code == 403
    assert "已经用过一次" in again.content.decode()
    assert not is_signed_in(other)


@pytest.mark.parametrize(("shift", "status"), [(-2, 403), (-1, 303), (0, 303), (1, 303), (2, 403)])
def test_a_phone_may_be_half_a_minute_off(
    client: Client, clerk: str, clock: FixedClock, shift: int, status: int
) -> None:
    secret = give_authenticator(clerk)
    clock.advance(timedelta(minutes=5))
    send_password(client, clerk)
    answer = client.post("/signin/staff/code", {"code": code_at(secret, shift)})
    assert answer.status_code == status
    assert is_signed_in(client) is (status == 303)


def test_wrong_codes_count_for_the_account_whichever_browser_sends_them(
    clerk: str, clock: FixedClock
) -> None:
    secret = give_authenticator(clerk)
    clock.advance(timedelta(minutes=1))
    for _ in range(TRIES_BY_CODE):
        browser = Client()
        send_password(browser, clerk)
        assert browser.post("/signin/staff/code", {"code": "000000"}).status_code == 403
    browser = Client()
    send_password(browser, clerk)
    answer = browser.post("/signin/staff/code", {"code": code_at(secret)})
    assert answer.status_code == 429
    assert "12:16 以后（约 15 分钟）可以再试" in answer.content.decode()
    assert not is_signed_in(browser)
    clock.advance(timedelta(minutes=15))
    send_password(browser, clerk)
    assert browser.post("/signin/staff/code", {"code": code_at(secret)}).status_code == 303


def test_a_recovery_code_stands_in_once(client: Client, clerk: str) -> None:
    give_authenticator(clerk)
    account = account_named(clerk)
    code = people.make_recovery_codes(account)[3]
    send_password(client, clerk)
    assert client.post("/signin/staff/code", {"code": f"{code[:4]} {code[4:]}"}).status_code == 303
    assert is_signed_in(client)
    assert people.count_recovery_codes(account) == 9
    other = Client()
    send_password(other, clerk)
    assert other.post("/signin/staff/code", {"code": code}).status_code == 403
    assert not is_signed_in(other)
    assert people.count_recovery_codes(account) == 9


def test_an_unfinished_sign_in_is_forgotten(client: Client, clerk: str, clock: FixedClock) -> None:
    secret = give_authenticator(clerk)
    send_password(client, clerk)
    clock.advance(timedelta(minutes=10))
    answer = client.post("/signin/staff/code", {"code": code_at(secret)})
    assert answer["Location"] == "/signin/staff?again=1"
    assert "从密码重新开始" in client.get("/signin/staff?again=1").content.decode()
    assert not is_signed_in(client)


def test_a_changed_account_begins_again(client: Client, clerk: str) -> None:
    secret = give_authenticator(clerk)
    send_password(client, clerk)
    people.sign_out_everywhere(account_named(clerk))
    answer = client.post("/signin/staff/code", {"code": code_at(secret)})
    assert answer["Location"] == "/signin/staff?again=1"
    assert not is_signed_in(client)


def test_an_initial_password_is_replaced_first(client: Client, demo_people: list[str]) -> None:
    initial = people.issue_password("clerk")
    give_authenticator("clerk")
    assert send_password(client, "clerk", initial) == "/signin/staff/code"
    code = people.make_recovery_codes(account_named("clerk"))[0]
    answer = client.post("/signin/staff/code", {"code": code})
    assert answer["Location"] == "/signin/staff/password"
    for chosen, again in (("short", "short"), (PASSWORD, PASSWORD + "!"), (initial, initial)):
        refused = client.post("/signin/staff/password", {"password": chosen, "again": again})
        assert refused.status_code == 400
        assert "没有改动" in refused.content.decode()
        assert account_named("clerk").password_temporary
    answer = client.post("/signin/staff/password", {"password": PASSWORD, "again": PASSWORD})
    assert answer["Location"] == "/counter"
    assert is_signed_in(client)
    account = account_named("clerk")
    assert not account.password_temporary
    assert account.check_password(PASSWORD)


def test_wrong_password_says_what_to_do(client: Client, clerk: str) -> None:
    response = client.post("/signin/staff", {"login": clerk, "password": "x", "next": "/help"})
    shown = response.content.decode()
    assert response.status_code == 403
    assert "登录名或密码不对" in shown
    assert f'value="{clerk}"' in shown
    assert 'name="next" value="/help"' in shown
    assert not is_signed_in(client)


def test_guessing_rests(client: Client, clerk: str) -> None:
    for _ in range(TRIES_BY_NAME):
        answer = client.post("/signin/staff", {"login": clerk, "password": "x"})
        assert answer.status_code == 403
    response = client.post("/signin/staff", {"login": clerk, "password": PASSWORD})
    assert response.status_code == 429
    assert response["Retry-After"] == "900"
    assert "15 分钟" in response.content.decode()
    assert not is_signed_in(client)
    # Others at the same place go on.
    people.set_password("fund", PASSWORD)
    assert send_password(client, "fund") == "/signin/staff/setup"


def test_right_password_forgets_the_wrong_ones(client: Client, clerk: str) -> None:
    for _ in range(2):
        for _ in range(TRIES_BY_NAME - 1):
            client.post("/signin/staff", {"login": clerk, "password": "x"})
        assert send_password(client, clerk) == "/signin/staff/setup"


def test_guessing_many_names_from_one_address_rests(client: Client, clerk: str) -> None:
    for number in range(60):
        client.post("/signin/staff", {"login": f"nobody-{number}", "password": "x"})
    answer = client.post("/signin/staff", {"login": clerk, "password": PASSWORD})
    assert answer.status_code == 429
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert send_password(elsewhere, clerk) == "/signin/staff/setup"


def test_whoever_left_does_not_come_in(client: Client, clerk: str, clock: FixedClock) -> None:
    secret = give_authenticator(clerk)
    send_password(client, clerk)
    client.post("/signin/staff/code", {"code": code_at(secret)})
    assert client.get("/filings/review").status_code == 200
    people.deactivate_staff(clerk, people.actor_of_account(account_named("office")))
    answer = client.get("/filings/review")
    assert answer["Location"] == "/signin?ended=elsewhere&next=%2Ffilings%2Freview"
    assert send_password(client, clerk) == ""
    assert not is_signed_in(client)


def test_a_session_begun_by_somebody_else_is_not_taken_over(client: Client, clerk: str) -> None:
    client.get("/signin/staff")
    client.force_login(account_named("lin"))
    before = client.session.session_key
    give_authenticator(clerk)
    send_password(client, clerk)
    assert client.session.session_key != before
    assert not is_signed_in(client)


def test_no_way_off_the_site(client: Client, clerk: str) -> None:
    secret = give_authenticator(clerk)
    send_password(client, clerk, asked="//evil.example/x")
    answer = client.post("/signin/staff/code", {"code": code_at(secret)})
    assert answer["Location"] == "/counter"


def test_a_resident_has_no_password_to_try(client: Client, clerk: str) -> None:
    people.set_password("lin", PASSWORD)
    assert send_password(client, "lin") == ""
    assert not is_signed_in(client)
