"""A member's own sign-in: what changes the way in asks for the present one first."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

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

NEW = "seven-sparrows-over-a-roof"


@pytest.fixture
def secret(demo_people: list[str], clock: FixedClock, settings: Any) -> str:
    """The secret of a clerk's authenticator, beside her password."""
    settings.PASSWORD_HASHERS = [QUICK_HASHER]
    people.set_password("clerk", PASSWORD)
    found = give_authenticator("clerk")
    clock.advance(timedelta(minutes=1))
    return found


def signed_in(secret: str, clock: FixedClock) -> Client:
    client = Client()
    send_password(client, "clerk")
    client.post("/signin/staff/code", {"code": code_at(secret)})
    assert is_signed_in(client)
    clock.advance(timedelta(minutes=1))
    return client


def test_the_page_says_how_one_is_protected(secret: str, clock: FixedClock, lang: str) -> None:
    client = signed_in(secret, clock)
    signed_in(secret, clock)
    client.cookies["lang"] = lang
    shown = client.get("/security").content.decode()
    wanted = {
        "zh": ["登录要输验证码", "还剩 0 个备用码", "现在登录着 2 处", "设置了验证器"],
        "en": ["Signing in takes a code", "Recovery codes left: 0", "included: 2", "set up"],
    }
    for words in wanted[lang]:
        assert words in shown
    assert "clerk" in shown


def test_a_card_has_nothing_to_protect(demo_people: list[str]) -> None:
    client = Client()
    client.post("/signin/demo", {"login": "clerk"})
    shown = client.get("/security").content.decode()
    assert "演示身份" in shown
    assert "/security/password" not in shown


@pytest.mark.parametrize("page", ["", "/password", "/authenticator", "/codes", "/renew"])
def test_residents_and_visitors_have_no_such_page(demo_people: list[str], page: str) -> None:
    client = Client()
    assert client.get(f"/security{page}")["Location"].startswith("/signin?next=")
    client.force_login(account_named("lin"))
    assert client.get(f"/security{page}").status_code == 403


def test_changing_the_password_ends_the_other_places(secret: str, clock: FixedClock) -> None:
    here, there = signed_in(secret, clock), signed_in(secret, clock)
    sent = {"present": PASSWORD, "password": NEW, "again": NEW}
    assert here.post("/security/password", sent)["Location"] == "/security?done=password"
    assert "密码改好了" in here.get("/security?done=password").content.decode()
    assert there.get("/security")["Location"].startswith("/signin?ended=elsewhere")
    assert account_named("clerk").check_password(NEW)


@pytest.mark.parametrize(
    ("sent", "status", "words"),
    [
        ({"present": "wrong", "password": NEW, "again": NEW}, 403, "现在的密码不对"),
        ({"present": PASSWORD, "password": NEW, "again": "x"}, 400, "两次输入的新密码不一样"),
        ({"present": PASSWORD, "password": "short", "again": "short"}, 400, "不到 12 个字"),
        ({"present": PASSWORD, "password": PASSWORD, "again": PASSWORD}, 400, "和原来的一样"),
        ({}, 403, "现在的密码不对"),
    ],
)
def test_a_refused_change_changes_nothing(
    secret: str, clock: FixedClock, sent: dict[str, str], status: int, words: str
) -> None:
    here, there = signed_in(secret, clock), signed_in(secret, clock)
    answer = here.post("/security/password", sent)
    assert answer.status_code == status
    assert words in answer.content.decode()
    assert account_named("clerk").check_password(PASSWORD)
    assert there.get("/security").status_code == 200


def test_moving_to_another_phone(secret: str, clock: FixedClock) -> None:
    client = signed_in(secret, clock)
    shown = client.get("/security/authenticator").content.decode()
    found = re.search(r'class="code">([A-Z2-7 ]+)</span>', shown)
    assert found is not None
    new = found.group(1).replace(" ", "")
    refused = client.post("/security/authenticator", {"present": "000000", "code": code_at(new)})
    assert refused.status_code == 403
    assert secret_of("clerk") == secret
    sent = {"present": code_at(secret), "code": code_at(new)}
    answer = client.post("/security/authenticator", sent)
    assert answer["Location"] == "/security?done=authenticator"
    assert secret_of("clerk") == new


def test_new_recovery_codes_are_shown_once(secret: str, clock: FixedClock) -> None:
    client = signed_in(secret, clock)
    assert client.post("/security/codes", {"code": "000000"}).status_code == 403
    assert people.count_recovery_codes(account_named("clerk")) == 0
    shown = client.post("/security/codes", {"code": code_at(secret)}).content.decode()
    assert len(re.findall(r"\d{4} \d{4}", shown)) == 10
    assert not re.findall(r"\d{4} \d{4}", client.get("/security/codes").content.decode())


