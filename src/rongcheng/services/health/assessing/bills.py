"""A bill's lines, split by the catalogue of the place of care and added up (费用拆分)."""

from __future__ import annotations

from typing import NamedTuple

from rongcheng.kernel.money import MAX_FEN
from rongcheng.policy.book import PolicyBook
from rongcheng.services.health.assessing.facts import ChargeFacts
from rongcheng.services.health.assessing.terms import LinePolicy, line_terms
from rongcheng.services.health.domain.lines import compute_line_split
from rongcheng.services.health.domain.types import Bill, LineFacts, LineSplit
from rongcheng.services.health.errors import AmountTooLarge, BillNegative, ItemUnknown


class LineOutcome(NamedTuple):
    """One line with its terms and its split."""

    facts: ChargeFacts
    policy: LinePolicy
    split: LineSplit


def split_lines(
    lines: tuple[ChargeFacts, ...], book: PolicyBook, city: str, tier: str
) -> tuple[LineOutcome, ...]:
    """Split each line by the catalogue of the place of care on the day of its charge."""
    outcomes = []
    for line in lines:
        try:
            policy = line_terms(book, city, tier, line.item_code, line.occurred_on)
        except ItemUnknown as unknown:
            raise ItemUnknown(**{**unknown.params, "serial": line.serial}) from None
        line_facts = LineFacts(line.price_micro, line.quantity_e4, line.amount_fen, line.approval)
        outcomes.append(LineOutcome(line, policy, compute_line_split(line_facts, policy.terms)))
    return tuple(outcomes)


def add_up(lines: tuple[LineOutcome, ...]) -> Bill:
    """Return the sum of the lines; refused when refunds outweigh charges.

    Raises `BillNegative`, or `AmountTooLarge` for a sum beyond what is computed exactly.
    """
    bill = Bill(
        sum(line.facts.amount_fen for line in lines),
        sum(line.split.self_paid_fen for line in lines),
        sum(line.split.over_limit_fen for line in lines),
        sum(line.split.prepaid_fen for line in lines),
        sum(line.split.in_scope_fen for line in lines),
    )
    if min(bill) < 0:
        raise BillNegative()
    if bill.total_fen > MAX_FEN:
        raise AmountTooLarge(field="medfee_sumamt（医疗费总额）")
    return bill
