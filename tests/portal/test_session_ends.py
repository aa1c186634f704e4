"""Sessions end announced: unused, after their whole time, or elsewhere; and lead back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rongcheng.foundation.people import public as people
from rongcheng.foundation.people.models import SignInSession
from rongcheng.kernel.clock import FixedClock
from tests.portal.staff_steps import PASSWORD, QUICK_HASHER, account_named, is_signed_in

PAGE = "/desk/questions"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def desk(demo_people: list[str], clock: FixedClock) -> Client:
    """A hospital's desk, signed in at noon."""
    client = Client()
    client.force_login(account_named("desk"))
    return client


def left(client: Client) -> int:
    return int(client.get("/session").json()["left"])


def test_an_unused_session_ends_and_leads_back(desk: Client, clock: FixedClock) -> None:
    assert desk.get(PAGE).status_code == 200
    clock.advance(20 * MINUTE)
    answer = desk.get(f"{PAGE}?page=2")
    assert answer.status_code == 303
    assert answer["Location"] == "/signin?ended=idle&next=%2Fdesk%2Fquestions%3Fpage%3D2"
    assert not is_signed_in(desk)
    shown = desk.get(answer["Location"]).content.decode()
    assert "您有一阵子没有操作，登录已经结束" in shown
    assert 'value="/desk/questions?page=2"' in shown


def test_a_used_session_goes_on_to_its_whole_time(desk: Client, clock: FixedClock) -> None:
    for _ in range(39):
        clock.advance(15 * MINUTE)
        desk.post("/session/extend", headers={"Accept": "application/json"})
    assert desk.get(PAGE).status_code == 200
    clock.advance(15 * MINUTE)
    assert desk.get(PAGE)["Location"].startswith("/signin?ended=whole")
    assert not is_signed_in(desk)


def test_what_a_page_asks_by_itself_does_not_prolong(desk: Client, clock: FixedClock) -> None:
    desk.get(PAGE)
    for _ in range(4):
        clock.advance(4 * MINUTE)
        assert desk.get(PAGE, headers={"X-Background": "1"}).status_code == 200
        assert left(desk) > 0
    clock.advance(4 * MINUTE)
    answer = desk.get(PAGE, headers={"X-Background": "1"})
    assert answer.status_code == 401
    assert (answer.json()["left"], answer.json()["ended"]) == (0, "idle")


def test_one_tap_prolongs(desk: Client, clock: FixedClock) -> None:
    clock.advance(19 * MINUTE)
    assert left(desk) == 60
    state = desk.post("/session/extend", headers={"Accept": "application/json"}).json()
    assert state["left"] == 1200
    assert state["whole"] is False
    clock.advance(19 * MINUTE)
    # Without script the same form leads back to the page.
    answer = desk.post("/session/extend", {"next": PAGE})
    assert (answer.status_code, answer["Location"]) == (303, PAGE)
    clock.advance(19 * MINUTE)
    assert desk.get(PAGE).status_code == 200


def test_extending_needs_the_forms_token(desk: Client, clock: FixedClock) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = desk.cookies
    assert strict.post("/session/extend").status_code == 403


def test_nobody_has_nothing_to_extend(client: Client, db: None) -> None:
    state = client.get("/session").json()
    assert state == {"left": 0, "whole": False, "who": "", "token": ""}
    assert client.post("/session/extend", {"next": "/help"})["Location"] == "/help"


def test_the_mark_tells_persons_apart_and_nothing_else(demo_people: list[str]) -> None:
    marks = []
    for login in ("desk", "clerk", "desk"):
        client = Client()
        client.force_login(account_named(login))
        marks.append(client.get("/session").json()["who"])
    assert marks[0] == marks[2] != marks[1]
    assert len(marks[0]) == 16


