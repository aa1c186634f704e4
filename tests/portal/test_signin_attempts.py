"""A sign-in by an app lies with the browser while it is under way, and comes back once."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import signing
from django.test import Client

from rongcheng.foundation.people.city_apps.attempts import COOKIE
from rongcheng.foundation.people.models import Account, AppAttempt, SignInSession
from rongcheng.foundation.people.tasks import sweep_sign_ins
from tests.portal.app_provider import (
    CHANGSHA,
    CHEN,
    HERE,
    LIN,
    ZHUZHOU,
    Provider,
    come_back,
    go,
    sign_in,
    who,
)

SALT = "rongcheng.people.app_attempt"
PUBLIC = ("/", "/signin", "/signin/staff", "/help", "/me/code", "/session")


def state_of(address: str) -> str:
    return parse_qs(urlsplit(address).query)["state"][0]


def test_who_only_looks_leaves_no_row(app: Provider, client: Client) -> None:
    for _ in range(50):
        go(client, CHANGSHA)
        go(Client(), CHANGSHA)
    for page in PUBLIC:
        assert client.get(page).status_code == 200
    assert SignInSession.objects.count() == AppAttempt.objects.count() == 0
    # What the browser keeps of them stays small enough for a browser to keep.
    assert len(client.cookies[COOKIE].OutputString()) < 4_096


def test_the_cookie_is_for_this_apps_way_back_only(app: Provider, client: Client) -> None:
    go(client, CHANGSHA)
    kept = client.cookies[COOKIE]
    assert (kept["httponly"], kept["samesite"], kept["secure"]) == (True, "Lax", "")
    assert (kept["path"], kept["max-age"]) == ("/signin/app/changzhutan/430100", 600)
    assert "sessionid" not in client.cookies


@pytest.mark.parametrize("way", ["own", "proxy"])
def test_by_https_the_cookie_never_travels_in_clear(
    app: Provider, client: Client, settings: Any, way: str
) -> None:
    settings.CSRF_TRUSTED_ORIGINS = ["https://rongcheng.example"] if way == "proxy" else []
    secure = way == "own"
    path = "/signin/app/changzhutan/430100"
    client.get(path, secure=secure, headers={"host": "rongcheng.example"})
    assert client.cookies[COOKIE]["secure"] is True


def test_an_answer_counts_once_even_with_the_cookie_of_before(
    app: Provider, client: Client
) -> None:
    back = app.choose(go(client, CHANGSHA), LIN)
    kept = client.cookies[COOKIE].value
    assert come_back(client, back).status_code == 302
    assert (client.cookies[COOKIE].value, client.cookies[COOKIE]["max-age"]) == ("", 0)
    for again in (client, Client()):
        again.cookies[COOKIE] = kept
        again.cookies.pop("sessionid", None)
        before = SignInSession.objects.count()
        answer = come_back(again, back)
        assert answer.status_code == 400
        assert "重新点一次应用" in answer.content.decode()
        assert SignInSession.objects.count() == before
        assert who(again) is None
    assert AppAttempt.objects.count() == 1


def test_the_cookie_of_another_browser_opens_nothing(app: Provider, client: Client) -> None:
    back = app.choose(go(client, CHANGSHA), LIN)
    other = Client()
    go(other, CHANGSHA)
    assert (come_back(other, back).status_code, who(other)) == (400, None)
    assert AppAttempt.objects.count() == Account.objects.count() == 0
    # The refusal used nothing up: in its own browser the answer is good.
    assert come_back(client, back).status_code == 302


def test_a_cookie_that_we_did_not_sign_opens_nothing(app: Provider, client: Client) -> None:
    back = app.choose(go(client, CHANGSHA), LIN)
    kept = client.cookies[COOKIE].value
    forged = [one | {"at": 0} for one in signing.loads(kept, salt=SALT)]
    wrong = [
        kept[:-1] + ("A" if kept[-1] != "A" else "B"),
        signing.dumps(forged, salt=SALT),
        signing.dumps(signing.loads(kept, salt=SALT), salt="another"),
        signing.dumps(signing.loads(kept, salt=SALT), salt=SALT, key="of somebody else"),
        "",
        "x:y:z",
    ]
    for value in wrong:
        client.cookies[COOKIE] = value
        assert (come_back(client, back).status_code, who(client)) == (400, None), value
    assert AppAttempt.objects.count() == Account.objects.count() == 0


def test_an_attempt_of_eleven_minutes_ago_is_over(
    app: Provider, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    back = app.choose(go(client, CHANGSHA), LIN)
    later = time.time() + 660
    with monkeypatch.context() as patched:
        patched.setattr(time, "time", lambda: later)
        assert (come_back(client, back).status_code, who(client)) == (400, None)
    assert AppAttempt.objects.count() == 0


def test_two_tabs_come_back_each_on_its_own(app: Provider, client: Client) -> None:
    first = app.choose(go(client, CHANGSHA, asked="/help"), LIN)
    second = app.choose(go(client, CHANGSHA, asked="/policy"), LIN)
    assert come_back(client, second)["Location"] == "/policy"
    assert come_back(client, first)["Location"] == "/help"


def test_of_many_attempts_at_one_app_the_last_five_are_kept(app: Provider, client: Client) -> None:
    backs = [app.choose(go(client, CHANGSHA), LIN) for _ in range(6)]
    assert come_back(client, backs[0]).status_code == 400
    assert come_back(client, backs[1]).status_code == 302


def test_an_address_too_long_to_keep_is_left_out(app: Provider, client: Client) -> None:
    asked = "/policy?q=" + "x" * 3_000
    assert sign_in(app, client, CHANGSHA, LIN, asked=asked)["Location"] == "/me/settlements"


def test_what_another_app_began_is_nothing_here(app: Provider, client: Client) -> None:
    go(client, CHANGSHA)
    kept = client.cookies[COOKIE].value
    state = signing.loads(kept, salt=SALT)[0]["id"]
    path = f"/signin/app/changzhutan/{ZHUZHOU}/callback?state={state}&code=x"
    assert come_back(client, f"http://{HERE}{path}").status_code == 400
    assert AppAttempt.objects.count() == 0


def test_used_states_are_swept_when_they_are_too_old_anyway(
    app: Provider, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(app, client, CHANGSHA, CHEN)
    sweep_sign_ins.func(0)
    assert AppAttempt.objects.count() == 1
    AppAttempt.objects.update(ends_at="2026-01-01T00:00:00Z")
    sweep_sign_ins.func(0)
    assert AppAttempt.objects.count() == 0
