"""A message and its reversal at the same moment: the money moves zero times in sum (冲正并发)."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import copy_context
from functools import partial
from typing import Any

import pytest

from rongcheng.foundation.ledger.public import balance, verify_ledger
from rongcheng.services.health.models import CancelledMessage, Settlement, YearTotals
from rongcheng.services.health.public import verify_decisions
from tests.foundation.append_only import emptying_allowed  # noqa: F401
from tests.foundation.threads import at_once
from tests.services.health.building import item_of
from tests.services.health.conftest import XIANGTAN, Person, World
from tests.services.health.interface.hospital import Hospital, Json
from tests.services.health.interface.statements import charged
from tests.services.health.interface.test_lost_answers import TOTAL_FEN, cancel, settlement

pytestmark = pytest.mark.django_db(transaction=True)

PAIRS = 12


@pytest.fixture
def world(transactional_db: None, pack: Any, clock: Any, world: World) -> World:
    """Commit the published metro, so that other connections see it."""
    return world


def together(calls: list[Callable[[], Any]]) -> list[Any]:
    """Run all calls at once, each in a copy of this test's context: they stand at its clock."""
    return at_once([partial(copy_context().run, call) for call in calls], 120)


def prepared(hospital: Hospital, person: Person, item: str, number: str) -> tuple[Json, Json]:
    """Return a settlement and its reversal, neither of them sent."""
    message = settlement(charged(hospital, person, item, number, TOTAL_FEN))
    return message, cancel(hospital, person, message["msgid"])


def check_nothing_moved(hospital: Hospital, person: Person) -> None:
    """Check balances, running totals, ledger and decisions: as if nobody had settled."""
    assert balance(f"account:{person.psn_no}") == 10_000
    assert balance(f"hospital:{hospital.place.code}:fund") == 0
    assert balance(f"hospital:{hospital.place.code}:cash") == 0
    for row in YearTotals.objects.filter(psn_no=person.psn_no):
        assert (row.deductible_fen, row.outpatient_fen, row.own_share_fen) == (0, 0, 0)
    assert verify_ledger() == []
    assert list(verify_decisions()) == []


def test_settlements_and_their_reversals_at_once(
    world: World, hospital: Hospital, clock: Any
) -> None:
    item = item_of(world.book, "430100", "A", clock.now())
    person = world.person(XIANGTAN, account_fen=10_000)
    pairs = [prepared(hospital, person, item, f"OP-{number}") for number in range(PAIRS)]
    calls = []
    for number, (message, reversal) in enumerate(pairs):
        pair = [partial(hospital.send, message), partial(hospital.send, reversal)]
        calls += pair if number % 2 else pair[::-1]
    answers = [reply.json for reply in together(calls)]

    kept = {row.msgid: row for row in CancelledMessage.objects.all()}
    assert len(kept) == PAIRS
    settled = set(Settlement.objects.filter(reverses=None).values_list("request_id", flat=True))
    for number, (message, _) in enumerate(pairs):
        pair = answers[2 * number : 2 * number + 2]
        done, cancelled = pair if number % 2 else pair[::-1]
        assert cancelled["infcode"] == 0, cancelled["err_msg"]
        came_first = message["msgid"] in settled
        assert done["infcode"] == (0 if came_first else -1)
        assert bool(kept[message["msgid"]].reversal_id) == came_first
    assert Settlement.objects.count() == 2 * len(settled)
    check_nothing_moved(hospital, person)


def test_one_settlement_sent_and_reversed_by_many_at_once(
    world: World, hospital: Hospital, clock: Any
) -> None:
    item = item_of(world.book, "430100", "A", clock.now())
    person = world.person(XIANGTAN, account_fen=10_000)
    message, first = prepared(hospital, person, item, "OP-1")
    reversals = [first, *(cancel(hospital, person, message["msgid"]) for _ in range(5))]
    calls = [partial(hospital.send, one) for one in (*([message] * 6), *reversals, *reversals)]
    answers = [reply.json for reply in together(calls)]
    assert {answer["infcode"] for answer in answers[6:]} == {0}
    assert CancelledMessage.objects.count() == 1
    assert Settlement.objects.count() in (0, 2)
    check_nothing_moved(hospital, person)
