"""What the cities' apps were told: the office sees how each fares, and sends again what failed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from rongcheng.foundation.people import public as people
from rongcheng.foundation.webhooks.models import Delivery, Endpoint, Secret
from rongcheng.foundation.webhooks.public import add_endpoint, publish
from rongcheng.foundation.webhooks.types import State
from rongcheng.kernel.clock import FixedClock
from tests.foundation.webhooks.city_apps import CHANGSHA, METRO, TOPIC, ZHUZHOU, draft
from tests.portal.clearing_books import add_staff, client_of

PAGE = "/office/webhooks"
WORDS = {
    "zh": [
        "「我的长沙」（长沙市）",
        "有没送到的",
        "没有送到的",
        "对方回复 422",
        "暂停中",
        "全部重新推送",
    ],
    "en": ["some did not arrive", "Not arrived", "it answered 422", "paused", "Send all again"],
}


@pytest.fixture
def endpoints(published: Any, settings: Any, clock: FixedClock) -> dict[str, str]:
    """Two apps: one refused two messages, the other rests; and offices to sign in as."""
    settings.RONGCHENG_DEMO = True
    add_staff("here", "office", "430300")
    add_staff("clerk", "clerk", "430300")
    people.add_staff(
        login="far", metro="chengdemeizi", name="样例·远", role="office", city="510100", demo=True
    )
    found = {
        app: add_endpoint(
            metro=METRO, app=app, url=f"https://app.example.cn/{app}", topics=[TOPIC]
        ).id
        for app in (CHANGSHA, ZHUZHOU)
    }
    publish([draft("C-1", n) for n in (1, 2)] + [draft("C-2", 1), draft("C-9", 1, ZHUZHOU)])
    Delivery.objects.filter(endpoint=found[CHANGSHA], key="C-1").update(
        state=State.DEAD, settled_at=clock.now(), attempts=8, last_failure="http_422"
    )
    Endpoint.objects.filter(pk=found[ZHUZHOU]).update(
        rests_until=clock.now() + timedelta(minutes=5),
        rests=3,
        failures=5,
        last_failure="timeout",
        last_failure_at=clock.now(),
    )
    return found


def standing(endpoint: str) -> list[tuple[str, int, int]]:
    """Return cases, states and tries of an endpoint's messages, in order."""
    rows = Delivery.objects.filter(endpoint_id=endpoint).order_by("position")
    return [(row.key, row.state, row.attempts) for row in rows]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_office_sees_how_each_app_fares(endpoints: dict[str, str], lang: str) -> None:
    shown = client_of("here", lang).get(PAGE).content.decode()
    for words in WORDS[lang]:
        assert words in shown
    assert "C-1" in shown
    assert "C-9" not in shown


def test_one_is_sent_again_then_all(endpoints: dict[str, str]) -> None:
    client, endpoint = client_of("here"), endpoints[CHANGSHA]
    first = Delivery.objects.filter(endpoint=endpoint).order_by("id")[0].id
    form = {"endpoint": endpoint, "act": "one", "delivery": str(first)}
    assert client.post(PAGE, form)["Location"] == f"{PAGE}?done=one"
    assert standing(endpoint) == [("C-1", 1, 0), ("C-1", 3, 8), ("C-2", 1, 0)]
    # Again changes nothing and says so.
    assert client.post(PAGE, form)["Location"] == f"{PAGE}?done=nothing"
    form = {"endpoint": endpoint, "act": "all"}
    assert client.post(PAGE, form)["Location"] == f"{PAGE}?done=all"
    assert standing(endpoint) == [("C-1", 1, 0), ("C-1", 1, 0), ("C-2", 1, 0)]
    assert "已排回队里" in client.get(f"{PAGE}?done=one").content.decode()
    assert "全都送到了" in client.get(PAGE).content.decode()


def test_a_subscription_is_switched_off_and_on(endpoints: dict[str, str]) -> None:
    client, endpoint = client_of("here"), endpoints[ZHUZHOU]
    client.post(PAGE, {"endpoint": endpoint, "act": "off"})
    assert Endpoint.objects.get(pk=endpoint).off_reason == "closed"
    assert "由我们停用" in client.get(PAGE).content.decode()
    client.post(PAGE, {"endpoint": endpoint, "act": "on"})
    row = Endpoint.objects.get(pk=endpoint)
    assert (row.off_reason, row.rests_until) == ("", None)
    assert standing(endpoint) == [("C-9", 1, 0)]


def test_another_metro_area_and_unknown_words_change_nothing(endpoints: dict[str, str]) -> None:
    endpoint = endpoints[CHANGSHA]
    before = standing(endpoint), Endpoint.objects.get(pk=endpoint).off_reason
    assert client_of("far").post(PAGE, {"endpoint": endpoint, "act": "all"}).status_code == 404
    assert client_of("clerk").post(PAGE, {"endpoint": endpoint, "act": "all"}).status_code == 403
    here = client_of("here")
    for form in (
        {"endpoint": endpoint, "act": "shout"},
        {"endpoint": endpoint, "act": "one", "delivery": "x"},
        {"endpoint": "ep_none", "act": "all"},
        {},
    ):
        assert here.post(PAGE, form).status_code == 404
    assert (standing(endpoint), Endpoint.objects.get(pk=endpoint).off_reason) == before
    assert "C-1" not in client_of("far").get(PAGE).content.decode()


def test_each_state_has_its_words_and_nobody_subscribed_too(
    endpoints: dict[str, str], clock: FixedClock
) -> None:
    client = client_of("here")
    Endpoint.objects.filter(pk=endpoints[ZHUZHOU]).update(off_reason="gone")
    Endpoint.objects.filter(pk=endpoints[CHANGSHA]).update(url="")
    shown = client.get(PAGE).content.decode()
    assert "对方已停收" in shown
    assert "只由对方来取" in shown
    Delivery.objects.all().delete()
    Endpoint.objects.filter(pk=endpoints[CHANGSHA]).update(url="https://app.example.cn/x")
    assert "正常" in client.get(PAGE).content.decode()
    Secret.objects.all().delete()
    Endpoint.objects.all().delete()
    assert "还没有应用登记接收" in client.get(PAGE).content.decode()
