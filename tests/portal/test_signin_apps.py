"""Signing in by a city's app, over real HTTP: there, back, and always as the same resident."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.test import Client

from rongcheng.foundation.access.models import AccessRecord
from rongcheng.foundation.people import public as people
from rongcheng.foundation.people.models import Account, Resident
from rongcheng.foundation.people.public import actor_of_account
from tests.portal.app_provider import (
    CHANGSHA,
    HERE,
    LIN,
    XIANGTAN,
    ZHUZHOU,
    Provider,
    come_back,
    go,
    sign_in,
    who,
)


def test_a_resident_comes_back_as_herself(app: Provider, client: Client) -> None:
    answer = sign_in(app, client, CHANGSHA, LIN)
    assert (answer.status_code, answer["Location"]) == (302, "/me/settlements")
    account = who(client)
    assert account is not None
    actor = actor_of_account(account)
    assert (actor.kind, actor.label, actor.metro) == ("resident", "样例·林", "changzhutan")
    resident = Resident.objects.get(pk=actor.person_id)
    assert str(resident.born_on) == "1990-03-07"
    assert resident.home_city == CHANGSHA
    assert client.get("/me/settlements").status_code == 200


def test_apps_of_two_cities_lead_to_one_resident(app: Provider) -> None:
    found = set()
    for city in (CHANGSHA, ZHUZHOU, XIANGTAN, CHANGSHA):
        client = Client()
        assert sign_in(app, client, city, LIN).status_code == 302
        account = who(client)
        assert account is not None
        found.add((account.pk, account.resident_id))
    assert len(found) == 1
    assert Resident.objects.count() == Account.objects.count() == 1
    assert SocialAccount.objects.count() == 3


def test_a_resident_who_is_registered_and_has_a_sign_in_keeps_both(
    app: Provider, client: Client
) -> None:
    resident = people.register_resident(
        metro="changzhutan",
        name=LIN.name,
        id_number=LIN.id_number,
        home_city=XIANGTAN,
        home_district="430302",
    )
    people.open_account(login="lin", resident_id=resident)
    before = list(Resident.objects.values())
    sign_in(app, client, CHANGSHA, LIN)
    account = who(client)
    assert account is not None
    assert (account.login, account.resident_id) == ("lin", resident)
    assert list(Resident.objects.values()) == before


def test_nothing_that_the_app_told_is_kept(app: Provider, client: Client) -> None:
    sign_in(app, client, CHANGSHA, LIN)
    link = SocialAccount.objects.get()
    assert link.extra_data == {}
    assert SocialToken.objects.count() == 0
    assert LIN.id_number not in json.dumps(dict(client.session))
    account = Account.objects.get()
    assert not account.has_usable_password()
    assert LIN.id_number not in account.login + link.uid + link.provider


def test_the_resident_reads_that_an_app_signed_her_in(app: Provider, client: Client) -> None:
    sign_in(app, client, CHANGSHA, LIN)
    record = AccessRecord.objects.get()
    assert (record.actor_kind, record.actor_id) == ("system", "app-430100")
    assert (record.purpose, record.data_kinds) == ("sign_in", ["identity"])
    shown = client.get("/me/access?who=all").content.decode()
    assert "我的长沙" in shown
    assert "用城市应用登录" in shown


def test_the_session_is_a_new_one(app: Provider, client: Client) -> None:
    address = go(client, CHANGSHA)
    planted = client.session.session_key
    come_back(client, app.choose(address, LIN))
    assert client.session.session_key != planted
    assert not Client().session.get("_auth_user_id")


def test_who_was_signed_in_before_is_signed_out(
    app: Provider, client: Client, demo_people: list[str]
) -> None:
    client.post("/signin/demo", {"login": "fund"})
    client.session["left"] = "behind"
    sign_in(app, client, CHANGSHA, LIN)
    account = who(client)
    assert account is not None
    assert account.resident_id is not None
    assert "left" not in client.session


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/policy?q=x", "/policy?q=x"),
        ("https://evil.example/", "/me/settlements"),
        ("//evil.example", "/me/settlements"),
        ("\\\\evil.example", "/me/settlements"),
    ],
)
def test_the_way_leads_back_and_never_off_the_site(
    app: Provider, client: Client, asked: str, led: str
) -> None:
    assert sign_in(app, client, CHANGSHA, LIN, asked=asked)["Location"] == led


def test_the_question_to_the_app_is_bound_to_this_browser(app: Provider, client: Client) -> None:
    first, second = (parse_qs(urlsplit(go(client, CHANGSHA)).query) for _ in range(2))
    assert first["code_challenge_method"] == ["S256"]
    assert set(first["scope"][0].split()) == {"openid", "identity"}
    assert first["redirect_uri"] == [f"http://{HERE}/signin/app/changzhutan/430100/callback"]
    for name in ("state", "nonce", "code_challenge"):
        assert len(first[name][0]) >= 16
        assert first[name] != second[name]


def test_a_phone_in_the_network_is_led_to_the_name_by_which_it_knows_us(
    app: Provider, client: Client
) -> None:
    answer = client.get("/signin/app/changzhutan/430100", headers={"host": "rongcheng.lan:8000"})
    address = urlsplit(answer["Location"])
    assert (address.hostname, address.port) == ("rongcheng.lan", urlsplit(app.base).port)
    back = app.choose(address.geturl(), LIN)
    assert back.startswith("http://rongcheng.lan:8000/signin/app/changzhutan/430100/callback?")


def test_behind_a_proxy_the_way_back_is_the_outer_one(
    app: Provider, client: Client, settings: Any
) -> None:
    settings.CSRF_TRUSTED_ORIGINS = ["https://rongcheng.example"]
    headers = {"host": "rongcheng.example"}
    answer = client.get("/signin/app/changzhutan/430100", headers=headers)
    (back,) = parse_qs(urlsplit(answer["Location"]).query)["redirect_uri"]
    assert back == "https://rongcheng.example/signin/app/changzhutan/430100/callback"


def test_no_other_site_begins_a_sign_in(app: Provider, client: Client) -> None:
    answer = client.get(
        "/signin/app/changzhutan/430100?next=/help", headers={"sec-fetch-site": "cross-site"}
    )
    assert answer["Location"] == "/signin?next=%2Fhelp"
    assert not client.session.keys()


@pytest.mark.parametrize("path", ["changzhutan/999900", "nowhere/430100", "chengdemeizi/510600"])
def test_a_city_without_an_app_is_not_found(app: Provider, client: Client, path: str) -> None:
    assert client.get(f"/signin/app/{path}").status_code == 404
    assert client.get(f"/signin/app/{path}/callback?code=x&state=y").status_code == 404


def test_the_sign_in_page_leads_to_each_app_by_links(
    app: Provider, client: Client, lang: str
) -> None:
    client.cookies["lang"] = lang
    answer = client.get("/signin?next=/me/access&metro=chengdemeizi")
    shown = answer.content.decode()
    # Forms may lead nowhere but here, which is why these are no forms.
    assert "form-action 'self'" in answer["Content-Security-Policy"]
    assert 'href="/signin/app/chengdemeizi/510100?next=%2Fme%2Faccess"' in shown
    assert {"zh": "天府市民云", "en": "Tianfu Citizen Cloud"}[lang] in shown


def test_outside_of_the_demonstration_connected_cities_are_offered(
    app: Provider, client: Client, settings: Any
) -> None:
    settings.RONGCHENG_DEMO = False
    issuer = f"{app.base}/430200"
    settings.RONGCHENG_APPS = json.dumps({"430200": app.entry(issuer=issuer)})
    shown = client.get("/signin").content.decode()
    assert "诸事达" in shown
    assert "我的长沙" not in shown
    assert 'type="password"' in shown
    assert sign_in(app, client, ZHUZHOU, LIN).status_code == 302
    assert client.get("/signin/app/changzhutan/430100").status_code == 404


def test_a_faulty_setting_leaves_the_other_ways_open(
    app: Provider, client: Client, settings: Any
) -> None:
    settings.RONGCHENG_DEMO = False
    settings.RONGCHENG_APPS = "{"
    answer = client.get("/signin")
    assert (answer.status_code, "还没有开通" in answer.content.decode()) == (200, True)
    assert client.get("/signin/app/changzhutan/430100").status_code == 500
