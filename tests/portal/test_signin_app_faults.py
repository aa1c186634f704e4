"""A city's app that misbehaves, and people who are not whom it says: nobody is signed in."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from rongcheng.foundation.access.models import AccessRecord
from rongcheng.foundation.people.models import Account, Resident
from rongcheng.reference_app import faults
from tests.portal.app_provider import (
    CHANGSHA,
    CHEN,
    HERE,
    LIN,
    LIN_OTHER_POINT,
    LIN_RENAMED,
    ZHUZHOU,
    Provider,
    come_back,
    everything,
    go,
    sign_in,
    who,
)

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


def test_a_code_of_one_browser_is_worth_nothing_in_another(app: Provider, client: Client) -> None:
    stolen = parse_qs(urlsplit(app.choose(go(client, CHANGSHA), LIN)).query)["code"][0]
    thief = Client()
    own = urlsplit(app.choose(go(thief, CHANGSHA), CHEN))
    query = {name: values[0] for name, values in parse_qs(own.query).items()} | {"code": stolen}
    answer = come_back(thief, own._replace(query=urlencode(query)).geturl())
    assert (answer.status_code, who(thief)) == (400, None)
    assert Account.objects.count() == 0


def test_an_answer_of_one_app_is_nothing_at_another(app: Provider, client: Client) -> None:
    back = app.choose(go(client, CHANGSHA), LIN)
    go(client, ZHUZHOU)
    answer = come_back(client, back.replace("430100/callback", "430200/callback"))
    assert (answer.status_code, who(client)) == (400, None)


@pytest.mark.parametrize("issuer", ["https://elsewhere.example", None])
def test_an_answer_that_does_not_name_the_app_is_refused(
    app: Provider, client: Client, issuer: str | None
) -> None:
    back = app.choose(go(client, CHANGSHA), LIN)
    parts = urlsplit(back)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    del query["iss"]
    query |= {"iss": issuer} if issuer else {}
    answer = come_back(client, parts._replace(query=urlencode(query)).geturl())
    assert (answer.status_code, who(client)) == (502, None)


def test_whoever_turns_back_in_the_app_is_told_how_to_go_on(app: Provider, client: Client) -> None:
    address = go(client, CHANGSHA)
    status, back, _ = app.send("POST", address, {"person": "no"})
    answer = come_back(client, back)
    assert (status, answer.status_code, who(client)) == (303, 400, None)
    assert "取消了登录" in answer.content.decode()


def test_an_app_that_gives_up_is_told_apart_from_a_resident_who_does(
    app: Provider, client: Client
) -> None:
    state = parse_qs(urlsplit(go(client, CHANGSHA)).query)["state"][0]
    query = {"state": state, "iss": f"{app.base}/430100", "error": "server_error"}
    path = "/signin/app/changzhutan/430100/callback"
    answer = come_back(client, f"http://{HERE}{path}?{urlencode(query)}")
    assert (answer.status_code, who(client)) == (502, None)
    assert "应用没有把登录办完" in answer.content.decode()


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
