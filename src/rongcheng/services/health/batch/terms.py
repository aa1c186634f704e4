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
from rongcheng.services.health.assessing.benefits import (
    BenefitQuestion,
    terms_of_benefit,
    word_of_care,
)
from rongcheng.services.health.assessing.layer_terms import Insured, layer_terms, outpatient_counts
from rongcheng.services.health.assessing.stay_terms import stay_terms
from rongcheng.services.health.assessing.terms import (
    Place,
    month_limit_terms,
    off_site_terms,
    special_terms,
    whole,
)
from rongcheng.services.health.batch.keys import (
    WIDTH,
    Ask,
    Question,
    Sizes,
    State,
    Tables,
    first_slot,
    unpack_question,
)
from rongcheng.services.health.columns import Column
from rongcheng.services.health.domain.benefit import Benefit, is_scheme_benefit

AGES = 151
"""Full years that a person may have, 0 to 150."""
FEWEST = 1 << 12
"""Slots of the first tables; their number is a power of two."""
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
        self._known: set[int] = set()
        self._tables = _empty(FEWEST)
        self._answers: Mapping[Ask, Callable[[Question, set[str]], tuple[int, ...]]] = {
            Ask.CARE: self._care,
            Ask.LAYERS: self._layers,
            Ask.AID: self._aid,
            Ask.MONTH: self._month,
        }
        self.asked_keys: set[str] = set()

    def resolve(self, keys: Iterable[int]) -> Tables:
        """Resolve questions that are not known yet, and return all that are, in new tables."""
        new = {}
        for key in keys:
            if key not in self._known:
                question = unpack_question(key, self._sizes)
                new[key] = self._answers[Ask(question.ask)](question, self.asked_keys)
                self._known.add(key)
        if new:
            self._tables = _with_rows(self._tables, len(self._known), new)
        return self._tables

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


def _empty(capacity: int) -> Tables:
    """Return tables of nothing, with room for half as many questions as there are slots."""
    return Tables(
        np.zeros(capacity, dtype=np.int64),
        np.zeros(capacity, dtype=np.int64),
        np.zeros((capacity // 2, WIDTH), dtype=np.int64),
    )


def _with_rows(tables: Tables, count: int, new: Mapping[int, tuple[int, ...]]) -> Tables:
    """Return the tables with new rows, `count` in all; those given stay as they are for a reader.

    The terms are shared while they have room: no reader knows the number of a row behind its own.
    """
    first = count - len(new)
    keys, slots, terms = tables.keys.copy(), tables.slots.copy(), tables.terms
    if count > len(terms):
        larger = _empty(_capacity(count))
        larger.terms[:first] = terms[:first]
        # In the order of their rows, as they came.
        old = keys[slots > 0][np.argsort(slots[slots > 0])]
        for number, key in enumerate(old.tolist()):
            _place_key(larger.keys, larger.slots, key, number)
        keys, slots, terms = larger
    for number, (key, row) in enumerate(new.items(), first):
        terms[number, : len(row)] = row
        _place_key(keys, slots, key, number)
    return Tables(keys, slots, terms)


def _capacity(count: int) -> int:
    capacity = FEWEST
    # At most a quarter full when made, so that growing is rare.
    while capacity < 4 * count:
        capacity *= 2
    return capacity


def _place_key(keys: Column, slots: Column, key: int, number: int) -> None:
    """Write a question's row number where a search for the question finds it."""
    mask = len(slots) - 1
    slot = first_slot(key, mask)
    while slots[slot]:
        slot = (slot + 1) & mask
    keys[slot], slots[slot] = key, number + 1