def test_a_form_sent_too_late_says_so(desk: Client, clock: FixedClock) -> None:
    clock.advance(21 * MINUTE)
    answer = desk.post(
        "/desk/check",
        {"name": "样例", "number": "1"},
        headers={"Referer": "http://testserver/desk/check?from=bell"},
    )
    assert answer["Location"] == "/signin?ended=idle&lost=1&next=%2Fdesk%2Fcheck%3Ffrom%3Dbell"
    assert "您最后提交的内容没有生效" in desk.get(answer["Location"]).content.decode()


def test_a_foreign_page_is_no_way_back(desk: Client, clock: FixedClock) -> None:
    clock.advance(21 * MINUTE)
    answer = desk.post("/desk/check", headers={"Referer": "https://evil.example/x"})
    assert answer["Location"].endswith("next=%2F")


def test_programs_read_that_it_ended(desk: Client, clock: FixedClock) -> None:
    clock.advance(21 * MINUTE)
    answer = desk.get("/me/code/carriers", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["ended"]) == (401, "idle")
    assert answer.json()["error"]["code"] == "web.E010"


@pytest.mark.parametrize("path", ["/signin", "/signout", "/healthz"])
def test_an_ended_session_is_in_nobodys_way(desk: Client, clock: FixedClock, path: str) -> None:
    clock.advance(21 * MINUTE)
    assert desk.get(path).status_code == 200


@pytest.mark.parametrize(
    "act",
    [
        people.sign_out_everywhere,
        lambda account: people.change_password(account, PASSWORD),
        lambda account: people.issue_password(account.login),
    ],
    ids=["signed out everywhere", "password changed", "password issued"],
)
def test_a_change_elsewhere_ends_it_here(
    desk: Client, act: Callable[[people.Account], object], settings: Any
) -> None:
    settings.PASSWORD_HASHERS = [QUICK_HASHER]
    assert desk.get(PAGE).status_code == 200
    act(account_named("desk"))
    assert desk.get(PAGE)["Location"].startswith("/signin?ended=elsewhere")
    assert not is_signed_in(desk)


def test_a_resident_stays_longer(demo_people: list[str], clock: FixedClock) -> None:
    client = Client()
    client.force_login(account_named("lin"))
    assert left(client) == 3600
    clock.advance(59 * MINUTE)
    assert client.get("/me/access").status_code == 200
    clock.advance(60 * MINUTE)
    assert client.get("/me/access")["Location"].startswith("/signin?ended=idle")


def test_the_page_carries_what_its_script_needs(desk: Client, clock: FixedClock) -> None:
    clock.advance(12 * MINUTE)
    desk.get(PAGE, headers={"X-Background": "1"})
    shown = desk.get(PAGE).content.decode()
    assert 'data-left="1200" data-whole="0" data-warn="120"' in shown
    assert "web/session.js" in shown
    visitor = Client().get("/help").content.decode()
    assert "session-end" not in visitor
    assert "web/session.js" not in visitor


def test_noting_use_costs_one_statement_a_minute_and_keeps_the_data(
    desk: Client, clock: FixedClock
) -> None:
    desk.get(PAGE)
    clock.advance(2 * MINUTE)
    key = desk.session.session_key

    def notes() -> int:
        with CaptureQueriesContext(connection) as seen:
            desk.get(PAGE)
        return sum('UPDATE "people_session"' in query["sql"] for query in seen.captured_queries)

    # Another request wrote something meanwhile: noting writes the moment only.
    held = desk.session
    held["served"] = "x"
    held.save()
    assert [notes(), notes(), notes()] == [1, 0, 0]
    assert desk.session["served"] == "x"
    row = SignInSession.objects.get(session_key=key)
    assert (row.seen_at, row.account_id) == (clock.now(), account_named("desk").pk)


def test_a_new_key_is_a_new_beginning(desk: Client, clock: FixedClock) -> None:
    began = clock.now()
    desk.get(PAGE)
    clock.advance(10 * MINUTE)
    held = desk.session
    held["note"] = "kept"
    assert held.started_at == began
    held.save()
    held.cycle_key()
    row = SignInSession.objects.get(session_key=held.session_key)
    assert row.started_at == clock.now()
    assert row.get_decoded()["note"] == "kept"
