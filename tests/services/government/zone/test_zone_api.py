"""What an app may ask: signed, for its own user alone; no record, refused, and down kept apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client

from rongcheng.foundation.access.models import AccessRecord
from rongcheng.foundation.outbox.public import drain
from rongcheng.foundation.people.models import Account
from rongcheng.foundation.webhooks.public import (
    MadeEndpoint,
    add_endpoint,
    rotate_secret,
    switch_endpoint,
)
from rongcheng.kernel.clock import SystemClock
from rongcheng.kernel.webhook_signature import signed_headers
from tests.services.government.handling.conftest import CHANGSHA, METRO, ZHUZHOU, Town
from tests.services.government.zone.apps import TOPIC, apply_in_app, link

EVENTS, CASES = "/api/government/zone/events", "/api/government/zone/cases"


@pytest.fixture
def endpoint(town: Town) -> MadeEndpoint:
    """A subscription of My Changsha."""
    return add_endpoint(metro=METRO, app=CHANGSHA, url="", topics=[TOPIC])


def ask(endpoint: MadeEndpoint, target: str, *, signed: str = "", late_s: int = 0) -> Any:
    """Ask as the app does; `signed` is another target that the signature is about."""
    now_s = int(SystemClock().now().timestamp()) - late_s
    headers = signed_headers([endpoint.secret], "ask_1", now_s, (signed or target).encode())
    return Client().get(target, headers={**headers, "webhook-endpoint": endpoint.id})


def code_of(answer: Any) -> tuple[int, str]:
    """Return status and error code of an answer."""
    return answer.status_code, answer.json()["error"]["code"]


@contextmanager
def database_lost() -> Iterator[None]:
    """Let every statement fail as when the connection is gone."""

    def lost(execute: Callable[..., Any], *words: Any) -> Any:
        raise OperationalError

    with connection.execute_wrapper(lost):
        yield


def test_the_list_of_items_is_open_and_leads_to_pages_here(town: Town) -> None:
    said = Client().get(f"/api/government/zone/items?app={CHANGSHA}").json()
    assert (said["app"], said["metro"], said["on"]) == (CHANGSHA, METRO, "2026-03-02")
    assert said["title"] == {"zh": "我的长沙", "en": "My Changsha"}
    found = {one["item"]: one for one in said["items"]}
    assert {"hukou-transfer", "business-licence"} <= set(found)
    licence = found["hukou-transfer"]
    assert licence["href"] == f"http://testserver/zone/{CHANGSHA}/hukou-transfer"
    assert (licence["fee"], licence["promised_days"], licence["status"]) == (
        False,
        5,
        "illustrative",
    )
    assert code_of(Client().get("/api/government/zone/items?app=110100")) == (404, "zone.E001")
    assert Client().get("/api/government/zone/items?app=x").status_code == 422


def test_what_was_missed_is_asked_for_by_number(town: Town, endpoint: MadeEndpoint) -> None:
    person = town.resident()
    link(town, person, CHANGSHA, "changsha-7")
    for _ in range(3):
        apply_in_app(town, person, CHANGSHA)
    drain()
    said = ask(endpoint, f"{EVENTS}?after=0&most=2").json()
    assert [one["position"] for one in said["events"]] == [1, 2]
    assert (said["newest"], said["oldest"]) == (3, 1)
    assert all(one["id"].startswith("msg_") for one in said["events"])
    said = ask(endpoint, f"{EVENTS}?after=2").json()
    assert [one["position"] for one in said["events"]] == [3]
    assert ask(endpoint, f"{EVENTS}?after=3").json()["events"] == []


def test_a_user_sees_her_cases_in_the_app_and_that_it_looked(
    town: Town, endpoint: MadeEndpoint
) -> None:
    person = town.resident()
    link(town, person, CHANGSHA, "changsha-7")
    case = apply_in_app(town, person, CHANGSHA)
    said = ask(endpoint, f"{CASES}/{case.number}?subject=changsha-7")
    assert said.status_code == 200
    assert said.json() == {
        "number": case.number,
        "item": "business-licence",
        "state": "submitted",
        "state_words": {"zh": "已提交", "en": "submitted"},
        "waits_for": "city",
        "began_on": "2026-03-02",
        "due_on": None,
        "due_provisional": False,
        "supplement_due_on": None,
        "granted": None,
        "ended_on": None,
        "href": f"/me/cases/{case.number}",
    }
    listed = ask(endpoint, f"{CASES}?subject=changsha-7").json()["cases"]
    assert [one["number"] for one in listed] == [case.number]
    first, second = AccessRecord.objects.order_by("id")
    for look in (first, second):
        assert (look.actor_id, look.purpose, look.application) == (
            "app-430100",
            "case_status",
            "zone",
        )
        assert (look.persons, look.data_kinds) == ([person.person_id], ["case"])


def test_no_record_refused_and_down_are_three_answers(town: Town, endpoint: MadeEndpoint) -> None:
    person, other = town.resident(), town.resident()
    link(town, person, CHANGSHA, "changsha-7")
    link(town, other, CHANGSHA, "changsha-8")
    case = apply_in_app(town, other, CHANGSHA)
    hers = f"{CASES}/{case.number}?subject=changsha-8"
    assert ask(endpoint, hers).status_code == 200
    looks = AccessRecord.objects.count()
    # Another's case and one that never was are the same to her.
    for number in (case.number, "C000"):
        answer = ask(endpoint, f"{CASES}/{number}?subject=changsha-7")
        assert code_of(answer) == (404, "zone.E002")
        assert "没有这个办件" in answer.json()["error"]["message"]
    # Somebody who never signed in by this app: nothing is said of any case.
    for target in (f"{CASES}/{case.number}?subject=nobody", f"{CASES}?subject=nobody"):
        assert code_of(ask(endpoint, target)) == (403, "city_app.E011")
    with database_lost():
        answer = ask(endpoint, hers)
    assert code_of(answer) == (503, "zone.E004")
    assert answer["Retry-After"] == "30"
    assert "不是没有记录" in answer.json()["error"]["message"]
    assert AccessRecord.objects.count() == looks


def test_the_same_name_at_another_app_is_nobody(town: Town, endpoint: MadeEndpoint) -> None:
    person = town.resident()
    link(town, person, ZHUZHOU, "zhuzhou-7")
    case = apply_in_app(town, person, ZHUZHOU)
    answer = ask(endpoint, f"{CASES}/{case.number}?subject=zhuzhou-7")
    assert code_of(answer) == (403, "city_app.E011")
    assert AccessRecord.objects.count() == 0


def test_a_closed_sign_in_is_asked_for_no_more(town: Town, endpoint: MadeEndpoint) -> None:
    person = town.resident()
    link(town, person, CHANGSHA, "changsha-7")
    Account.objects.filter(resident_id=person.person_id).update(is_active=False)
    answer = ask(endpoint, f"{CASES}?subject=changsha-7")
    assert code_of(answer) == (403, "city_app.E011")


def test_a_signature_that_does_not_hold_opens_nothing(town: Town, endpoint: MadeEndpoint) -> None:
    target = f"{EVENTS}?after=0"
    stranger = endpoint._replace(secret="whsec_" + "A" * 44)
    refused = {
        "signature": ask(stranger, target),
        "路径": ask(endpoint, target, signed=f"{EVENTS}?after=1"),
        "5 分钟": ask(endpoint, target, late_s=400),
        "订阅编号": ask(endpoint._replace(id="ep_none"), target),
        "请求头": Client().get(target, headers={"webhook-endpoint": endpoint.id}),
    }
    for words, answer in refused.items():
        assert answer.status_code == 401, words
        assert words in answer.json()["message"]
    assert ask(endpoint, target).status_code == 200


def test_both_secrets_ask_while_one_is_changed(town: Town, endpoint: MadeEndpoint) -> None:
    new = rotate_secret(endpoint.id)
    for one in (endpoint, new):
        assert ask(one, f"{EVENTS}?after=0").status_code == 200


def test_a_subscription_that_we_closed_asks_no_more(town: Town, endpoint: MadeEndpoint) -> None:
    switch_endpoint(endpoint.id, on=False)
    assert code_of(ask(endpoint, f"{EVENTS}?after=0")) == (403, "zone.E003")
    switch_endpoint(endpoint.id, on=True)
    assert ask(endpoint, f"{EVENTS}?after=0").status_code == 200
