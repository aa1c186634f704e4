"""Decides what the pooling fund pays for a stay in hospital (住院统筹).

Source: health-settlement sections 3.1, 3.2, 3.4, 3.5 and section 4 steps 2 and 3; readings in
ADR 0017.
"""

from __future__ import annotations

from rongcheng.kernel.money import PPM, multiply_ppm
from rongcheng.services.health.domain.reasons import HealthReason
from rongcheng.services.health.domain.stay_types import (
    NO_LIMIT,
    InpatientResult,
    InpatientTerms,
    InpatientTotals,
    RepeatRule,
)


def compute_admission_deductible(terms: InpatientTerms, admissions: int) -> int:
    """Return the deductible of an admission after so many earlier ones at the tier, in fen.

    Changsha, provincial hospital, second admission of the year: half of 1,600 yuan.

    >>> terms = InpatientTerms(160_000, 1, 500_000, 500_000, 0, 0, 200_000, 820_000, 0, 0, 0)
    >>> compute_admission_deductible(terms, 0), compute_admission_deductible(terms, 1)
    (160000, 80000)
    """
    if admissions <= 0:
        return terms.deductible_fen
    if terms.repeat_rule == RepeatRule.SHARE:
        share = terms.second_ppm if admissions == 1 else terms.later_ppm
        return multiply_ppm(terms.deductible_fen, share)
    if terms.repeat_rule == RepeatRule.REDUCTION:
        reduced = max(terms.deductible_fen - terms.reduction_fen * admissions, terms.floor_fen)
        return min(reduced, terms.deductible_fen)
    return terms.deductible_fen


def compute_stay_ratio(ratio_ppm: int, addition_ppm: int, cut_ppm: int) -> int:
    """Return tier ratio + addition - off-site cut, between nothing and the whole, in ppm.

    A Chengdu employee of 72 in a community clinic: 95 % + 6 points is 100 %.

    >>> compute_stay_ratio(950_000, 60_000, 0), compute_stay_ratio(850_000, 0, 100_000)
    (1000000, 750000)
    """
    return min(max(ratio_ppm + addition_ppm - cut_ppm, 0), PPM)


def decide_inpatient(
    in_scope_fen: int, terms: InpatientTerms, totals: InpatientTotals
) -> InpatientResult:
    """Give the resident the pool's share of a stay's bill, step by step, in fen.

    Deductible = the admission's, less what interim settlements of the stay took, at most what is
    left of the year's sum and of the in-scope amount; fund = (in scope - deductible) × ratio, at
    most what is left of the year's basic cap.

    Changsha retiree, provincial hospital, second admission, 52,318.46 yuan in scope:

    >>> terms = InpatientTerms(
    ...     160_000, 1, 500_000, 500_000, 0, 0, 200_000, 820_000, 0, 0, 15_000_000)
    >>> result = decide_inpatient(5_231_846, terms, InpatientTotals(1, 160_000, 0, 0))
    >>> result.deductible_fen, result.fund_fen, result.own_share_fen
    (40000, 4257314, 934532)
    """
    reasons = 0
    rate = compute_admission_deductible(terms, totals.admissions)
    if rate < terms.deductible_fen:
        reasons |= int(HealthReason.REPEAT_ADMISSION)
    if totals.stay_deductible_fen > 0:
        reasons |= int(HealthReason.STAY_DEDUCTIBLE_TAKEN)
    due = min(max(rate - totals.stay_deductible_fen, 0), max(in_scope_fen, 0))
    year_left = NO_LIMIT
    if terms.deductible_year_fen != NO_LIMIT:
        year_left = max(terms.deductible_year_fen - totals.deductible_used_fen, 0)
        if due > year_left:
            reasons |= int(HealthReason.DEDUCTIBLE_YEAR_REACHED)
            due = year_left
    if due > 0:
        reasons |= int(HealthReason.DEDUCTIBLE_TAKEN)
    base = in_scope_fen - due
    ratio = compute_stay_ratio(terms.ratio_ppm, terms.addition_ppm, terms.cut_ppm)
    if terms.addition_ppm > 0:
        reasons |= int(HealthReason.AGE_ADDITION)
    if terms.cut_ppm > 0:
        reasons |= int(HealthReason.RATIO_CUT)
    if terms.ratio_ppm + terms.addition_ppm - terms.cut_ppm > PPM:
        reasons |= int(HealthReason.RATIO_AT_MOST_WHOLE)
    uncapped = multiply_ppm(base, ratio)
    cap_left = max(terms.cap_year_fen - totals.basic_used_fen, 0)
    fund = min(uncapped, cap_left)
    if uncapped > cap_left:
        reasons |= int(HealthReason.CAP_REACHED)
    own_share = in_scope_fen - due - fund
    return InpatientResult(
        rate, year_left, due, base, ratio, uncapped, cap_left, fund, own_share, reasons
    )
