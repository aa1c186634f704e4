"""The counter as the reference of a batch: `assess`, with totals carried by `add_counted`."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from rongcheng.policy.book import PolicyBook
from rongcheng.policy.errors import NoPolicyValue
from rongcheng.services.health.assessing.assessment import Assessment, assess
from rongcheng.services.health.assessing.bills import LineOutcome
from rongcheng.services.health.assessing.counting import Counted, add_counted, counted_by
from rongcheng.services.health.assessing.facts import CareFacts, CareTotals, ChargeFacts
from rongcheng.services.health.assessing.terms import LinePolicy
from rongcheng.services.health.batch.faults import REFUSAL_BITS
from rongcheng.services.health.domain.pregnancies import next_prenatal
from rongcheng.services.health.domain.reasons import REASONS
from rongcheng.services.health.domain.types import LineSplit, LineTerms
from rongcheng.services.health.errors import NotEntitled
from rongcheng.services.health.rules import FIRST_REFUSAL
from tests.services.health.agreement.records import Record

NO_VALUE = 40
TWO_DISEASES = "health.two_diseases.diseases"
ELSEWHERE = LinePolicy(LineTerms(0, -1, 0, 0), {"zh": "", "en": ""}, "", "", None)
BITS_OF = {REASONS[bit].code: 1 << place for place, bit in enumerate(REFUSAL_BITS)}

Row = tuple[int, ...]
"""The fourteen results of a row, in the order of `ResultColumns`."""
NOTHING: Row = (0,) * 14


class Made(NamedTuple):
    """A settled bill: what it counted, what each of its rows came to, and its year."""

    counted: Counted
    rows: list[Row]
    year: int
    stay: int


class PersonCounter:
    """Settles one person's bills in their order, as the counter does without a database."""

    def __init__(self, books: Mapping[str, PolicyBook]) -> None:
        self.books = books
        self.totals = CareTotals()
        self.year = 0
        self.prenatal: dict[int, int] = defaultdict(int)
        self.stays: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self.made: dict[int, Made] = {}
        self.account = self.aid = 0
        self.last: Assessment | None = None

    def settle(self, bill: Sequence[Record]) -> tuple[list[Row], int]:
        """Return the results of a bill's rows, and its fault."""
        for record in bill:
            self.account += record.account_credit_fen
            self.aid += record.aid_credit_fen
        first = bill[0]
        if first.reverses:
            self._turn_to(first.at.year)
            return [self._take_back(first.reverses)], 0
        self._turn_to(first.at.year)
        facts = self.facts_of(bill)
        lines = tuple(
            LineOutcome(
                line,
                ELSEWHERE,
                LineSplit(r.self_paid_fen, r.over_limit_fen, r.prepaid_fen, r.in_scope_fen, 0),
            )
            for line, r in zip(facts.lines, bill, strict=True)
        )
        try:
            decided = assess(facts, self.books[first.insured_pool], self.totals, lines=lines)
        except NotEntitled as refused:
            codes: Any = refused.params["codes"]
            return [NOTHING] * len(bill), FIRST_REFUSAL + sum(BITS_OF[code] for code in codes)
        except NoPolicyValue:
            return [NOTHING] * len(bill), NO_VALUE
        self.last = decided
        rows = rows_of(decided, bill)
        counted = counted_by(facts, decided, self.totals)
        self._count(counted, 1, same_year=True)
        amounts = decided.amounts
        self.account -= amounts.account_fen - amounts.aid_fen
        self.aid -= amounts.aid_fen
        if first.stay:
            self.stays[first.stay].append((first.visit, amounts.deductible_fen))
        self.made[first.visit] = Made(counted, rows, first.at.year, first.stay)
        return rows, 0

    def can_take_back(self, visit: int) -> bool:
        """Say whether the counter would take this bill back now."""
        made = self.made.get(visit)
        return made is not None and (not made.stay or self.stays[made.stay][-1][0] == visit)

    def _take_back(self, visit: int) -> Row:
        made = self.made.pop(visit)
        self._count(made.counted, -1, same_year=made.year == self.year)
        total = [sum(column) for column in zip(*made.rows, strict=True)]
        self.account += total[9] - total[10]
        self.aid += total[10]
        if made.stay:
            self.stays[made.stay].pop()
        return (*(-fen for fen in total[:12]), made.rows[0][12], 0)

    def _turn_to(self, year: int) -> None:
        if year != self.year:
            kept = self.totals
            self.totals = CareTotals(
                months=kept.months,
                births=kept.births,
                later_births=kept.later_births,
                prenatal_fen=kept.prenatal_fen,
            )
            self.year = year

    def _count(self, counted: Counted, sign: int, *, same_year: bool) -> None:
        """Count into the totals; of an earlier year only what outlasts it is still carried."""
        moved = counted if same_year else {**counted, "year": {}, "admissions": 0}
        self.prenatal[counted["pregnancy"]] += sign * counted["prenatal_fen"]
        totals = add_counted(self.totals, moved, sign)
        used = self.prenatal[next_prenatal(totals.paid)]
        self.totals = replace(totals, prenatal_fen=used)

    def facts_of(self, bill: Sequence[Record]) -> CareFacts:
        """Return what a bill is decided on."""
        record = bill[0]
        book = self.books[record.insured_pool]
        standing = self.stays[record.stay] if record.stay else []
        granted, disease = grants_of(record, book)
        return CareFacts(
            metro=book.metro,
            insured_pool=record.insured_pool,
            care_pool=record.care_pool,
            care_city=book.pool(record.care_pool).city,
            tier=record.tier,
            scheme=record.scheme,
            standing=record.standing,
            status=record.status,
            kind=record.kind,
            category=record.category,
            filed=bool(record.filed),
            granted_diseases=granted,
            disease_code=disease,
            settled_on=record.at.date(),
            lines=tuple(_line(number, part) for number, part in enumerate(bill)),
            account_use=record.account_use,
            account_balance_fen=self.account,
            aid_balance_fen=self.aid,
            begun_on=record.begun,
            age=record.age,
            premium=record.premium,
            pooling=record.pooling,
            means=record.means,
            civil_servant=bool(record.civil_servant),
            campus=bool(record.campus),
            birth=record.birth,
            pregnancy=record.pregnancy,
            stay_settled=bool(standing),
            stay_deductible_fen=sum(fen for _, fen in standing),
        )


