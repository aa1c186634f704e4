"""Prefunds between pools (预付金): money paid ahead, and how much of it open claims use.

`prefund:{payer}:{payee}` is below zero by what lies at the payee for the payer, who may ask it
back. Marks come with the caller's own figures; the ledger knows no policy.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from rongcheng.foundation.ledger.actions import post_entry
from rongcheng.foundation.ledger.clearing.acts import (
    Draft,
    check_amount,
    check_reference,
    earlier_act,
    one_at_a_time,
    record_act,
)
from rongcheng.foundation.ledger.clearing.errors import PrefundTooLow
from rongcheng.foundation.ledger.clearing.positions import list_pair_positions
from rongcheng.foundation.ledger.clearing.types import PREFUND, Mark, PairPosition, PrefundUse
from rongcheng.foundation.ledger.errors import NoOpenWindow
from rongcheng.foundation.ledger.models import ClearingAct, Window
from rongcheng.foundation.ledger.queries import balance, balances
from rongcheng.foundation.ledger.types import PostingLine
from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.money import PPM, display_yuan
from rongcheng.web.actor import Actor


class Marks(NamedTuple):
    """From which use a prefund shows yellow and red, in parts per million."""

    yellow_ppm: int
    red_ppm: int


def adjust_prefund(
    metro: str, payer: str, payee: str, *, amount_fen: int, bank_reference: str, actor: Actor
) -> int:
    """Pay ahead (拨付预付金), or with a negative amount ask back, and return what lies there.

    The bank reference makes it safe to repeat. Raises PrefundTooLow, AmountNotPositive,
    BankReferenceInvalid, ActConflict, NoOpenWindow.
    """
    check_amount(abs(amount_fen))
    note = check_reference(bank_reference)
    account = f"prefund:{payer}:{payee}"
    with one_at_a_time(metro):
        window = Window.objects.filter(metro=metro, closed_at__isnull=True).first()
        if window is None:
            raise NoOpenWindow(metro=metro)
        subject = f"{payer}:{payee}"
        key = f"clearing:prefund:{metro}:{subject}:{note}"
        draft = Draft(key, metro, window.seq, "prefund", subject, amount_fen, note)
        held = -balance(account)
        if earlier_act(draft) is not None:
            return held
        if held + amount_fen < 0:
            raise PrefundTooLow(held=display_yuan(held), asked=display_yuan(-amount_fen))
        entry = post_entry(
            key=key,
            metro=metro,
            kind=PREFUND,
            reference=subject,
            occurred_at=get_clock().now(),
            postings=[PostingLine(account, -amount_fen), PostingLine(f"paid:{payer}", amount_fen)],
        )
        record_act(draft, actor, entry)
        return held + amount_fen


def list_prefunds(
    metro: str,
    marks_of: Callable[[str], Marks],
    pairs: Sequence[PairPosition] | None = None,
) -> list[PrefundUse]:
    """Return each pair with a prefund or an open claim, how much of it is used, and its mark.

    `marks_of(payer)` gives the marks that hold for the payer's pool; `pairs` are those of the
    open window where the caller has them already.
    """
    claims = _claims(_open_pairs(metro) if pairs is None else pairs)
    acts = ClearingAct.objects.filter(metro=metro, kind="prefund")
    subjects = set(acts.values_list("subject", flat=True))
    held = {code: -amount for code, amount in balances(f"prefund:{s}" for s in subjects).items()}
    found = []
    for payer, payee in sorted({*claims, *(tuple(s.split(":", 1)) for s in subjects)}):
        prefund = held.get(f"prefund:{payer}:{payee}", 0)
        claim = claims[payer, payee]
        use = max(0, claim) * PPM // prefund if prefund else None
        mark = mark_of(use, marks_of(payer))
        found.append(PrefundUse(payer, payee, prefund, claim, use, mark))
    return [use for use in found if use.prefund_fen or use.claims_fen]


def mark_of(use_ppm: int | None, marks: Marks) -> Mark:
    """Return a prefund's mark (预警标记): fine, yellow, red, or none where there is no prefund.

    >>> marks = Marks(700_000, 900_000)
    >>> [mark_of(use, marks) for use in (699_999, 700_000, 900_000, None)]
    ['fine', 'yellow', 'red', 'none']
    """
    if use_ppm is None:
        return "none"
    if use_ppm >= marks.red_ppm:
        return "red"
    return "yellow" if use_ppm >= marks.yellow_ppm else "fine"


def _open_pairs(metro: str) -> list[PairPosition]:
    window = Window.objects.filter(metro=metro, closed_at__isnull=True).first()
    return list_pair_positions(metro, window.seq) if window else []


def _claims(pairs: Sequence[PairPosition]) -> Counter[tuple[str, str]]:
    """Return each pair's open claims over all funds, from the open window's closing figures."""
    found: Counter[tuple[str, str]] = Counter()
    for row in pairs:
        found[row.pair.payer, row.pair.payee] += row.closing_fen
    return found
