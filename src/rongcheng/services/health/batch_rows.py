"""A row of a batch and what the loop keeps beside it (批量行与累计): plain integers and arrays."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rongcheng.services.health.batch_keys import Sizes, Tables
from rongcheng.services.health.batch_words import Calendar
from rongcheng.services.health.columns import Column, VisitColumns

MOST_ROWS = 100_000
"""Rows of one person that a batch takes; beyond them her rows are faulty."""
_VISIT_SLOTS = 1 << 18
_UNKNOWN_SLOTS = 1 << 14
_MONTHS = 110 * 12
_PREGNANCIES = 64


class Row(NamedTuple):
    """One row of the columns, every field a 64-bit integer."""

    visit: int
    person: int
    settled_at: int
    reverses: int
    stay: int
    insured_pool: int
    care_pool: int
    scheme: int
    standing: int
    tier: int
    kind: int
    total_fen: int
    self_paid_fen: int
    over_limit_fen: int
    prepaid_fen: int
    in_scope_fen: int
    age: int
    status: int
    category: int
    filed: int
    begun_on: int
    premium: int
    pooling: int
    means: int
    civil_servant: int
    campus: int
    diseases: int
    disease_granted: int
    two_diseases: int
    birth: int
    pregnancy: int
    month: int
    account_use: int
    account_credit_fen: int
    aid_credit_fen: int


class Words(NamedTuple):
    """How many words each column knows, and the numbers of those that rules look at."""

    pools: int
    schemes: int
    standings: int
    tiers: int
    categories: int
    premiums: int
    poolings: int
    means: int
    births: int
    two_diseases: int
    employee: int
    student: int


class Rules(NamedTuple):
    """What rows are decided by: resolved policy, days, words, and each pool's metro area."""

    tables: Tables
    calendar: Calendar
    sizes: Sizes
    words: Words
    metro: Column


class Kept(IntEnum):
    """Places in the array of what a person has at the moment."""

    YEAR = 0
    ACCOUNT = 1
    AID = 2
    PAID = 3
    LATEST = 4
    ROWS = 5
    STAYS = 6
    MONTHS = 7
    UNKNOWN = 8
    SLOTS = 9
    USE = 10


class Work(NamedTuple):
    """Room of one call: what the current person has, and what each row counted.

    `marks` tells how a row stands, `counted_own` what it added to the layers' sum, `earlier` the
    settlement of the same stay before it + 1. The `slots` find a person's rows by bill and by stay.
    """

    kept: Column
    months: Column
    touched: Column
    admissions: Column
    prenatal: Column
    visit_slots: Column
    stay_slots: Column
    stay_first: Column
    stay_last: Column
    stay_taken: Column
    marks: Column
    counted_own: Column
    earlier: Column
    pending: Column
    unknown: Column


class Batch(NamedTuple):
    """All that the loop works on: columns in, rules, room, results and faults out."""

    visits: VisitColumns
    rules: Rules
    work: Work
    out: NDArray[np.int64]
    faults: Column


class Out(IntEnum):
    """Rows of the array of results, in the order of `ResultColumns`."""

    DEDUCTIBLE = 0
    POOL = 1
    OWN_SHARE = 2
    LARGE = 3
    CATASTROPHIC = 4
    CIVIL_SERVANT = 5
    ASSISTANCE = 6
    FUND = 7
    PERSON = 8
    ACCOUNT = 9
    AID = 10
    CASH = 11
    RATIO = 12
    REASONS = 13


class Mark(IntEnum):
    """How a row stands, as bits of its mark; above them rows of the bill, pregnancy and year."""

    STANDING = 1
    REVERSAL = 2
    TAKEN_BACK = 4
    ADMISSION = 8
    BIRTH = 16


PREGNANCY_BITS, ROWS_BITS, YEAR_BITS = 8, 16, 32
"""Where in a mark the pregnancy, the rows of the bill and its settlement year begin."""
LOW_BITS = 255


def new_work(rows: int, tiers: int) -> Work:
    """Return the room that a call of so many rows needs."""
    person = min(rows, MOST_ROWS) + 1

    def zeros(length: int) -> Column:
        return np.zeros(length, dtype=np.int64)

    return Work(
        kept=zeros(32),
        months=zeros(_MONTHS),
        touched=zeros(_MONTHS),
        admissions=zeros(tiers),
        prenatal=zeros(_PREGNANCIES),
        visit_slots=zeros(_VISIT_SLOTS),
        stay_slots=zeros(_VISIT_SLOTS),
        stay_first=zeros(person),
        stay_last=zeros(person),
        stay_taken=zeros(person),
        marks=zeros(rows),
        counted_own=zeros(rows),
        earlier=zeros(rows),
        pending=zeros(rows + 1),
        unknown=zeros(_UNKNOWN_SLOTS),
    )


def read_row(visits: VisitColumns, row: int) -> Row:
    """Return one row of the columns."""
    return Row(
        visits.visit[row],
        visits.person[row],
        visits.settled_at[row],
        visits.reverses[row],
        visits.stay[row],
        visits.insured_pool[row],
        visits.care_pool[row],
        visits.scheme[row],
        visits.standing[row],
        visits.tier[row],
        visits.kind[row],
        visits.total_fen[row],
        visits.self_paid_fen[row],
        visits.over_limit_fen[row],
        visits.prepaid_fen[row],
        visits.in_scope_fen[row],
        visits.age[row],
        visits.status[row],
        visits.category[row],
        visits.filed[row],
        visits.begun_on[row],
        visits.premium[row],
        visits.pooling[row],
        visits.means[row],
        visits.civil_servant[row],
        visits.campus[row],
        visits.diseases[row],
        visits.disease_granted[row],
        visits.two_diseases[row],
        visits.birth[row],
        visits.pregnancy[row],
        visits.month[row],
        visits.account_use[row],
        visits.account_credit_fen[row],
        visits.aid_credit_fen[row],
    )
