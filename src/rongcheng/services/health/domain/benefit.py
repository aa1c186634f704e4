"""Which benefit pays first (待遇) and which counters it moves: one table for counter and batch.

Ordinary outpatient care, two diseases, accidents, campus clinics, prenatal care, a birth: all are
one rule (`decide_outpatient`) under different terms and counters. Stays and special diseases have
rules of their own. Source: health-settlement sections 3.1 to 3.6; readings in ADR 0017.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from rongcheng.kernel.money import MAX_FEN
from rongcheng.services.health.domain.outpatient import decide_outpatient
from rongcheng.services.health.domain.reasons import HealthReason
from rongcheng.services.health.domain.types import (
    CareKind,
    OutpatientResult,
    OutpatientTerms,
    OutpatientTotals,
)


class Benefit(IntEnum):
    """The benefit that pays first; its name in lower case is that under which it is stored."""

    OUTPATIENT = 1
    CAMPUS = 2
    ACCIDENT = 3
    TWO_DISEASES = 4
    PRENATAL = 5
    MATERNITY_STAY = 6
    RESIDENT_BIRTH = 7
    SPECIAL = 8
    INPATIENT = 9


NO_BENEFIT = 0
"""What a category of care asks for that this house does not settle."""


def find_benefit(kind: int, campus: int, student: int) -> int:
    """Return the benefit that care of this category asks for, or `NO_BENEFIT`.

    >>> find_benefit(CareKind.EMERGENCY, 1, 1) == Benefit.CAMPUS, find_benefit(99, 0, 0)
    (True, 0)
    """
    if kind == CareKind.OUTPATIENT or is_emergency(kind):
        campus_student = campus == 1 and student == 1
        return int(Benefit.CAMPUS) if campus_student else int(Benefit.OUTPATIENT)
    if kind == CareKind.INPATIENT or kind == CareKind.ACCIDENT_STAY or kind == CareKind.DAY_SURGERY:
        return int(Benefit.INPATIENT)
    if kind == CareKind.SPECIAL_DISEASE:
        return int(Benefit.SPECIAL)
    if kind == CareKind.TWO_DISEASES:
        return int(Benefit.TWO_DISEASES)
    if kind == CareKind.ACCIDENT_OUTPATIENT:
        return int(Benefit.ACCIDENT)
    if kind == CareKind.PRENATAL:
        return int(Benefit.PRENATAL)
    if kind == CareKind.MATERNITY_STAY:
        return int(Benefit.MATERNITY_STAY)
    if kind == CareKind.RESIDENT_BIRTH or kind == CareKind.RESIDENT_BIRTH_OTHER:
        return int(Benefit.RESIDENT_BIRTH)
    return NO_BENEFIT


def is_emergency(kind: int) -> bool:
    """Say whether care of this category is an emergency (急诊、急诊抢救)."""
    return kind == CareKind.EMERGENCY or kind == CareKind.EMERGENCY_RESCUE


def is_stay(kind: int) -> bool:
    """Say whether care of this category begins with an admission (`STAYS`), for compiled rules."""
    return (
        kind == CareKind.INPATIENT
        or kind == CareKind.ACCIDENT_STAY
        or kind == CareKind.DAY_SURGERY
        or kind == CareKind.MATERNITY_STAY
        or kind == CareKind.RESIDENT_BIRTH
        or kind == CareKind.RESIDENT_BIRTH_OTHER
    )


def is_birth(benefit: int) -> bool:
    """Say whether the benefit is that of a birth, which is paid once."""
    return benefit == Benefit.MATERNITY_STAY or benefit == Benefit.RESIDENT_BIRTH


def is_maternity(benefit: int) -> bool:
    """Say whether the benefit is one of maternity; no layer above the pool counts these."""
    return benefit == Benefit.PRENATAL or is_birth(benefit)


def is_always_counted(benefit: int) -> bool:
    """Say whether its own share always counts towards the layers above the pool (ADR 0017)."""
    return benefit == Benefit.INPATIENT or benefit == Benefit.SPECIAL


def is_grant_needed(benefit: int) -> bool:
    """Say whether it is paid only for a disease that was granted (慢特病、两病)."""
    return benefit == Benefit.SPECIAL or benefit == Benefit.TWO_DISEASES


def is_first_of_stay(benefit: int, stay_settled: int) -> bool:
    """Say whether this settlement is the one by which its stay counts as an admission."""
    return benefit == Benefit.INPATIENT and stay_settled == 0


def is_scheme_benefit(benefit: int, employee: int) -> bool:
    """Say whether the employees' scheme (1), or the residents' (0), has this benefit at all.

    >>> is_scheme_benefit(Benefit.PRENATAL, 1), is_scheme_benefit(Benefit.CAMPUS, 1)
    (True, False)
    """
    if benefit == Benefit.PRENATAL or benefit == Benefit.MATERNITY_STAY:
        return employee == 1
    if (
        benefit == Benefit.CAMPUS
        or benefit == Benefit.ACCIDENT
        or benefit == Benefit.TWO_DISEASES
        or benefit == Benefit.RESIDENT_BIRTH
    ):
        return employee == 0
    return True


def decide_benefit(
    benefit: int,
    has_benefit: int,
    in_scope_fen: int,
    terms: OutpatientTerms,
    used: OutpatientTotals,
) -> OutpatientResult:
    """Give the resident the pool's share of a bill under a ratio and a cap, in the benefit's words.

    A limit of its own is called the benefit's limit, not the year's cap of outpatient care:

    >>> terms = OutpatientTerms(1, 0, MAX_FEN, 500_000, 0, 10_000)
    >>> used = OutpatientTotals(0, 9_000)
    >>> result = decide_benefit(Benefit.TWO_DISEASES, 1, 6_000, terms, used)
    >>> result.fund_fen, result.reasons == HealthReason.LIMIT_REACHED
    (1000, True)
    """
    result = decide_outpatient(in_scope_fen, terms, used)
    return OutpatientResult(
        result.deductible_fen,
        result.base_fen,
        result.ratio_ppm,
        result.uncapped_fen,
        result.cap_left_fen,
        result.fund_fen,
        result.own_share_fen,
        name_reasons(benefit, has_benefit, result.reasons, used.fund_used_fen),
    )


def name_reasons(benefit: int, has_benefit: int, reasons: int, used_fen: int) -> int:
    """Return the rule's reasons in the words of the benefit: whose cap, and why nothing is paid.

    >>> cap = int(HealthReason.CAP_REACHED)
    >>> name_reasons(Benefit.MATERNITY_STAY, 1, cap, MAX_FEN) == HealthReason.BIRTH_PAID_BEFORE
    True
    """
    if benefit == Benefit.OUTPATIENT:
        return reasons
    capped, tier = int(HealthReason.CAP_REACHED), int(HealthReason.TIER_NOT_COVERED)
    if reasons & capped != 0:
        meant = int(HealthReason.LIMIT_REACHED)
        if is_birth(benefit) and used_fen != 0 and has_benefit == 1:
            meant = int(HealthReason.BIRTH_PAID_BEFORE)
        reasons = (reasons & ~capped) | meant
    if reasons & tier != 0:
        reasons = (reasons & ~tier) | int(HealthReason.SCHEME_NOT_COVERED)
    return reasons


class YearUse(NamedTuple):
    """What a person's settlement year has used of each limit, in fen."""

    deductible_fen: int
    outpatient_fen: int
    basic_fen: int
    inpatient_deductible_fen: int
    counted_own_fen: int
    second_layer_fen: int
    assistance_fen: int
    two_diseases_fen: int
    accident_fen: int
    campus_fen: int


