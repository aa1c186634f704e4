"""Settles one bill of a batch, or takes one back (批量单笔结算): claim, shares, counting."""

from __future__ import annotations

from typing import NamedTuple

from rongcheng.kernel.money import MAX_FEN
from rongcheng.services.health.batch.checks import check_row, is_other_bill
from rongcheng.services.health.batch.counts import (
    begin_year,
    count_bill,
    count_month,
    find_stay,
    keep_stay,
)
from rongcheng.services.health.batch.faults import Fault, refusal_fault
from rongcheng.services.health.batch.keys import State
from rongcheng.services.health.batch.questions import (
    NOT_ASKED,
    WAITS,
    Care,
    ask_aid,
    ask_care,
    ask_layers,
    ask_month,
    care_of,
)
from rongcheng.services.health.batch.rows import (
    ROWS_BITS,
    YEAR_BITS,
    Batch,
    Col,
    Kept,
    Note,
    Out,
    Row,
    Stays,
    read_row,
)
from rongcheng.services.health.batch.shares import (
    NO_SHARE,
    Share,
    StayBefore,
    layers_of,
    share_capped,
    share_special,
    share_stay,
)
from rongcheng.services.health.domain.benefit import (
    Benefit,
    Counting,
    is_grant_needed,
)
from rongcheng.services.health.domain.entitlement import decide_claim
from rongcheng.services.health.domain.person import compute_person_share
from rongcheng.services.health.domain.stay_types import LayerResult
from rongcheng.services.health.domain.types import (
    EntitlementFacts,
    EntitlementTerms,
    PersonFacts,
    PersonShare,
)


class Bill(NamedTuple):
    """A bill of the loop: the rows it stands on, from `first` to `last`."""

    first: int
    last: int


class Places(NamedTuple):
    """Where the answers to a row's questions stand in the table of terms."""

    care: int
    layers: int
    aid: int


