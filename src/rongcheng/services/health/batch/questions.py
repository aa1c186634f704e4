"""What a row asks of policy (批量行提问): its questions as numbers, and where their terms stand."""

from __future__ import annotations

from typing import NamedTuple

from rongcheng.services.health.batch.checks import FIRST_ORDINAL, day_of, month_place
from rongcheng.services.health.batch.keys import (
    Ask,
    Question,
    find_terms,
    keep_unknown,
    pack_question,
)
from rongcheng.services.health.batch.rows import (
    Batch,
    Days,
    Kept,
    Row,
)
from rongcheng.services.health.batch.terms import AGES
from rongcheng.services.health.domain.benefit import (
    Benefit,
    find_benefit,
    is_always_counted,
    is_emergency,
    is_maternity,
    is_scheme_benefit,
)
from rongcheng.services.health.domain.types import AccountUse

WAITS = -1
"""Place of terms that are not resolved yet, and instead of a fault of the row that asks."""
NOT_ASKED = -2
"""Place of terms that do not matter to the row."""


class Care(NamedTuple):
    """What the questions and the sum of a row both need: its benefit, scheme and days."""

    benefit: int
    employee: int
    has_benefit: int
    off_site: int
    epoch: int
    month: int


def care_of(batch: Batch, row: Row) -> Care:
    """Return the benefit that a row asks for and the epoch that governs it."""
    employee = 1 if row.scheme == batch.words.employee else 0
    student = 1 if row.standing == batch.words.student else 0
    benefit = find_benefit(row.kind, row.campus, student)
    place = day_of(row.settled_at) - FIRST_ORDINAL
    return Care(
        benefit,
        employee,
        1 if is_scheme_benefit(benefit, employee) else 0,
        1 if row.insured_pool != row.care_pool else 0,
        batch.days[Days.EPOCH, place],
        batch.days[Days.MONTH, place],
    )


def ask_care(batch: Batch, row: Row, care: Care) -> int:
    """Return where the terms of a row's benefit stand, or `WAITS`."""
    category = 0
    begun = care.epoch
    if care.off_site == 1:
        category = row.category
        if row.begun_on != 0:
            begun = batch.days[Days.EPOCH, row.begun_on - FIRST_ORDINAL]
    question = Question(
        int(Ask.CARE),
        row.insured_pool,
        row.care_pool if care.off_site == 1 else row.insured_pool,
        row.scheme,
        row.standing,
        row.tier,
        care.benefit,
        1 if care.off_site == 1 and is_emergency(row.kind) else 0,
        category,
        care.epoch,
        begun,
        extra_of(row, care),
    )
    return find_or_keep(batch, question)


def extra_of(row: Row, care: Care) -> int:
    """Return what the terms of the benefit depend on beside place and days."""
    if care.benefit == Benefit.INPATIENT:
        return row.premium * AGES + row.age
    if care.benefit == Benefit.OUTPATIENT:
        return row.pooling
    if care.benefit == Benefit.TWO_DISEASES:
        return row.two_diseases
    if care.benefit == Benefit.MATERNITY_STAY:
        return row.birth
    return 0


def ask_layers(batch: Batch, row: Row, care: Care) -> int:
    """Return where the terms above the pool stand; maternity asks for none and gets `NOT_ASKED`."""
    if is_maternity(care.benefit):
        return NOT_ASKED
    always = 1 if is_always_counted(care.benefit) else 0
    extra = row.means * 2 + row.civil_servant
    return find_or_keep(batch, pool_question(int(Ask.LAYERS), row, care.epoch, always, extra))


def ask_aid(batch: Batch, row: Row, care: Care) -> int:
    """Return where it stands whether family aid may pay; `NOT_ASKED` where it is not wanted."""
    if row.account_use != AccountUse.MUTUAL_AID:
        return NOT_ASKED
    return find_or_keep(batch, pool_question(int(Ask.AID), row, care.epoch, 0, 0))


def ask_month(batch: Batch, row: Row, care: Care) -> int:
    """Return where the limit of a row's month of charges stands.

    The last day of the month governs, or that of the settlement if it comes before.
    """
    epoch = care.epoch
    if row.month != 0 and row.month != care.month:
        day = batch.month_end[month_place(row.month)]
        epoch = batch.days[Days.EPOCH, day - FIRST_ORDINAL]
    return find_or_keep(batch, pool_question(int(Ask.MONTH), row, epoch, 0, 0))


def pool_question(ask: int, row: Row, epoch: int, always: int, extra: int) -> Question:
    """Return a question that depends on pool, scheme and day only, beside its own parts."""
    return Question(
        ask, row.insured_pool, row.insured_pool, row.scheme, 0, 0, always, 0, 0, epoch, 0, extra
    )


def find_or_keep(batch: Batch, question: Question) -> int:
    """Return where a question's terms stand; one that is new makes the person wait for it."""
    key = pack_question(question, batch.sizes)
    place = find_terms(batch.keys, batch.slots, key)
    if place < 0:
        keep_unknown(batch.unknown, key)
        batch.kept[Kept.UNKNOWN] = 1
    return place
