"""Decides what pays above the pool (后续保障): large amount, catastrophic, supplement, assistance.

Source: health-settlement section 4 step 4 with sections 3.1, 3.2 and 3.6; readings in ADR 0017.
"""

from __future__ import annotations

from rongcheng.kernel.money import multiply_ppm
from rongcheng.services.health.domain.reasons import HealthReason
from rongcheng.services.health.domain.stay_types import (
    NO_LIMIT,
    LayerResult,
    LayerTerms,
    LayerTotals,
)


def compute_band(low_fen: int, high_fen: int, floor_fen: int, top_fen: int) -> int:
    """Return how much of an amount from low to high lies between a band's floor and top, in fen.

    >>> compute_band(0, 4_000_000, 3_000_000, 8_000_000)
    1000000
    >>> compute_band(2_000_000, 9_000_000, 0, -1)
    7000000
    """
    top = high_fen if top_fen == NO_LIMIT else min(high_fen, top_fen)
    return max(top - max(low_fen, floor_fen), 0)


def compute_banded(before_fen: int, after_fen: int, terms: LayerTerms) -> int:
    """Return what the second layer would pay between two sums above its threshold, in fen.

    Each band's product is rounded once. Residents' catastrophic insurance in Hunan, from nothing
    to 40,000 yuan above the threshold: 30,000 × 60 % + 10,000 × 65 %.

    >>> terms = LayerTerms(1, 1_800_000, 1, 3_000_000, 8_000_000, 15_000_000,
    ...     600_000, 650_000, 750_000, 850_000, 40_000_000, 0, 0, 0)
    >>> compute_banded(0, 4_000_000, terms)
    2450000
    """
    paid = multiply_ppm(compute_band(before_fen, after_fen, 0, terms.top_1_fen), terms.ratio_1_ppm)
    if terms.top_1_fen == NO_LIMIT:
        return paid
    second = compute_band(before_fen, after_fen, terms.top_1_fen, terms.top_2_fen)
    paid += multiply_ppm(second, terms.ratio_2_ppm)
    if terms.top_2_fen == NO_LIMIT:
        return paid
    third = compute_band(before_fen, after_fen, terms.top_2_fen, terms.top_3_fen)
    paid += multiply_ppm(third, terms.ratio_3_ppm)
    if terms.top_3_fen == NO_LIMIT:
        return paid
    fourth = compute_band(before_fen, after_fen, terms.top_3_fen, NO_LIMIT)
    return paid + multiply_ppm(fourth, terms.ratio_4_ppm)


def decide_layers(
    own_fen: int, deductible_fen: int, terms: LayerTerms, totals: LayerTotals
) -> LayerResult:
    """Give the resident what stands behind the pool, each on what the one before left, in fen.

    `own_fen` is the in-scope amount less the pool's share, the deductible included. The second
    layer pays on the year's sum above its threshold; the civil servants' supplement and then
    medical assistance pay on what is left of this bill.

    Changsha retiree: 7,980 yuan before, 9,745.32 now, threshold 16,000, 90 %:

    >>> terms = LayerTerms(1, 1_600_000, 1, -1, -1, -1, 900_000, 0, 0, 0, 50_000_000, 0, 0, 0)
    >>> decide_layers(974_532, 40_000, terms, LayerTotals(798_000, 0, 0)).second_fen
    155279
    """
    reasons = 0
    counted = own_fen if terms.counts_deductible == 1 else own_fen - deductible_fen
    before = max(totals.counted_own_fen - terms.threshold_fen, 0)
    after = max(totals.counted_own_fen + counted - terms.threshold_fen, 0)
    uncapped = 0
    if terms.offered == 1:
        uncapped = compute_banded(before, after, terms)
    cap_left = NO_LIMIT
    second = uncapped
    if terms.cap_year_fen != NO_LIMIT:
        cap_left = max(terms.cap_year_fen - totals.second_used_fen, 0)
        if uncapped > cap_left:
            reasons |= int(HealthReason.SECOND_LAYER_CAP_REACHED)
            second = cap_left
    if second > 0:
        reasons |= int(HealthReason.SECOND_LAYER_PAID)
    civil_servant = multiply_ppm(own_fen - second, terms.civil_servant_ppm)
    if civil_servant > 0:
        reasons |= int(HealthReason.CIVIL_SERVANT_PAID)
    wanted = multiply_ppm(own_fen - second - civil_servant, terms.assistance_ppm)
    assistance_left = max(terms.assistance_cap_fen - totals.assistance_used_fen, 0)
    assistance = min(wanted, assistance_left)
    if wanted > assistance_left:
        reasons |= int(HealthReason.ASSISTANCE_CAP_REACHED)
    if assistance > 0:
        reasons |= int(HealthReason.ASSISTANCE_PAID)
    return LayerResult(
        counted,
        before,
        after,
        uncapped,
        cap_left,
        second,
        civil_servant,
        wanted,
        assistance_left,
        assistance,
        reasons,
    )
