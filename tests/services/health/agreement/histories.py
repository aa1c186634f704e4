"""Histories of persons over several years, crowded where the rules bend; a seed gives the same.

Amounts are drawn around what is left of a deductible or cap, as the counter tells it while the
history is made; days around those on which policy changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random
from typing import NamedTuple

from rongcheng.kernel.money import PPM
from rongcheng.policy.book import PolicyBook
from rongcheng.services.health.batch.words import epoch_starts
from tests.services.health.agreement.counter import PersonCounter, Row
from tests.services.health.agreement.records import Record

TIERS = ("primary", "level_1", "level_2", "level_3", "provincial")
CATEGORIES = ("settled", "living", "posted", "referred", "emergency", "other")
KINDS = (11, 11, 11, 11, 13, 1301, 14, 14, 14, 9901, 9903, 51, 52, 2106, 2107, 2101, 2101, 22, 28)
STAY_KINDS = (2101, 22, 28, 52, 2106, 2107)
EDGES = (1, 2, 19_999, 20_000, 20_001, 30_000, 30_001, 50_000, 160_000, 200_001, 600_000)
DAYS_OF_YEARS = 4 * 365
FIRST = date(2023, 1, 1)


class History(NamedTuple):
    """A person's rows with what the counter makes of each: results, and the fault."""

    records: list[Record]
    rows: list[Row]
    faults: list[int]


