"""Signing in by a city's app, over real HTTP, with an app that behaves and one that does not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.test import Client

from rongcheng.foundation.access.models import AccessRecord
from rongcheng.foundation.people.city_apps.keys import forget_apps
from rongcheng.foundation.people.models import Account, Resident
from rongcheng.foundation.people.public import actor_of_account
from rongcheng.policy.pack import Pack
from rongcheng.reference_app import faults
from tests.portal.app_provider import (
    CHANGSHA,
    CHEN,
    HERE,
    LIN,
    LIN_OTHER_POINT,
    LIN_RENAMED,
    XIANGTAN,
    ZHUZHOU,
    Provider,
    come_back,
    go,
    running_provider,
    sign_in,
)


@pytest.fixture(scope="module")
def process(packs: dict[str, Pack], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    """One reference app for all tests of this file."""
    with running_provider(tmp_path_factory.mktemp("app"), list(packs.values())) as found:
        yield found


@pytest.fixture
def app(process: Provider, published: object, settings: Any) -> Iterator[Provider]:
    """The reference app, connected and behaving."""
    settings.RONGCHENG_APPS = process.setting
    forget_apps()
    process.switch()
    yield process
    process.switch()


def who(client: Client) -> Account | None:
    found = client.session.get("_auth_user_id")
    return Account.objects.get(pk=found) if found else None


def everything() -> dict[str, list[Any]]:
    """Return all that a sign-in may change."""
    return {
        "residents": list(Resident.objects.order_by("id").values()),
        "accounts": list(Account.objects.order_by("id").values()),
        "links": list(SocialAccount.objects.order_by("id").values()),
    }


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


def test_an_account_that_was_there_before_is_kept(
    app: Provider, client: Client, demo_people: list[str]
) -> None:
    sign_in(app, client, CHANGSHA, LIN)
    before = who(client)
    other = Client()
    sign_in(app, other, CHANGSHA, CHEN)
    assert who(other) != before
    assert Resident.objects.filter(name__in=["样例·林", "样例·陈"]).count() == 2


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


FAULTS = {
    "wrong_issuer": (502, "签发方不对"),
    "wrong_audience": (502, "不是发给这里的"),
    "two_audiences": (502, "另一个使用方"),
    "other_party": (502, "另一个使用方"),
    "expired": (502, "凭据已过期"),
    "from_the_future": (502, "两边时钟不一致"),
    "issued_long_ago": (502, "签发太久"),
    "replayed_nonce": (502, "不是这一次登录的答复"),
    "no_nonce": (502, "不是这一次登录的答复"),
    "no_subject": (502, "不是同一个账号"),
    "swapped_subject": (502, "不是同一个账号"),
    "other_access_token": (502, "对不上"),
    "no_id_number": (502, "没有给出证件号码"),
    "wrong_id_number": (502, "不是有效的号码"),
    "not_assured": (403, "实名认证"),
    "forged": (502, "签名不对"),
    "unknown_key": (502, "没有公布"),
    "no_signature": (502, "签名算法"),
    "shared_secret_signature": (502, "签名算法"),
    "critical_header": (502, "格式不对"),
    "garbage_token": (502, "格式不对"),
    "no_token": (502, "格式不对"),
    "slow": (502, "等得太久"),
    "down": (502, "现在没有回应"),
    "garbage": (502, "答复读不懂"),
    "huge": (502, "答复读不懂"),
    "redirect": (502, "答复读不懂"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_an_app_that_misbehaves_signs_nobody_in(
    app: Provider, client: Client, settings: Any, fault: str
) -> None:
    sign_in(app, Client(), CHANGSHA, LIN)
    if fault == "slow":
        settings.RONGCHENG_APPS = app.setting.replace("20000", "400")
    before = everything()
    address = go(client, CHANGSHA)
    back = app.choose(address, LIN)
    app.switch(fault)
    answer = come_back(client, back)
    shown = answer.content.decode()
    status, words = FAULTS[fault]
    assert (answer.status_code, words in shown) == (status, True), shown
    assert who(client) is None
    assert everything() == before
    assert LIN.id_number not in shown


def test_every_fault_of_the_app_is_tried() -> None:
    assert set(FAULTS) | {"wrong_description"} == faults.FAULTS


@pytest.mark.parametrize("fault", ["wrong_description", "down", "garbage", "huge", "slow"])
def test_an_app_that_cannot_be_asked_is_told_before_the_browser_leaves(
    app: Provider, client: Client, settings: Any, fault: str
) -> None:
    if fault == "slow":
        settings.RONGCHENG_APPS = app.setting.replace("20000", "400")
    app.switch(fault)
    answer = client.get("/signin/app/changzhutan/430100", headers={"host": HERE})
    shown = answer.content.decode()
    assert answer.status_code == 502
    assert "不是您操作有误" in shown
    assert "到窗口" in shown


def test_an_app_may_change_its_keys_at_any_moment(app: Provider, client: Client) -> None:
    assert sign_in(app, Client(), CHANGSHA, LIN).status_code == 302
    app.switch(keys="rotate")
    assert sign_in(app, Client(), CHANGSHA, LIN).status_code == 302
    # Between the person's choice and the exchange of the code.
    back = app.choose(go(client, CHANGSHA), LIN)
    app.switch(keys="rotate")
    app.switch(keys="withdraw")
    assert come_back(client, back).status_code == 302


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


def test_an_answer_counts_once_and_in_its_own_browser(app: Provider, client: Client) -> None:
    back = app.choose(go(client, CHANGSHA), LIN)
    stranger = Client()
    refused = come_back(stranger, back)
    assert (refused.status_code, who(stranger)) == (400, None)
    assert "不是在这个浏览器里开始的" in refused.content.decode()
    assert come_back(client, back).status_code == 302
    client.post("/signout")
    assert come_back(client, back).status_code == 400
    assert who(client) is None


def test_an_answer_of_one_app_is_nothing_at_another(app: Provider, client: Client) -> None:
    back = app.choose(go(client, CHANGSHA), LIN)
    go(client, ZHUZHOU)
    answer = come_back(client, back.replace("430100/callback", "430200/callback"))
    assert (answer.status_code, who(client)) == (400, None)


def test_an_answer_that_names_another_app_is_refused(app: Provider, client: Client) -> None:
    back = app.choose(go(client, CHANGSHA), LIN)
    parts = urlsplit(back)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    query["iss"] = "https://elsewhere.example"
    answer = come_back(client, parts._replace(query=urlencode(query)).geturl())
    assert (answer.status_code, who(client)) == (502, None)


def test_whoever_turns_back_in_the_app_is_told_how_to_go_on(app: Provider, client: Client) -> None:
    address = go(client, CHANGSHA)
    status, back, _ = app.send("POST", address, {"person": "no"})
    answer = come_back(client, back)
    assert (status, answer.status_code, who(client)) == (303, 400, None)
    assert "取消了登录" in answer.content.decode()


@pytest.mark.parametrize("city", [CHANGSHA, ZHUZHOU])
def test_another_name_is_refused_and_the_registered_resident_sees_it(
    app: Provider, client: Client, city: str
) -> None:
    sign_in(app, Client(), CHANGSHA, LIN)
    before = everything()
    answer = sign_in(app, client, city, LIN_RENAMED)
    shown = answer.content.decode()
    assert (answer.status_code, who(client)) == (403, None)
    assert "姓名和这里登记的不一致" in shown
    assert "窗口更名" in shown
    assert "样例" not in shown.replace("样例值", "")
    assert everything() == before
    record = AccessRecord.objects.latest("id")
    assert (record.purpose, record.data_kinds) == ("sign_in", ["lookup"])
    assert record.persons == [Resident.objects.get().pk]


def test_the_point_in_a_name_may_be_written_in_another_way(app: Provider, client: Client) -> None:
    sign_in(app, Client(), CHANGSHA, LIN)
    assert sign_in(app, client, CHANGSHA, LIN_OTHER_POINT).status_code == 302
    assert Resident.objects.count() == 1


def test_an_account_of_the_app_that_was_somebody_elses_is_refused(
    app: Provider, client: Client
) -> None:
    sign_in(app, Client(), CHANGSHA, LIN)
    sign_in(app, Client(), CHANGSHA, CHEN)
    lin, chen = Account.objects.order_by("id")
    uid = SocialAccount.objects.get(user=lin).uid
    SocialAccount.objects.filter(user=lin).delete()
    SocialAccount.objects.filter(user=chen).update(uid=uid)
    before = everything()
    answer = sign_in(app, client, CHANGSHA, LIN)
    assert (answer.status_code, who(client)) == (403, None)
    assert "以前是另一个人登录用的" in answer.content.decode()
    assert everything() == before


def test_a_closed_account_stays_closed(app: Provider, client: Client) -> None:
    sign_in(app, Client(), CHANGSHA, LIN)
    Account.objects.update(is_active=False)
    before = everything()
    answer = sign_in(app, client, CHANGSHA, LIN)
    assert (answer.status_code, who(client)) == (403, None)
    assert everything() == before
