"""Visits every kind of page over the big data set and notes the server's time (页面服务器时间).

In one warm process, by Django's test client: middleware, session, view, queries and template, but
no network. Queries are counted apart from the timing.
"""

from __future__ import annotations

import json
import random
import time
from pathlib import Path
from typing import NamedTuple

from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks.big.before import leave_a_tail
from benchmarks.big.comparing import compare_for_years
from benchmarks.big.guests import METRO, Guests, Target

BIG_TABLES = (
    "people_resident", "people_insurance", "ledger_entry", "ledger_posting", "health_visit",
    "health_settlement", "health_chargeline", "health_decision", "health_yeartotals",
    "health_reconciliation", "health_reconciliationdifference", "health_corecall",
)  # fmt: skip
_COUNTED = 12
_WARMING = 5
_SCANS = (
    "select relname, seq_scan from pg_stat_user_tables where relname = any(%s) order by relname"
)


class Seen(NamedTuple):
    """How a kind of page did: times in ms, and how many queries the counted requests took.

    `own_p95_ms` is the processor time of this process alone, which other work on the machine
    lengthens little; the database's comes on top.
    """

    page: str
    p50_ms: float
    p95_ms: float
    most_ms: float
    own_p95_ms: float
    queries: list[int]


def visit_all(out: Path, residents: int, requests: int, seed: int) -> None:
    """Visit every kind of page `requests` times and write what was seen as JSON."""
    compare_for_years(METRO)
    leave_a_tail(METRO)
    guests = Guests(random.Random(seed), residents, requests)
    before = _scans()
    found = [_visit(page, list(make())) for page, make in guests.pages().items()]
    # Statistics of scans are written when a connection has been idle for a moment.
    connection.close()
    time.sleep(2)
    after = _scans()
    scanned = [name for name in before if after[name] > before[name]]
    out.write_text(json.dumps({"pages": [seen._asdict() for seen in found], "scanned": scanned}))


def _visit(page: str, targets: list[Target]) -> Seen:
    for target in targets[:_WARMING]:
        _get(target)
    queries = set()
    for target in targets[:_COUNTED]:
        with CaptureQueriesContext(connection) as captured:
            _get(target)
        queries.add(len(captured))
    times, own = [], []
    for target in targets:
        began, began_own = time.perf_counter(), time.thread_time()
        _get(target)
        times.append((time.perf_counter() - began) * 1000)
        own.append((time.thread_time() - began_own) * 1000)
    times.sort()
    own.sort()
    return Seen(
        page,
        times[len(times) // 2],
        times[int(len(times) * 0.95)],
        times[-1],
        own[int(len(own) * 0.95)],
        sorted(queries),
    )


def _get(target: Target) -> None:
    answer = target.client.get(target.address)
    if answer.status_code != 200:
        raise AssertionError(f"{target.address}: {answer.status_code}")
    assert len(answer.content) > 500


def _scans() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(_SCANS, [list(BIG_TABLES)])
        return dict(cursor.fetchall())
