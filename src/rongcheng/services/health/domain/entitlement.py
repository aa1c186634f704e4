"""Decides whether the fund pays at all (待遇享受): insured, covered here, filed, granted.

Source: health-settlement section 1 (filing) and 3.3; transaction 2001 of the interface.
"""

from __future__ import annotations

from rongcheng.services.health.domain.reasons import HealthReason
from rongcheng.services.health.domain.types import (
    EntitlementFacts,
    EntitlementTerms,
    InsuranceStatus,
)

STOPPING = int(
    HealthReason.NOT_INSURED_NOW | HealthReason.FILING_MISSING | HealthReason.DISEASE_NOT_GRANTED
)
"""Reasons that stop a direct settlement; a tier that is not covered only pays nothing."""


def decide_claim(has_benefit: int, facts: EntitlementFacts, terms: EntitlementTerms) -> int:
    """Return every reason why the fund would not pay, also that the scheme has no such benefit.

    >>> decide_claim(1, EntitlementFacts(1, 0, 0, 0, 0), EntitlementTerms(1, 0))
    0
    """
    reasons = decide_entitlement(facts, terms)
    if has_benefit == 0:
        reasons |= int(HealthReason.SCHEME_NOT_COVERED)
    return reasons


def decide_entitlement(facts: EntitlementFacts, terms: EntitlementTerms) -> int:
    """Return every reason why the fund would not pay; 0 means entitled.

    All reasons are given at once, so that nobody is sent away twice.

    >>> decide_entitlement(EntitlementFacts(1, 1, 0, 0, 0), EntitlementTerms(1, 0))
    0
    """
    reasons = 0
    if facts.status != InsuranceStatus.NORMAL:
        reasons |= int(HealthReason.NOT_INSURED_NOW)
    if facts.off_site == 1 and terms.filing_needed == 1 and facts.filed == 0:
        reasons |= int(HealthReason.FILING_MISSING)
    if facts.special_disease == 1 and facts.granted == 0:
        reasons |= int(HealthReason.DISEASE_NOT_GRANTED)
    if facts.special_disease == 0 and terms.covered == 0:
        reasons |= int(HealthReason.TIER_NOT_COVERED)
    return reasons
