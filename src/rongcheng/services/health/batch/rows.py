"""A row of a batch and what the loop keeps beside it (批量行与累计): plain integers and arrays."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rongcheng.services.health.batch.keys import Sizes
from rongcheng.services.health.columns import Column

MOST_ROWS = 100_000
"""Rows of one person that a batch takes; beyond them her rows are faulty."""
_KEPT = 32
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


class Note(IntEnum):
    """Rows of the array of what is noted of each row of the columns.

    How it stands (`Mark`), what it added to the layers' sum, the settlement of the same stay
    before it + 1, its fault, and in the last the first rows of persons who wait.
    """

    MARKS = 0
    COUNTED_OWN = 1
    EARLIER = 2
    FAULT = 3
    WAITING = 4


class Stays(IntEnum):
    """Rows of the array of a person's stays: first row, last standing row + 1, deductible."""

    FIRST = 0
    LAST = 1
    TAKEN = 2


class Days(IntEnum):
    """Rows of the calendar's array by day: the epoch of policy, and the month (yyyymm)."""

    EPOCH = 0
    MONTH = 1


class Col(IntEnum):
    """Rows of the array of columns that are read apart from a whole `Row`, in its order."""

    VISIT = 0
    PERSON = 1
    SETTLED_AT = 2
    REVERSES = 3
    STAY = 4
    CARE_POOL = 6
    TIER = 9
    KIND = 10
    TOTAL = 11
    ACCOUNT_CREDIT = 33
    AID_CREDIT = 34


Array = NDArray[np.int64]


class Batch(NamedTuple):
    """All that the loop works on, flat: compiled code passes few arrays faster than many.

    Columns in, results out, and notes of each row; resolved policy and days; then the room of the
    current person: what she has now, her months (fen, and which were touched), admissions by tier,
    prenatal care by pregnancy, stays, and the slots by which her bills and stays are found.
    """

    columns: Array
    out: Array
    notes: Array
    keys: Column
    slots: Column
    terms: Array
    days: Array
    month_end: Column
    metro: Column
    kept: Column
    months: Column
    touched: Column
    admissions: Column
    prenatal: Column
    visit_slots: Column
    stay_slots: Column
    stays: Array
    unknown: Column
    sizes: Sizes
    words: Words


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


class Room(NamedTuple):
    """The room of one person in turn, used again for all of a call."""

    kept: Column
    months: Column
    touched: Column
    admissions: Column
    prenatal: Column
    visit_slots: Column
    stay_slots: Column
    stays: Array
    unknown: Column


def new_room(rows: int, tiers: int) -> Room:
    """Return the room that persons of at most so many rows need."""
    person = min(rows, MOST_ROWS) + 1
    slots = slots_for(person)
    return Room(
        kept=np.zeros(_KEPT, dtype=np.int64),
        months=np.zeros(_MONTHS, dtype=np.int64),
        touched=np.zeros(_MONTHS, dtype=np.int64),
        admissions=np.zeros(tiers, dtype=np.int64),
        prenatal=np.zeros(_PREGNANCIES, dtype=np.int64),
        visit_slots=np.zeros(slots, dtype=np.int64),
        stay_slots=np.zeros(slots, dtype=np.int64),
        stays=np.zeros((len(Stays), person), dtype=np.int64),
        unknown=np.zeros(_UNKNOWN_SLOTS, dtype=np.int64),
    )


def slots_for(rows: int) -> int:
    """Return how many slots let so many rows be found: a power of two, at most half full."""
    slots = 16
    while slots < 2 * min(rows, MOST_ROWS + 1):
        slots *= 2
    return slots


def read_row(batch: Batch, row: int) -> Row:
    """Return one row of the columns."""
    columns = batch.columns
    return Row(
        columns[0, row],
        columns[1, row],
        columns[2, row],
        columns[3, row],
        columns[4, row],
        columns[5, row],
        columns[6, row],
        columns[7, row],
        columns[8, row],
        columns[9, row],
        columns[10, row],
        columns[11, row],
        columns[12, row],
        columns[13, row],
        columns[14, row],
        columns[15, row],
        columns[16, row],
        columns[17, row],
        columns[18, row],
        columns[19, row],
        columns[20, row],
        columns[21, row],
        columns[22, row],
        columns[23, row],
        columns[24, row],
        columns[25, row],
        columns[26, row],
        columns[27, row],
        columns[28, row],
        columns[29, row],
        columns[30, row],
        columns[31, row],
        columns[32, row],
        columns[33, row],
        columns[34, row],
    )
