"""Decides what the pooling fund pays for ordinary outpatient care (普通门诊统筹).

Source: health-settlement section 3.3 and section 4 steps 2 and 3; for Changsha employees the
rules in force from 2022-10-01 (P3).
"""

from __future__ import annotations

from rongcheng.kernel.money import PPM, multiply_ppm
from rongcheng.services.health.domain.reasons import HealthReason
from rongcheng.services.health.domain.types import (
    OutpatientResult,
    OutpatientTerms,
    OutpatientTotals,
)


def decide_outpatient(
    in_scope_fen: int, terms: OutpatientTerms, totals: OutpatientTotals
) -> OutpatientResult:
    """Give the resident the fund's share of one outpatient bill, step by step, in fen.

    Deductible = the tier's, at most what is left of the year's sum and of the in-scope amount;
    fund = (in scope - deductible) × (ratio - cut), at most what is left of the year's cap.

    Changsha employee, first visit of the year at level 2, 260 yuan in scope: the fund pays 36.

    >>> terms = OutpatientTerms(1, 20_000, 30_000, 600_000, 0, 150_000)
    >>> decide_outpatient(26_000, terms, OutpatientTotals(0, 0)).fund_fen
    3600
    """
    if terms.covered == 0:
        reasons = int(HealthReason.TIER_NOT_COVERED)
        return OutpatientResult(0, 0, 0, 0, 0, 0, in_scope_fen, reasons)
    reasons = 0
    year_left = max(terms.deductible_year_fen - totals.deductible_used_fen, 0)
    at_tier = min(terms.deductible_fen, max(in_scope_fen, 0))
    deductible = min(at_tier, year_left)
    if deductible > 0:
        reasons |= int(HealthReason.DEDUCTIBLE_TAKEN)
    # A bill smaller than what is left of the year's sum does not use it up.
    if at_tier > year_left:
        reasons |= int(HealthReason.DEDUCTIBLE_YEAR_REACHED)
    base = in_scope_fen - deductible
    ratio = compute_applied_ratio(terms.ratio_ppm, terms.cut_ppm)
    if terms.cut_ppm > 0:
        reasons |= int(HealthReason.RATIO_CUT)
    uncapped = multiply_ppm(base, ratio)
    cap_left = max(terms.cap_year_fen - totals.fund_used_fen, 0)
    fund = min(uncapped, cap_left)
    if uncapped > cap_left:
        reasons |= int(HealthReason.CAP_REACHED)
    own_share = in_scope_fen - deductible - fund
    return OutpatientResult(deductible, base, ratio, uncapped, cap_left, fund, own_share, reasons)


def compute_applied_ratio(ratio_ppm: int, cut_ppm: int) -> int:
    """Return the ratio after the off-site cut, never below nothing or above the whole, in ppm.

    >>> compute_applied_ratio(850_000, 100_000)
    750000
    """
    return min(max(ratio_ppm - cut_ppm, 0), PPM)
