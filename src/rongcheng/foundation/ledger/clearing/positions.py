"""Positions of a window (清算头寸): what came up between each pair, and for each institution.

A netted window's positions are kept; those of any other are summed when asked for, from the
entries of that window alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import connection

from rongcheng.foundation.ledger.clearing.codes import institution_of, is_claim, pair_of
from rongcheng.foundation.ledger.clearing.types import (
    PAYABLE_KINDS,
    SETTLING_KINDS,
    InstitutionDue,
    PairPosition,
)
from rongcheng.foundation.ledger.errors import WindowUnknown
from rongcheng.foundation.ledger.models import ClearingAct, Position, Window

MOVED = """
-- What each claim and each payable account did in one window. Ids of a window lie between the last
-- ids of the window before and of this one, so only this window's postings are read.
select a.code, a.kind,
       coalesce(sum(p.amount_fen) filter (where e.kind = any(%(settling)s)), 0)::bigint,
       coalesce(sum(p.amount_fen) filter (where e.kind <> all(%(settling)s)), 0)::bigint,
       count(*) filter (where e.kind <> all(%(settling)s))
  from ledger_account a
  join ledger_posting p on p.account_id = a.id and p.entry_id > %(low)s and p.entry_id <= %(high)s
  join ledger_entry e on e.id = p.entry_id and e.window_id = %(window)s
 where a.kind = any(%(kinds)s) and a.kind not in ('account', 'aid')
   and (a.kind = 'clearing' or a.code like '%%:fund')
 group by a.code, a.kind
 order by a.code
"""
_LAST = 2**63 - 1


class Moved(NamedTuple):
    """One account's way through one window."""

    code: str
    kind: str
    settled_fen: int
    movement_fen: int
    entries: int


def find_window(metro: str, seq: int) -> Window:
    """Return a window of a metro; raises WindowUnknown."""
    window = Window.objects.filter(metro=metro, seq=seq).first()
    if window is None:
        raise WindowUnknown(metro=metro, seq=seq)
    return window


def is_netted(metro: str, seq: int) -> bool:
    """Return whether a window was netted."""
    return ClearingAct.objects.filter(key=netting_key(metro, seq)).exists()


def netting_key(metro: str, seq: int) -> str:
    """Return the key of a window's netting."""
    return f"clearing:net:{metro}:{seq}"


def id_bounds(window: Window) -> tuple[int, int]:
    """Return the id below a window's first entry, and that of its last."""
    before = Window.objects.filter(metro=window.metro, seq=window.seq - 1).first()
    low = before.last_entry if before is not None else 0
    return low or 0, window.last_entry if window.last_entry is not None else _LAST


def positions_of(metro: str, seq: int) -> list[Position]:
    """Return a window's positions by account, as kept or, before netting, as they stand now."""
    window = find_window(metro, seq)
    if is_netted(metro, seq):
        return list(Position.objects.filter(window=window).order_by("code"))
    return _summed(window)


def _summed(window: Window) -> list[Position]:
    """Sum a window: every account that moved in it, or that something is left on from before."""
    before = positions_of(window.metro, window.seq - 1) if window.seq > 1 else []
    left = {row.code: row for row in before if _closing(row) or _due(row) < 0}
    moved = {row.code: row for row in _moved(window)}
    found = []
    for code in sorted({*left, *moved}):
        old, new = left.get(code), moved.get(code)
        found.append(
            Position(
                window=window,
                code=code,
                kind=code.partition(":")[0],
                opening_fen=_closing(old) if old else 0,
                settled_fen=new.settled_fen if new else 0,
                movement_fen=new.movement_fen if new else 0,
                carried_fen=min(0, _due(old)) if old and not is_claim(code) else 0,
                entries=new.entries if new else 0,
            )
        )
    return found


def _moved(window: Window) -> list[Moved]:
    low, high = id_bounds(window)
    params: dict[str, Any] = {
        "settling": list(SETTLING_KINDS),
        "kinds": ["clearing", *PAYABLE_KINDS],
        "window": window.id,
        "low": low,
        "high": high,
    }
    with connection.cursor() as cursor:
        cursor.execute(MOVED, params)
        return [Moved(*row) for row in cursor.fetchall()]


def _closing(row: Position) -> int:
    return row.opening_fen + row.settled_fen + row.movement_fen


def _due(row: Position) -> int:
    return 0 if is_claim(row.code) else row.movement_fen + row.carried_fen


def list_pair_positions(metro: str, seq: int) -> list[PairPosition]:
    """Return the pairs of a window with what came up between them, by account."""
    return pairs_in(positions_of(metro, seq))


def pairs_in(rows: Sequence[Position]) -> list[PairPosition]:
    """Return the pairs among a window's positions."""
    return [
        PairPosition(
            pair_of(row.code), row.opening_fen, row.settled_fen, row.movement_fen, row.entries
        )
        for row in rows
        if is_claim(row.code)
    ]


def list_institution_dues(metro: str, seq: int) -> list[InstitutionDue]:
    """Return what each institution is due in a window, and whether it was paid, by account."""
    return dues_in(metro, seq, positions_of(metro, seq))


def dues_in(metro: str, seq: int, rows: Sequence[Position]) -> list[InstitutionDue]:
    """Return the institutions among a window's positions that have anything due or carried."""
    acts = ClearingAct.objects.filter(metro=metro, seq=seq, kind="pay_institution")
    paid = {act.subject: act for act in acts}
    found = []
    for row in rows:
        if is_claim(row.code) or not (row.movement_fen or row.carried_fen):
            continue
        act = paid.get(institution_of(row.code))
        found.append(
            InstitutionDue(
                code=institution_of(row.code),
                movement_fen=row.movement_fen,
                carried_fen=row.carried_fen,
                entries=row.entries,
                paid_fen=act.amount_fen if act else 0,
                paid_at=act.at if act else None,
                bank_reference=act.note if act else "",
            )
        )
    return found
