"""What access records cost a settlement (访问记录的代价): the same calls with and without them.

Settlements of eight lines are made in one process on a
durable server, in short turns with and without the record, so that whatever else the machine does
falls on both alike. Compared are the medians of the turns.
"""

from __future__ import annotations

import hashlib
import itertools
import re
import statistics
import time
from typing import TYPE_CHECKING

from benchmarks.options import Options
from benchmarks.report import Result, Row
from benchmarks.server import own_server

if TYPE_CHECKING:
    from benchmarks.hospital import Hospital
    from rongcheng.services.health.settling.statements import Statement

TURNS = 12
TURN_SECONDS = 2.0
GOAL = 0.90
_SEEN = re.compile(r",\s*seen as \(.*?returning 1\)", re.DOTALL)


def run(options: Options) -> Result:
    """Return the rate with records, the rate without, and the first over the second."""
    with own_server():
        from benchmarks.hospital import METRO, Hospital
        from rongcheng.foundation.ledger.public import open_window

        open_window(METRO)
        with_it, without = _medians(Hospital(options.people))
    row = Row(
        "settlement with its access record, 8 lines, 1 process, durable",
        f"{with_it:.0f}/s",
        f"without the record {without:.0f}/s",
        f"{with_it / without:.3f}",
        f"≥ {GOAL:.2f}",
    )
    return Result("access", [row], {"with": with_it, "without": without})


def _medians(hospital: Hospital) -> tuple[float, float]:
    """Return the median rate of the turns with records, and of those without."""
    from rongcheng.services.health.settling import settlement as settling

    whole = settling.STORE_WHOLE
    rates: dict[bool, list[float]] = {True: [], False: []}
    numbers = itertools.count()
    _turn(hospital, TURN_SECONDS, numbers)
    for turn in range(TURNS):
        # A, B, B, A: a drift of the machine's speed falls on both alike.
        recorded = turn % 4 in (0, 3)
        settling.STORE_WHOLE = whole if recorded else without_record(whole)
        try:
            rates[recorded].append(_turn(hospital, TURN_SECONDS, numbers))
        finally:
            settling.STORE_WHOLE = whole
    return statistics.median(rates[True]), statistics.median(rates[False])


def without_record(statement: Statement) -> Statement:
    """Return the store statement without the insert of the access record."""
    from rongcheng.services.health.settling.statements import numbered
    from rongcheng.services.health.settling.storing import _WHOLE

    text, count = _SEEN.subn("", _WHOLE)
    assert count == 1
    made = numbered(text)
    assert made != statement
    return made


def _turn(hospital: Hospital, seconds: float, numbers: itertools.count[int]) -> float:
    """Settle visits of one person after the other for a while and return the rate."""
    from rongcheng.services.health.public import (
        Charge,
        ChargeFacts,
        SettlementRequest,
        place_of_institution,
        settle_visit,
    )
    from rongcheng.simulation.places import machine_actor

    place, actor = place_of_institution(hospital.place), machine_actor(hospital.place)
    charges = tuple(
        Charge(
            ChargeFacts(
                serial=str(n),
                item_code=item.code,
                occurred_on=hospital.at.date(),
                price_micro=12_500_000,
                quantity_e4=20_000,
                amount_fen=2_500,
            ),
            "1",
            hospital.at,
            item.code,
            "",
        )
        for n, item in enumerate(hospital.items, 1)
    )
    began, done = time.perf_counter(), 0
    while time.perf_counter() - began < seconds:
        number = next(numbers)
        person = hospital.people[number % len(hospital.people)]
        text = f"ACCESS-{number}"
        wanted = SettlementRequest(
            psn_no=hospital.number(person),
            kind=11,
            disease_code="",
            charges=charges,
            account_use=0,
            request_id=text,
            request_hash=hashlib.sha256(text.encode()).digest(),
            batch="1",
        )
        settle_visit(place, wanted, actor, trace_id="benchmark")
        done += 1
    return done / (time.perf_counter() - began)
