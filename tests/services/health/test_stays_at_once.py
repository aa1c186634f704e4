"""Several systems of one hospital at once: one stay, one bill for a visit, no return too many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextvars import copy_context
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from rongcheng.foundation.ledger.public import verify_ledger
from rongcheng.foundation.people.public import get_insurance
from rongcheng.kernel.clock import get_clock
from rongcheng.services.health.care.stay_charges import StayCharge, add_stay_charges
from rongcheng.services.health.care.stays import Admission, Told, admit_patient
from rongcheng.services.health.care.visits import (
    Registration,
    add_charges,
    record_diagnoses,
    register_visit,
)
from rongcheng.services.health.domain.lifecycle import VisitState
from rongcheng.services.health.domain.stay_lifecycle import StayState
from rongcheng.services.health.errors import OutOfOrder
from rongcheng.services.health.models import ChargeLine, Settlement, Visit
from rongcheng.services.health.public import (
    Charge,
    ChargeFacts,
    Place,
    SettlementRequest,
    verify_decisions,
)
from rongcheng.services.health.settling.batches import settle_batch
from rongcheng.services.health.stay_errors import AlreadyInHospital, ReturnWrong
from rongcheng.web.actor import SYSTEM
from tests.foundation.append_only import emptying_allowed  # noqa: F401
from tests.foundation.threads import at_once
from tests.services.health.building import charge, item_of
from tests.services.health.conftest import Person, World

pytestmark = pytest.mark.django_db(transaction=True)

CITY = "430100"
ROUNDS = 6


@pytest.fixture
def world(transactional_db: None, pack: Any, clock: Any, world: World) -> World:
    """Commit the published metro, so that other connections see it."""
    return world


def outcome_of(call: Callable[[], Any]) -> str:
    """Return what became of a call: done, or the refusal's code."""
    try:
        call()
    except (AlreadyInHospital, OutOfOrder, ReturnWrong) as refused:
        return refused.code
    return "done"


def together(*calls: Callable[[], Any]) -> list[str]:
    """Run all calls at once, each in a copy of this test's context: they stand at its clock."""
    return at_once([partial(copy_context().run, outcome_of, call) for call in calls], 120)


def admit(place: Place, person: Person) -> str:
    """Admit a person an hour ago."""
    admitted = admit_patient(
        place,
        person.psn_no,
        get_insurance(person.psn_no).resident_id,
        Admission("2101", "IP-1", "内科", "", get_clock().now() - timedelta(minutes=10)),
        told=Told(),
        diagnoses=[],
    )
    return admitted.mdtrt_id


def test_a_person_is_admitted_once_however_many_ask(world: World) -> None:
    place, person = world.at_tier(CITY, "level_3"), world.person()
    outcomes = together(*[partial(admit, place, person)] * 8)
    assert Counter(outcomes) == {"done": 1, "health.E023": 7}
    assert Visit.objects.count() == 1


def emergency(world: World, place: Place, person: Person) -> str:
    """Register an emergency visit with one line and return its id."""
    visit = register_visit(
        place,
        get_insurance(person.psn_no).resident_id,
        Registration(person.psn_no, "OP-1", "急诊", get_clock().now() - timedelta(hours=1)),
    )
    record_diagnoses(
        place,
        visit.mdtrt_id,
        person.psn_no,
        med_type="13",
        disease_code="",
        injury=0,
        diagnoses=[],
    )
    item = item_of(world.book, CITY, "A", get_clock().now())
    add_charges(place, visit.mdtrt_id, person.psn_no, (charge(item, 45_075),))
    return visit.mdtrt_id


def test_a_visit_that_goes_on_meanwhile_joins_whole_or_is_told_of_the_stay(world: World) -> None:
    place = world.at_tier(CITY, "level_3")
    item = item_of(world.book, CITY, "A", get_clock().now())
    for _ in range(ROUNDS):
        person = world.person()
        mdtrt_id = emergency(world, place, person)
        more = (charge(item, 5_000, serial=2),)
        outcomes = together(
            partial(admit, place, person),
            partial(add_charges, place, mdtrt_id, person.psn_no, more),
        )
        stay = Visit.objects.get(psn_no=person.psn_no, state=int(StayState.ADMITTED))
        serials = list(stay.lines.order_by("serial").values_list("serial", flat=True))
        assert outcomes[0] == "done"
        assert serials == (["1", "2"] if outcomes[1] == "done" else ["1"])
        assert outcomes[1] in {"done", "health.E009"}
        assert Visit.objects.get(mdtrt_id=mdtrt_id).state == VisitState.MERGED


def test_a_visit_is_settled_or_joins_the_stay_but_never_both(world: World) -> None:
    place = world.at_tier(CITY, "level_3")
    came: Counter[tuple[str, str]] = Counter()
    for number in range(ROUNDS):
        person = world.person()
        mdtrt_id = emergency(world, place, person)
        asked = SettlementRequest(
            psn_no=person.psn_no,
            kind=0,
            disease_code="",
            charges=(),
            account_use=0,
            request_id=f"RACE-{number}",
            request_hash=b"race",
            batch="1",
        )
        settle = partial(settle_batch, place, mdtrt_id, asked, SYSTEM, stated={}, trace_id="race")
        outcomes = together(partial(admit, place, person), settle)
        stay = Visit.objects.get(psn_no=person.psn_no, state=int(StayState.ADMITTED))
        visit = Visit.objects.get(mdtrt_id=mdtrt_id)
        settled = Settlement.objects.filter(visit=visit).count()
        came[(outcomes[0], outcomes[1])] += 1
        if outcomes[1] == "done":
            assert (visit.state, settled, stay.lines.count()) == (VisitState.SETTLED, 1, 0)
        else:
            assert (visit.state, settled, stay.lines.count()) == (VisitState.MERGED, 0, 1)
    assert sum(came.values()) == ROUNDS
    assert {outcome[0] for outcome in came} == {"done"}
    assert {outcome[1] for outcome in came} <= {"done", "health.E009"}
    assert list(verify_ledger()) == []
    assert list(verify_decisions()) == []


def test_no_more_is_returned_than_was_charged_however_many_return(world: World) -> None:
    place, person = world.at_tier(CITY, "level_3"), world.person()
    mdtrt_id = admit(place, person)
    item = item_of(world.book, CITY, "A", get_clock().now())

    def send(serial: int, pieces: int) -> None:
        at = get_clock().now() - timedelta(minutes=5)
        facts = ChargeFacts(
            serial=str(serial),
            item_code=item,
            occurred_on=at.date(),
            price_micro=100_000_000,
            quantity_e4=pieces * 10_000,
            amount_fen=pieces * 10_000,
        )
        line = StayCharge(Charge(facts, "", at, item, ""), "1" if pieces < 0 else "", True)
        add_stay_charges(place, mdtrt_id, person.psn_no, (line,), med_type="2101")

    send(1, 5)
    outcomes = together(*[partial(send, 2 + number, -2) for number in range(6)])
    assert Counter(outcomes) == {"done": 2, "health.E025": 4}
    assert sum(line.quantity_e4 for line in ChargeLine.objects.all()) == 10_000
