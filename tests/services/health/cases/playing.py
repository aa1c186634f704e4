"""Plays a story: visit after visit at a counter, what was used carried from each to the next.

A counter is anything that settles a visit: the rules alone (`RuleCounter`, no database), or the
room's own actions on PostgreSQL (`acting.ActionCounter`). Both play the same stories.
"""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple, Protocol

import pytest

from rongcheng.foundation.people.public import age_on
from rongcheng.kernel.errors import RongchengError
from rongcheng.kernel.outcomes import reasons_from_mask
from rongcheng.policy.book import PolicyBook
from rongcheng.services.health.assessing import filing_terms
from rongcheng.services.health.assessing.assessment import assess
from rongcheng.services.health.assessing.counting import Counted, counted_by, paid_with
from rongcheng.services.health.assessing.facts import (
    CareFacts,
    CareTotals,
    ChargeFacts,
    births_of,
    mask_of,
)
from rongcheng.services.health.domain.filing import FilingFacts
from rongcheng.services.health.domain.pregnancies import next_prenatal
from rongcheng.services.health.domain.reasons import REASONS
from rongcheng.services.health.domain.types import AccountUse, SettledAmounts
from rongcheng.services.health.filings.facts import with_filing
from tests.services.health.cases.books import book_for
from tests.services.health.cases.telling import AMOUNTS, TOTALS, Line, Story, Visit


class Played(NamedTuple):
    """What came of a visit: amounts by word in fen, and the codes of the reasons."""

    amounts: dict[str, int]
    reasons: list[str]


class Counter(Protocol):
    """Where a story's visits are settled."""

    def settle(self, visit: Visit) -> Played:
        """Settle one visit, or raise its refusal."""

    def take_back(self, visit: Visit) -> None:
        """Reverse the earlier visit that this one names."""

    def so_far(self, visit: Visit) -> dict[str, int]:
        """Return what the year of the visit, and each month, has used by now, in fen."""


def play(story: Story, counter: Counter) -> None:
    """Settle every visit of the story and compare all that the story tells."""
    for number, visit in enumerate(story.visits, 1):
        if visit.refused is not None:
            before = counter.so_far(visit)
            with pytest.raises(RongchengError) as caught:
                counter.settle(visit)
            assert _told(caught.value, visit.refused) == visit.refused, (story.name, number)
            assert counter.so_far(visit) == before, (story.name, number)
            continue
        if visit.takes_back:
            counter.take_back(visit)
        else:
            played = counter.settle(visit)
            assert played == Played(visit.pays or {}, visit.reasons), (story.name, number)
        after = counter.so_far(visit)
        told = {word: after.get(word, 0) for word in visit.so_far}
        assert told == visit.so_far, (story.name, number)


def _told(error: RongchengError, asked: dict[str, object]) -> dict[str, object]:
    params = error.params
    said = {"code": error.code, "reasons": params.get("codes"), "key": params.get("key")}
    return {word: said[word] for word in asked}


def played_of(amounts: SettledAmounts, mask: int) -> Played:
    """Return a settlement's amounts under the stories' words."""
    found = {word: getattr(amounts, f"{word}_fen") for word in AMOUNTS}
    return Played(
        found,
        [
            reason.code
            for reason in reasons_from_mask(mask, {**REASONS, **filing_terms.FILING_REASONS})
        ],
    )


def facts_of_line(number: int, line: Line, book: PolicyBook, city: str) -> ChargeFacts:
    """Return the facts of a line; a class stands for its first plain item of that day."""
    return ChargeFacts(
        serial=str(number),
        item_code=line.item or plain_item(book, city, line),
        occurred_on=line.on,
        price_micro=line.price_micro,
        quantity_e4=line.quantity_e4,
        amount_fen=line.amount_fen,
        approval=line.approval,
    )


def plain_item(book: PolicyBook, city: str, line: Line) -> str:
    """Return an item of a class: no price cap, no restriction, the general prepaid share."""
    return next(
        item.code
        for item in book.catalogue(city).items(line.on)
        if item.charge_class == line.charge_class
        and not item.cap_micro
        and not item.restricted
        and item.prepay_ppm is None
    )


def filings_of(story: Story, pool: str) -> tuple[filing_terms.FilingOnRecord, ...]:
    """Return the person's filings toward a pool as the rule takes them, oldest first."""
    found = [filing for filing in story.person.filings if filing.toward == pool]
    return tuple(
        filing_terms.FilingOnRecord(
            f"F{number}",
            FilingFacts(
                int(filing_terms.CATEGORIES[filing.category]),
                filing.since.toordinal(),
                filing.until.toordinal() if filing.until else 0,
                filing.made_at.date().toordinal(),
                0,
            ),
        )
        for number, filing in enumerate(sorted(found, key=lambda filing: filing.made_at), 1)
    )


