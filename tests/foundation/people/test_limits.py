"""Limits on trying: counted before they are judged, over all workers, with an end that is told."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from rongcheng.foundation.people import public as people
from rongcheng.foundation.people.models import LimitCount, SignInSession
from rongcheng.foundation.people.sign_in_rules import limit_of
from rongcheng.foundation.people.tasks import sweep_sign_ins
from rongcheng.kernel.clock import SHANGHAI, FixedClock, use_clock

START = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)
KIND, WHO = "second_factor", "4711"
TRIES = 5


@pytest.fixture
def clock() -> Iterator[FixedClock]:
    fixed = FixedClock(START)
    with use_clock(fixed):
        yield fixed


def take(times: int, who: str = WHO) -> None:
    for _ in range(times):
        people.take_try(KIND, who)


def test_the_fifth_try_is_judged_and_the_sixth_rests(db: None, clock: FixedClock) -> None:
    take(TRIES)
    with pytest.raises(people.TooManyTries) as refused:
        people.take_try(KIND, WHO)
    assert refused.value.message("zh") == (
        "试的次数太多，为了安全先停一停，09:15 以后（约 15 分钟）可以再试。"
        "着急请找本单位的协同办解除锁定。"
    )
    assert refused.value.retry_after == 900
    people.take_try(KIND, "another")


def test_a_rest_counts_from_the_last_try_and_is_not_prolonged(db: None, clock: FixedClock) -> None:
    take(TRIES - 1)
    clock.advance(timedelta(minutes=10))
    take(1)
    for _ in range(3):
        clock.advance(timedelta(minutes=4))
        with pytest.raises(people.TooManyTries):
            people.take_try(KIND, WHO)
    assert people.resting_until(KIND, WHO) == START + timedelta(minutes=25)
    clock.advance(timedelta(minutes=3))
    assert people.resting_until(KIND, WHO) is None
    take(TRIES)


def test_tries_far_apart_do_not_add_up(db: None, clock: FixedClock) -> None:
    for _ in range(4):
        take(TRIES - 1)
        clock.advance(timedelta(minutes=15))
    assert people.resting_until(KIND, WHO) is None


def test_what_was_right_is_given_back_or_forgets(db: None, clock: FixedClock) -> None:
    for _ in range(3 * TRIES):
        people.take_try(KIND, WHO)
        people.give_back(KIND, WHO)
    take(TRIES - 1)
    assert people.forget_tries(KIND, WHO) is True
    assert people.forget_tries(KIND, WHO) is False
    take(TRIES)


def test_asking_counts_nothing(db: None, clock: FixedClock) -> None:
    take(TRIES - 1)
    for _ in range(3):
        people.refuse_resting(KIND, WHO)
    take(1)
    with pytest.raises(people.TooManyTries):
        people.refuse_resting(KIND, WHO)


def test_neither_names_nor_addresses_are_kept(db: None, clock: FixedClock) -> None:
    people.take_try("sign_in_name", "wang-li")
    people.take_try("sign_in_address", "192.0.2.55")
    with connection.cursor() as cursor:
        cursor.execute("select people_limit::text from people_limit")
        kept = " ".join(row[0] for row in cursor.fetchall())
    assert "wang" not in kept
    assert "192.0.2" not in kept
    assert bytes("wang-li", "utf-8").hex() not in kept


def test_what_is_over_is_swept(db: None, clock: FixedClock) -> None:
    take(1)
    clock.advance(timedelta(minutes=10))
    people.take_try(KIND, "later")
    clock.advance(timedelta(minutes=6))
    assert people.sweep_limits() == 1
    assert LimitCount.objects.count() == 1


def test_the_job_sweeps_sessions_that_are_over_too(db: None) -> None:
    now = timezone.now()
    for key, shift in (("over", -1), ("running", 1)):
        SignInSession.objects.create(
            session_key=key,
            session_data="",
            expire_date=now + timedelta(hours=shift),
            started_at=now,
            seen_at=now,
        )
    assert sweep_sign_ins(0) == 1
    assert SignInSession.objects.get().session_key == "running"


@pytest.mark.parametrize(
    ("kind", "tries", "rest_seconds"),
    [
        ("sign_in_name", 8, 900),
        ("sign_in_address", 60, 900),
        ("second_factor", 5, 900),
        ("counter_lookup", 120, 600),
        ("counter_miss", 12, 600),
        ("machine_signature", 60, 60),
    ],
)
def test_the_figures_of_the_document(kind: str, tries: int, rest_seconds: int) -> None:
    limit = limit_of(kind)
    assert (limit.tries, limit.rest_seconds) == (tries, rest_seconds)


@pytest.mark.django_db(transaction=True)
def test_forty_guesses_at_the_same_moment_are_forty_guesses() -> None:
    def guess(number: int) -> bool:
        try:
            people.take_try(KIND, WHO)
        except people.TooManyTries:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as pool:
        judged = sum(pool.map(guess, range(40)))
    assert judged == TRIES
    assert LimitCount.objects.get().taken == TRIES + 1
