"""Many counters at once: one person's cap, deductible, balance and totals stay exact to the fen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextvars import copy_context
from datetime import date
from functools import partial
from threading import Event
from typing import Any

import pytest
from django.db import transaction

from rongcheng.foundation.ledger.public import balance, verify_ledger
from rongcheng.kernel.clock import get_clock
from rongcheng.services.health.errors import AlreadyReversed, RequestConflict
from rongcheng.services.health.models import Decision, Settlement, Visit
from rongcheng.services.health.public import (
    AccountUse,
    Place,
    Settled,
    SettlementRequest,
    grant_special_disease,
    verify_decisions,
)
from rongcheng.services.health.settling.loading import load_insured
from tests.foundation.append_only import emptying_allowed  # noqa: F401
from tests.foundation.threads import at_once
from tests.services.health.conftest import CHANGSHA, METRO, XIANGTAN, World
from tests.services.health.properties.desk import Desk

pytestmark = pytest.mark.django_db(transaction=True)

THREADS = 16
Call = tuple[Place, SettlementRequest]


@pytest.fixture
def world(transactional_db: None, pack: Any, clock: Any, world: World) -> World:
    """Commit the published metro, so that other connections see it."""
    return world


def together(calls: list[Callable[[], Any]], patience_s: float = 120) -> list[Any]:
    """Run all calls at once, each in a copy of this test's context: they stand at its clock."""
    return at_once([partial(copy_context().run, call) for call in calls], patience_s)


def settle_all(desk: Desk, calls: list[Call]) -> list[Settled]:
    """Settle these calls one after the other."""
    return [desk.settle(place, asked) for place, asked in calls]


def shared_out(calls: list[Call], threads: int = THREADS) -> Iterator[list[Call]]:
    """Deal the calls out to the threads."""
    for number in range(threads):
        yield calls[number::threads]


def check_books() -> None:
    """Check that ledger and decisions stand."""
    assert verify_ledger() == []
    assert list(verify_decisions()) == []


def test_two_hundred_settlements_at_once_keep_the_cap(world: World) -> None:
    person = world.person(XIANGTAN, account_fen=100_000)
    desk = Desk(world, person)
    places = [world.at_tier(city, "level_3") for city in ("430100", "430200", "430300")]
    calls = [
        (place, desk.ask(place, [("A", 2_345)], account=AccountUse.OWN))
        for place in (places[number % 3] for number in range(200))
    ]
    answers = together([partial(settle_all, desk, part) for part in shared_out(calls)])

    settled = [one for part in answers for one in part]
    # 23.45 each: twelve below the deductible of 300; the thirteenth owes 18.60 of it and gets
    # 4.85 × 60 %; 14.07 each for 106; 5.67 is left of the cap of 1,500 for one; nothing for 80.
    assert Counter(one.amounts.fund_fen for one in settled) == {
        0: 12 + 80,
        291: 1,
        1_407: 106,
        567: 1,
    }
    assert Counter(one.amounts.deductible_fen for one in settled) == {2_345: 12, 1_860: 1, 0: 187}
    assert sum(one.amounts.fund_fen for one in settled) == 150_000
    assert sum(one.amounts.deductible_fen for one in settled) == 30_000
    # 4,690 in all, 3,190 hers: her account's 1,000 first, the rest cash.
    assert sum(one.amounts.account_fen for one in settled) == 100_000
    assert sum(one.amounts.cash_fen for one in settled) == 219_000
    assert balance(f"account:{person.psn_no}") == 0
    assert balance(f"fund:{XIANGTAN}:310102") == -150_000
    assert desk.totals(2026) == (30_000, 150_000, 0)
    assert len({one.setl_id for one in settled}) == 200
    assert (Settlement.objects.count(), Decision.objects.count()) == (200, 200)
    check_books()


def test_a_months_limit_is_kept_by_many_at_once(world: World) -> None:
    person = world.person(XIANGTAN, "resident", "adult")
    grant_special_disease(
        METRO, XIANGTAN, person.psn_no, "resident", disease_code="OPSP-01",
        begins_on=date(2024, 1, 1),
    )  # fmt: skip
    desk = Desk(world, person)
    place = world.at_tier("430100", "level_2")
    calls = [(place, desk.ask(place, [("A", 1_999)], disease="OPSP-01")) for _ in range(32)]
    answers = together([partial(settle_all, desk, part) for part in shared_out(calls)])
    # 19.99 × 70 % = 13.99; 21 of them make 293.79, and 6.21 is left of 300 for one.
    assert Counter(one.amounts.fund_fen for part in answers for one in part) == {
        1_399: 21,
        621: 1,
        0: 10,
    }
    assert desk.months() == {202603: 30_000}
    assert desk.totals(2026) == (0, 0, 30_000)
    check_books()


def test_one_request_from_sixteen_counters_settles_once(world: World) -> None:
    desk = Desk(world, world.person(CHANGSHA))
    place = world.at_tier("430100", "level_2")
    asked = desk.ask(place, [("A", 26_000)])
    answers = together([partial(desk.settle, place, asked)] * THREADS)
    assert Counter(one.replayed for one in answers) == {False: 1, True: 15}
    assert len({one._replace(replayed=False) for one in answers}) == 1
    assert answers[0].amounts.fund_fen == 3_600
    assert (Visit.objects.count(), Settlement.objects.count(), Decision.objects.count()) == (
        1,
        1,
        1,
    )
    assert desk.totals(2026) == (20_000, 3_600, 0)
    check_books()


