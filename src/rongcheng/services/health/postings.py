"""How a settlement's money moves between accounts (记账分录): who pays, who is owed.

A positive amount is what an account receives or is owed. The insured pool's fund gives; it owes
the agency of the place of care, which owes the hospital; the person's account and cash go to the
hospital at once. Personal-account and cash parts never enter the clearing between pools.
Source: health-settlement section 2.
"""

from __future__ import annotations

from rongcheng.services.health.domain.types import SettledAmounts
from rongcheng.services.health.types import Insured, Place, funds_of


def settlement_postings(
    place: Place, insured: Insured, fund_type: str, amounts: SettledAmounts
) -> list[tuple[str, int]]:
    """Return (account code, fen) of one settlement; the amounts sum to zero.

    A reversal posts the negatives of its original's own lines, whatever the rules are by then.
    """
    own_account = amounts.account_fen - amounts.aid_fen
    funds = funds_of(fund_type, amounts)
    lines = [(f"fund:{insured.pool}:{fund}", -paid) for fund, paid in funds]
    lines += [
        (f"hospital:{place.code}:fund", amounts.fund_fen),
        (f"account:{insured.psn_no}", -own_account),
        (f"aid:{insured.psn_no}", -amounts.aid_fen),
        (f"hospital:{place.code}:account", amounts.account_fen),
        (f"cash:{place.code}", -amounts.cash_fen),
        (f"hospital:{place.code}:cash", amounts.cash_fen),
    ]
    if insured.pool != place.pool:
        lines += [(f"clearing:{insured.pool}:{place.pool}:{fund}", paid) for fund, paid in funds]
        lines.append((f"agency:{place.pool}", -amounts.fund_fen))
    return [(code, amount) for code, amount in lines if amount]
