"""The clearing windows of a big data set (清算期): one a month, the last open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from django.db import connection, transaction

from benchmarks.big.templates import first_day
from rongcheng.foundation.ledger.public import add_up_open_windows, net_closed_windows
from rongcheng.kernel.clock import SHANGHAI
from rongcheng.web.actor import SYSTEM

_WINDOW = """
insert into ledger_window (id, metro, seq, label, opened_at, closed_at, last_entry)
values (%s, %s, %s, %s, %s, %s, %s)
"""
_CLOSED = """
insert into ledger_clearing_act (key, metro, seq, kind, subject, amount_fen, note, actor_kind,
       actor_id, actor_label, at)
values (%s, %s, %s, 'close', %s, 0, %s, 'system', 'benchmark', '样例', %s)
"""


def close_windows(metros: Sequence[str], last_of_month: Sequence[int]) -> None:
    """Make the windows as they would have been closed month by month, then net them for real."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = replica")
        for place, metro in enumerate(metros, 1):
            for month, last in enumerate(last_of_month):
                is_last = month == len(last_of_month) - 1
                begins, ends = first_day(month), first_day(month + 1)
                opened, closed = (datetime.combine(day, time(), SHANGHAI) for day in (begins, ends))
                number = place * 1000 + month + 1
                row = (number, metro, month + 1, begins.isoformat(), opened)
                cursor.execute(_WINDOW, [*row, *((None, None) if is_last else (closed, last))])
                if not is_last:
                    key = f"clearing:close:{metro}:{month + 1}"
                    until = (ends - timedelta(days=1)).isoformat()
                    cursor.execute(_CLOSED, [key, metro, month + 1, metro, until, closed])
        cursor.execute("select setval(pg_get_serial_sequence('ledger_window', 'id'), 100000)")
    for metro in metros:
        net_closed_windows(metro, SYSTEM)
    add_up_open_windows()
