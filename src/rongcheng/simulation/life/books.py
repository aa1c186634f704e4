"""The months of an invented metro close (模拟清算): netted, paid, prefunded."""

from __future__ import annotations

import itertools
from datetime import date, datetime, time, timedelta

from rongcheng.foundation.ledger.public import (
    NothingDue,
    adjust_prefund,
    close_period,
    confirm_payment,
    list_institution_dues,
    list_nets,
    open_window,
    pay_institution,
)
from rongcheng.kernel.clock import SHANGHAI, FixedClock, use_clock
from rongcheng.simulation.life.journal import Journal
from rongcheng.simulation.life.stage import Stage
from rongcheng.web.actor import SYSTEM

CLOSED_AT, PAID_AT = time(0, 30), time(10)
PREFUND_FEN = 30_000_000
"""What each pool pays ahead to each other one, in fen; invented."""


def open_books(stage: Stage) -> None:
    """Open the metro's first window and let each pool pay ahead to each other; safe to repeat."""
    first = stage.wanted.first_day
    with use_clock(FixedClock(datetime.combine(first, time(0), SHANGHAI))):
        open_window(stage.metro)
        pools = sorted({stage.book.pool_of_city(city) for city in stage.cities()})
        for payer, payee in itertools.permutations(pools, 2):
            adjust_prefund(
                stage.metro,
                payer,
                payee,
                amount_fen=PREFUND_FEN,
                bank_reference=f"SIM-{stage.run}-{payer}-{payee}",
                actor=SYSTEM,
            )


def close_month(stage: Stage, until: date, journal: Journal) -> int:
    """Close the books for the period up to a day, on the next day, and pay what is due.

    Return the window's number. Done again it finds what is done.
    """
    morning = datetime.combine(until + timedelta(days=1), CLOSED_AT, SHANGHAI)
    with use_clock(FixedClock(morning)):
        seq = close_period(stage.metro, until, SYSTEM)
        journal.note("close")
    with use_clock(FixedClock(datetime.combine(morning.date(), PAID_AT, SHANGHAI))):
        _pay(stage, seq, journal)
    return seq


def _pay(stage: Stage, seq: int, journal: Journal) -> None:
    """Confirm every pool's payment or receipt, and pay every institution that is due something."""
    for net in list_nets(stage.metro, seq):
        if net.left_fen:
            confirm_payment(
                stage.metro,
                seq,
                net.pool,
                amount_fen=net.left_fen,
                bank_reference=f"SIM-{stage.run}-{seq}-{net.pool}",
                actor=SYSTEM,
            )
            journal.note("pay" if net.net_fen > 0 else "receive")
    for due in list_institution_dues(stage.metro, seq):
        if due.due_fen <= 0 or due.paid_at is not None or due.code not in stage.infos:
            continue
        try:
            pay_institution(
                stage.metro,
                seq,
                due.code,
                pool=stage.infos[due.code].pool,
                bank_reference=f"SIM-{stage.run}-{seq}-{due.code}",
                actor=SYSTEM,
            )
        except NothingDue:
            continue
        journal.note("pay_institution")