class Counting(NamedTuple):
    """What of a settlement counts: the pool's part, the deductible, own share and the layers."""

    pool_fen: int
    deductible_fen: int
    counted_own_fen: int
    second_layer_fen: int
    assistance_fen: int


def count_year(benefit: int, counting: Counting) -> YearUse:
    """Return what a settlement adds to the counters of its year.

    >>> count_year(Benefit.INPATIENT, Counting(500, 100, 150, 20, 10)).basic_fen
    500
    """
    pool = counting.pool_fen
    outpatient = pool if benefit == Benefit.OUTPATIENT else 0
    deductible = counting.deductible_fen if benefit == Benefit.OUTPATIENT else 0
    stay_deductible = counting.deductible_fen if benefit == Benefit.INPATIENT else 0
    return YearUse(
        deductible,
        outpatient,
        pool if is_always_counted(benefit) else 0,
        stay_deductible,
        counting.counted_own_fen,
        counting.second_layer_fen,
        counting.assistance_fen,
        pool if benefit == Benefit.TWO_DISEASES else 0,
        pool if benefit == Benefit.ACCIDENT else 0,
        pool if benefit == Benefit.CAMPUS else 0,
    )


def add_year(use: YearUse, counted: YearUse, sign: int) -> YearUse:
    """Return a year's counters with what a settlement counted added (1) or given back (-1)."""
    return YearUse(
        use.deductible_fen + sign * counted.deductible_fen,
        use.outpatient_fen + sign * counted.outpatient_fen,
        use.basic_fen + sign * counted.basic_fen,
        use.inpatient_deductible_fen + sign * counted.inpatient_deductible_fen,
        use.counted_own_fen + sign * counted.counted_own_fen,
        use.second_layer_fen + sign * counted.second_layer_fen,
        use.assistance_fen + sign * counted.assistance_fen,
        use.two_diseases_fen + sign * counted.two_diseases_fen,
        use.accident_fen + sign * counted.accident_fen,
        use.campus_fen + sign * counted.campus_fen,
    )


def used_before(
    benefit: int, year: YearUse, prenatal_fen: int, birth_paid: int
) -> OutpatientTotals:
    """Return what the benefit's own counters hold before a bill.

    A birth that was paid before has used its whole amount.
    """
    if is_birth(benefit):
        return OutpatientTotals(0, MAX_FEN if birth_paid == 1 else 0)
    if benefit == Benefit.OUTPATIENT:
        return OutpatientTotals(year.deductible_fen, year.outpatient_fen)
    if benefit == Benefit.CAMPUS:
        return OutpatientTotals(0, year.campus_fen)
    if benefit == Benefit.ACCIDENT:
        return OutpatientTotals(0, year.accident_fen)
    if benefit == Benefit.TWO_DISEASES:
        return OutpatientTotals(0, year.two_diseases_fen)
    return OutpatientTotals(0, prenatal_fen)
