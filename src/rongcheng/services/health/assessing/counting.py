"""What a settlement adds to the running totals (累计), kept with it for its reversal.

One table says which counter each benefit moves; storage only adds and subtracts.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

from rongcheng.services.health.assessing.assessment import Assessment
from rongcheng.services.health.assessing.benefits import benefit_of
from rongcheng.services.health.assessing.facts import CareFacts, CareTotals, births_of, mask_of
from rongcheng.services.health.domain.benefit import (
    Benefit,
    Counting,
    count_year,
    is_birth,
    is_first_of_stay,
)
from rongcheng.services.health.domain.pregnancies import moved_pregnancy, next_prenatal
from rongcheng.services.health.domain.types import SettledAmounts

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
"""Names of the counters that `count_year` moves, for those who lay two cores side by side."""
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
    return counted_of(facts, amounts, months, counted_own_fen=own, paid=totals.paid)


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
    paid: int,
) -> Counted:
    """Return what these amounts add to the counters of their benefit, whoever decided them.

    `paid` is the set of pregnancies whose birth was paid before.
    """
    benefit = benefit_of(facts)
    counting = Counting(
        amounts.pool_fen,
        amounts.deductible_fen,
        counted_own_fen,
        amounts.large_fen + amounts.catastrophic_fen,
        amounts.assistance_fen,
    )
    year = dict.fromkeys(YEAR_COLUMNS, 0) | count_year(benefit, counting)._asdict()
    year["own_share_fen"] = amounts.in_scope_fen - amounts.fund_fen
    first_of_stay = is_first_of_stay(benefit, int(facts.stay_settled))
    pregnancy = moved_pregnancy(benefit, amounts.pool_fen, facts.pregnancy, paid)
    return {
        "year": year,
        "months": [list(month) for month in months],
        "tier": facts.tier if first_of_stay else "",
        "admissions": int(first_of_stay),
        "pregnancy": pregnancy,
        "prenatal_fen": amounts.pool_fen if benefit is Benefit.PRENATAL else 0,
        "births": int(pregnancy > 0 and is_birth(benefit)),
    }


def add_counted(totals: CareTotals, counted: Counted, sign: int) -> CareTotals:
    """Return the running totals with what a settlement counted added (1) or given back (-1).

    Where the pregnancy of prenatal care becomes another, that begins with nothing; what an earlier
    one had used is not part of these totals, so who gives a birth back reads that elsewhere.
    """
    months, admissions = dict(totals.months), dict(totals.admissions)
    for month, fen in counted["months"]:
        months[month] = months.get(month, 0) + sign * fen
    if counted["admissions"]:
        tier = counted["tier"]
        admissions[tier] = admissions.get(tier, 0) + sign * counted["admissions"]
    paid = paid_with(totals.paid, counted, sign)
    prenatal = totals.prenatal_fen
    if next_prenatal(paid) != next_prenatal(totals.paid):
        prenatal = 0
    elif counted["pregnancy"] == next_prenatal(paid):
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
        **births_of(paid),
        prenatal_fen=prenatal,
    )


def paid_with(paid: int, counted: Counted, sign: int) -> int:
    """Return the set of paid pregnancies after a settlement's birth was added or given back."""
    if not counted["births"]:
        return paid
    born = mask_of((counted["pregnancy"],))
    return paid | born if sign > 0 else paid & ~born


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
