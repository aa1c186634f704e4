"""Which benefit a visit asks for (待遇), and its policy: one table for all outpatient kinds.

Which benefit it is and what its counters hold are rules (`domain.benefit`); here they meet the
facts of a visit and the policy book.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from rongcheng.kernel.money import MAX_FEN, PPM
from rongcheng.policy.book import PolicyBook
from rongcheng.services.health.assessing.asking import Asking
from rongcheng.services.health.assessing.facts import CareFacts, CareTotals
from rongcheng.services.health.assessing.terms import (
    OutpatientPolicy,
    Place,
    off_site_terms,
    outpatient_terms,
)
from rongcheng.services.health.domain.benefit import (
    Benefit,
    find_benefit,
    is_emergency,
    is_grant_needed,
    is_maternity,
    is_scheme_benefit,
    used_before,
)
from rongcheng.services.health.domain.pregnancies import is_pregnancy_paid
from rongcheng.services.health.domain.types import CareKind, OutpatientTerms, OutpatientTotals

EMERGENCIES = frozenset(kind for kind in CareKind if is_emergency(kind))
TWO_DISEASES = ("hypertension", "diabetes")
"""The two diseases as the packs name them (两病)."""
_NO_BENEFIT = OutpatientPolicy(OutpatientTerms(0, 0, 0, 0, 0, 0), {})


class BenefitQuestion(NamedTuple):
    """What the terms of a benefit depend on beside the place: its kind, and words of the person.

    `word` is which of the two diseases, or how a child was born; `pooling` matters to outpatient
    care.
    """

    benefit: Benefit
    care: str
    has_benefit: bool
    word: str
    pooling: str


def benefit_of(facts: CareFacts) -> Benefit:
    """Return the benefit that a visit asks for."""
    student = int(facts.standing == "student")
    return Benefit(find_benefit(CareKind(facts.kind), int(facts.campus), student))


def name_of(benefit: Benefit) -> str:
    """Return the name under which a benefit is stored and told.

    >>> name_of(Benefit.TWO_DISEASES)
    'two_diseases'
    """
    return benefit.name.lower()


def care_word(facts: CareFacts) -> str:
    """Return the kind of care as the parameters about care away from home name it."""
    return word_of_care(benefit_of(facts), emergency=is_emergency(facts.kind))


def word_of_care(benefit: Benefit, *, emergency: bool) -> str:
    """Return the word for a benefit's care; only outpatient care may be an emergency."""
    if benefit is Benefit.SPECIAL:
        return "special"
    if is_maternity(benefit):
        return "maternity"
    if benefit is Benefit.INPATIENT:
        return "inpatient"
    return "emergency" if emergency else "outpatient"


def scheme_has(facts: CareFacts) -> bool:
    """Say whether the person's scheme has this benefit at all."""
    return is_scheme_benefit(benefit_of(facts), int(facts.scheme == "employee"))


def needs_grant(kind: CareKind) -> bool:
    """Say whether care of this category is paid only for a disease that was granted."""
    return is_grant_needed(find_benefit(kind, 0, 0))


def used_of(benefit: Benefit, totals: CareTotals, pregnancy: int) -> OutpatientTotals:
    """Return what the benefit's own counters hold."""
    birth_paid = int(is_pregnancy_paid(totals.paid, pregnancy))
    return used_before(benefit, totals.year, totals.prenatal_fen, birth_paid)


def benefit_terms(book: PolicyBook, place: Place, facts: CareFacts) -> OutpatientPolicy:
    """Return the policy of the place of insurance for the visit's benefit on this day."""
    benefit = benefit_of(facts)
    word = facts.birth
    if benefit is Benefit.TWO_DISEASES and scheme_has(facts):
        word = two_diseases_word(book, place, facts.granted_diseases)
    question = BenefitQuestion(benefit, care_word(facts), scheme_has(facts), word, facts.pooling)
    return terms_of_benefit(book, place, question)


def terms_of_benefit(book: PolicyBook, place: Place, question: BenefitQuestion) -> OutpatientPolicy:
    """Return the terms that a question about a benefit has as its answer, in one edition."""
    benefit, care = question.benefit, question.care
    if not question.has_benefit:
        off_site = off_site_terms(book, place, care)
        return OutpatientPolicy(_NO_BENEFIT.terms, off_site.values)
    if benefit is Benefit.OUTPATIENT:
        return outpatient_terms(book, place, care, question.pooling)
    word = question.word
    if benefit is Benefit.TWO_DISEASES:
        word = word or TWO_DISEASES[0]
    return _capped_terms(book, place, benefit, care, word)


@lru_cache(maxsize=2048)
def two_diseases_word(book: PolicyBook, place: Place, granted: tuple[str, ...]) -> str:
    """Return which of the two diseases a person has the status for, or "both"."""
    found = []
    for word in TWO_DISEASES:
        listed = book.resolve(
            "health.two_diseases.diseases", at=place.insured_pool, on=place.on, disease=word
        )
        codes = {item.code for item in listed.value}  # type: ignore[union-attr]
        if codes & set(granted):
            found.append(word)
    return "both" if len(found) > 1 else found[0] if found else ""


@lru_cache(maxsize=2048)
def _capped_terms(
    book: PolicyBook, place: Place, benefit: Benefit, care: str, word: str
) -> OutpatientPolicy:
    """Return the terms of a benefit that has a ratio, a cap of its own and at most a deductible."""
    off_site = off_site_terms(book, place, care)
    asked = Asking(book, place.insured_pool, place.on, off_site.values)
    number = asked.number
    deductible, ratio, cut = 0, PPM, off_site.cut_ppm
    if benefit is Benefit.CAMPUS:
        ratio = number("ratio", "health.resident_outpatient.campus_ratio")
        cap = number("cap_year", "health.resident_outpatient.campus_cap_year")
    elif benefit is Benefit.ACCIDENT:
        deductible = number("deductible", "health.resident_outpatient.accident_deductible")
        ratio = number("ratio", "health.resident_outpatient.accident_ratio")
        cap = number("cap_year", "health.resident_outpatient.accident_cap_year")
    elif benefit is Benefit.TWO_DISEASES:
        ratio = number("ratio", "health.two_diseases.ratio")
        cap = number("cap_year", "health.two_diseases.cap_year", disease=word)
    elif benefit is Benefit.PRENATAL:
        ratio = number("ratio", "health.maternity.outpatient_ratio")
        cap = number("cap_year", "health.maternity.outpatient_cap_pregnancy")
    elif benefit is Benefit.MATERNITY_STAY:
        deductible = number("deductible", "health.maternity.inpatient_deductible")
        ratio = number("ratio", "health.maternity.inpatient_ratio")
        cap = number("cap_year", "health.maternity.inpatient_cap", birth=word or "natural")
    else:
        # A fixed amount is the whole of what is in scope up to that amount; no points are cut.
        cap, cut = number("cap_year", "health.maternity.resident_birth_amount"), 0
    terms = OutpatientTerms(1, deductible, MAX_FEN, ratio, cut, cap)
    return OutpatientPolicy(terms, asked.values)
