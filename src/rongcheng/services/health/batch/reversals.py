"""Takes a bill of a batch back (批量撤销): the exact negatives, and every total given back."""

from __future__ import annotations

from rongcheng.services.health.batch.checks import FIRST_ORDINAL, day_of
from rongcheng.services.health.batch.counts import (
    begin_year,
    count_month,
    find_stay,
    find_visit,
    uncount_bill,
)
from rongcheng.services.health.batch.faults import Fault
from rongcheng.services.health.batch.questions import care_of
from rongcheng.services.health.batch.rows import (
    LOW_BITS,
    ROWS_BITS,
    Batch,
    Col,
    Days,
    Kept,
    Mark,
    Note,
    Out,
    Row,
    Stays,
    read_row,
)
from rongcheng.services.health.domain.benefit import Benefit, Counting


def take_back(batch: Batch, number: int, row: Row) -> int:
    """Settle a reversal: the exact negatives of its original; return its fault, 0 if none."""
    out = batch.out
    original = find_visit(batch, row.reverses)
    if original < 0 or original >= number:
        return int(Fault.REVERSES_UNKNOWN)
    marks = batch.notes[Note.MARKS, original]
    fault = check_reversal(batch, original, marks)
    if fault != 0:
        return fault
    month = batch.days[Days.MONTH, day_of(row.settled_at) - FIRST_ORDINAL]
    if batch.kept[Kept.YEAR] != month // 100:
        begin_year(batch, month // 100)
    rows = marks >> ROWS_BITS & LOW_BITS
    for column in range(len(out)):
        out[column, number] = 0
        for part in range(original, original + rows):
            out[column, number] -= out[column, part]
    out[Out.RATIO, number] = out[Out.RATIO, original]
    out[Out.REASONS, number] = 0
    give_back(batch, original, rows)
    batch.notes[Note.MARKS, number] = int(Mark.REVERSAL)
    batch.notes[Note.FAULT, number] = 0
    return 0


def check_reversal(batch: Batch, original: int, marks: int) -> int:
    """Return why a row cannot be taken back, 0 if it can."""
    if marks & Mark.REVERSAL != 0:
        return int(Fault.REVERSES_REVERSAL)
    if marks & Mark.STANDING == 0:
        return int(Fault.REVERSES_UNSETTLED)
    if marks & Mark.TAKEN_BACK != 0:
        return int(Fault.REVERSED_TWICE)
    stay = find_stay(batch, batch.columns[Col.STAY, original])
    if stay.place >= 0 and batch.stays[Stays.LAST, stay.place] != original + 1:
        return int(Fault.STAY_SETTLED_LATER)
    return 0


def give_back(batch: Batch, original: int, rows: int) -> None:
    """Take what a bill counted out of the totals that it moved."""
    row = read_row(batch, original)
    care = care_of(batch, row)
    pool = second = assistance = 0
    for part in range(original, original + rows):
        pool += batch.out[Out.POOL, part]
        second += batch.out[Out.LARGE, part] + batch.out[Out.CATASTROPHIC, part]
        assistance += batch.out[Out.ASSISTANCE, part]
        if care.benefit == Benefit.SPECIAL:
            month_row = read_row(batch, part)
            count_month(batch, month_row, care.month, -batch.out[Out.POOL, part])
    counting = Counting(
        pool,
        batch.out[Out.DEDUCTIBLE, original],
        batch.notes[Note.COUNTED_OWN, original],
        second,
        assistance,
    )
    uncount_bill(batch, row, original, care.benefit, counting)