def settle_bill(batch: Batch, row: Row, bill: Bill) -> int:
    """Settle a bill of one row or of several months; return its fault, 0 if it is settled."""
    fault = check_bill(batch, row, bill)
    if fault != 0:
        return fault
    care = care_of(batch, row)
    if batch.kept[Kept.YEAR] != care.month // 100:
        begin_year(batch, care.month // 100)
    places = Places(
        ask_care(batch, row, care), ask_layers(batch, row, care), ask_aid(batch, row, care)
    )
    if places.care == WAITS or places.layers == WAITS or places.aid == WAITS:
        ask_months(batch, care, bill)
        return WAITS
    reasons = claim_of(batch, row, care, places.care)
    fault = check_claim(batch, reasons, places)
    stay = find_stay(batch, row.stay)
    if fault == 0 and stay.place >= 0 and is_other_stay(batch, row, stay.place):
        fault = int(Fault.STAY_WRONG)
    if fault != 0:
        return fault
    share = share_of(batch, row, care, bill, StayTerms(places.care, stay))
    if share.state == NO_SHARE:
        return WAITS
    if share.state != State.ANSWERED:
        return int(Fault.NO_POLICY_VALUE)
    above = layers_of(batch, share, places.layers)
    aid_allowed = batch.terms[places.aid, 1] if places.aid >= 0 else 0
    fund = share.pool_fen + above.second_fen + above.civil_servant_fen + above.assistance_fen
    person = person_of(batch, row, bill, fund, aid_allowed)
    write_shares(batch, care, bill, share, above)
    write_person(batch, bill.last, person)
    batch.out[Out.REASONS, bill.last] |= reasons | share.reasons | above.reasons
    count_settled(batch, Counted(row, care, bill, share, above, stay))
    return 0


class StayTerms(NamedTuple):
    """Where a bill's terms stand, and what stands of its stay."""

    place: int
    stay: StayBefore


def share_of(batch: Batch, row: Row, care: Care, bill: Bill, terms: StayTerms) -> Share:
    """Return the pool's part of a bill, by the rule of its benefit."""
    if care.benefit == Benefit.SPECIAL:
        return share_special(batch, care, terms.place, bill.first, bill.last)
    if care.benefit == Benefit.INPATIENT:
        return share_stay(batch, row, terms.place, terms.stay)
    return share_capped(batch, row, care, terms.place, terms.stay)


def check_bill(batch: Batch, row: Row, bill: Bill) -> int:
    """Return the fault of a bill's rows; of several rows each keeps its own."""
    if bill.first == bill.last:
        return check_row(batch, row)
    total = 0
    faulty = False
    before = 0
    for number in range(bill.first, bill.last + 1):
        part = read_row(batch, number)
        fault = check_row(batch, part)
        if fault == 0 and number > bill.first and part.month <= before:
            fault = int(Fault.MONTH_REPEATED)
        if fault == 0 and part.month == 0:
            fault = int(Fault.MONTH_WRONG)
        if fault == 0 and is_other_bill(part, row):
            fault = int(Fault.BILL_ROWS_DIFFER)
        batch.notes[Note.FAULT, number] = fault
        faulty = faulty or fault != 0
        before = part.month
        if fault == 0:
            total += part.total_fen
    if faulty:
        return int(Fault.BILL_ROW_FAULTY)
    return int(Fault.AMOUNT_TOO_LARGE) if total > MAX_FEN else 0


def is_other_stay(batch: Batch, row: Row, place: int) -> bool:
    """Say whether a row cannot be of the stay whose number it gives."""
    first = batch.stays[Stays.FIRST, place]
    other: bool = (
        batch.columns[Col.KIND, first] != row.kind
        or batch.columns[Col.TIER, first] != row.tier
        or batch.columns[Col.CARE_POOL, first] != row.care_pool
    )
    return other


def ask_months(batch: Batch, care: Care, bill: Bill) -> None:
    """Ask for the months of a bill that waits, so that it waits only once."""
    if care.benefit == Benefit.SPECIAL:
        for number in range(bill.first, bill.last + 1):
            ask_month(batch, read_row(batch, number), care)


def claim_of(batch: Batch, row: Row, care: Care, place: int) -> int:
    """Return every reason why the fund would not pay."""
    terms = batch.terms
    covered = terms[place, 2] if terms[place, 0] == State.ANSWERED else 1
    return decide_claim(
        care.has_benefit,
        EntitlementFacts(
            row.status,
            care.off_site,
            row.filed,
            1 if is_grant_needed(care.benefit) else 0,
            row.disease_granted,
        ),
        EntitlementTerms(covered, terms[place, 1]),
    )


def check_claim(batch: Batch, reasons: int, places: Places) -> int:
    """Return the refusal, or that policy lacks a value: whichever the counter meets first."""
    terms = batch.terms
    if terms[places.care, 0] == State.NO_VALUE:
        return int(Fault.NO_POLICY_VALUE)
    refusal = refusal_fault(reasons)
    if refusal != 0:
        return refusal
    if (
        terms[places.care, 0] != State.ANSWERED
        or (places.layers != NOT_ASKED and terms[places.layers, 0] != State.ANSWERED)
        or (places.aid != NOT_ASKED and terms[places.aid, 0] != State.ANSWERED)
    ):
        return int(Fault.NO_POLICY_VALUE)
    return 0


def person_of(batch: Batch, row: Row, bill: Bill, fund_fen: int, aid_allowed: int) -> PersonShare:
    """Return what the person pays of the whole bill, and from where."""
    total = row.total_fen
    for number in range(bill.first + 1, bill.last + 1):
        total += batch.columns[Col.TOTAL, number]
    kept = batch.kept
    return compute_person_share(
        PersonFacts(
            total, fund_fen, 0, row.account_use, kept[Kept.ACCOUNT], kept[Kept.AID], aid_allowed
        )
    )


def write_shares(batch: Batch, care: Care, bill: Bill, share: Share, above: LayerResult) -> None:
    """Write what the funds pay to the last row of a bill; months have their pool part already."""
    out, last = batch.out, bill.last
    if care.benefit != Benefit.SPECIAL:
        out[Out.DEDUCTIBLE, last] = share.deductible_fen
        out[Out.POOL, last] = share.pool_fen
        out[Out.OWN_SHARE, last] = share.own_share_fen
        out[Out.RATIO, last] = share.ratio_ppm
        out[Out.REASONS, last] = 0
    out[Out.LARGE, last] = above.second_fen if care.employee == 1 else 0
    out[Out.CATASTROPHIC, last] = 0 if care.employee == 1 else above.second_fen
    out[Out.CIVIL_SERVANT, last] = above.civil_servant_fen
    out[Out.ASSISTANCE, last] = above.assistance_fen
    out[Out.FUND, last] = (
        out[Out.POOL, last] + above.second_fen + above.civil_servant_fen + above.assistance_fen
    )


def write_person(batch: Batch, last: int, person: PersonShare) -> None:
    """Write what the person pays, and take it from the accounts."""
    out, kept = batch.out, batch.kept
    out[Out.PERSON, last] = person.person_fen
    out[Out.ACCOUNT, last] = person.account_fen
    out[Out.AID, last] = person.aid_fen
    out[Out.CASH, last] = person.cash_fen
    out[Out.REASONS, last] |= person.reasons
    kept[Kept.ACCOUNT] -= person.account_fen - person.aid_fen
    kept[Kept.AID] -= person.aid_fen


class Counted(NamedTuple):
    """A settled bill with all that is counted of it."""

    row: Row
    care: Care
    bill: Bill
    share: Share
    above: LayerResult
    stay: StayBefore


def count_settled(batch: Batch, settled: Counted) -> None:
    """Carry a settled bill into the person's totals, and keep what its reversal needs."""
    row, bill, share, above = settled.row, settled.bill, settled.share, settled.above
    counting = Counting(
        share.pool_fen,
        share.deductible_fen,
        above.counted_fen,
        above.second_fen,
        above.assistance_fen,
    )
    marks = count_bill(batch, row, settled.care.benefit, counting, settled.stay.settled)
    if settled.care.benefit == Benefit.SPECIAL:
        for number in range(bill.first, bill.last + 1):
            part = read_row(batch, number)
            count_month(batch, part, settled.care.month, batch.out[Out.POOL, number])
    keep_stay(batch, row.stay, settled.stay, bill.first, share.deductible_fen)
    batch.notes[Note.MARKS, bill.first] = (
        marks | (bill.last - bill.first + 1) << ROWS_BITS | (settled.care.month // 100) << YEAR_BITS
    )
    batch.notes[Note.COUNTED_OWN, bill.first] = above.counted_fen
    for number in range(bill.first, bill.last + 1):
        batch.notes[Note.FAULT, number] = 0