def test_one_request_with_sixteen_contents_settles_one_of_them(world: World) -> None:
    desk = Desk(world, world.person(CHANGSHA))
    place = world.at_tier("430100", "primary")
    first = desk.ask(place, [("A", 10_000)])
    contents = [
        desk.ask(place, [("A", 10_000 + number)])._replace(request_id=first.request_id)
        for number in range(THREADS)
    ]
    answers = together([partial(desk.settle, place, asked) for asked in contents])
    assert Counter(type(one) for one in answers) == {Settled: 1, RequestConflict: 15}
    assert Settlement.objects.count() == 1
    check_books()


def test_one_request_id_for_two_persons_at_once_settles_for_one(world: World) -> None:
    place = world.at_tier("430100", "primary")
    desks = [Desk(world, world.person(CHANGSHA)) for _ in range(2)]
    calls = [
        partial(desk.settle, place, desk.ask(place, [("A", 10_000)])._replace(request_id="SAME-ID"))
        for desk in desks
    ]
    answers = together(calls)
    assert Counter(type(one) for one in answers) == {Settled: 1, RequestConflict: 1}
    assert sorted(desk.totals(2026) for desk in desks) == [(0, 0, 0), (0, 7_000, 0)]
    check_books()


def test_a_settlement_taken_back_from_eight_counters_is_taken_back_once(world: World) -> None:
    desk = Desk(world, world.person(CHANGSHA, account_fen=10_000))
    place = world.at_tier("430100", "level_2")
    settled = desk.settle(place, desk.ask(place, [("A", 26_000)], account=AccountUse.OWN))
    asked = [desk.ask_back(settled) for _ in range(8)]
    answers = together([partial(desk.take_back, place, settled, one) for one in asked])
    assert Counter(type(one) for one in answers) == {Settled: 1, AlreadyReversed: 7}
    assert balance(f"account:{desk.person.psn_no}") == 10_000
    assert desk.totals(2026) == (0, 0, 0)
    check_books()


def test_settling_and_taking_back_at_once_leaves_what_stands(world: World) -> None:
    desk = Desk(world, world.person(CHANGSHA))
    place = world.at_tier("430100", "primary")
    made = settle_all(desk, [(place, desk.ask(place, [("A", 10_000)])) for _ in range(8)])
    new = [(place, desk.ask(place, [("A", 10_000)])) for _ in range(8)]
    undo = [desk.ask_back(one) for one in made]
    calls = [partial(desk.settle, *call) for call in new]
    calls += [
        partial(desk.take_back, place, one, asked) for one, asked in zip(made, undo, strict=True)
    ]
    answers = together(calls)
    assert {type(one) for one in answers} == {Settled}
    assert desk.totals(2026) == (0, 56_000, 0)
    assert balance(f"hospital:{place.code}:fund") == 56_000
    check_books()


def test_one_person_waits_for_nobody_but_herself(world: World) -> None:
    place = world.at_tier("430100", "primary")
    busy, free = (Desk(world, world.person(CHANGSHA)) for _ in range(2))
    calls = {
        desk: partial(desk.settle, place, desk.ask(place, [("A", 10_000)])) for desk in (busy, free)
    }
    held, done, order = Event(), Event(), []

    def hold_her_lock() -> str:
        with transaction.atomic():
            load_insured(place, busy.person.psn_no, get_clock().now(), months=set())
            held.set()
            assert done.wait(30)
            order.append("lock released")
        return "released"

    def settle_other() -> Settled:
        assert held.wait(30)
        settled = calls[free]()
        order.append("the other is settled")
        done.set()
        return settled

    def settle_herself() -> Settled:
        assert held.wait(30)
        settled = calls[busy]()
        order.append("she is settled")
        return settled

    answers = together([hold_her_lock, settle_other, settle_herself], patience_s=60)
    assert answers[0] == "released"
    assert [one.amounts.fund_fen for one in answers[1:]] == [7_000, 7_000]
    assert order == ["the other is settled", "lock released", "she is settled"]


def test_two_families_across_three_hospitals_never_block_each_other(world: World) -> None:
    desks = [Desk(world, world.person(CHANGSHA, account_fen=50_000)) for _ in range(4)]
    places = [world.at_tier("430100", "primary"), world.at_tier("430300", "level_2")]
    calls = []
    for turn in range(THREADS):
        turned = desks[turn % 4 :] + desks[: turn % 4]
        part = [
            (desk, place, desk.ask(place, [("A", 3_000)], account=AccountUse.OWN))
            for desk in turned
            for place in places
        ]
        calls.append(partial(settle_each, part))
    answers = together(calls)
    assert answers == [8] * THREADS
    # Each person: sixteen visits to primary care at 21.00 each, and sixteen of 30.00 at level 2,
    # ten of them eaten by the year's deductible of 300, six paid 18.00 each.
    for desk in desks:
        assert desk.totals(2026) == (30_000, 16 * 2_100 + 10_800, 0)
    check_books()


def settle_each(part: list[tuple[Desk, Place, SettlementRequest]]) -> int:
    """Settle calls of several persons one after the other and return how many."""
    return len([desk.settle(place, asked) for desk, place, asked in part])
