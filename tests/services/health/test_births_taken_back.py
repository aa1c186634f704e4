"""A birth that was taken back is paid again, also when a later one was paid meanwhile."""

from __future__ import annotations

from datetime import timedelta

from rongcheng.foundation.ledger.public import verify_ledger
from rongcheng.foundation.people.public import get_insurance
from rongcheng.kernel.clock import FixedClock
from rongcheng.services.health.assessing.facts import CareTotals, totals_from_json, totals_to_json
from rongcheng.services.health.care.stay_charges import StayCharge, add_stay_charges
from rongcheng.services.health.care.stays import Admission, Told, admit_patient, discharge_patient
from rongcheng.services.health.models import MaternityTotals
from rongcheng.services.health.public import CareKind, Settled, verify_decisions
from rongcheng.services.health.settling.stays import reverse_stay, settle_stay
from rongcheng.web.actor import SYSTEM
from tests.services.health.building import charge, item_of, request
from tests.services.health.conftest import Person, World

CITY = "430100"
FEN = 500_000


class Births:
    """A mother's births at one hospital."""

    def __init__(self, world: World, clock: FixedClock) -> None:
        self.world = world
        self.clock = clock
        self.place = world.at_tier(CITY, "level_3")
        self.person: Person = world.person()
        self.number = 0

    def settle_lines(self, mdtrt_id: str) -> Settled:
        """Settle what is unsettled of a stay."""
        self.number += 1
        asked = request(self.person.psn_no, (), f"BIRTH-{self.number:04d}")
        return settle_stay(
            self.place, mdtrt_id, asked, SYSTEM, stated={}, interim=False, trace_id="birth"
        )

    def settle(self, stated: int = 0) -> Settled:
        """A birth from admission to settlement; `stated` is which pregnancy the hospital tells."""
        self.clock.advance(timedelta(days=300))
        now = self.clock.now()
        self.number += 1
        admitted = admit_patient(
            self.place,
            self.person.psn_no,
            get_insurance(self.person.psn_no).resident_id,
            Admission("52", f"IP-{self.number}", "产科", "", now - timedelta(hours=2)),
            told=Told(admission_type="1", birth_way="natural", pregnancy=stated),
            diagnoses=[],
        )
        item = item_of(self.world.book, CITY, "A", now)
        line = StayCharge(charge(item, FEN, self.number), "", True)
        kind = str(int(CareKind.MATERNITY_STAY))
        add_stay_charges(self.place, admitted.mdtrt_id, self.person.psn_no, (line,), med_type=kind)
        discharge_patient(
            self.place, admitted.mdtrt_id, self.person.psn_no, now, told=Told(), diagnoses=[]
        )
        return self.settle_lines(admitted.mdtrt_id)

    def take_back(self, settled: Settled) -> None:
        """Take a birth's settlement back."""
        self.number += 1
        asked = request(self.person.psn_no, (), f"BIRTH-{self.number:04d}")
        reverse_stay(self.place, settled.setl_id, settled.mdtrt_id, asked, SYSTEM, trace_id="birth")

    def paid(self) -> dict[int, int]:
        """Return which pregnancies' births count as paid."""
        rows = MaternityTotals.objects.filter(psn_no=self.person.psn_no)
        return {row.pregnancy: row.births for row in rows}


def test_the_first_of_two_births_is_taken_back_and_paid_again(
    world: World, clock: FixedClock
) -> None:
    births = Births(world, clock)
    first, second = births.settle(), births.settle()
    assert first.amounts.pool_fen == second.amounts.pool_fen > 0
    births.take_back(first)
    assert births.paid() == {1: 0, 2: 1}
    again = births.settle_lines(first.mdtrt_id)
    assert again.amounts.pool_fen == first.amounts.pool_fen
    assert births.paid() == {1: 1, 2: 1}
    assert births.settle().amounts.pool_fen == first.amounts.pool_fen
    assert births.paid() == {1: 1, 2: 1, 3: 1}
    assert verify_ledger() == []
    assert list(verify_decisions()) == []


def test_a_stated_birth_that_stands_paid_is_not_paid_again_after_an_earlier_came_back(
    world: World, clock: FixedClock
) -> None:
    births = Births(world, clock)
    first = births.settle()
    births.settle()
    births.take_back(first)
    assert births.settle(stated=2).amounts.pool_fen == 0
    assert births.paid() == {1: 0, 2: 1}
    assert births.settle(stated=1).amounts.pool_fen == first.amounts.pool_fen
    assert births.paid() == {1: 1, 2: 1}
    assert list(verify_decisions()) == []


def test_a_birth_stated_as_the_second_is_paid_once_though_no_first_was_ever_paid(
    world: World, clock: FixedClock
) -> None:
    births = Births(world, clock)
    second = births.settle(stated=2)
    assert second.amounts.pool_fen > 0
    assert births.settle(stated=2).amounts.pool_fen == 0
    assert births.paid() == {2: 1}
    births.take_back(second)
    assert births.settle(stated=2).amounts.pool_fen == second.amounts.pool_fen
    assert list(verify_decisions()) == []


def test_totals_of_an_older_release_count_births_without_a_gap() -> None:
    plain = totals_to_json(CareTotals(births=2))
    del plain["later_births"]
    assert totals_from_json(plain) == CareTotals(births=2)
    assert totals_from_json(totals_to_json(CareTotals(births=1, later_births=(3,)))).paid == 0b101
