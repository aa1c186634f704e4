"""Guessing numbers at a counter, and unsigned calls, are slowed down; whoever is right is not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext

from rongcheng.foundation.people import public as people
from rongcheng.kernel.clock import SHANGHAI, FixedClock, use_clock
from rongcheng.kernel.errors import ResidentIdInvalid
from rongcheng.web.actor import Actor
from rongcheng.web.client_address import client_address
from rongcheng.web.machine_auth import SignatureResting, refusal

CLERK = Actor("staff", "11111111-1111-1111-1111-111111111111", role="clerk", city="430300")
OTHER = Actor("staff", "22222222-2222-2222-2222-222222222222", role="clerk", city="430300")
MISSES, LOOKUPS, CALLS = 12, 120, 60


@pytest.fixture(autouse=True)
def clock(db: None) -> Iterator[FixedClock]:
    people.forget_resting_addresses()
    fixed = FixedClock(datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI))
    with use_clock(fixed):
        yield fixed
    people.forget_resting_addresses()


def miss(actor: Actor = CLERK) -> None:
    with pytest.raises(people.ResidentNotFound), people.counted_lookup(actor):
        raise people.ResidentNotFound


def found(actor: Actor = CLERK) -> None:
    with people.counted_lookup(actor):
        pass


def test_guessing_numbers_rests(clock: FixedClock) -> None:
    for _ in range(MISSES):
        miss()
    reached = False
    with pytest.raises(people.TooManyTries), people.counted_lookup(CLERK):
        reached = True
    assert not reached
    found(OTHER)
    clock.advance(timedelta(minutes=10))
    found()


def test_a_busy_window_goes_on_and_a_machine_like_one_rests() -> None:
    for _ in range(LOOKUPS):
        found()
    with pytest.raises(people.TooManyTries), people.counted_lookup(CLERK):
        pass


def test_a_mistyped_number_is_no_miss() -> None:
    for _ in range(2 * MISSES):
        with pytest.raises(ResidentIdInvalid), people.counted_lookup(CLERK):
            raise ResidentIdInvalid(why_zh="校验码不对", why_en="check digit")
    found()


def test_hits_between_misses_do_not_hide_them() -> None:
    for _ in range(MISSES - 1):
        miss()
        found()
    miss()
    with pytest.raises(people.TooManyTries):
        found()


def test_unsigned_calls_rest_by_their_address(clock: FixedClock) -> None:
    calls = RequestFactory()
    for _ in range(CALLS):
        people.count_refused_signature(calls.post("/hsa", REMOTE_ADDR="192.0.2.1"))
    with pytest.raises(SignatureResting) as refused:
        people.count_refused_signature(calls.post("/hsa", REMOTE_ADDR="192.0.2.1"))
    answer = refusal(refused.value)
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    assert "签名正确的调用不受影响".encode() in answer.content
    # Known to rest, it costs no statement more.
    with CaptureQueriesContext(connection) as seen, pytest.raises(SignatureResting):
        people.count_refused_signature(calls.post("/hsa", REMOTE_ADDR="192.0.2.1"))
    assert seen.captured_queries == []
    people.count_refused_signature(calls.post("/hsa", REMOTE_ADDR="192.0.2.2"))
    clock.advance(timedelta(seconds=61))
    people.count_refused_signature(calls.post("/hsa", REMOTE_ADDR="192.0.2.1"))


@pytest.mark.parametrize(
    ("hops", "remote", "forwarded", "address"),
    [
        (0, "192.0.2.9", "203.0.113.5", "192.0.2.9"),
        (1, "10.0.0.1", "203.0.113.5", "203.0.113.5"),
        (1, "10.0.0.1", "1.1.1.1, 203.0.113.5", "203.0.113.5"),
        (2, "10.0.0.1", "1.1.1.1, 203.0.113.5, 10.0.0.7", "203.0.113.5"),
        (2, "10.0.0.1", "203.0.113.5", "unknown"),
        (1, "10.0.0.1", "", "unknown"),
        (1, "10.0.0.1", "no address", "unknown"),
        (0, "2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
        (0, "::ffff:192.0.2.9", "", "192.0.2.9"),
        (0, "fe80::1%eth0", "", "fe80::/64"),
        (0, "", "", "unknown"),
    ],
)
def test_an_address_is_what_trusted_proxies_say(
    hops: int, remote: str, forwarded: str, address: str
) -> None:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = RequestFactory().get("/", REMOTE_ADDR=remote, headers=headers)
    with override_settings(RONGCHENG_PROXIES=hops):
        assert client_address(request) == address
