"""Checks the values of a batch's rows (批量行检查): compiled integers wrap, bounds come first."""

from __future__ import annotations

from rongcheng.kernel.money import MAX_FEN
from rongcheng.services.health.assessing.facts import MOST_PREGNANCIES
from rongcheng.services.health.batch.faults import Fault
from rongcheng.services.health.batch.rows import (
    Batch,
    Days,
    Row,
    Words,
)
from rongcheng.services.health.batch.terms import AGES
from rongcheng.services.health.batch.words import FIRST_YEAR, MONTHS_OF_YEAR
from rongcheng.services.health.columns import MISSING
from rongcheng.services.health.domain.benefit import NO_BENEFIT, find_benefit, is_emergency, is_stay
from rongcheng.services.health.domain.types import CareKind

DAY_MICROS = 86_400_000_000
EPOCH_DAY = 719_163
"""Ordinal of 1970-01-01."""
FIRST_ORDINAL = 726_468
"""Ordinal of 1990-01-01, the first day of the calendar."""
_MOST_DISEASES = 1_000
_MONTHS_BACK = 120
_MOST_STATUS = 4
_MOST_ACCOUNT_USE = 2


def check_row(batch: Batch, row: Row) -> int:
    """Return the first fault of a row's own values, 0 if it is in order."""
    fault = check_words(row, batch.words)
    if fault == 0 and batch.metro[row.insured_pool] != batch.metro[row.care_pool]:
        fault = int(Fault.POOLS_OF_TWO_METROS)
    if fault == 0:
        fault = check_amounts(row)
    if fault == 0:
        fault = check_person(row)
    if fault == 0:
        fault = check_care(row)
    if fault == 0:
        fault = check_days(batch, row)
    return fault


def is_outside(number: int, count: int) -> bool:
    """Say whether a number is no place in a list of that many."""
    return number < 0 or number >= count


def check_words(row: Row, words: Words) -> int:
    """Return the fault of a word that is empty or that no pack knows."""
    if (
        row.insured_pool == MISSING
        or row.care_pool == MISSING
        or row.scheme == MISSING
        or row.standing == MISSING
        or row.tier == MISSING
        or row.kind == MISSING
        or row.total_fen == MISSING
        or row.in_scope_fen == MISSING
    ):
        return int(Fault.VALUE_MISSING)
    if is_outside(row.insured_pool, words.pools) or is_outside(row.care_pool, words.pools):
        return int(Fault.POOL_UNKNOWN)
    if is_outside(row.scheme, words.schemes):
        return int(Fault.SCHEME_UNKNOWN)
    if is_outside(row.standing, words.standings):
        return int(Fault.STANDING_UNKNOWN)
    if is_outside(row.tier, words.tiers):
        return int(Fault.TIER_UNKNOWN)
    if is_outside(row.category, words.categories):
        return int(Fault.CATEGORY_UNKNOWN)
    if is_outside(row.premium, words.premiums):
        return int(Fault.PREMIUM_UNKNOWN)
    if is_outside(row.pooling, words.poolings):
        return int(Fault.POOLING_UNKNOWN)
    if is_outside(row.means, words.means):
        return int(Fault.MEANS_UNKNOWN)
    if is_outside(row.birth, words.births):
        return int(Fault.BIRTH_UNKNOWN)
    if is_outside(row.two_diseases, words.two_diseases):
        return int(Fault.TWO_DISEASES_UNKNOWN)
    return 0


def check_amounts(row: Row) -> int:
    """Return the fault of the amounts: signs, bounds, and identity D."""
    if (
        row.total_fen < 0
        or row.self_paid_fen < 0
        or row.over_limit_fen < 0
        or row.prepaid_fen < 0
        or row.in_scope_fen < 0
    ):
        return int(Fault.AMOUNT_NEGATIVE)
    if (
        row.total_fen > MAX_FEN
        or row.self_paid_fen > MAX_FEN
        or row.over_limit_fen > MAX_FEN
        or row.prepaid_fen > MAX_FEN
        or row.in_scope_fen > MAX_FEN
    ):
        return int(Fault.AMOUNT_TOO_LARGE)
    parts = row.self_paid_fen + row.over_limit_fen + row.prepaid_fen + row.in_scope_fen
    if row.total_fen != parts:
        return int(Fault.PARTS_DO_NOT_ADD_UP)
    return int(Fault.TOTAL_ZERO) if row.total_fen == 0 else 0


