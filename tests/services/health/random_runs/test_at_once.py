"""Counters at work while windows close: positions are what the statements and the answers say."""

from __future__ import annotations

from collections import Counter
from contextvars import copy_context
from datetime import timedelta
from functools import partial
from random import Random
from threading import Event
from typing import Any

import pytest
from django.db import connection

from rongcheng.foundation.ledger.public import (
    close_period,
    list_pair_positions,
    list_statuses,
    list_windows,
    verify_ledger,
)
from rongcheng.foundation.people.public import get_insurance
from rongcheng.kernel.clock import get_clock
from rongcheng.services.health.care.stay_charges import StayCharge, add_stay_charges
from rongcheng.services.health.care.stays import Admission, Told, admit_patient, discharge_patient
from rongcheng.services.health.public import Place, Settled, verify_decisions
from rongcheng.services.health.settling.stays import reverse_stay, settle_stay
from rongcheng.services.health.types import funds_of
from rongcheng.web.actor import SYSTEM
from tests.foundation.append_only import emptying_allowed  # noqa: F401
from tests.foundation.ledger.settling import OFFICER, check_laws
from tests.foundation.ledger.test_clearing_laws import everything_is_stated
from tests.foundation.threads import at_once
from tests.services.health.building import request
from tests.services.health.conftest import CHANGSHA, METRO, XIANGTAN, ZHUZHOU, World
from tests.services.health.properties.desk import Desk

pytestmark = pytest.mark.django_db(transaction=True)

COUNTERS, VISITS, WINDOWS = 5, 16, 7
LATE = """
select count(*) from ledger_entry e join ledger_window w on w.id = e.window_id
 where e.id > w.last_entry
"""


@pytest.fixture
def world(transactional_db: None, pack: Any, clock: Any, world: World) -> World:
    """Commit the published metro, so that other connections see it."""
    return world


class CounterAtWork:
    """One hospital counter: settles visits and stays and takes some back."""

    def __init__(self, world: World, number: int) -> None:
        """Choose a person of one city and hospitals of all."""
        pool = (CHANGSHA, ZHUZHOU, XIANGTAN)[number % 3]
        self.random = Random(number)
        self.desk = Desk(world, world.person(pool, account_fen=100_000))
        cities = ("430100", "430200", "430300")
        self.places = [world.at_tier(city, "level_3") for city in cities]
        self.owed: Counter[tuple[str, str, str]] = Counter()

    def work(self, halfway: Event, stop: Event) -> Counter[tuple[str, str, str]]:
        """Settle one after the other; return what the answers say that pools owe each other."""
        for number in range(VISITS):
            if number == VISITS // 4:
                halfway.set()
            if number == VISITS - 2:
                stop.wait(90)
            place = self.random.choice(self.places)
            if number % 4 == 3:
                self._stay(place, number)
            else:
                self._visit(place)
        return self.owed

    def _visit(self, place: Place) -> None:
        asked = self.desk.ask(place, [("A", self.random.randint(1, 200_000))])
        settled = self.desk.settle(place, asked)
        self._note(place, settled)
        if self.random.random() < 0.3:
            self._note(place, self.desk.take_back(place, settled))

    def _stay(self, place: Place, number: int) -> None:
        psn_no, now = self.desk.person.psn_no, get_clock().now()
        admission = Admission("2101", f"IP-{number}", "内科", "", now - timedelta(hours=2))
        person_id = get_insurance(psn_no).resident_id
        mdtrt_id = admit_patient(
            place, psn_no, person_id, admission, told=Told(), diagnoses=[]
        ).mdtrt_id
        asked = self.desk.ask(place, [("A", 2_000_000), ("C", 30_000)])
        lines = tuple(StayCharge(charge, "", True) for charge in asked.charges)
        add_stay_charges(place, mdtrt_id, psn_no, lines, med_type="2101")
        discharge_patient(place, mdtrt_id, psn_no, now, told=Told(), diagnoses=[])
        plain = request(psn_no, (), f"{psn_no}-STAY-{number}")
        settled = settle_stay(
            place, mdtrt_id, plain, SYSTEM, stated={}, interim=False, trace_id="at-once"
        )
        self._note(place, settled)
        if number % 8 == 3:
            back = request(psn_no, (), f"{psn_no}-BACK-{number}")
            self._note(
                place,
                reverse_stay(place, settled.setl_id, mdtrt_id, back, SYSTEM, trace_id="at-once"),
            )

    def _note(self, place: Place, settled: Settled) -> None:
        pool = self.desk.person.pool
        if pool != place.pool:
            for fund, fen in funds_of(settled.fund_type, settled.amounts):
                self.owed[pool, place.pool, fund] += fen


def close_many(halfway: Event, stop: Event) -> str:
    """Close and net window after window while the counters work."""
    halfway.wait(90)
    for seq in range(1, WINDOWS):
        close_period(METRO, get_clock().today(), OFFICER, seq=seq)
    stop.set()
    return "closed"


def test_positions_are_the_statements_while_counters_work_and_windows_close(world: World) -> None:
    halfway, stop = Event(), Event()
    counters = [CounterAtWork(world, number) for number in range(COUNTERS)]
    calls = [partial(counter.work, halfway, stop) for counter in counters]
    calls.append(partial(close_many, halfway, stop))
    answers = at_once([partial(copy_context().run, call) for call in calls], 120)
    assert answers[-1] == "closed"
    owed: Counter[tuple[str, str, str]] = Counter()
    for answer in answers[:-1]:
        assert isinstance(answer, Counter), answer
        for pair, fen in answer.items():
            owed[pair] += fen

    close_period(METRO, get_clock().today(), OFFICER, seq=WINDOWS)
    assert [w.closed_at is None for w in list_windows(METRO)] == [False] * WINDOWS + [True]
    check_laws(METRO)
    everything_is_stated(METRO)
    moved: Counter[tuple[str, str, str]] = Counter()
    used = set()
    for seq in range(1, WINDOWS + 1):
        for row in list_pair_positions(METRO, seq):
            moved[row.pair] += row.movement_fen
            used.add(seq)
    assert len(used) > 2, "windows did not close while the counters worked"
    assert {pair: fen for pair, fen in moved.items() if fen} == {
        pair: fen for pair, fen in owed.items() if fen
    }
    assert {status.state for status in list_statuses(METRO)} <= {"open", "netted", "paid"}
    with connection.cursor() as cursor:
        cursor.execute(LATE)
        assert cursor.fetchone() == (0,)
    assert verify_ledger() == []
    assert list(verify_decisions()) == []
