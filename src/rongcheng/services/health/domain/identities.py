"""The identities A to H that hold for every settlement (结算恒等式), checked before it is kept.

Source: health-settlement section 5; A, B, C and E from the interface specification V1.1.27,
D, F, G and H project rules.
"""

from __future__ import annotations

from rongcheng.kernel.money import line_amount_fen
from rongcheng.services.health.domain.types import SettledAmounts


def find_broken_identities(amounts: SettledAmounts) -> tuple[str, ...]:
    """Return the letters of the identities that these amounts break, none if money is whole.

    >>> whole = SettledAmounts(100, 10, 0, 0, 90, 0, 60, 30, 60, 0, 40, 40, 0, 0)
    >>> find_broken_identities(whole)
    ()
    """
    checks = (
        ("A", amounts.total_fen == amounts.fund_fen + amounts.person_fen + amounts.hospital_fen),
        ("B", amounts.person_fen == amounts.account_fen + amounts.cash_fen),
        ("B", abs(amounts.aid_fen) <= abs(amounts.account_fen)),
        ("C", amounts.fund_fen == sum_of_funds(amounts)),
        (
            "D",
            amounts.total_fen
            == amounts.self_paid_fen
            + amounts.over_limit_fen
            + amounts.prepaid_fen
            + amounts.in_scope_fen,
        ),
        (
            "G",
            amounts.in_scope_fen
            == amounts.deductible_fen + amounts.pool_fen + amounts.own_share_fen,
        ),
    )
    return tuple(sorted({letter for letter, holds in checks if not holds}))


def sum_of_funds(amounts: SettledAmounts) -> int:
    """Return what all funds together pay: the pool and the layers above it, in fen."""
    return (
        amounts.pool_fen
        + amounts.large_fen
        + amounts.catastrophic_fen
        + amounts.civil_servant_fen
        + amounts.assistance_fen
    )


def is_line_amount(price_micro: int, quantity_e4: int, amount_fen: int) -> bool:
    """Say whether a stated line amount is price × quantity to within one fen (identity E).

    >>> is_line_amount(3_333_333, 30_000, 1_000), is_line_amount(3_333_333, 30_000, 1_002)
    (True, False)
    """
    return abs(line_amount_fen(price_micro, quantity_e4) - amount_fen) <= 1


def negate_amounts(amounts: SettledAmounts) -> SettledAmounts:
    """Return the reversal of a settlement: every amount with the other sign (identity H)."""
    return SettledAmounts(*(-amount for amount in amounts))
