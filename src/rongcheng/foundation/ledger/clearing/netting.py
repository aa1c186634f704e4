"""Multilateral netting (多边轧差): of all that pools owe one another, each keeps one sum.

A window's netting is one entry of the window then open: it takes every claim to zero, satisfies
the agencies that served, and leaves `net:{pool}`, above zero where the pool pays. All of it
follows from a closed window, so repeating it is the same entry.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from rongcheng.foundation.ledger.actions import post_entry
from rongcheng.foundation.ledger.clearing.acts import (
    Draft,
    find_act,
    one_at_a_time,
    record_act,
)
from rongcheng.foundation.ledger.clearing.codes import is_claim
from rongcheng.foundation.ledger.clearing.errors import (
    EarlierWindowNotNetted,
    TooManyLines,
    WindowStillOpen,
)
from rongcheng.foundation.ledger.clearing.positions import (
    dues_in,
    find_window,
    is_netted,
    list_pair_positions,
    netting_key,
    pairs_in,
    payments_in,
    positions_of,
)
from rongcheng.foundation.ledger.clearing.types import NETTING, PairPosition, PoolNet, WindowBooks
from rongcheng.foundation.ledger.models import MAX_LINES, ClearingAct, Position, Window
from rongcheng.foundation.ledger.types import PostingLine
from rongcheng.web.actor import Actor


def reference_of(metro: str, seq: int) -> str:
    """Return the business number of a window, which its clearing entries share."""
    return f"{metro}:{seq}"


def net_window(metro: str, seq: int, actor: Actor) -> list[PoolNet]:
    """Net a closed window (轧差) and return what each pool pays or receives.

    Safe to repeat: the first answer again. Windows are netted in order. Raises WindowUnknown,
    WindowStillOpen, EarlierWindowNotNetted, TooManyLines; then nothing moved.
    """
    window = find_window(metro, seq)
    if window.closed_at is None:
        raise WindowStillOpen(seq=seq)
    with one_at_a_time(metro):
        if find_act(netting_key(metro, seq)) is None:
            _net(window, actor)
    return list_nets(metro, seq)


def net_closed_windows(metro: str, actor: Actor) -> list[int]:
    """Net every closed window that is not netted yet, in order, and return their numbers.

    This repairs a stop between closing and netting, however many windows ago.
    """
    netted = set(ClearingAct.objects.filter(metro=metro, kind="net").values_list("seq", flat=True))
    closed = Window.objects.filter(metro=metro, closed_at__isnull=False).order_by("seq")
    waiting = [seq for seq in closed.values_list("seq", flat=True) if seq not in netted]
    for seq in waiting:
        net_window(metro, seq, actor)
    return waiting


def list_nets(metro: str, seq: int) -> list[PoolNet]:
    """Return each pool's net of a window with what is confirmed, by pool; before netting so far."""
    return _nets_in(payments_in(metro, seq), list_pair_positions(metro, seq))


def read_window(metro: str, seq: int) -> WindowBooks:
    """Return all sums of a window, added up once: pairs, nets and what institutions are due."""
    rows = positions_of(metro, seq)
    acts = payments_in(metro, seq)
    pairs = pairs_in(rows)
    return WindowBooks(pairs, _nets_in(acts, pairs), dues_in(acts, rows))


def _nets_in(acts: Sequence[ClearingAct], pairs: list[PairPosition]) -> list[PoolNet]:
    confirmed: Counter[str] = Counter()
    for act in acts:
        if act.kind in ("pay", "receive"):
            confirmed[act.subject] += act.amount_fen
    owes, is_owed = _sides(pairs)
    return [
        PoolNet(pool, owes[pool], is_owed[pool], confirmed[pool])
        for pool in sorted({*owes, *is_owed})
    ]


def _net(window: Window, actor: Actor) -> None:
    metro, seq = window.metro, window.seq
    if seq > 1 and not is_netted(metro, seq - 1):
        raise EarlierWindowNotNetted(earlier=seq - 1, seq=seq)
    positions = positions_of(metro, seq, from_lines=True)
    lines = netting_lines(pairs_in(positions))
    if len(lines) > MAX_LINES:
        raise TooManyLines(metro=metro, seq=seq, lines=len(lines), limit=MAX_LINES)
    Position.objects.bulk_create(positions)
    entry = None
    if lines:
        entry = post_entry(
            key=netting_key(metro, seq),
            metro=metro,
            kind=NETTING,
            reference=reference_of(metro, seq),
            occurred_at=_moment_of(window),
            postings=lines,
        )
    moved = sum(abs(row.movement_fen) for row in positions if is_claim(row.code))
    draft = Draft(netting_key(metro, seq), metro, seq, "net", metro, moved)
    record_act(draft, actor, entry)


def _moment_of(window: Window) -> datetime:
    """Return when the window was closed: by the act of closing, else by the database's clock."""
    acts = ClearingAct.objects.filter(metro=window.metro, seq=window.seq, kind="close")
    closed_at: datetime | None = acts.values_list("at", flat=True).first() or window.closed_at
    assert closed_at is not None
    return closed_at


def netting_lines(positions: list[PairPosition]) -> list[PostingLine]:
    """Return the lines that settle these claims, in the order of their accounts; they sum to zero.

    Two pools that owe each other 500 and 200 fen leave one payment of 300:

    >>> from rongcheng.foundation.ledger.clearing.types import Pair
    >>> mutual = [PairPosition(Pair("A", "B", "310102"), 0, 0, 500, 3),
    ...           PairPosition(Pair("B", "A", "390102"), 0, 0, 200, 1)]
    >>> [(line.code, line.amount_fen) for line in netting_lines(mutual) if "net" in line.code]
    [('net:A', 300), ('net:B', -300)]
    """
    lines: Counter[str] = Counter()
    owes, is_owed = _sides(positions)
    for position in positions:
        lines[position.pair.code] -= position.movement_fen
        lines[f"agency:{position.pair.payee}"] += position.movement_fen
    for pool in {*owes, *is_owed}:
        lines[f"net:{pool}"] += owes[pool] - is_owed[pool]
    return [PostingLine(code, lines[code]) for code in sorted(lines) if lines[code]]


def _sides(positions: list[PairPosition]) -> tuple[Counter[str], Counter[str]]:
    """Return what each pool owes and is owed."""
    owes: Counter[str] = Counter()
    is_owed: Counter[str] = Counter()
    for position in positions:
        if not position.movement_fen:
            continue
        owes[position.pair.payer] += position.movement_fen
        is_owed[position.pair.payee] += position.movement_fen
    return owes, is_owed
