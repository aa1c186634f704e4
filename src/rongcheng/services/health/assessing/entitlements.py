"""Whether the fund pays here at all, and the refusal with all its reasons (待遇资格)."""

from __future__ import annotations

from datetime import date

from rongcheng.kernel.outcomes import reasons_from_mask
from rongcheng.policy.book import PolicyBook, Resolved
from rongcheng.services.health.assessing.benefits import (
    benefit_of,
    benefit_terms,
    care_word,
    scheme_has,
)
from rongcheng.services.health.assessing.facts import CareFacts
from rongcheng.services.health.assessing.terms import OutpatientPolicy, Place, off_site_terms
from rongcheng.services.health.domain.benefit import Benefit, is_grant_needed
from rongcheng.services.health.domain.entitlement import STOPPING, decide_claim
from rongcheng.services.health.domain.reasons import REASONS, HealthReason
from rongcheng.services.health.domain.types import EntitlementFacts, EntitlementTerms
from rongcheng.services.health.errors import NotEntitled

# A benefit that the scheme does not have only pays nothing, and is told as such.
NOT_COVERED = int(HealthReason.TIER_NOT_COVERED | HealthReason.SCHEME_NOT_COVERED)


def place_of(facts: CareFacts, on: date) -> Place:
    """Return the policy question that these facts ask, for a day."""
    return Place(
        facts.insured_pool,
        facts.care_pool,
        facts.scheme,
        facts.standing,
        facts.tier,
        facts.category,
        on,
        facts.begun_on or on,
    )


def check_entitlement(
    facts: CareFacts, book: PolicyBook
) -> tuple[int, OutpatientPolicy | None, dict[str, Resolved]]:
    """Return the mask of reasons why the fund would not pay, and the values it rests on."""
    place = place_of(facts, facts.settled_on)
    benefit = benefit_of(facts)
    off_site = off_site_terms(book, place, care_word(facts))
    policy = None
    if benefit not in (Benefit.SPECIAL, Benefit.INPATIENT):
        policy = benefit_terms(book, place, facts)
    values = dict(off_site.values) if policy is None else policy.values
    by_tier = benefit is Benefit.OUTPATIENT and policy is not None
    mask = decide_claim(
        int(scheme_has(facts)),
        EntitlementFacts(
            facts.status,
            int(place.off_site),
            int(facts.filed),
            int(is_grant_needed(benefit)),
            int(facts.disease_code in facts.granted_diseases),
        ),
        EntitlementTerms(policy.terms.covered if by_tier and policy else 1, off_site.filing_needed),
    )
    return mask, policy, values


def refuse_if_stopped(mask: int) -> None:
    """Raise the refusal with all its reasons when one of them stops a direct settlement."""
    stopping = reasons_from_mask(mask & STOPPING, REASONS)
    if stopping:
        raise NotEntitled(
            reasons_zh="".join(reason.zh for reason in stopping),
            reasons_en=" ".join(reason.en for reason in stopping),
            codes=[reason.code for reason in stopping],
        )
