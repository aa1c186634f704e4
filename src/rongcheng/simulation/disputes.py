"""Demo disputes of clearing (演示清算争议): one open, one accepted after all, one upheld.

Fund officers raise and answer them about the demo day's settlements away from home; the reasons
are invented.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from itertools import islice
from typing import NamedTuple

from rongcheng.foundation.ledger.public import (
    EntryInfo,
    Pair,
    accept_dispute,
    find_dispute,
    is_claim,
    list_entries,
    pair_of,
    raise_dispute,
    uphold_dispute,
)
from rongcheng.kernel.clock import SHANGHAI, FixedClock, use_clock
from rongcheng.policy.book import PolicyBook
from rongcheng.simulation.rated_services import staff_of

RAISED_AT, ANSWERED_AT = time(19), time(20, 30)
APART = 4
"""Every so manieth settlement away from home is disputed, until all answers are given."""


class Doubt(NamedTuple):
    """Why a fund officer disputes a settlement, and what comes of it."""

    reason: str
    outcome: str = "open"


DOUBTS = (
    Doubt("处方天数看着超长，请就医地核对处方（样例）"),
    Doubt("检查项目疑似重复计费（样例）", "accepted"),
    Doubt("参保人当天没有就诊记录，疑似串户（样例）", "upheld"),
)
"""What is disputed in each metro area; invented."""


def dispute_settlements(book: PolicyBook, settlements: Iterable[str], day: date) -> None:
    """Dispute some of these settlements, by their numbers, and answer most; once."""
    away = (found for number in settlements for found in _claims(number))
    # Only as many are looked up as there are doubts.
    for doubt, (entry, pair) in zip(DOUBTS, islice(away, 0, None, APART), strict=False):
        _dispute(book, entry, pair, doubt, day)


def _claims(number: str) -> Iterator[tuple[EntryInfo, Pair]]:
    """Yield a settlement's entry, if one pool owes another for it, with both."""
    for entry in list_entries(number):
        pairs = [pair_of(line.code) for line in entry.lines if is_claim(line.code)]
        if pairs and entry.reverses is None and not entry.kind.startswith("clearing."):
            yield entry, pairs[0]


def _dispute(book: PolicyBook, entry: EntryInfo, pair: Pair, doubt: Doubt, day: date) -> None:
    # What was disputed before stays as people have left it since.
    if find_dispute(entry.id) is not None:
        return
    payer, payee = (staff_of(book, book.pool(pool).city, "fund") for pool in pair[:2])
    with use_clock(FixedClock(datetime.combine(day, RAISED_AT, SHANGHAI))):
        raise_dispute(entry.id, doubt.reason, payer)
    with use_clock(FixedClock(datetime.combine(day, ANSWERED_AT, SHANGHAI))):
        if doubt.outcome == "accepted":
            accept_dispute(entry.id, payer)
        elif doubt.outcome == "upheld":
            uphold_dispute(entry.id, payee)
