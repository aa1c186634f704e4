"""Bounds of a bill: the largest sum is decided to the fen, a larger one is refused by name."""

from __future__ import annotations

from datetime import date

import pytest

from rongcheng.services.health.assessing.assessment import assess
from rongcheng.services.health.assessing.facts import CareFacts, CareTotals, ChargeFacts
from rongcheng.services.health.domain.types import AccountUse, CareKind
from rongcheng.services.health.errors import AmountTooLarge
from tests.services.health.cases.books import book_of

ON = date(2026, 3, 2)
# 900 million yuan: the largest line of any door, and a hundred of them the largest bill.
LARGEST_LINE = ChargeFacts(
    serial="1",
    item_code="XA02BCS00001",
    occurred_on=ON,
    price_micro=900_000_000 * 1_000_000,
    quantity_e4=10_000,
    amount_fen=90_000_000_000,
)


def care_of(lines: tuple[ChargeFacts, ...]) -> CareFacts:
    """Return a Changsha employee's visit to primary care."""
    return CareFacts(
        metro="changzhutan",
        insured_pool="430199",
        care_pool="430199",
        care_city="430100",
        tier="primary",
        scheme="employee",
        standing="in_service",
        status=1,
        kind=int(CareKind.OUTPATIENT),
        category="other",
        filed=False,
        granted_diseases=(),
        disease_code="",
        settled_on=ON,
        lines=lines,
        account_use=int(AccountUse.NONE),
        account_balance_fen=0,
        aid_balance_fen=0,
    )


def test_the_largest_bill_is_decided_to_the_fen() -> None:
    decided = assess(care_of((LARGEST_LINE,) * 100), book_of("changzhutan"), CareTotals())
    assert decided.amounts.total_fen == 9_000_000_000_000
    assert decided.outpatient is not None
    assert decided.outpatient.uncapped_fen == 6_300_000_000_000
    assert (decided.amounts.fund_fen, decided.amounts.person_fen) == (150_000, 8_999_999_850_000)


def test_a_larger_bill_is_refused_before_anything_is_computed_on_it() -> None:
    with pytest.raises(AmountTooLarge) as refused:
        assess(care_of((LARGEST_LINE,) * 101), book_of("changzhutan"), CareTotals())
    assert "medfee_sumamt" in refused.value.message("zh")
    assert "medfee_sumamt" in refused.value.message("en")
