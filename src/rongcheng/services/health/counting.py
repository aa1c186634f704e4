"""What a settlement adds to the running totals (累计), kept with it for its reversal.

One table says which counter each benefit moves; storage only adds and subtracts.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

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

FUND_COUNTERS = {
    Benefit.OUTPATIENT: "outpatient_fen",
    Benefit.CAMPUS: "campus_fen",
    Benefit.ACCIDENT: "accident_fen",
    Benefit.TWO_DISEASES: "two_diseases_fen",
    Benefit.SPECIAL: "basic_fen",
    Benefit.INPATIENT: "basic_fen",
}
DEDUCTIBLE_COUNTERS = {
    Benefit.OUTPATIENT: "deductible_fen",
    Benefit.INPATIENT: "inpatient_deductible_fen",
}
LAYER_COUNTERS = ("counted_own_fen", "second_layer_fen", "assistance_fen")
"""The counters on which the layers above the pool rest."""

Counted = dict[str, Any]
Months = tuple[tuple[int, int], ...]
"""Special-disease payments by month (yyyymm), in fen."""


class Told(NamedTuple):
    """What a pool's own core says of the counters; `counted_own_fen` is None where it says none."""

    months: Months
    counted_own_fen: int | None


def counted_by(
    facts: CareFacts,
    assessment: Assessment,
    totals: CareTotals,
    *,
    amounts: SettledAmounts | None = None,
    told: Told | None = None,
) -> Counted:
    """Return what this decision adds: the year's counters, months, a stay of its tier, a birth.

    Where a pool's own core decided, `amounts` are its own and `told` is what it says beside them.
    """
    own = 0 if assessment.layers is None else assessment.layers.counted_fen
    months = tuple((month.month, month.result.fund_fen) for month in assessment.months)
    if amounts is None or told is None:
        amounts = amounts or assessment.amounts
    else:
        months = told.months
        own = _counted_own(assessment, amounts, told)
    return counted_of(facts, amounts, months, counted_own_fen=own, births=totals.births)


def _counted_own(assessment: Assessment, amounts: SettledAmounts, told: Told) -> int:
    """Return the own share that counts by a core; one that is silent counts it as our book does."""
    if told.counted_own_fen is not None or assessment.layers is None:
        return told.counted_own_fen or 0
    paid_less = assessment.amounts.pool_fen - amounts.pool_fen
    return max(assessment.layers.counted_fen + paid_less, 0)


def counted_of(
    facts: CareFacts,
    amounts: SettledAmounts,
    months: Months,
    *,
    counted_own_fen: int,
    births: int,
) -> Counted:
    """Return what these amounts add to the counters of their benefit, whoever decided them.

    `births` is how many were paid before.
    """
    benefit = benefit_of(facts)
    year = dict.fromkeys(YEAR_COLUMNS, 0)
    if benefit in FUND_COUNTERS:
        year[FUND_COUNTERS[benefit]] = amounts.pool_fen
    if benefit in DEDUCTIBLE_COUNTERS:
        year[DEDUCTIBLE_COUNTERS[benefit]] = amounts.deductible_fen
    year["own_share_fen"] = amounts.in_scope_fen - amounts.fund_fen
    year["counted_own_fen"] = counted_own_fen
    year["second_layer_fen"] = amounts.large_fen + amounts.catastrophic_fen
    year["assistance_fen"] = amounts.assistance_fen
    first_of_stay = benefit is Benefit.INPATIENT and not facts.stay_settled
    pregnancy = _pregnancy(benefit, amounts, births)
    return {
        "year": year,
        "months": [list(month) for month in months],
        "tier": facts.tier if first_of_stay else "",
        "admissions": int(first_of_stay),
        "pregnancy": pregnancy,
        "prenatal_fen": amounts.pool_fen if pregnancy and benefit is Benefit.PRENATAL else 0,
        "births": int(bool(pregnancy) and benefit in BIRTHS),
    }


def add_counted(totals: CareTotals, counted: Counted, sign: int) -> CareTotals:
    """Return the running totals with what a settlement counted added (1) or given back (-1).

    After a birth the next pregnancy begins with nothing; what an earlier one had used is not part
    of these totals, so who gives a birth back reads that elsewhere.
    """
    months, admissions = dict(totals.months), dict(totals.admissions)
    for month, fen in counted["months"]:
        months[month] = months.get(month, 0) + sign * fen
    if counted["admissions"]:
        tier = counted["tier"]
        admissions[tier] = admissions.get(tier, 0) + sign * counted["admissions"]
    prenatal = totals.prenatal_fen
    if counted["pregnancy"] == totals.births + 1:
        prenatal += sign * counted["prenatal_fen"]
    return replace(
        totals,
        **{
            name: getattr(totals, name) + sign * counted["year"].get(name, 0)
            for name in YEAR_COLUMNS
            if name != "own_share_fen"
        },
        months=months,
        admissions=admissions,
        births=totals.births + sign * counted["births"],
        prenatal_fen=0 if counted["births"] else prenatal,
    )


def _pregnancy(benefit: Benefit, amounts: SettledAmounts, births: int) -> int:
    """Return the pregnancy whose totals move (1 the first), or 0 for none.

    A birth that was paid before moves nothing more.
    """
    if not amounts.pool_fen:
        return 0
    if benefit is Benefit.PRENATAL or benefit in BIRTHS:
        return births + 1
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
