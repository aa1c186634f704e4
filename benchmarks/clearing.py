"""How long a settlement waits while a window of a million entries closes (关期阻塞).

Entries are loaded by plain inserts in the order that `ledger_post` uses, through the same triggers
and checks. Then eight processes post without a pause,
in the middle the window is closed and netted, and every posting's time is looked at. They are
processes, as in production: threads would also wait for one another's interpreter.
"""

from __future__ import annotations

import itertools
import multiprocessing
import time
from typing import Any, NamedTuple

import django

from benchmarks.options import Options
from benchmarks.report import Result, Row
from benchmarks.server import own_server

SECONDS = 5.0
AGAIN = 4
BATCH = 20_000
CLIENTS = 8
METRO = "changzhutan"

ACCOUNTS = """
insert into ledger_account (code, kind)
select unnest(array['clearing:430399:430199:310102', 'clearing:430199:430299:310102',
                    'clearing:430299:430399:390102', 'agency:430199', 'agency:430299',
                    'agency:430399', 'fund:430399:310102', 'fund:430199:310102',
                    'fund:430299:390102', 'hospital:H43010200001:fund',
                    'hospital:H43020200001:fund', 'hospital:H43030200001:fund']), ''
on conflict (code) do nothing
"""
ENTRIES_SQL = """
insert into ledger_entry (id, key, body_hash, metro, kind, reference, occurred_at, lines)
select 0, 'bench:' || n, '\\x00', %(metro)s, 'health.settlement', 'B' || n, now(), 4
  from generate_series(%(low)s::bigint, %(high)s::bigint) n
"""
POSTINGS_SQL = """
with way as (
    select row_number() over () - 1 as n, * from (values
        ('430399', '430199', '310102', 'H43010200001'),
        ('430199', '430299', '310102', 'H43020200001'),
        ('430299', '430399', '390102', 'H43030200001')) w(payer, payee, fund, place)),
line as (
    select w.n, l.line, a.id as account, l.sign
      from way w
      cross join lateral (values
          (1, 'fund:' || w.payer || ':' || w.fund, -1),
          (2, 'hospital:' || w.place || ':fund', 1),
          (3, 'clearing:' || w.payer || ':' || w.payee || ':' || w.fund, 1),
          (4, 'agency:' || w.payee, -1)) l(line, code, sign)
      join ledger_account a on a.code = l.code)
insert into ledger_posting (entry_id, line, account_id, amount_fen)
select e.id, l.line, l.account, l.sign * (100 + e.id %% 900)
  from ledger_entry e join line l on l.n = e.id %% 3
 where e.id > %(last)s
"""


class Blocked(NamedTuple):
    """What a run of closings came to, in milliseconds and seconds."""

    entries: int
    postings: int
    usual_p50_ms: float
    usual_p99_ms: float
    usual_max_ms: float
    closing_ms: float
    longest_ms: float
    netting_s: float


def load(entries: int) -> None:
    """Fill the open window with settlements between three pools."""
    from django.db import connection, transaction

    with connection.cursor() as cursor:
        cursor.execute(ACCOUNTS)
        for low in range(1, entries + 1, BATCH):
            high = min(low + BATCH - 1, entries)
            with transaction.atomic():
                cursor.execute("select coalesce(max(id), 0) from ledger_entry")
                (last,) = cursor.fetchone()
                cursor.execute(ENTRIES_SQL, {"metro": METRO, "low": low, "high": high})
                cursor.execute(POSTINGS_SQL, {"last": last})
        cursor.execute("analyze ledger_entry, ledger_posting, ledger_account")


def measure(entries: int, seconds: float) -> Blocked:
    """Close the full window in the middle of a run and return what postings waited."""
    from rongcheng.foundation.ledger.public import close_window, net_closed_windows
    from rongcheng.web.actor import SYSTEM

    context = multiprocessing.get_context("spawn")
    results: multiprocessing.Queue[list[tuple[float, float]]] = context.Queue()
    ready, stop = context.Barrier(CLIENTS + 1), context.Event()
    clients = [
        context.Process(target=post_until, args=(ready, stop, number, results))
        for number in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    ready.wait(120)
    time.sleep(seconds)
    # The monotonic clock is one for all processes of a machine.
    began = time.perf_counter()
    seq = close_window(METRO).seq
    ended = time.perf_counter()
    time.sleep(seconds)
    stop.set()
    times = [found for _ in clients for found in results.get(timeout=120)]
    for client in clients:
        client.join()
    netting = time.perf_counter()
    net_closed_windows(METRO, SYSTEM)
    assert seq >= 1
    # A posting is touched by the closing when its time overlaps it.
    touched = [took for at, took in times if at + took >= began and at <= ended]
    usual = sorted(took for at, took in times if at + took < began)
    return Blocked(
        entries,
        len(times),
        usual[len(usual) // 2] * 1000,
        usual[int(len(usual) * 0.99)] * 1000,
        usual[-1] * 1000,
        (ended - began) * 1000,
        max(touched, default=0.0) * 1000,
        time.perf_counter() - netting,
    )


def post_until(
    ready: Any, stop: Any, number: int, results: multiprocessing.Queue[list[tuple[float, float]]]
) -> None:
    """Post one settlement after the other and give back when each began and how long it took."""
    django.setup()
    from rongcheng.foundation.ledger.public import PostingLine, post_entry
    from rongcheng.kernel.clock import get_clock

    own: list[tuple[float, float]] = []
    run = f"{time.time_ns():x}"
    lines = [
        PostingLine("fund:430399:310102", -500),
        PostingLine("hospital:H43010200001:fund", 500),
        PostingLine("clearing:430399:430199:310102", 500),
        PostingLine("agency:430199", -500),
    ]
    for serial in itertools.count():
        at = time.perf_counter()
        post_entry(
            key=f"bench:{run}:{number}:{serial}",
            metro=METRO,
            kind="health.settlement",
            reference=f"B{number}-{serial}",
            occurred_at=get_clock().now(),
            postings=lines,
        )
        if serial == 0:
            # The first one opens the connection and is not counted.
            ready.wait(120)
            continue
        own.append((at, time.perf_counter() - at))
        if stop.is_set():
            break
    results.put(own)


def run(options: Options) -> Result:
    """Load, close a full window and then nearly empty ones."""
    with own_server():
        from rongcheng.foundation.ledger.public import open_window, verify_ledger

        open_window(METRO)
        load(options.entries)
        blocked = [measure(options.entries, SECONDS)]
        blocked += [measure(0, SECONDS) for _ in range(AGAIN)]
        began = time.perf_counter()
        faults = verify_ledger()
        assert faults == []
        verified = time.perf_counter() - began
    figures = {
        "entries": options.entries,
        "longest_ms": blocked[0].longest_ms,
        "closing_ms": blocked[0].closing_ms,
        "netting_s": blocked[0].netting_s,
        "verify_s": verified,
    }
    rows = [_row(found) for found in blocked]
    rows.append(Row(f"verify of {options.entries:,} entries", f"{verified:.0f} s"))
    return Result("clearing", rows, figures)


def _row(found: Blocked) -> Row:
    window = f"window of {found.entries:,} entries" if found.entries else "window of this run only"
    return Row(
        f"longest posting while a {window} closes",
        f"{found.longest_ms:.1f} ms (closing {found.closing_ms:.1f} ms)",
        f"usually p50 {found.usual_p50_ms:.1f} / p99 {found.usual_p99_ms:.1f} / "
        f"max {found.usual_max_ms:.1f} ms",
        f"{found.longest_ms / found.usual_max_ms:.2f}",
        "≤ 50 ms" if found.entries else "",
    )