def check_person(row: Row) -> int:
    """Return the fault of what the row says of the person."""
    if is_outside(row.age, AGES):
        return int(Fault.AGE_WRONG)
    if is_outside(row.status, _MOST_STATUS + 1):
        return int(Fault.STATUS_UNKNOWN)
    if is_outside(row.account_use, _MOST_ACCOUNT_USE + 1):
        return int(Fault.ACCOUNT_USE_UNKNOWN)
    if (
        is_outside(row.filed, 2)
        or is_outside(row.civil_servant, 2)
        or is_outside(row.campus, 2)
        or is_outside(row.disease_granted, 2)
    ):
        return int(Fault.FLAG_WRONG)
    if is_outside(row.pregnancy, MOST_PREGNANCIES + 1):
        return int(Fault.PREGNANCY_WRONG)
    if is_outside(row.diseases, _MOST_DISEASES + 1):
        return int(Fault.DISEASES_WRONG)
    return 0


def check_care(row: Row) -> int:
    """Return the fault of the kind of care and of what goes with some kinds only."""
    if find_benefit(row.kind, 0, 0) == NO_BENEFIT:
        return int(Fault.KIND_UNKNOWN)
    special = row.kind == CareKind.SPECIAL_DISEASE
    if row.month != 0 and not special:
        return int(Fault.MONTH_FOR_OTHER_KIND)
    if special and row.disease_granted == 1 and row.diseases == 0:
        return int(Fault.DISEASES_WRONG)
    if row.kind == CareKind.OUTPATIENT or is_emergency(row.kind):
        return int(Fault.STAY_FOR_OTHER_KIND) if row.stay != 0 else 0
    stay = is_stay(row.kind)
    if row.stay != 0 and (not stay or row.stay < 0):
        return int(Fault.STAY_FOR_OTHER_KIND)
    if row.campus == 1 and stay:
        return int(Fault.CAMPUS_STAY)
    if row.kind == CareKind.MATERNITY_STAY and row.birth == 0:
        return int(Fault.BIRTH_MISSING)
    return 0


def is_other_bill(part: Row, row: Row) -> bool:
    """Say whether two rows cannot be months of one bill: they differ in more than month and fen."""
    return (
        part.insured_pool != row.insured_pool
        or part.care_pool != row.care_pool
        or part.scheme != row.scheme
        or part.standing != row.standing
        or part.tier != row.tier
        or part.status != row.status
        or part.category != row.category
        or part.filed != row.filed
        or part.begun_on != row.begun_on
        or part.means != row.means
        or part.civil_servant != row.civil_servant
        or part.diseases != row.diseases
        or part.disease_granted != row.disease_granted
        or part.account_use != row.account_use
    )


def check_days(batch: Batch, row: Row) -> int:
    """Return the fault of the day of registration and of the month of charges.

    The moment of settlement is known to lie within the calendar.
    """
    day = day_of(row.settled_at)
    if row.begun_on != 0:
        if row.begun_on > day:
            return int(Fault.BEGUN_AFTER_SETTLED)
        if row.begun_on < FIRST_ORDINAL:
            return int(Fault.DAY_OUT_OF_RANGE)
    if row.month != 0:
        return check_month(row.month, batch.days[Days.MONTH, day - FIRST_ORDINAL])
    return 0


def check_month(month: int, settled: int) -> int:
    """Return the fault of a month of charges (yyyymm) of a bill settled in another.

    >>> check_month(202602, 202603), check_month(202604, 202603) == Fault.MONTH_LATER
    (0, True)
    """
    if is_outside(month, 1_000_000) or is_outside(month % 100 - 1, MONTHS_OF_YEAR):
        return int(Fault.MONTH_WRONG)
    if month > settled:
        return int(Fault.MONTH_LATER)
    if month_place(settled) - month_place(month) > _MONTHS_BACK or month // 100 < FIRST_YEAR:
        return int(Fault.MONTH_TOO_OLD)
    return 0


def month_place(month: int) -> int:
    """Return how many months a month (yyyymm) lies after the first of the calendar.

    >>> month_place(199001), month_place(199102)
    (0, 13)
    """
    return (month // 100 - FIRST_YEAR) * MONTHS_OF_YEAR + month % 100 - 1


def day_of(moment_micros: int) -> int:
    """Return the ordinal of the day of a moment, in microseconds since 1970 of the wall clock.

    >>> from datetime import date
    >>> day_of(-1) == date(1969, 12, 31).toordinal(), FIRST_ORDINAL == date(1990, 1, 1).toordinal()
    (True, True)
    """
    return moment_micros // DAY_MICROS + EPOCH_DAY


def is_in_calendar(batch: Batch, moment_micros: int) -> bool:
    """Say whether the calendar knows the day of a moment."""
    place = day_of(moment_micros) - FIRST_ORDINAL
    return place >= 0 and place < len(batch.days[0])
