"""Many counters at once with a remote core: one answer a request, accounts never overdrawn."""

from __future__ import annotations

from contextvars import copy_context
from functools import partial
from typing import Any

import pytest
from django.db import transaction

from rongcheng.foundation.ledger.public import balance
from rongcheng.kernel.clock import FixedClock, get_clock
from rongcheng.kernel.errors import RongchengError
from rongcheng.services.health.cores import recording
from rongcheng.services.health.cores.calls import CallState
from rongcheng.services.health.cores.errors import BillChanged
from rongcheng.services.health.models import CoreCall, Settlement
from rongcheng.services.health.public import AccountUse, Settled
from tests.foundation.append_only import emptying_allowed  # noqa: F401
from tests.foundation.threads import at_once
from tests.services.health.building import item_of
from tests.services.health.conftest import World
from tests.services.health.cores.side_by_side import Sides
from tests.services.health.interface import bodies
from tests.services.health.interface.attendance import Attendance
from tests.services.health.interface.hospital import Hospital
from tests.services.health.interface.statements import charged
from tests.services.health.interface.test_lost_answers import TOTAL_FEN, cancel, settlement

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db: None, pack: Any, clock: Any, world: World) -> World:
    """Commit the published metro, so that other connections see it."""
    return world


def together(calls: list[Any]) -> list[Any]:
    """Run all calls at once, each at this test's clock."""
    return at_once([partial(copy_context().run, call) for call in calls])


def test_one_request_from_eight_counters_at_once_is_one_settlement(sides: Sides) -> None:
    asked = sides.ask()
    answers = together([partial(sides.settle, asked)] * 8)
    settled = [one for one in answers if isinstance(one, Settled)]
    assert settled
    assert {one.setl_id for one in settled} == {CoreCall.objects.get().key}
    assert len(sides.core.standing()) == 1
    assert sides.settle(asked).setl_id == settled[0].setl_id
    sides.come_back()
    sides.check()


def test_crossing_requests_of_one_person_never_overdraw_her_account(sides: Sides) -> None:
    # 500 in the account; each bill of 280 is below the deductible and asks the account for all.
    calls = [
        sides.remote.ask(sides.place, [("A", 28_000)], account=AccountUse.OWN) for _ in range(6)
    ]
    answers = together([partial(sides.settle, one) for one in calls])
    assert all(isinstance(one, (Settled, RongchengError)) for one in answers), answers
    sides.come_back()
    sides.check()
    used = sum(row.account_fen for row in Settlement.objects.all())
    assert balance(f"account:{sides.remote.person.psn_no}") == 50_000 - used >= 0
    assert CoreCall.objects.filter(state=6).count() == Settlement.objects.count()


def test_the_door_gives_an_answer_back_that_it_cannot_record(
    sides: Sides, world: World, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def changed(order: object, decided: object) -> None:
        raise BillChanged

    made = Attendance(Hospital(sides.place), sides.remote.person)
    made.register()
    made.see()
    made.charge(made.line(item_of(world.book, "430100", "A", clock.now()), 80_000))
    body = made.trial_body("800.00")
    tried = made.call("2206", body)
    monkeypatch.setattr(recording, "_check_same", changed)
    assert "有改动" in made.refused("2207", bodies.settlement(body, tried["setlinfo"]))
    assert CoreCall.objects.get().state == CallState.CANCELLED
    sides.check()


def test_nothing_is_sent_from_inside_a_transaction(sides: Sides) -> None:
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        sides.settle(sides.ask())
    assert (sides.wire.passed, CoreCall.objects.count()) == ([], 0)


def test_messages_and_their_2601_at_once_move_nothing_in_sum(sides: Sides, world: World) -> None:
    hospital = Hospital(sides.place)
    item = item_of(world.book, "430100", "A", get_clock().now())
    pairs = []
    for number in range(6):
        made = charged(hospital, sides.remote.person, item, f"OP-{number}", TOTAL_FEN)
        message = settlement(made)
        pairs.append((message, cancel(hospital, sides.remote.person, message["msgid"])))
    asked = [partial(hospital.send, one) for pair in pairs for one in pair]
    assert not [one for one in together(asked) if isinstance(one, BaseException)]
    for message, reversal in pairs:
        # Whoever was told to send the same again does, until it is answered.
        hospital.accepted(reversal)
        assert "2601" in hospital.refused(message)
    sides.come_back()
    sides.check()
    assert sides.core.standing() == {}
    assert sum(row.total_fen for row in Settlement.objects.all()) == 0
    assert balance(f"account:{sides.remote.person.psn_no}") == 50_000