class RuleCounter:
    """Settles by the rules alone, and keeps the totals and balances as a counter would."""

    def __init__(self, story: Story) -> None:
        """Begin the story with what was used before it."""
        start = story.start
        self.story = story
        self.book = book_for(story)
        self.years: dict[int, dict[str, int]] = defaultdict(lambda: dict.fromkeys(TOTALS, 0))
        self.years[start.year] |= start.used
        self.months: dict[int, int] = defaultdict(int, start.months)
        self.stays: dict[tuple[int, str], int] = defaultdict(int)
        self.stays |= {(start.year, tier): count for tier, count in start.admissions.items()}
        self.paid = mask_of(range(1, start.births + 1))
        self.prenatal: dict[int, int] = defaultdict(int)
        self.prenatal[next_prenatal(self.paid)] = start.used.get("prenatal", 0)
        self.parts: dict[str, list[int]] = defaultdict(list)
        self.made: dict[int, tuple[Counted, SettledAmounts, int]] = {}
        self.account_fen = story.person.account_fen
        self.aid_fen = story.person.aid_fen

    def settle(self, visit: Visit) -> Played:
        """Decide a visit on what was used so far, and carry its amounts on."""
        facts = with_filing(
            self.facts_of(visit),
            self.book,
            filings_of(self.story, self.book.pool_of_city(visit.city)),
            emergency=visit.emergency,
        )
        totals = self.totals_of(visit)
        decided = assess(facts, self.book, totals)
        amounts = decided.amounts
        counted = counted_by(facts, decided, totals)
        self._count(visit.at.year, counted, 1)
        self._pay(amounts, 1)
        self.made[self.story.visits.index(visit) + 1] = (counted, amounts, visit.at.year)
        if visit.stay:
            self.parts[visit.stay].append(amounts.deductible_fen)
        return played_of(amounts, decided.reasons)

    def take_back(self, visit: Visit) -> None:
        """Give an earlier visit's amounts back to the totals of its own year."""
        counted, amounts, year = self.made.pop(visit.takes_back)
        self._count(year, counted, -1)
        self._pay(amounts, -1)
        stay = self.story.visits[visit.takes_back - 1].stay
        if stay:
            self.parts[stay].remove(amounts.deductible_fen)

    def _count(self, year: int, counted: Counted, sign: int) -> None:
        for word, column in TOTALS.items():
            self.years[year][word] += sign * counted["year"].get(column, 0)
        for month, used in counted["months"]:
            self.months[month] += sign * used
        self.stays[year, counted["tier"]] += sign * counted["admissions"]
        self.paid = paid_with(self.paid, counted, sign)
        self.prenatal[counted["pregnancy"]] += sign * counted["prenatal_fen"]

    def _pay(self, amounts: SettledAmounts, sign: int) -> None:
        self.account_fen -= sign * (amounts.account_fen - amounts.aid_fen)
        self.aid_fen -= sign * amounts.aid_fen

    def so_far(self, visit: Visit) -> dict[str, int]:
        """Return the totals by word."""
        months = {str(month): used for month, used in self.months.items()}
        prenatal = {"prenatal": self.prenatal[next_prenatal(self.paid)]}
        return self.years[visit.at.year] | prenatal | months

    def totals_of(self, visit: Visit) -> CareTotals:
        """Return the running totals before the visit."""
        year = self.years[visit.at.year]
        return CareTotals(
            **{column: year[word] for word, column in TOTALS.items() if word != "prenatal"},
            prenatal_fen=self.prenatal[next_prenatal(self.paid)],
            months=dict(self.months),
            **births_of(self.paid),
            admissions={t: n for (of, t), n in self.stays.items() if of == visit.at.year},
        )

    def facts_of(self, visit: Visit) -> CareFacts:
        """Return what the visit is decided on."""
        person = self.story.person
        book = self.book
        begun_on = visit.begun_on or visit.at.date()
        parts = self.parts[visit.stay] if visit.stay else []
        pool = book.pool_of_city(visit.city)
        return CareFacts(
            metro=self.story.metro,
            insured_pool=person.pool,
            care_pool=pool,
            care_city=visit.city,
            tier=visit.tier,
            scheme=person.scheme,
            standing=person.standing,
            status=person.status,
            kind=int(visit.kind),
            category="other",
            filed=False,
            granted_diseases=person.granted if visit.disease else (),
            disease_code=visit.disease,
            settled_on=visit.at.date(),
            lines=tuple(
                facts_of_line(number, line, book, visit.city)
                for number, line in enumerate(visit.lines, 1)
            ),
            account_use=int(AccountUse(visit.account_use)),
            account_balance_fen=self.account_fen,
            aid_balance_fen=self.aid_fen,
            begun_on=begun_on,
            age=age_on(person.born_on, visit.at.date()),
            premium=person.premium,
            pooling=person.pooling,
            means=person.means,
            civil_servant=person.civil_servant,
            campus=visit.campus,
            birth=visit.birth,
            pregnancy=visit.pregnancy,
            interim=visit.interim,
            stay_settled=bool(parts),
            stay_deductible_fen=sum(parts),
        )
