"""Decides what the fund pays for an approved special disease (门诊慢特病), month by month.

Source: health-settlement section 3.3 and example 6. The monthly limit bounds the fund's payment
(project reading, ADR 0012) and belongs to the month of `fee_ocur_time`.
"""

from __future__ import annotations

from rongcheng.kernel.money import multiply_ppm
from rongcheng.services.health.domain.outpatient import compute_applied_ratio
from rongcheng.services.health.domain.reasons import HealthReason
from rongcheng.services.health.domain.types import SpecialResult, SpecialTerms, SpecialTotals


def decide_special_month(
    in_scope_fen: int, terms: SpecialTerms, totals: SpecialTotals
) -> SpecialResult:
    """Give the resident the fund's share of one month's special-disease charges, in fen.

    No deductible; fund = in scope × ratio, at most what is left of the month's limit and of the
    year's basic cap.

    Second visit of a month with 204 yuan of the limit left, 350 in scope at 70 %:

    >>> terms = SpecialTerms(1, 700_000, 0, 40_000, 15_000_000)
    >>> decide_special_month(35_000, terms, SpecialTotals(19_600, 19_600)).fund_fen
    20400
    """
    if terms.covered == 0:
        reasons = int(HealthReason.DISEASE_NOT_GRANTED)
        return SpecialResult(0, 0, 0, 0, 0, 0, in_scope_fen, reasons)
    reasons = 0
    ratio = compute_applied_ratio(terms.ratio_ppm, terms.cut_ppm)
    if terms.cut_ppm > 0:
        reasons |= int(HealthReason.RATIO_CUT)
    uncapped = multiply_ppm(in_scope_fen, ratio)
    limit_left = max(terms.limit_month_fen - totals.month_used_fen, 0)
    cap_left = max(terms.cap_year_fen - totals.year_used_fen, 0)
    fund = min(uncapped, min(limit_left, cap_left))
    if uncapped > limit_left:
        reasons |= int(HealthReason.MONTH_LIMIT_REACHED)
    if uncapped > cap_left:
        reasons |= int(HealthReason.CAP_REACHED)
    return SpecialResult(
        in_scope_fen,
        ratio,
        uncapped,
        limit_left,
        cap_left,
        fund,
        in_scope_fen - fund,
        reasons,
    )


def compute_month_limit(limit_fen: int, addition_fen: int, diseases: int) -> int:
    """Return the month's limit of a person with that many approved diseases, in fen.

    A second disease adds once, a third adds nothing more. Source: P4 (a second disease adds
    at most 100 yuan a month).

    >>> compute_month_limit(30_000, 10_000, 2)
    40000
    """
    if diseases <= 0:
        return 0
    if diseases == 1:
        return limit_fen
    return limit_fen + addition_fen


def compute_counted_own(result: SpecialResult) -> int:
    """Return how much of a month's own share counts towards the layers above the pool, in fen.

    What lies above the month's limit does not: the second layer would pay what the limit refuses
    (project reading, ADR 0017). What lies above the year's cap does.

    350 yuan at 70 % with 204 yuan of the limit left: only the 30 % that the ratio leaves count.

    >>> compute_counted_own(SpecialResult(
    ...     35_000, 700_000, 24_500, 20_400, 15_000_000, 20_400, 14_600, 0))
    10500
    """
    within_limit = min(result.uncapped_fen, result.limit_left_fen)
    return result.base_fen - result.uncapped_fen + within_limit - result.fund_fen
