"""The loop of a batch (批量结算循环): person after person, bill after bill, compiled as a whole.

No second implementation: it carries each row to the checks, the questions and the rules, and
their results back. A person who asks something that is not resolved yet waits for the next round.
"""

from __future__ import annotations

from rongcheng.kernel.money import MAX_FEN
from rongcheng.services.health.batch_bills import Bill, settle_bill, take_back
from rongcheng.services.health.batch_checks import is_in_calendar
from rongcheng.services.health.batch_counts import begin_person, find_row, keep_row
from rongcheng.services.health.batch_faults import Fault
from rongcheng.services.health.batch_rows import (
    LOW_BITS,
    MOST_ROWS,
    Batch,
    Kept,
    Row,
    read_row,
)
from rongcheng.services.health.columns import MISSING, VisitColumns
from rongcheng.services.health.domain.types import CareKind


def settle_rows(batch: Batch) -> int:
    """Settle all persons; return how many wait for terms, their first rows in `pending`."""
    rows = len(batch.faults)
    waiting = 0
    row = 0
    while row < rows:
        end = end_of_person(batch.visits, row)
        if not settle_person(batch, row, end):
            batch.work.pending[waiting] = row
            waiting += 1
        row = end
    return waiting


def settle_waiting(batch: Batch, count: int) -> int:
    """Settle the persons who waited; return how many still do."""
    waiting = 0
    for number in range(count):
        row = batch.work.pending[number]
        if not settle_person(batch, row, end_of_person(batch.visits, row)):
            batch.work.pending[waiting] = row
            waiting += 1
    return waiting


def end_of_person(visits: VisitColumns, row: int) -> int:
    """Return the row after the last of the person whose rows begin here."""
    person = visits.person[row]
    end = row + 1
    while end < len(visits.person) and visits.person[end] == person:
        end += 1
    return end


def settle_person(batch: Batch, start: int, end: int) -> bool:
    """Settle a person's rows in their order; False if she waits for terms."""
    kept = batch.work.kept
    begin_person(batch.work, end - start)
    misplaced = start > 0 and batch.visits.person[start] <= batch.visits.person[start - 1]
    row = start
    while row < end:
        first = read_row(batch.visits, row)
        last = last_row_of_bill(batch.visits, row, end)
        fault = int(Fault.OUT_OF_ORDER) if misplaced else check_number(batch, first)
        if fault == 0:
            keep_row(batch.work.visit_slots, kept[Kept.SLOTS] - 1, first.visit, row)
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


def last_row_of_bill(visits: VisitColumns, row: int, end: int) -> int:
    """Return the last row of a bill: only special diseases have more than one."""
    last = row
    if visits.kind[row] != CareKind.SPECIAL_DISEASE or visits.reverses[row] != 0:
        return last
    while (
        last + 1 < end
        and last - row < LOW_BITS - 1
        and visits.visit[last + 1] == visits.visit[row]
        and visits.settled_at[last + 1] == visits.settled_at[row]
        and visits.kind[last + 1] == CareKind.SPECIAL_DISEASE
        and visits.reverses[last + 1] == 0
    ):
        last += 1
    return last


def check_number(batch: Batch, row: Row) -> int:
    """Return the fault of a row's number, person or moment; 0 if it may be looked at."""
    kept = batch.work.kept
    if row.visit == MISSING or row.person == MISSING or row.settled_at == MISSING:
        return int(Fault.VALUE_MISSING)
    if row.visit <= 0:
        return int(Fault.VISIT_NUMBER_WRONG)
    if not is_in_calendar(row.settled_at, batch.rules):
        return int(Fault.DAY_OUT_OF_RANGE)
    if row.settled_at < kept[Kept.LATEST]:
        return int(Fault.OUT_OF_ORDER)
    if kept[Kept.ROWS] >= MOST_ROWS:
        return int(Fault.TOO_MANY_ROWS)
    slots, mask = batch.work.visit_slots, kept[Kept.SLOTS] - 1
    if find_row(batch.visits.visit, slots, mask, row.visit) >= 0:
        return int(Fault.VISIT_REPEATED)
    return 0


def add_credits(batch: Batch, first: int, last: int) -> int:
    """Add what was credited to the accounts since the row before, whatever becomes of the bill."""
    kept = batch.work.kept
    for row in range(first, last + 1):
        own = batch.visits.account_credit_fen[row]
        aid = batch.visits.aid_credit_fen[row]
        if own < 0 or own > MAX_FEN or aid < 0 or aid > MAX_FEN:
            return int(Fault.CREDIT_WRONG)
        kept[Kept.ACCOUNT] += own
        kept[Kept.AID] += aid
    return 0


def mark_fault(batch: Batch, first: int, last: int, fault: int) -> None:
    """Give the rows of a bill their fault, and zeros as results."""
    for row in range(first, last + 1):
        # Of a bill whose one row is faulty, that row has its own fault already.
        if fault != Fault.BILL_ROW_FAULTY or batch.faults[row] == 0:
            batch.faults[row] = fault
        batch.work.marks[row] = 0
        for column in range(len(batch.out)):
            batch.out[column, row] = 0
