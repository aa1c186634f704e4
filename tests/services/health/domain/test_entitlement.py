"""Entitlement: all sixty-four kinds of case, each with every reason at once."""

from __future__ import annotations

from itertools import product

import pytest

from rongcheng.services.health.domain.entitlement import decide_entitlement
from rongcheng.services.health.domain.reasons import HealthReason
from rongcheng.services.health.domain.types import (
    EntitlementFacts,
    EntitlementTerms,
    InsuranceStatus,
)

NOT_INSURED = HealthReason.NOT_INSURED_NOW
FILING = HealthReason.FILING_MISSING
NOT_GRANTED = HealthReason.DISEASE_NOT_GRANTED
NOT_COVERED = HealthReason.TIER_NOT_COVERED
NORMAL, SUSPENDED = InsuranceStatus.NORMAL, InsuranceStatus.SUSPENDED


@pytest.mark.parametrize(
    ("facts", "terms", "reasons"),
    [
        ((NORMAL, 0, 0, 0, 0), (1, 0), 0),
        ((NORMAL, 0, 0, 0, 0), (1, 1), 0),
        ((NORMAL, 1, 0, 0, 0), (1, 0), 0),
        ((NORMAL, 1, 0, 0, 0), (1, 1), FILING),
        ((NORMAL, 1, 1, 0, 0), (1, 1), 0),
        ((NORMAL, 0, 0, 0, 0), (0, 0), NOT_COVERED),
        ((NORMAL, 0, 0, 1, 0), (0, 0), NOT_GRANTED),
        ((NORMAL, 0, 0, 1, 1), (0, 0), 0),
        ((SUSPENDED, 0, 0, 0, 0), (1, 0), NOT_INSURED),
        ((SUSPENDED, 1, 0, 0, 0), (0, 1), NOT_INSURED | FILING | NOT_COVERED),
        ((SUSPENDED, 1, 0, 1, 0), (0, 1), NOT_INSURED | FILING | NOT_GRANTED),
    ],
)
def test_every_reason_is_told_at_once(
    facts: tuple[int, ...], terms: tuple[int, int], reasons: int
) -> None:
    assert decide_entitlement(EntitlementFacts(*facts), EntitlementTerms(*terms)) == reasons


@pytest.mark.parametrize("status", list(InsuranceStatus))
def test_only_normal_insurance_is_in_force(status: InsuranceStatus) -> None:
    found = decide_entitlement(EntitlementFacts(status, 0, 0, 0, 0), EntitlementTerms(1, 0))
    assert found == (0 if status == 1 else 1 << 12)


def test_each_reason_stands_for_its_own_fact_alone() -> None:
    for off_site, filed, special, granted, covered, needed in product((0, 1), repeat=6):
        facts = EntitlementFacts(NORMAL, off_site, filed, special, granted)
        mask = decide_entitlement(facts, EntitlementTerms(covered, needed))
        # Bits 13, 14 and 11: filing, grant and tier.
        assert bool(mask & 1 << 13) == ((off_site, needed, filed) == (1, 1, 0))
        assert bool(mask & 1 << 14) == ((special, granted) == (1, 0))
        assert bool(mask & 1 << 11) == ((special, covered) == (0, 0))
        assert mask & ~(1 << 11 | 1 << 13 | 1 << 14) == 0
