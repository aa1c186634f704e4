"""What a batch carries from row to row (批量累计): counted, and given back by a reversal.

The counters of the settlement year, months, admissions, pregnancies, stays and accounts of the
current person; what a bill moves is said by the rules of `domain`.
"""

from __future__ import annotations

from rongcheng.services.health.batch.checks import month_place
from rongcheng.services.health.batch.keys import first_slot
from rongcheng.services.health.batch.rows import (
    LOW_BITS,
    PREGNANCY_BITS,
    ROWS_BITS,
    YEAR_BITS,
    Batch,
    Col,
    Kept,
    Mark,
    Note,
    Out,
    Row,
    Stays,
    slots_for,
)
from rongcheng.services.health.batch.shares import StayBefore, use_of
from rongcheng.services.health.columns import Column
from rongcheng.services.health.domain.benefit import (
    Benefit,
    Counting,
    YearUse,
    add_year,
    count_year,
    is_birth,
    is_first_of_stay,
)
from rongcheng.services.health.domain.pregnancies import moved_pregnancy

TOUCHED = 1
"""What a month holds beside its fen once it was moved, so that it is listed once."""


def begin_person(batch: Batch, rows: int) -> None:
    """Empty the room for another person of so many rows."""
    kept = batch.kept
    for month in range(kept[Kept.MONTHS]):
        batch.months[batch.touched[month]] = 0
    if batch.prenatal[0] != 0:
        for pregnancy in range(len(batch.prenatal)):
            batch.prenatal[pregnancy] = 0
    for place in range(len(kept)):
        kept[place] = 0
    slots = slots_for(rows)
    for slot in range(slots):
        batch.visit_slots[slot] = 0
    kept[Kept.SLOTS] = slots
    kept[Kept.LATEST] = -(2**62)


def begin_year(batch: Batch, year: int) -> None:
    """Begin another settlement year: its counters and admissions are at nothing."""
    batch.kept[Kept.YEAR] = year
    for place in range(10):
        batch.kept[Kept.USE + place] = 0
    for tier in range(len(batch.admissions)):
        batch.admissions[tier] = 0


def find_visit(batch: Batch, number: int) -> int:
    """Return the person's row with this number of a bill, or -1."""
    mask = batch.kept[Kept.SLOTS] - 1
    slot = first_slot(number, mask)
    while batch.visit_slots[slot] != 0:
        row = batch.visit_slots[slot] - 1
        if batch.columns[Col.VISIT, row] == number:
            return int(row)
        slot = (slot + 1) & mask
    return -1


def keep_row(slots: Column, mask: int, number: int, row: int) -> None:
    """Let a row be found by its number."""
    slot = first_slot(number, mask)
    while slots[slot] != 0:
        slot = (slot + 1) & mask
    slots[slot] = row + 1


def find_stay(batch: Batch, number: int) -> StayBefore:
    """Return what stands of a stay; its place is -1 where no row of it was settled."""
    if number == 0 or batch.kept[Kept.STAYS] == 0:
        return StayBefore(-1, 0, 0)
    mask = batch.kept[Kept.SLOTS] - 1
    slot = first_slot(number, mask)
    while batch.stay_slots[slot] != 0:
        place = batch.stay_slots[slot] - 1
        if batch.columns[Col.STAY, batch.stays[Stays.FIRST, place]] == number:
            settled = 1 if batch.stays[Stays.LAST, place] != 0 else 0
            return StayBefore(place, settled, batch.stays[Stays.TAKEN, place])
        slot = (slot + 1) & mask
    return StayBefore(-1, 0, 0)


def keep_stay(batch: Batch, number: int, stay: StayBefore, row: int, deductible_fen: int) -> None:
    """Add a settlement to its stay."""
    if number == 0:
        return
    place = stay.place
    if place < 0:
        place = batch.kept[Kept.STAYS]
        if place == 0:
            for slot in range(batch.kept[Kept.SLOTS]):
                batch.stay_slots[slot] = 0
        batch.kept[Kept.STAYS] = place + 1
        keep_row(batch.stay_slots, batch.kept[Kept.SLOTS] - 1, number, place)
        batch.stays[Stays.FIRST, place] = row
        batch.stays[Stays.LAST, place] = 0
        batch.stays[Stays.TAKEN, place] = 0
    batch.notes[Note.EARLIER, row] = batch.stays[Stays.LAST, place]
    batch.stays[Stays.LAST, place] = row + 1
    batch.stays[Stays.TAKEN, place] += deductible_fen


