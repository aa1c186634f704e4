"""What a settlement adds to the running totals (累计), kept with it for its reversal.

One table says which counter each benefit moves; storage only adds and subtracts.
"""

from __future__ import annotations

from typing import Any

from rongcheng.services.health.assessment import Assessment
from rongcheng.services.health.benefits import BIRTHS, Benefit, benefit_of
from rongcheng.services.health.domain.types import SettledAmounts
from rongcheng.services.health.facts import CareFacts, CareTotals

YEAR_COLUMNS = (
    "deductible_fen",
    "outpatient_fen",
    "basic_fen",
    "own_share_fen",
    "inpatient_deductible_fen",
    "counted_own_fen",
    "second_layer_fen",
    "assistance_fen",
    "two_diseases_fen",
    "accident_fen",
    "campus_fen",
)
"""Counters of a settlement year, each a column of the year's totals."""

_FUND_COUNTERS = {
    Benefit.OUTPATIENT: "outpatient_fen",
    Benefit.CAMPUS: "campus_fen",
    Benefit.ACCIDENT: "accident_fen",
    Benefit.TWO_DISEASES: "two_diseases_fen",
    Benefit.SPECIAL: "basic_fen",
    Benefit.INPATIENT: "basic_fen",
}
_DEDUCTIBLE_COUNTERS = {
    Benefit.OUTPATIENT: "deductible_fen",
    Benefit.INPATIENT: "inpatient_deductible_fen",
}

Counted = dict[str, Any]
Months = tuple[tuple[int, int], ...]
"""Special-disease payments by month (yyyymm), in fen."""


def counted_by(
    facts: CareFacts,
    assessment: Assessment,
    totals: CareTotals,
    *,
    amounts: SettledAmounts | None = None,
    months: Months | None = None,
) -> Counted:
    """Return what this decision adds: the year's counters, months, a stay of its tier, a birth.

    Where a pool's own core decided, `amounts` and `months` are its own.
    """
    benefit = benefit_of(facts)
    amounts = amounts or assessment.amounts
    if months is None:
        months = tuple((month.month, month.result.fund_fen) for month in assessment.months)
    year = dict.fromkeys(YEAR_COLUMNS, 0)
    if benefit in _FUND_COUNTERS:
        year[_FUND_COUNTERS[benefit]] = amounts.pool_fen
    if benefit in _DEDUCTIBLE_COUNTERS:
        year[_DEDUCTIBLE_COUNTERS[benefit]] = amounts.deductible_fen
    year["own_share_fen"] = amounts.in_scope_fen - amounts.fund_fen
    if assessment.layers is not None:
        year["counted_own_fen"] = assessment.layers.counted_fen
        year["second_layer_fen"] = amounts.large_fen + amounts.catastrophic_fen
        year["assistance_fen"] = amounts.assistance_fen
    first_of_stay = benefit is Benefit.INPATIENT and not facts.stay_settled
    pregnancy = _pregnancy(benefit, amounts, totals)
    return {
        "year": year,
        "months": [list(month) for month in months],
        "tier": facts.tier if first_of_stay else "",
        "admissions": int(first_of_stay),
        "pregnancy": pregnancy,
        "prenatal_fen": amounts.pool_fen if pregnancy and benefit is Benefit.PRENATAL else 0,
        "births": int(bool(pregnancy) and benefit in BIRTHS),
    }


def _pregnancy(benefit: Benefit, amounts: SettledAmounts, totals: CareTotals) -> int:
    """Return the pregnancy whose totals move (1 the first), or 0 for none.

    A birth that was paid before moves nothing more.
    """
    if not amounts.pool_fen:
        return 0
    if benefit is Benefit.PRENATAL or benefit in BIRTHS:
        return totals.births + 1
    return 0


def counted_params(counted: Counted, sign: int) -> dict[str, Any]:
    """Return the parameters of the store statement, added (sign 1) or given back (-1)."""
    months = counted["months"]
    return {
        **{f"add_{name}": sign * counted["year"].get(name, 0) for name in YEAR_COLUMNS},
        "month_numbers": [month for month, _ in months],
        "month_used": [sign * used for _, used in months],
        "tier": counted["tier"],
        "add_admissions": sign * counted["admissions"],
        "pregnancy": counted["pregnancy"],
        "add_prenatal_fen": sign * counted["prenatal_fen"],
        "add_births": sign * counted["births"],
    }


def counted_before(months: list[list[int]], amounts: dict[str, int]) -> Counted:
    """Return what a settlement of release 0.1.0 had added; it kept months and amounts only."""
    special = bool(months)
    year = dict.fromkeys(YEAR_COLUMNS, 0)
    year["deductible_fen"] = 0 if special else amounts["deductible_fen"]
    year["outpatient_fen"] = 0 if special else amounts["fund_fen"]
    year["basic_fen"] = amounts["fund_fen"] if special else 0
    year["own_share_fen"] = amounts["in_scope_fen"] - amounts["fund_fen"]
    return {
        "year": year,
        "months": months,
        "tier": "",
        "admissions": 0,
        "pregnancy": 0,
        "prenatal_fen": 0,
        "births": 0,
    }
