"""A hospital's desk beside both kinds of core, and the check that all books agree to the fen."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction

from rongcheng.foundation.ledger.public import verify_ledger
from rongcheng.kernel.clock import FixedClock, get_clock
from rongcheng.reference_core.counters import Counters
from rongcheng.services.health.assessing.facts import CareTotals, totals_to_json
from rongcheng.services.health.catching_up import CaughtUp, catch_up_cores
from rongcheng.services.health.models import CoreCall, Settlement
from rongcheng.services.health.public import Settled, SettlementRequest, verify_decisions
from rongcheng.services.health.queries import amounts_of_row
from rongcheng.services.health.settling.loading import load_insured
from tests.services.health.conftest import CHANGSHA, XIANGTAN, World
from tests.services.health.cores.core_process import Wire
from tests.services.health.properties.desk import Desk

LATER = timedelta(minutes=20)


class Sides:
    """A person of each pool at one hospital of Changsha."""

    def __init__(self, world: World, core: Any, wire: Wire) -> None:
        """Register both."""
        self.world = world
        self.core = core
        self.wire = wire
        self.place = world.at_tier("430100", "level_3")
        self.remote = Desk(world, world.person(XIANGTAN, account_fen=500_00))
        self.local = Desk(world, world.person(CHANGSHA))
        self.acknowledged: list[Settled] = []

    def ask(self, fen: int = 80_000) -> SettlementRequest:
        """Return a new request of the person whose pool has its own core."""
        return self.remote.ask(self.place, [("A", fen)])

    def settle(self, asked: SettlementRequest) -> Settled:
        """Settle; what comes back is what the hospital knows."""
        settled = self.remote.settle(self.place, asked)
        self.acknowledged.append(settled)
        return settled

    def take_back(self, settled: Settled, asked: SettlementRequest | None = None) -> Settled:
        """Reverse a settlement of that person."""
        return self.remote.take_back(self.place, settled, asked)

    def wait(self, span: timedelta = LATER) -> None:
        """Let time pass."""
        clock = get_clock()
        assert isinstance(clock, FixedClock)
        clock.advance(span)

    def come_back(self) -> CaughtUp:
        """Mend everything, let time pass and catch up twice: what was cancelled is confirmed."""
        self.wire.breaks.clear()
        self.wire.settle_down()
        self.wait()
        catch_up_cores()
        return catch_up_cores()

    def check(self) -> None:
        """Check that core and ledger agree to the fen, and that both books stand."""
        rows = Settlement.objects.filter(insured_pool=XIANGTAN)
        gone = set(rows.filter(reverses__isnull=False).values_list("reverses__setl_id", flat=True))
        ours = {
            row.setl_id: amounts_of_row(row)._asdict()
            for row in rows.filter(reverses__isnull=True)
            if row.setl_id not in gone
        }
        assert ours == self.core.standing()
        assert verify_ledger() == []
        assert list(verify_decisions()) == []
        self.check_counters()
        keys = [settled.setl_id for settled in self.acknowledged]
        for key in keys:
            assert rows.filter(setl_id=key).count() == 1
        assert CoreCall.objects.filter(state__in=(1, 2, 3, 4, 7)).count() == 0

    def check_counters(self) -> None:
        """Check that both sides count the same of everybody: the year, months, stays, births."""
        theirs = Counters()
        known = set()
        for record in self.core.records():
            if record["op"] in ("settle", "reverse"):
                sign = -1 if record["op"] == "reverse" else 1
                theirs.add(record["person"], record["year"], record["counted"], sign)
                known.add(record["person"])
        now = get_clock().now()
        for person in known:
            expected = theirs.of(person, now.year)
            with transaction.atomic():
                loaded = load_insured(self.place, person, now, months=set(expected.months))
            assert _told(loaded.insured.totals) == _told(expected), person


def _told(totals: CareTotals) -> dict[str, Any]:
    """Return what is not nothing of running totals."""
    plain = totals_to_json(totals)
    for name in ("months", "admissions"):
        plain[name] = {key: value for key, value in plain[name].items() if value}
    return {name: value for name, value in plain.items() if value}
