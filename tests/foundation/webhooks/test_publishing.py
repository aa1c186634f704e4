"""Messages in line: numbered without a gap, each event once, nothing in clear, asked for again."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import transaction

from rongcheng.foundation.outbox.public import ClearIdNumber
from rongcheng.foundation.webhooks.models import Delivery, Endpoint
from rongcheng.foundation.webhooks.public import (
    EndpointKnown,
    EndpointUnknown,
    add_endpoint,
    deliver,
    events_after,
    list_endpoints,
    move_endpoint,
    publish,
    retry_all,
    rotate_secret,
    secrets_of,
    switch_endpoint,
)
from rongcheng.foundation.webhooks.sweeping import sweep
from rongcheng.foundation.webhooks.types import State
from rongcheng.kernel.clock import FixedClock
from tests.foundation.threads import at_once
from tests.foundation.webhooks.city_apps import CHANGSHA, METRO, TOPIC, ZHUZHOU, draft, tell

pytestmark = pytest.mark.django_db


def subscribe(app: str = CHANGSHA, *topics: str, url: str = "") -> str:
    """Subscribe an app and return the subscription's id."""
    return add_endpoint(metro=METRO, app=app, url=url, topics=topics or [TOPIC]).id


def positions(endpoint: str) -> list[tuple[int, str]]:
    """Return numbers and cases of an endpoint's messages."""
    return [
        (told.position, json.loads(told.body)["key"]) for told in events_after(endpoint, 0).events
    ]


def test_each_subscription_numbers_its_own_messages_without_a_gap() -> None:
    changsha, zhuzhou = subscribe(), subscribe(ZHUZHOU)
    tell("a", 1, 2, apps=(CHANGSHA, ZHUZHOU))
    tell("b", 1, apps=(ZHUZHOU,))
    tell("c", 1)
    assert positions(changsha) == [(1, "a"), (2, "a"), (3, "c")]
    assert positions(zhuzhou) == [(1, "a"), (2, "a"), (3, "b")]


def test_an_event_told_again_changes_nothing() -> None:
    endpoint = subscribe()
    assert publish([draft("a", 1), draft("a", 1), draft("a", 2)]) == 2
    assert publish([draft("a", 2), draft("a", 1)]) == 0
    assert publish([draft("a", 2), draft("a", 3)]) == 1
    assert positions(endpoint) == [(1, "a"), (2, "a"), (3, "a")]


def test_only_topics_that_were_asked_for_come_and_only_from_then_on() -> None:
    tell("a", 1)
    endpoint = subscribe(CHANGSHA, "another.topic")
    tell("a", 2)
    assert positions(endpoint) == []
    assert Delivery.objects.count() == 0


def test_an_id_number_is_refused_and_nothing_of_the_batch_is_kept() -> None:
    endpoint = subscribe()
    with pytest.raises(ClearIdNumber), transaction.atomic():
        publish([draft("a", 1), draft("b", 1, note="430302199003071235")])
    assert positions(endpoint) == []
    assert Endpoint.objects.get(pk=endpoint).last_position == 0


def test_the_text_is_what_is_told_and_carries_no_more(clock: FixedClock) -> None:
    endpoint = subscribe()
    tell("a", 7)
    (told,) = events_after(endpoint, 0).events
    assert json.loads(told.body) == {
        "type": "sample.case",
        "timestamp": "2024-04-15T11:00:00+08:00",
        "position": 1,
        "key": "a",
        "data": {"state": 7},
    }


def test_whoever_asks_gets_pages_in_order_and_learns_what_is_no_longer_kept(
    clock: FixedClock,
) -> None:
    endpoint = subscribe()
    tell("a", *range(1, 6))
    page = events_after(endpoint, 1, 2)
    assert ([told.position for told in page.events], page.newest, page.oldest) == ([2, 3], 5, 1)
    assert events_after(endpoint, 5).events == []
    clock.advance(timedelta(days=31))
    tell("a", 6)
    assert sweep() == 5
    page = events_after(endpoint, 0)
    assert ([told.position for told in page.events], page.newest, page.oldest) == ([6], 6, 6)
    with pytest.raises(EndpointUnknown):
        events_after("ep_none", 0)


def test_what_waits_or_was_set_aside_is_never_swept(clock: FixedClock) -> None:
    endpoint = subscribe(url="https://app.example.cn/hook")
    tell("a", 1, 2)
    Delivery.objects.filter(position=1).update(state=State.DEAD, settled_at=clock.now())
    clock.advance(timedelta(days=400))
    assert sweep() == 0
    assert retry_all(endpoint) == 1


def test_an_app_without_an_address_is_sent_nothing(clock: FixedClock) -> None:
    subscribe()
    tell("a", 1)
    assert deliver().taken == 0
    (info,) = list_endpoints(METRO)
    assert (info.waiting, info.dead, info.failures, info.position) == (0, 0, 0, 1)


def test_an_app_that_gives_up_its_address_can_still_ask_for_all(clock: FixedClock) -> None:
    endpoint = subscribe(url="https://app.example.cn/hook")
    tell("a", 1, 2)
    Delivery.objects.filter(position=1).update(state=State.DEAD, settled_at=clock.now())
    move_endpoint(endpoint, "")
    (info,) = list_endpoints()
    assert (info.waiting, info.dead, info.url) == (0, 0, "")
    assert positions(endpoint) == [(1, "a"), (2, "a")]


def test_an_address_is_subscribed_once() -> None:
    first = subscribe(url="https://app.example.cn/hook")
    with pytest.raises(EndpointKnown, match=first):
        subscribe(url="https://app.example.cn/hook")
    assert Endpoint.objects.count() == 1
    assert len(secrets_of(first)) == 1


def test_a_new_secret_leaves_the_old_one_good_for_a_day(clock: FixedClock) -> None:
    made = add_endpoint(metro=METRO, app=CHANGSHA, url="", topics=[TOPIC])
    new = rotate_secret(made.id).secret
    newest = rotate_secret(made.id).secret
    assert len({made.secret, new, newest}) == 3
    assert secrets_of(made.id) == (newest, new, made.secret)
    clock.advance(timedelta(hours=24))
    assert secrets_of(made.id) == (newest,)
    sweep()
    assert secrets_of(made.id) == (newest,)
    with pytest.raises(EndpointUnknown):
        rotate_secret("ep_none")
    with pytest.raises(EndpointUnknown):
        switch_endpoint("ep_none", on=True)


@pytest.mark.django_db(transaction=True)
def test_four_at_once_number_without_a_gap_and_wait_for_each_other_only_briefly() -> None:
    endpoints = [subscribe(), subscribe(ZHUZHOU)]

    def publish_some(case: str) -> int:
        return sum(
            publish([draft(case, number, app) for app in (ZHUZHOU, CHANGSHA)])
            for number in range(25)
        )

    runs = [lambda case=case: publish_some(case) for case in "abcd"]
    assert at_once(runs) == [50] * 4
    for endpoint in endpoints:
        found = positions(endpoint)
        assert [position for position, _ in found] == list(range(1, 101))