def test_signing_out_everywhere(secret: str, clock: FixedClock) -> None:
    here, there = signed_in(secret, clock), signed_in(secret, clock)
    assert here.post("/security/sessions")["Location"] == "/signin?ended=elsewhere"
    assert not is_signed_in(here)
    assert there.get("/security")["Location"].startswith("/signin?ended=elsewhere")


def test_the_whole_time_begins_anew_with_a_code(secret: str, clock: FixedClock) -> None:
    client = signed_in(secret, clock)
    for _ in range(39):
        clock.advance(timedelta(minutes=15))
        client.post("/session/extend", headers={"Accept": "application/json"})
    state = client.get("/session").json()
    assert (state["whole"], state["left"]) == (True, 840)
    assert client.post("/security/renew", {"proof": "000000"}).status_code == 403
    assert client.get("/session").json()["left"] == 840
    answer = client.post("/security/renew", {"proof": code_at(secret)})
    assert answer["Location"] == "/signin/back"
    assert client.get("/session").json()["left"] == 1200


def test_an_office_resets_and_closes_after_asking(
    secret: str, clock: FixedClock, lang: str
) -> None:
    clerk = signed_in(secret, clock)
    office = Client()
    office.force_login(account_named("office"))
    office.cookies["lang"] = lang
    listed = office.get("/office/staff").content.decode()
    assert "样例·clerk" in listed
    assert "样例·甲" not in listed
    asked = office.get("/office/staff?ask=reset&login=clerk").content.decode()
    assert {"zh": "要重置样例·clerk的验证器吗", "en": "Reset the authenticator of 样例·clerk?"}[
        lang
    ] in asked
    assert clerk.get("/security").status_code == 200
    answer = office.post("/office/staff", {"act": "reset", "login": "clerk"})
    assert answer["Location"] == "/office/staff?done=reset"
    assert clerk.get("/security")["Location"].startswith("/signin?ended=elsewhere")
    assert send_password(clerk, "clerk") == "/signin/staff/setup"
    office.post("/office/staff", {"act": "close", "login": "clerk"})
    assert send_password(clerk, "clerk") == ""
    assert {"zh": "已停用", "en": "Closed"}[lang] in office.get("/office/staff").content.decode()


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"act": "reset", "login": "office"}, 403),
        ({"act": "close", "login": "lin"}, 404),
        ({"act": "reset", "login": "nobody"}, 404),
        ({"act": "password", "login": "clerk"}, 200),
        ({}, 200),
    ],
)
def test_an_office_cannot_do_everything(secret: str, sent: dict[str, str], status: int) -> None:
    office = Client()
    office.force_login(account_named("office"))
    assert office.post("/office/staff", sent).status_code == status
    assert people.has_authenticator(account_named("clerk"))
    assert people.list_events(account_named("office")) == []
    assert account_named("lin").is_active


def test_the_list_costs_the_same_for_one_and_for_many(secret: str) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    office = Client()
    office.force_login(account_named("office"))

    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert office.get("/office/staff").status_code == 200
        return len(seen.captured_queries)

    few = cost()
    for number in range(20):
        people.add_staff(
            login=f"more-{number}", metro="changzhutan", name="样例", role="clerk",
            city=people.actor_of_account(account_named("office")).city,
        )  # fmt: skip
    assert cost() == few


def test_an_office_moves_a_clerk_to_a_department_of_the_pack(secret: str) -> None:
    office, clerk = Client(), account_named("clerk")
    office.force_login(account_named("office"))
    assert "全部部门（综合岗）" in office.get("/office/staff").content.decode()
    wrong = {"act": "move", "login": "clerk", "department": "nobody"}
    assert office.post("/office/staff", wrong).status_code == 400
    assert people.actor_of_account(account_named("clerk")).department == ""
    moved = wrong | {"department": "market"}
    for _ in range(2):
        assert office.post("/office/staff", moved)["Location"] == "/office/staff?done=move"
    assert people.actor_of_account(account_named("clerk")).department == "market"
    assert [event.kind for event in people.list_events(clerk)][:1] == ["moved"]
    assert [event.kind for event in people.list_events(clerk)].count("moved") == 1
    assert " · 市场监管 · <span" in office.get("/office/staff?done=move").content.decode()
    assert office.post("/office/staff", moved | {"login": "office"}).status_code == 403
    assert people.actor_of_account(account_named("office")).department == ""
