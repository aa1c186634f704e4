"""Settlements between invented pools, as any service posts them, and the officers who clear."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date

from rongcheng.foundation.ledger.models import LedgerEntry
from rongcheng.foundation.ledger.public import (
    EntryInfo,
    close_period,
    get_entry,
    list_institution_dues,
    list_nets,
    list_pair_positions,
    list_windows,
    pair_statement,
    reverse_entry,
)
from rongcheng.web.actor import Actor
from tests.foundation.ledger.books import METRO, NOON, post

A, B, C = "430199", "430299", "430399"
OFFICER = Actor("staff", "9", label="样例·基金", role="fund", city="430100", metro=METRO)
TODAY = date(2024, 4, 15)
EMPLOYEE, RESIDENT = "310102", "390102"


def hospital(pool: str, number: int = 1) -> str:
    """Return the code of an invented hospital of a pool."""
    return f"H{pool}{number:05d}"


def settle(
    key: str,
    payer: str,
    payee: str,
    amount: int,
    *,
    fund: str = EMPLOYEE,
    number: int = 1,
    metro: str = METRO,
) -> int:
    """Post what a fund pays for care in its own or another pool, as any service does."""
    place = hospital(payee, number)
    lines = [(f"fund:{payer}:{fund}", -amount), (f"hospital:{place}:fund", amount)]
    if payer != payee:
        lines += [(f"clearing:{payer}:{payee}:{fund}", amount), (f"agency:{payee}", -amount)]
    return post(key, *lines, metro=metro, kind="sample.settlement")


def take_back(entry_id: int) -> int:
    """Reverse a settlement."""
    return reverse_entry(
        entry_id=entry_id, key=f"back-{entry_id}", kind="sample.reversal", occurred_at=NOON
    )


def close(seq: int | None = None, *, metro: str = METRO, until: date = TODAY) -> int:
    """Close the open window, or this one, and net it."""
    chosen = seq if seq is not None else list_windows(metro)[-1].seq
    return close_period(metro, until, OFFICER, seq=chosen)


def netting_of(seq: int, metro: str = METRO) -> dict[str, int]:
    """Return the lines of a window's netting entry by account."""
    entry = entry_of_key(f"clearing:net:{metro}:{seq}")
    return dict(entry.lines)


def entry_of_key(key: str) -> EntryInfo:
    """Return the entry of an idempotency key."""
    return get_entry(LedgerEntry.objects.get(key=key).id)


def nets(seq: int, metro: str = METRO) -> dict[str, int]:
    """Return each pool's net of a window."""
    return {net.pool: net.net_fen for net in list_nets(metro, seq)}


def dues(seq: int, metro: str = METRO) -> dict[str, int]:
    """Return what each institution is due in a window."""
    return {due.code: due.due_fen for due in list_institution_dues(metro, seq)}


def check_laws(metro: str, *, of: Callable[[str, int], object] = list_nets) -> None:
    """Check the laws of clearing on every window of a metro."""
    closing: Counter[str] = Counter()
    for window in list_windows(metro):
        of(metro, window.seq)
        assert sum(net.net_fen for net in list_nets(metro, window.seq)) == 0
        for row in list_pair_positions(metro, window.seq):
            code = row.pair.code
            assert row.opening_fen == closing[code]
            closing[code] = row.closing_fen
            count, total = pair_statement(metro, window.seq, row.pair).totals()
            assert (count, total) == (row.entries, row.movement_fen)
