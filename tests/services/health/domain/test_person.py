"""The person's share: account, family mutual aid and cash by the flag and the balances."""

from __future__ import annotations

import pytest

from rongcheng.services.health.domain.person import compute_person_share
from rongcheng.services.health.domain.reasons import HealthReason
from rongcheng.services.health.domain.types import AccountUse, PersonFacts, PersonShare

SHORT = HealthReason.ACCOUNT_SHORT
NONE, OWN, FAMILY = AccountUse.NONE, AccountUse.OWN, AccountUse.MUTUAL_AID


@pytest.mark.parametrize(
    ("use", "account", "aid", "allowed", "share"),
    [
        (NONE, 9_999, 9_999, 1, (3_000, 0, 0, 3_000, HealthReason.ACCOUNT_NOT_USED)),
        (OWN, 3_001, 0, 0, (3_000, 3_000, 0, 0, 0)),
        (OWN, 3_000, 0, 0, (3_000, 3_000, 0, 0, 0)),
        (OWN, 2_999, 9_999, 1, (3_000, 2_999, 0, 1, SHORT)),
        (OWN, 0, 9_999, 1, (3_000, 0, 0, 3_000, SHORT)),
        (FAMILY, 9_999, 3_000, 1, (3_000, 3_000, 3_000, 0, 0)),
        (FAMILY, 9_999, 2_999, 1, (3_000, 2_999, 2_999, 1, SHORT)),
        (FAMILY, 9_999, 0, 1, (3_000, 0, 0, 3_000, SHORT)),
        (FAMILY, 9_999, 9_999, 0, (3_000, 0, 0, 3_000, HealthReason.AID_NOT_ALLOWED)),
    ],
)
def test_where_the_money_comes_from(
    use: int, account: int, aid: int, allowed: int, share: tuple[int, ...]
) -> None:
    facts = PersonFacts(10_000, 6_500, 500, use, account, aid, allowed)
    assert compute_person_share(facts) == PersonShare(*share)


@pytest.mark.parametrize("use", [OWN, FAMILY])
def test_who_owes_nothing_uses_no_account(use: int) -> None:
    facts = PersonFacts(10_000, 10_000, 0, use, 0, 0, 1)
    assert compute_person_share(facts) == PersonShare(0, 0, 0, 0, 0)
