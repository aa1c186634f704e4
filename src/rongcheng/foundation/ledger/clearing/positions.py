"""Positions of a window (清算头寸): what came up between each pair, and for each institution.

A netted window's positions are kept; those of any other come from its tallies and what was posted
since, or for netting from the entries of that window alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import F, Q, Subquery

from rongcheng.foundation.ledger.clearing.codes import institution_of, is_claim, pair_of
from rongcheng.foundation.ledger.clearing.tallies import Moved, sum_of_all, sum_of_tallies
from rongcheng.foundation.ledger.clearing.types import InstitutionDue, PairPosition
from rongcheng.foundation.ledger.errors import WindowUnknown
from rongcheng.foundation.ledger.models import ClearingAct, Position, Window


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


def positions_of(metro: str, seq: int, *, from_lines: bool = False) -> list[Position]:
    """Return a window's positions by account, as kept or, before netting, as they stand now.

    `from_lines` adds them up from the entries alone, as netting does: nothing rests on a tally.
    """
    add_up = sum_of_all if from_lines else sum_of_tallies
    rows: list[Position] = []
    low = 0
    for window, netted in _back_to_netted(metro, seq):
        if netted:
            rows = list(Position.objects.filter(window=window).order_by("code"))
        else:
            rows = _summed(window, rows, add_up(window, low))
        low = window.last_entry or 0
    return rows


def _back_to_netted(metro: str, seq: int) -> list[tuple[Window, bool]]:
    """Return a window and those before it back to the last netted one, each with whether it is.

    Windows are netted in order, so one query finds them. Raises WindowUnknown.
    """
    nettings = ClearingAct.objects.filter(metro=metro, kind="net", seq__lte=seq)
    last = nettings.order_by("-seq").values("seq")[:1]
    chosen = Window.objects.filter(metro=metro, seq__lte=seq).alias(last=Subquery(last))
    rows = chosen.filter(Q(last=None) | Q(seq__gte=F("last"))).order_by("seq")
    found: list[tuple[Window, bool]] = [
        (row, bool(row.is_netted)) for row in rows.annotate(is_netted=Q(seq=F("last")))
    ]
    if not found or found[-1][0].seq != seq:
        raise WindowUnknown(metro=metro, seq=seq)
    return found


def _summed(window: Window, before: Sequence[Position], moves: Sequence[Moved]) -> list[Position]:
    """Sum a window: every account that moved in it, or that something is left on from before."""
    left = {row.code: row for row in before if _closing(row) or _due(row) < 0}
    moved = {row.code: row for row in moves}
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
    return dues_in(payments_in(metro, seq), positions_of(metro, seq))


def payments_in(metro: str, seq: int) -> list[ClearingAct]:
    """Return the acts that confirmed or paid anything of a window, oldest first."""
    kinds = ("pay", "receive", "pay_institution")
    return list(ClearingAct.objects.filter(metro=metro, seq=seq, kind__in=kinds).order_by("id"))


def dues_in(acts: Sequence[ClearingAct], rows: Sequence[Position]) -> list[InstitutionDue]:
    """Return the institutions among a window's positions that have anything due or carried."""
    paid = {act.subject: act for act in acts if act.kind == "pay_institution"}
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
