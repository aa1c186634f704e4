"""Delivery over real HTTP: each app for itself, each case in order, nothing lost, nothing twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rongcheng.foundation.webhooks.models import Delivery, Endpoint
from rongcheng.foundation.webhooks.public import (
    Delivered,
    deliver,
    list_dead,
    list_endpoints,
    retry_all,
    retry_delivery,
    rotate_secret,
    switch_endpoint,
)
from rongcheng.foundation.webhooks.types import State
from rongcheng.kernel.clock import FixedClock
from tests.foundation.webhooks.city_apps import (
    CHANGSHA,
    CITIES,
    TOPIC,
    XIANGTAN,
    ZHUZHOU,
    Apps,
    no_advisory_lock_is_left,
    states,
    tell,
)

pytestmark = pytest.mark.django_db

WAITING, DELIVERED, DEAD = State.WAITING, State.DELIVERED, State.DEAD


def test_each_app_gets_each_message_once_and_each_case_in_order(
    apps: Apps, clock: FixedClock
) -> None:
    for number in range(1, 4):
        for case in "abcdefgh":
            tell(case, number, apps=CITIES)
    assert deliver() == Delivered(taken=72)
    assert deliver() == Delivered()
    for city in CITIES:
        report = apps.control(city)
        assert report["complete_until"] == 24
        assert report["cases"] == {case: {"state": 3} for case in "abcdefgh"}
        assert (report["repeated"], report["late"], report["refused"]) == (0, 0, 0)
        assert states(apps.endpoints[city]) == [(n, DELIVERED) for n in range(1, 25)]
    assert no_advisory_lock_is_left()


def test_one_fails_one_is_slow_one_loses_answers_and_nobody_waits_for_another(
    apps: Apps, clock: FixedClock
) -> None:
    apps.control(CHANGSHA, receiving="failing")
    apps.control(ZHUZHOU, receiving="slow")
    apps.control(XIANGTAN, receiving="answer_lost")
    for case in "abcdef":
        tell(case, 1, 2, apps=CITIES)
    assert deliver().taken >= 12
    assert apps.heard(CHANGSHA) == []
    assert len(apps.heard(ZHUZHOU)) == 12
    for _ in range(10):
        clock.advance(timedelta(minutes=6))
        deliver()
    lost = apps.control(XIANGTAN)
    # Each message whose answer was lost came again, and was known by its id.
    assert lost["complete_until"] == len(lost["heard"]) == 12
    assert lost["repeated"] > 0
    assert lost["late"] == 0
    # The one that failed all along has lost nothing: it rests, and then gets all of it in order.
    assert states(apps.endpoints[CHANGSHA]) == [(n, WAITING) for n in range(1, 13)]
    apps.control(CHANGSHA, receiving="well")
    clock.advance(timedelta(minutes=6))
    assert deliver() == Delivered(taken=12)
    report = apps.control(CHANGSHA)
    assert report["complete_until"] == 12
    assert report["late"] == 0
    assert report["cases"] == {case: {"state": 2} for case in "abcdef"}
    assert [row.failures for row in list_endpoints()] == [0, 0, 0]


def test_an_address_that_fails_is_tried_by_one_message_and_rests_longer_each_time(
    apps: Apps, clock: FixedClock
) -> None:
    apps.control(CHANGSHA, receiving="down")
    for number in range(40):
        tell(f"case{number}", 1)
    rests = []
    for _ in range(8):
        deliver()
        endpoint = Endpoint.objects.get(pk=apps.endpoints[CHANGSHA])
        assert endpoint.rests_until is not None
        rests.append(int((endpoint.rests_until - clock.now()).total_seconds()))
        assert deliver() == Delivered()
        clock.advance(timedelta(seconds=rests[-1]))
    assert rests == [5, 10, 20, 40, 80, 160, 300, 300]
    assert endpoint.last_failure == "http_503"
    # Three to see that it fails, at most one more for each lane, then one at a time.
    assert apps.control(CHANGSHA)["calls"] <= 3 + 3 + 7
    apps.control(CHANGSHA, receiving="well")
    assert deliver().taken == 40
    assert apps.control(CHANGSHA)["complete_until"] == 40


def test_a_message_that_is_refused_holds_back_its_case_and_is_set_aside_at_last(
    apps: Apps, clock: FixedClock
) -> None:
    apps.control(CHANGSHA, receiving="refusing")
    tell("bad", 1, 2)
    assert deliver() == Delivered(failed=1)
    apps.control(CHANGSHA, receiving="well")
    tell("good", 1)
    assert deliver() == Delivered(taken=1)
    assert apps.heard(CHANGSHA) == [(3, "good")]
    apps.control(CHANGSHA, receiving="refusing")
    waits = []
    for _ in range(7):
        row = Delivery.objects.get(position=1)
        assert row.next_attempt_at is not None
        waits.append((row.next_attempt_at - clock.now()).total_seconds())
        clock.advance(row.next_attempt_at - clock.now())
        noted = deliver()
        assert noted.taken == 0
    assert noted.dead == 1
    plain = [5, 15, 45, 135, 405, 1215, 3600]
    for waited, expected in zip(waits, plain, strict=True):
        assert expected * 0.8 - 1 <= waited <= expected * 1.2
    assert waits == sorted(waits)
    # What came after it goes on: each message tells the whole state.
    apps.control(CHANGSHA, receiving="well")
    clock.advance(timedelta(hours=2))
    assert deliver() == Delivered(taken=1)
    assert states(apps.endpoints[CHANGSHA]) == [(1, DEAD), (2, DELIVERED), (3, DELIVERED)]
    (dead,) = list_dead()
    assert (dead.key, dead.position, dead.attempts, dead.last_failure) == ("bad", 1, 8, "http_422")


def test_retry_always_works_one_or_all(apps: Apps, clock: FixedClock) -> None:
    endpoint = apps.endpoints[CHANGSHA]
    tell("x", 1, 2)
    tell("y", 1)
    rows = Delivery.objects.filter(endpoint_id=endpoint)
    rows.update(state=DEAD, settled_at=clock.now(), attempts=8, last_failure="http_422")
    first = list_dead(endpoint)[0]
    assert retry_delivery(endpoint, first.id) is True
    assert retry_delivery(endpoint, first.id) is False
    assert deliver() == Delivered(taken=1)
    assert retry_all(endpoint) == 2
    assert retry_all(endpoint) == 0
    assert deliver() == Delivered(taken=2)
    # Retried while the address is off or rests: in line, and sent as soon as it may be.
    rows.update(state=DEAD, settled_at=clock.now())
    switch_endpoint(endpoint, on=False)
    assert retry_all(endpoint) == 3
    assert deliver() == Delivered()
    switch_endpoint(endpoint, on=True)
    assert deliver() == Delivered(taken=3)
    # The app knew them: by their ids, and by what it had heard since.
    report = apps.control(CHANGSHA)
    assert (report["complete_until"], report["repeated"]) == (3, 3)


def test_a_late_one_does_not_overwrite_what_a_case_stands_at(apps: Apps, clock: FixedClock) -> None:
    endpoint = apps.endpoints[CHANGSHA]
    tell("x", 1, 2)
    row = Delivery.objects.filter(endpoint_id=endpoint, position=1)
    row.update(state=DEAD, settled_at=clock.now())
    assert deliver() == Delivered(taken=1)
    retry_all(endpoint)
    assert deliver() == Delivered(taken=1)
    report = apps.control(CHANGSHA)
    assert report["cases"] == {"x": {"state": 2}}
    assert (report["late"], report["complete_until"]) == (1, 2)


def test_410_switches_off_and_keeps_everything_in_line(apps: Apps, clock: FixedClock) -> None:
    endpoint = apps.endpoints[CHANGSHA]
    apps.control(CHANGSHA, receiving="gone")
    tell("x", 1, 2)
    deliver()
    (info,) = list_endpoints(apps=[CHANGSHA])
    assert (info.off_reason, info.waiting, info.dead) == ("gone", 2, 0)
    apps.control(CHANGSHA, receiving="well")
    tell("x", 3)
    clock.advance(timedelta(days=1))
    assert deliver() == Delivered()
    switch_endpoint(endpoint, on=True)
    assert deliver() == Delivered(taken=3)
    assert apps.control(CHANGSHA)["cases"] == {"x": {"state": 3}}


def test_whoever_says_when_is_left_alone_until_then(apps: Apps, clock: FixedClock) -> None:
    apps.control(CHANGSHA, receiving="busy")
    for case in "abcdefgh":
        tell(case, 1)
    deliver()
    endpoint = Endpoint.objects.get(pk=apps.endpoints[CHANGSHA])
    assert endpoint.rests_until == clock.now() + timedelta(seconds=1)
    assert (endpoint.failures, endpoint.rests) == (0, 0)
    assert apps.control(CHANGSHA)["calls"] <= 4
    apps.control(CHANGSHA, receiving="well")
    assert deliver() == Delivered()
    clock.advance(timedelta(seconds=1))
    assert deliver() == Delivered(taken=8)
    # Nobody's tries were used up by it.
    assert set(Delivery.objects.values_list("attempts", flat=True)) == {0}


def test_a_redirect_is_not_followed(apps: Apps, clock: FixedClock) -> None:
    apps.control(CHANGSHA, receiving="redirecting")
    tell("x", 1)
    assert deliver() == Delivered(failed=1)
    assert Endpoint.objects.get(pk=apps.endpoints[CHANGSHA]).last_failure == "http_302"


def test_both_secrets_are_good_while_one_is_changed(apps: Apps, clock: FixedClock) -> None:
    endpoint = apps.endpoints[CHANGSHA]
    new = rotate_secret(endpoint)
    tell("x", 1)
    assert deliver() == Delivered(taken=1)
    clock.advance(timedelta(hours=25))
    tell("x", 2)
    # The app that never took the new one refuses now, and gets the message once it has.
    assert deliver() == Delivered(failed=1)
    assert apps.control(CHANGSHA, secret_next=new.secret)["refused"] == 1
    clock.advance(timedelta(minutes=1))
    assert deliver() == Delivered(taken=1)
    assert TOPIC in Endpoint.objects.get(pk=endpoint).topics