class Player:
    """Makes persons' histories; bill numbers run on over all of them."""

    def __init__(self, books: Sequence[PolicyBook], seed: int) -> None:
        self.random = Random(seed)
        self.books = list(books)
        self.by_pool = {pool.code: book for book in books for pool in book.pools()}
        self.turns = [day for day in epoch_starts(books) if FIRST <= day <= date(2027, 1, 1)]
        self.visit = 0
        self.person = 0
        self._of_stay: dict[tuple[int, int], Record] = {}

    def history(self) -> History:
        """Return one person's history."""
        rng = self.random
        self.person += 1
        counter = PersonCounter(self.by_pool)
        history = History([], [], [])
        who = self._who(rng.choice(self.books))
        stay = 0
        for at in self._moments(rng.choice((1, 3, 10, 25, 60))):
            back = self._reversal(counter, who, at)
            if back is not None:
                self._take(history, counter, [back])
                continue
            bill, stay = self._bill(replace(who, at=at), counter, stay)
            self._take(history, counter, bill)
            if rng.random() < 0.05:
                who = self._moved(who)
        return history

    def _take(self, history: History, counter: PersonCounter, bill: list[Record]) -> None:
        rows, fault = counter.settle(bill)
        history.records.extend(bill)
        history.rows.extend(rows)
        history.faults.extend([fault] * len(bill))

    def _next(self) -> int:
        self.visit += 1
        return self.visit

    def _who(self, book: PolicyBook) -> Record:
        rng = self.random
        scheme = rng.choice(("employee", "resident"))
        standings: tuple[str, ...] = ("in_service", "retired")
        if scheme == "resident":
            standings = ("adult", "senior", "student", "child")
        pool = rng.choice(book.pools()).code
        return Record(
            visit=0,
            person=self.person,
            at=datetime(2023, 1, 1),
            insured_pool=pool,
            care_pool=pool,
            scheme=scheme,
            standing=rng.choice(standings),
            age=rng.randint(0, 100),
            premium=rng.choice(("single", "high", "low")) if scheme == "resident" else "single",
            pooling=rng.choice(("combined", "combined", "single")),
            means=rng.choice(("ordinary",) * 4 + ("destitute", "minimum_income", "low_income")),
            civil_servant=int(rng.random() < 0.2),
            diseases=rng.choice((0, 1, 1, 2, 3)),
        )

    def _moved(self, who: Record) -> Record:
        """Return a person who became another in the eyes of the fund."""
        rng = self.random
        other = self._who(self.by_pool[who.insured_pool])
        return replace(other, person=who.person, age=min(who.age + rng.randint(0, 1), 150))

    def _moments(self, count: int) -> list[datetime]:
        rng = self.random
        found = []
        for _ in range(count):
            on = FIRST + timedelta(days=rng.randrange(DAYS_OF_YEARS))
            if self.turns and rng.random() < 0.15:
                on = rng.choice(self.turns) - timedelta(days=rng.randint(0, 1))
            found.append(
                datetime(on.year, on.month, on.day) + timedelta(seconds=rng.randrange(86_400))
            )
        # Half of the histories are crowded into few months, so that limits are reached.
        if rng.random() < 0.5:
            found = [at.replace(month=rng.randint(1, 2), day=1 + at.day % 28) for at in found]
        return sorted(found)

    def _reversal(self, counter: PersonCounter, who: Record, at: datetime) -> Record | None:
        rng = self.random
        standing = [visit for visit in counter.made if counter.can_take_back(visit)]
        if not standing or rng.random() > 0.12:
            return None
        of = rng.choice((standing[-1], rng.choice(standing)))
        credit = rng.choice((0, 0, 777))
        return replace(
            who, at=at, visit=self._next(), reverses=of, total_fen=0, in_scope_fen=0,
            account_credit_fen=credit,
        )  # fmt: skip

    def _bill(self, who: Record, counter: PersonCounter, stay: int) -> tuple[list[Record], int]:
        """Return the rows of a bill and the stay that may be settled again."""
        rng = self.random
        record = replace(self._placed(who), visit=self._next())
        kind = rng.choice(KINDS)
        if kind in STAY_KINDS and rng.random() < 0.4:
            earlier = self._again(counter, record, stay)
            if earlier is not None:
                return [self._priced(earlier, counter)], stay
            stay = stay + 1
            record = replace(record, stay=stay)
        record = self._of_kind(replace(record, kind=kind))
        record = self._priced(record, counter)
        if kind == 14 and rng.random() < 0.5:
            return self._months(record, counter), stay
        return [record], stay

    def _again(self, counter: PersonCounter, record: Record, stay: int) -> Record | None:
        """Return a further settlement of the stay, where one of it stands."""
        standing = counter.stays.get(stay)
        if not standing or self.random.random() < 0.3:
            return None
        first = self._of_stay[stay, record.person]
        return replace(
            record, stay=stay, kind=first.kind, tier=first.tier, care_pool=first.care_pool,
            birth=first.birth, pregnancy=first.pregnancy, begun=None,
        )  # fmt: skip

    def _placed(self, who: Record) -> Record:
        """Return the person at a place of care, filed or not, on a day of registration."""
        rng = self.random
        care = who.insured_pool
        if rng.random() < 0.35:
            care = rng.choice(self.by_pool[who.insured_pool].pools()).code
        begun = who.at.date() - timedelta(days=rng.choice((0, 1, 5, 40, 400)))
        return replace(
            who,
            care_pool=care,
            tier=rng.choice(TIERS),
            category=rng.choice(CATEGORIES),
            filed=int(rng.random() < 0.8),
            begun=begun if rng.random() < 0.5 else None,
            status=1 if rng.random() < 0.97 else rng.choice((0, 2, 3, 4)),
            account_use=rng.choice((0, 1, 1, 2)),
            account_credit_fen=rng.choice((0, 0, 1, 5_000, 200_000)),
            aid_credit_fen=rng.choice((0, 0, 0, 3_000)),
        )

    def _of_kind(self, record: Record) -> Record:
        """Return the record with what goes with its kind of care only."""
        rng = self.random
        kind = record.kind
        granted = int(rng.random() < 0.9)
        if kind == 14:
            record = replace(
                record,
                disease_granted=int(granted and record.diseases > 0),
                month=rng.choice((0, _month(record.at))),
            )
        if kind == 9901:
            word = rng.choice(("hypertension", "diabetes", "both", ""))
            record = replace(record, two_diseases=word, disease_granted=granted)
        if kind in (52, 2106, 2107):
            record = replace(
                record,
                birth=rng.choice(("natural", "caesarean")) if kind == 52 else "",
                pregnancy=rng.choice((0, 0, 0, 1, 2, 3)),
            )
        if kind in (11, 13, 1301):
            record = replace(record, campus=int(rng.random() < 0.3))
        if record.stay:
            self._of_stay[record.stay, record.person] = record
        return record

    def _priced(self, record: Record, counter: PersonCounter) -> Record:
        """Return the record with a bill, its parts adding up."""
        rng = self.random
        in_scope = self._amount(counter)
        parts = [rng.choice((0, 0, 1, rng.randrange(20_000))) for _ in range(3)]
        return replace(
            record,
            self_paid_fen=parts[0],
            over_limit_fen=parts[1],
            prepaid_fen=parts[2],
            in_scope_fen=in_scope,
            total_fen=in_scope + sum(parts),
        )

    def _amount(self, counter: PersonCounter) -> int:
        rng = self.random
        chance = rng.random()
        last = counter.last
        if chance < 0.3 and last is not None:
            result = last.outpatient or last.inpatient
            left = result.cap_left_fen - result.fund_fen if result else 0
            ratio = result.ratio_ppm if result else 0
            if left < 10**10 and ratio:
                deductible = rng.choice((0, result.deductible_fen if result else 0))
                wanted = left * PPM // ratio + deductible + rng.randint(-2, 2)
                return max(wanted, 1)
        if chance < 0.5:
            return rng.choice(EDGES)
        # The second layer's cap is far away: a few bills are as large as no hospital's.
        most = 9.0 if chance > 0.98 else 7.6 if chance > 0.9 else 5.5
        return max(int(10 ** rng.uniform(2.5, most)), 1)

    def _months(self, record: Record, counter: PersonCounter) -> list[Record]:
        """Return a bill over several months: a row for each, one number."""
        rng = self.random
        year, month = record.at.year, record.at.month
        back = sorted(rng.sample(range(6), rng.randint(1, 4)), reverse=True)
        rows: list[Record] = []
        for months in back:
            place = year * 12 + month - 1 - months
            part = self._priced(record, counter) if rows else record
            credit = record.account_credit_fen if not rows else 0
            part = replace(
                part,
                month=place // 12 * 100 + place % 12 + 1,
                account_credit_fen=credit,
                aid_credit_fen=0 if rows else record.aid_credit_fen,
            )
            rows.append(part)
        return rows


def _month(at: datetime) -> int:
    return at.year * 100 + at.month


def histories_of(books: Sequence[PolicyBook], seed: int, visits: int) -> list[History]:
    """Return persons' histories of at least so many rows together."""
    player = Player(books, seed)
    found: list[History] = []
    rows = 0
    while rows < visits:
        found.append(player.history())
        rows += len(found[-1].records)
    return found


def joined(histories: Sequence[History]) -> History:
    """Return histories one after another."""
    return History(
        [record for history in histories for record in history.records],
        [row for history in histories for row in history.rows],
        [fault for history in histories for fault in history.faults],
    )