def _line(number: int, record: Record) -> ChargeFacts:
    return ChargeFacts(
        serial=str(number),
        item_code="",
        occurred_on=charged_on(record),
        price_micro=record.total_fen * 10_000,
        quantity_e4=10_000,
        amount_fen=record.total_fen,
    )


def charged_on(record: Record) -> date:
    """Return the day that governs the limit of a row's month: its last, or the settlement's."""
    settled = record.at.date()
    if not record.month:
        return settled
    year, month = divmod(record.month, 100)
    return min(date(year, month, monthrange(year, month)[1]), settled)


def grants_of(record: Record, book: PolicyBook) -> tuple[tuple[str, ...], str]:
    """Return grants and a disease that stand for the columns about diseases."""
    if record.kind == 14:
        granted = tuple(f"D{number}" for number in range(record.diseases))
        return granted, "D0" if record.disease_granted else "NONE"
    if record.kind != 9901:
        return (), ""
    words = {"both": ("hypertension", "diabetes"), "": ()}.get(
        record.two_diseases, (record.two_diseases,)
    )
    codes = []
    for word in words:
        if book.parameter(TWO_DISEASES) is None:
            continue
        found = book.layers(TWO_DISEASES, record.insured_pool, record.at.date(), disease=word)
        listed: Any = found[0].value if found else ()
        codes += [item.code for item in listed[:1]]
    granted = (*codes, "D0")
    return granted, granted[0] if record.disease_granted else "NONE"


def rows_of(decided: Assessment, bill: Sequence[Record]) -> list[Row]:
    """Return what each row of a bill shows: months their own, the last row all the rest."""
    a = decided.amounts
    above = (a.large_fen, a.catastrophic_fen, a.civil_servant_fen, a.assistance_fen)
    person = (a.person_fen, a.account_fen, a.aid_fen, a.cash_fen)
    if len(bill) == 1:
        head = (a.deductible_fen, a.pool_fen, a.own_share_fen)
        return [(*head, *above, a.fund_fen, *person, decided.ratio_ppm, decided.reasons)]
    rows: list[Row] = []
    for month in decided.months:
        r = month.result
        rows.append((0, r.fund_fen, r.own_share_fen, 0, 0, 0, 0, r.fund_fen, 0, 0, 0, 0,
                     r.ratio_ppm, r.reasons))  # fmt: skip
    pool, own, fund, ratio = rows[-1][1], rows[-1][2], rows[-1][1] + sum(above), rows[-1][12]
    rows[-1] = (0, pool, own, *above, fund, *person, ratio, decided.reasons)
    return rows