def add_use(batch: Batch, counted: YearUse, sign: int) -> None:
    """Add to the counters of the person's year, or give back (-1)."""
    use = add_year(use_of(batch), counted, sign)
    kept = batch.kept
    kept[Kept.USE] = use.deductible_fen
    kept[Kept.USE + 1] = use.outpatient_fen
    kept[Kept.USE + 2] = use.basic_fen
    kept[Kept.USE + 3] = use.inpatient_deductible_fen
    kept[Kept.USE + 4] = use.counted_own_fen
    kept[Kept.USE + 5] = use.second_layer_fen
    kept[Kept.USE + 6] = use.assistance_fen
    kept[Kept.USE + 7] = use.two_diseases_fen
    kept[Kept.USE + 8] = use.accident_fen
    kept[Kept.USE + 9] = use.campus_fen


def count_bill(batch: Batch, row: Row, benefit: int, counting: Counting, settled: int) -> int:
    """Add what a bill counts, months apart, and return the marks that its reversal needs.

    `settled` says whether its stay was settled before.
    """
    add_use(batch, count_year(benefit, counting), 1)
    marks = int(Mark.STANDING)
    if is_first_of_stay(benefit, settled):
        batch.admissions[row.tier] += 1
        marks |= int(Mark.ADMISSION)
    paid = batch.kept[Kept.PAID]
    pregnancy = moved_pregnancy(benefit, counting.pool_fen, row.pregnancy, paid)
    if pregnancy > 0 and is_birth(benefit):
        batch.kept[Kept.PAID] = paid | (1 << (pregnancy - 1))
        marks |= int(Mark.BIRTH)
    elif pregnancy > 0:
        batch.prenatal[pregnancy] += counting.pool_fen
        # So that the next person's room is emptied, whichever pregnancy it was.
        batch.prenatal[0] = 1
    return marks | (pregnancy << PREGNANCY_BITS)


def count_month(batch: Batch, row: Row, settled_month: int, fen: int) -> None:
    """Add to what a month of charges has used; a negative amount gives back."""
    month = month_place(row.month if row.month != 0 else settled_month)
    if batch.months[month] == 0:
        batch.touched[batch.kept[Kept.MONTHS]] = month
        batch.kept[Kept.MONTHS] += 1
        batch.months[month] = TOUCHED
    batch.months[month] += fen


def uncount_bill(batch: Batch, row: Row, original: int, benefit: int, counting: Counting) -> None:
    """Give back what a bill counted, to the counters of its own year, pregnancy and stay."""
    marks = batch.notes[Note.MARKS, original]
    same_year = marks >> YEAR_BITS == batch.kept[Kept.YEAR]
    if same_year:
        add_use(batch, count_year(benefit, counting), -1)
    if same_year and marks & Mark.ADMISSION != 0:
        batch.admissions[row.tier] -= 1
    pregnancy = marks >> PREGNANCY_BITS & LOW_BITS
    if marks & Mark.BIRTH != 0:
        batch.kept[Kept.PAID] &= ~(1 << (pregnancy - 1))
    elif pregnancy > 0 and benefit == Benefit.PRENATAL:
        batch.prenatal[pregnancy] -= counting.pool_fen
    stay = find_stay(batch, row.stay)
    if stay.place >= 0:
        batch.stays[Stays.LAST, stay.place] = batch.notes[Note.EARLIER, original]
        batch.stays[Stays.TAKEN, stay.place] -= counting.deductible_fen
    batch.notes[Note.MARKS, original] = marks | Mark.TAKEN_BACK
    out = batch.out
    for number in range(original, original + (marks >> ROWS_BITS & LOW_BITS)):
        batch.kept[Kept.ACCOUNT] += out[Out.ACCOUNT, number] - out[Out.AID, number]
        batch.kept[Kept.AID] += out[Out.AID, number]
