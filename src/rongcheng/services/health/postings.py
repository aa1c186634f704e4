"""How a settlement's money moves between accounts (记账分录): who pays, who is owed.

A positive amount is what an account receives or is owed. The insured pool's fund gives; it owes
the agency of the place of care, which owes the hospital; the person's account and cash go to the
hospital at once. Personal-account and cash parts never enter the clearing between pools.
Source: health-settlement section 2.
"""

from __future__ import annotations

from rongcheng.services.health.domain.types import SettledAmounts
from rongcheng.services.health.types import Insured, Place


def settlement_postings(
    place: Place, insured: Insured, fund_type: str, amounts: SettledAmounts
) -> list[tuple[str, int]]:
    """Return (account code, fen) of one settlement; the amounts sum to zero.

    The reversal of a settlement posts the same with negated amounts.
    """
    fund = amounts.fund_fen
    own_account = amounts.account_fen - amounts.aid_fen
    lines = [
        (f"fund:{insured.pool}:{fund_type}", -fund),
        (f"hospital:{place.code}:fund", fund),
        (f"account:{insured.psn_no}", -own_account),
        (f"aid:{insured.psn_no}", -amounts.aid_fen),
        (f"hospital:{place.code}:account", amounts.account_fen),
        (f"cash:{place.code}", -amounts.cash_fen),
        (f"hospital:{place.code}:cash", amounts.cash_fen),
    ]
    if insured.pool != place.pool:
        lines += [
            (f"clearing:{insured.pool}:{place.pool}", fund),
            (f"agency:{place.pool}", -fund),
        ]
    return [(code, amount) for code, amount in lines if amount]
