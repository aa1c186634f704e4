"""How a settlement's money moves between accounts (记账分录): who pays, who is owed.

A positive amount is what an account receives or is owed. The insured pool's fund gives; it owes
the agency of the place of care, which owes the hospital; the person's account and cash go to the
hospital at once. Personal-account and cash parts never enter the clearing between pools, whose
claims are kept by fund type. A reversal posts the exact negatives of its original's lines.
Source: health-settlement section 2.
"""

from __future__ import annotations

from collections.abc import Sequence

from rongcheng.services.health.domain.types import SettledAmounts
from rongcheng.services.health.types import Insured, Place, funds_of

Funds = Sequence[tuple[str, int]]
"""Fund type and fen of each fund that pays (基金支付明细)."""


def settlement_postings(
    place: Place, insured: Insured, fund_type: str, amounts: SettledAmounts
) -> list[tuple[str, int]]:
    """Return (account code, fen) of one settlement; the amounts sum to zero."""
    funds = funds_of(fund_type, amounts)
    lines = [*fund_lines(place, insured.pool, funds), *person_lines(place, insured, amounts)]
    return [(code, amount) for code, amount in lines if amount]


def fund_lines(place: Place, pool: str, funds: Funds) -> list[tuple[str, int]]:
    """Return what each fund of the insured pool gives, and, away from home, who owes it whom."""
    total = sum(amount for _, amount in funds)
    lines = [(f"fund:{pool}:{fund}", -amount) for fund, amount in funds]
    lines.append((f"hospital:{place.code}:fund", total))
    if pool != place.pool:
        lines += [(f"clearing:{pool}:{place.pool}:{fund}", amount) for fund, amount in funds]
        lines.append((f"agency:{place.pool}", -total))
    return lines


def person_lines(place: Place, insured: Insured, amounts: SettledAmounts) -> list[tuple[str, int]]:
    """Return what the person pays from her account, her family's, and in cash."""
    return [
        (f"account:{insured.psn_no}", amounts.aid_fen - amounts.account_fen),
        (f"aid:{insured.psn_no}", -amounts.aid_fen),
        (f"hospital:{place.code}:account", amounts.account_fen),
        (f"cash:{place.code}", -amounts.cash_fen),
        (f"hospital:{place.code}:cash", amounts.cash_fen),
    ]
