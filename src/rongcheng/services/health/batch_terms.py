"""Answers a batch's questions from the policy book (批量取政策): by the counter's own look-ups.

Each different question is asked once, for the first day of its epoch, and becomes a row of
integers. What policy has no value for is remembered as such: it is a fault of the rows that ask.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

import numpy as np

from rongcheng.policy.book import PolicyBook, Resolved
from rongcheng.policy.errors import NoPolicyValue, WrongDimensions
from rongcheng.services.health.batch_keys import (
    WIDTH,
    Ask,
    Question,
    Sizes,
    State,
    Tables,
    first_slot,
    unpack_question,
)
from rongcheng.services.health.benefits import BenefitQuestion, terms_of_benefit, word_of_care
from rongcheng.services.health.domain.benefit import Benefit, is_scheme_benefit
from rongcheng.services.health.layer_terms import Insured, layer_terms, outpatient_counts
from rongcheng.services.health.stay_terms import stay_terms
from rongcheng.services.health.terms import (
    Place,
    month_limit_terms,
    off_site_terms,
    special_terms,
    whole,
)

AGES = 151
"""Full years that a person may have, 0 to 150."""
EMPTY = 1 << 6
_MISSING = (NoPolicyValue, WrongDimensions)
Values = Mapping[str, Resolved]


class TermResolver:
    """Turns packed questions into rows of terms, each by the book of its pool of insurance."""

    def __init__(
        self,
        books: Sequence[PolicyBook],
        words: Mapping[str, tuple[str, ...]],
        starts: Sequence[date],
        sizes: Sizes,
    ) -> None:
        """Keep the books and what the numbers of a question stand for."""
        self._books = {pool.code: book for book in books for pool in book.pools()}
        self._words = words
        self._starts = starts
        self._sizes = sizes
        self._rows: dict[int, tuple[int, ...]] = {}
        self._answers: Mapping[Ask, Callable[[Question, set[str]], tuple[int, ...]]] = {
            Ask.CARE: self._care,
            Ask.LAYERS: self._layers,
            Ask.AID: self._aid,
            Ask.MONTH: self._month,
        }
        self.asked_keys: set[str] = set()

    def resolve(self, keys: Iterable[int]) -> Tables:
        """Resolve questions that are not known yet, and return all that are, in new tables."""
        for key in keys:
            if key not in self._rows:
                question = unpack_question(key, self._sizes)
                row = self._answers[Ask(question.ask)](question, self.asked_keys)
                self._rows[key] = (*row, *(0 for _ in range(WIDTH - len(row))))
        return _tables(self._rows)

    def _book(self, question: Question) -> PolicyBook:
        return self._books[self._words["insured_pool"][question.insured]]

    def _care(self, question: Question, asked: set[str]) -> tuple[int, ...]:
        """Return filing, whether the tier is covered, and the terms of the benefit."""
        book, place = self._book(question), self._place(question)
        benefit = Benefit(question.benefit)
        care = word_of_care(benefit, emergency=question.emergency == 1)
        try:
            off_site = off_site_terms(book, place, care)
        except _MISSING:
            return (State.NO_VALUE,)
        _note(asked, off_site.values)
        try:
            covered, terms = self._terms(question, benefit, care, asked)
        except _MISSING:
            known_first = benefit in (Benefit.INPATIENT, Benefit.SPECIAL)
            state = State.PARTLY if known_first else State.NO_VALUE
            return (state, off_site.filing_needed)
        return (State.ANSWERED, off_site.filing_needed, covered, *terms)

    def _terms(
        self, question: Question, benefit: Benefit, care: str, asked: set[str]
    ) -> tuple[int, tuple[int, ...]]:
        book, place = self._book(question), self._place(question)
        if benefit is Benefit.INPATIENT:
            premium, age = divmod(question.extra, AGES)
            stay = stay_terms(book, place, self._words["premium"][premium], age)
            _note(asked, stay.values)
            return 1, tuple(stay.terms)
        if benefit is Benefit.SPECIAL:
            special = special_terms(book, place)
            _note(asked, special.values)
            return 1, (special.ratio_ppm, special.cut_ppm, special.cap_year_fen)
        policy = terms_of_benefit(book, place, self._benefit(question, benefit, care))
        _note(asked, policy.values)
        covered = policy.terms.covered if benefit is Benefit.OUTPATIENT else 1
        return covered, tuple(policy.terms)

    def _benefit(self, question: Question, benefit: Benefit, care: str) -> BenefitQuestion:
        words, extra = self._words, question.extra
        word = ""
        if benefit is Benefit.TWO_DISEASES:
            word = words["two_diseases"][extra]
        elif benefit is Benefit.MATERNITY_STAY:
            word = words["birth"][extra]
        employee = int(words["scheme"][question.scheme] == "employee")
        pooling = words["pooling"][extra if benefit is Benefit.OUTPATIENT else 0]
        has_benefit = is_scheme_benefit(benefit, employee)
        return BenefitQuestion(benefit, care, has_benefit, word, pooling)

    def _layers(self, question: Question, asked: set[str]) -> tuple[int, ...]:
        """Return whether the layers count the bill, and their terms if they do."""
        book, on = self._book(question), self._starts[question.epoch]
        pool = self._words["insured_pool"][question.insured]
        means, civil_servant = divmod(question.extra, 2)
        insured = Insured(
            pool,
            self._words["scheme"][question.scheme],
            self._words["means"][means],
            civil_servant == 1,
        )
        try:
            if question.benefit == 0:
                counts = outpatient_counts(book, pool, on)
                _note(asked, {"counts": counts})
                if not whole(counts):
                    return (State.ANSWERED, 0)
            policy = layer_terms(book, insured, on)
        except _MISSING:
            return (State.NO_VALUE,)
        _note(asked, policy.values)
        return (State.ANSWERED, 1, *policy.terms)

    def _aid(self, question: Question, asked: set[str]) -> tuple[int, ...]:
        """Return whether family aid may pay."""
        try:
            allowed = self._book(question).resolve(
                "health.account.mutual_aid",
                at=self._words["insured_pool"][question.insured],
                on=self._starts[question.epoch],
                scheme=self._words["scheme"][question.scheme],
            )
        except _MISSING:
            return (State.NO_VALUE,)
        _note(asked, {"aid": allowed})
        return (State.ANSWERED, whole(allowed))

    def _month(self, question: Question, asked: set[str]) -> tuple[int, ...]:
        """Return a month's limit of special diseases, and what a second disease adds."""
        pool = self._words["insured_pool"][question.insured]
        scheme, on = self._words["scheme"][question.scheme], self._starts[question.epoch]
        try:
            limits = month_limit_terms(self._book(question), pool, scheme, on)
        except _MISSING:
            return (State.NO_VALUE,)
        _note(asked, {"limit": limits[0], "addition": limits[1]})
        return (State.ANSWERED, whole(limits[0]), whole(limits[1]))

    def _place(self, question: Question) -> Place:
        words = self._words
        return Place(
            words["insured_pool"][question.insured],
            words["care_pool"][question.care],
            words["scheme"][question.scheme],
            words["standing"][question.standing],
            words["tier"][question.tier],
            words["category"][question.category],
            self._starts[question.epoch],
            self._starts[question.begun],
        )


def _note(asked: set[str], values: Values) -> None:
    asked.update(value.key for value in values.values())


def _tables(rows: Mapping[int, tuple[int, ...]]) -> Tables:
    """Return the resolved rows as arrays with a search table at most half full."""
    capacity = EMPTY
    while capacity < 2 * len(rows):
        capacity *= 2
    keys = np.zeros(capacity, dtype=np.int64)
    slots = np.zeros(capacity, dtype=np.int64)
    terms = np.zeros((max(len(rows), 1), WIDTH), dtype=np.int64)
    for number, (key, row) in enumerate(rows.items()):
        slot = first_slot(key, capacity - 1)
        while slots[slot]:
            slot = (slot + 1) & (capacity - 1)
        keys[slot], slots[slot], terms[number] = key, number + 1, row
    return Tables(keys, slots, terms)
