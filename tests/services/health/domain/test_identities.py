"""Identities A to G: every broken one is named; E to within a fen; H by negation."""

from __future__ import annotations

import pytest

from rongcheng.services.health.domain.identities import (
    find_broken_identities,
    is_line_amount,
    negate_amounts,
)
from rongcheng.services.health.domain.types import SettledAmounts

# The first visit of example 5, with 50.00 from the family's account.
WHOLE = SettledAmounts(
    total_fen=28_640,
    self_paid_fen=2_640,
    over_limit_fen=0,
    prepaid_fen=0,
    in_scope_fen=26_000,
    deductible_fen=20_000,
    pool_fen=3_600,
    own_share_fen=2_400,
    fund_fen=3_600,
    hospital_fen=0,
    person_fen=25_040,
    account_fen=5_000,
    aid_fen=5_000,
    cash_fen=20_040,
)


def test_a_whole_settlement_and_its_reversal_break_nothing() -> None:
    assert find_broken_identities(WHOLE) == ()
    assert find_broken_identities(negate_amounts(WHOLE)) == ()
    assert [first + second for first, second in zip(WHOLE, negate_amounts(WHOLE), strict=True)] == (
        [0] * 18
    )


@pytest.mark.parametrize(
    ("field", "letters"),
    [
        ("total_fen", ("A", "D")),
        ("self_paid_fen", ("D",)),
        ("over_limit_fen", ("D",)),
        ("prepaid_fen", ("D",)),
        ("in_scope_fen", ("D", "G")),
        ("deductible_fen", ("G",)),
        ("pool_fen", ("C", "G")),
        ("own_share_fen", ("G",)),
        ("fund_fen", ("A", "C")),
        ("hospital_fen", ("A",)),
        ("person_fen", ("A", "B")),
        ("account_fen", ("B",)),
        ("aid_fen", ("B",)),
        ("cash_fen", ("B",)),
    ],
)
def test_a_single_fen_too_much_anywhere_is_found(field: str, letters: tuple[str, ...]) -> None:
    changed = WHOLE._replace(**{field: getattr(WHOLE, field) + 1})
    assert find_broken_identities(changed) == letters
    assert find_broken_identities(negate_amounts(changed)) == letters


@pytest.mark.parametrize(
    ("price", "quantity", "amount", "holds"),
    [
        (3_333_333, 30_000, 998, False),
        (3_333_333, 30_000, 999, True),
        (3_333_333, 30_000, 1_000, True),
        (3_333_333, 30_000, 1_001, True),
        (3_333_333, 30_000, 1_002, False),
        (3_333_333, -30_000, -1_000, True),
        (3_333_333, -30_000, 1_000, False),
        (0, 30_000, 1, True),
        (0, 30_000, 2, False),
    ],
)
def test_identity_e(price: int, quantity: int, amount: int, holds: bool) -> None:
    assert is_line_amount(price, quantity, amount) is holds
