"""The loop of a batch (批量结算循环): person after person, bill after bill, compiled as a whole.

No second implementation: it carries each row to the checks, the questions and the rules, and
their results back. A person who asks something that is not resolved yet waits for the next round.
"""

from __future__ import annotations

from rongcheng.kernel.money import MAX_FEN
from rongcheng.services.health.batch.bills import Bill, settle_bill
from rongcheng.services.health.batch.checks import is_in_calendar
from rongcheng.services.health.batch.counts import begin_person, find_visit, keep_row
from rongcheng.services.health.batch.faults import Fault
from rongcheng.services.health.batch.reversals import take_back
from rongcheng.services.health.batch.rows import (
    LOW_BITS,
    MOST_ROWS,
    Batch,
    Col,
    Kept,
    Note,
    Row,
    read_row,
)
from rongcheng.services.health.columns import MISSING
from rongcheng.services.health.domain.types import CareKind

ALL = -1
"""Instead of how many wait: settle all persons."""


def settle_rows(batch: Batch, waiting: int) -> int:
    """Settle all persons (`waiting` -1), or so many whose first rows are noted as waiting.

    Returns how many wait for terms now.
    """
    still = row = number = 0
    rows = len(batch.columns[0])
    while row < rows and number != waiting:
        if waiting >= 0:
            row = batch.notes[Note.WAITING, number]
        end = end_of_person(batch, row)
        if not settle_person(batch, row, end):
            batch.notes[Note.WAITING, still] = row
            still += 1
        number += 1
        row = end if waiting < 0 else 0
    return still


def end_of_person(batch: Batch, row: int) -> int:
    """Return the row after the last of the person whose rows begin here."""
    person = batch.columns[Col.PERSON, row]
    end = row + 1
    while end < len(batch.columns[0]) and batch.columns[Col.PERSON, end] == person:
        end += 1
    return end


def settle_person(batch: Batch, start: int, end: int) -> bool:
    """Settle a person's rows in their order; False if she waits for terms."""
    kept = batch.kept
    begin_person(batch, end - start)
    misplaced = (
        start > 0 and batch.columns[Col.PERSON, start] <= batch.columns[Col.PERSON, start - 1]
    )
    row = start
    while row < end:
        first = read_row(batch, row)
        last = last_row_of_bill(batch, row, end)
        fault = int(Fault.OUT_OF_ORDER) if misplaced else check_number(batch, first)
        if fault == 0:
            keep_row(batch.visit_slots, kept[Kept.SLOTS] - 1, first.visit, row)
            kept[Kept.ROWS] += last - row + 1
            kept[Kept.LATEST] = first.settled_at
            fault = add_credits(batch, row, last)
            if fault == 0 and first.reverses != 0:
                fault = take_back(batch, row, first)
            elif fault == 0:
                fault = settle_bill(batch, first, Bill(row, last))
        if fault > 0:
            mark_fault(batch, row, last, fault)
        row = last + 1
    return int(kept[Kept.UNKNOWN]) == 0


def last_row_of_bill(batch: Batch, row: int, end: int) -> int:
    """Return the last row of a bill: only special diseases have more than one."""
    last = row
    if (
        batch.columns[Col.KIND, row] != CareKind.SPECIAL_DISEASE
        or batch.columns[Col.REVERSES, row] != 0
    ):
        return last
    while (
        last + 1 < end
        and last - row < LOW_BITS - 1
        and batch.columns[Col.VISIT, last + 1] == batch.columns[Col.VISIT, row]
        and batch.columns[Col.SETTLED_AT, last + 1] == batch.columns[Col.SETTLED_AT, row]
        and batch.columns[Col.KIND, last + 1] == CareKind.SPECIAL_DISEASE
        and batch.columns[Col.REVERSES, last + 1] == 0
    ):
        last += 1
    return last


def check_number(batch: Batch, row: Row) -> int:
    """Return the fault of a row's number, person or moment; 0 if it may be looked at."""
    kept = batch.kept
    if row.visit == MISSING or row.person == MISSING or row.settled_at == MISSING:
        return int(Fault.VALUE_MISSING)
    if row.visit <= 0:
        return int(Fault.VISIT_NUMBER_WRONG)
    if not is_in_calendar(batch, row.settled_at):
        return int(Fault.DAY_OUT_OF_RANGE)
    if row.settled_at < kept[Kept.LATEST]:
        return int(Fault.OUT_OF_ORDER)
    if kept[Kept.ROWS] >= MOST_ROWS:
        return int(Fault.TOO_MANY_ROWS)
    if find_visit(batch, row.visit) >= 0:
        return int(Fault.VISIT_REPEATED)
    return 0


def add_credits(batch: Batch, first: int, last: int) -> int:
    """Add what was credited to the accounts since the row before, whatever becomes of the bill."""
    kept = batch.kept
    for row in range(first, last + 1):
        own = batch.columns[Col.ACCOUNT_CREDIT, row]
        aid = batch.columns[Col.AID_CREDIT, row]
        if own < 0 or own > MAX_FEN or aid < 0 or aid > MAX_FEN:
            return int(Fault.CREDIT_WRONG)
        kept[Kept.ACCOUNT] += own
        kept[Kept.AID] += aid
    return 0


def mark_fault(batch: Batch, first: int, last: int, fault: int) -> None:
    """Give the rows of a bill their fault, and zeros as results."""
    for row in range(first, last + 1):
        # Of a bill whose one row is faulty, that row has its own fault already.
        if fault != Fault.BILL_ROW_FAULTY or batch.notes[Note.FAULT, row] == 0:
            batch.notes[Note.FAULT, row] = fault
        batch.notes[Note.MARKS, row] = 0
        for column in range(len(batch.out)):
            batch.out[column, row] = 0
