"""Which benefit a visit asks for (待遇), and its policy: one table for all outpatient kinds.

Ordinary outpatient care, two diseases, accidents, campus clinics, prenatal care, a birth: all are
one rule (`decide_outpatient`) under different parameters and counters. Stays and special diseases
have rules of their own.
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from rongcheng.kernel.money import MAX_FEN, PPM
from rongcheng.policy.book import PolicyBook
from rongcheng.services.health.asking import Asking
from rongcheng.services.health.domain.types import CareKind, OutpatientTerms
from rongcheng.services.health.facts import CareFacts, CareTotals
from rongcheng.services.health.terms import (
    OutpatientPolicy,
    Place,
    off_site_terms,
    outpatient_terms,
)


class Benefit(StrEnum):
    """The benefit that pays first, by the name under which the year counts it."""

    OUTPATIENT = "outpatient"
    CAMPUS = "campus"
    ACCIDENT = "accident"
    TWO_DISEASES = "two_diseases"
    PRENATAL = "prenatal"
    MATERNITY_STAY = "maternity_stay"
    RESIDENT_BIRTH = "resident_birth"
    SPECIAL = "special"
    INPATIENT = "inpatient"


BENEFITS = {
    CareKind.OUTPATIENT: Benefit.OUTPATIENT,
    CareKind.EMERGENCY: Benefit.OUTPATIENT,
    CareKind.EMERGENCY_RESCUE: Benefit.OUTPATIENT,
    CareKind.SPECIAL_DISEASE: Benefit.SPECIAL,
    CareKind.TWO_DISEASES: Benefit.TWO_DISEASES,
    CareKind.ACCIDENT_OUTPATIENT: Benefit.ACCIDENT,
    CareKind.PRENATAL: Benefit.PRENATAL,
    CareKind.MATERNITY_STAY: Benefit.MATERNITY_STAY,
    CareKind.RESIDENT_BIRTH: Benefit.RESIDENT_BIRTH,
    CareKind.RESIDENT_BIRTH_OTHER: Benefit.RESIDENT_BIRTH,
    CareKind.INPATIENT: Benefit.INPATIENT,
    CareKind.ACCIDENT_STAY: Benefit.INPATIENT,
    CareKind.DAY_SURGERY: Benefit.INPATIENT,
}
BIRTHS = frozenset({Benefit.MATERNITY_STAY, Benefit.RESIDENT_BIRTH})
MATERNITY = BIRTHS | {Benefit.PRENATAL}
ALWAYS_COUNTED = frozenset({Benefit.INPATIENT, Benefit.SPECIAL})
"""Benefits whose own share always counts towards the layers above the pool (ADR 0017)."""
NEEDS_GRANT = frozenset({Benefit.SPECIAL, Benefit.TWO_DISEASES})
EMERGENCIES = frozenset({CareKind.EMERGENCY, CareKind.EMERGENCY_RESCUE})
_SCHEMES = {
    Benefit.CAMPUS: "resident",
    Benefit.ACCIDENT: "resident",
    Benefit.TWO_DISEASES: "resident",
    Benefit.PRENATAL: "employee",
    Benefit.MATERNITY_STAY: "employee",
    Benefit.RESIDENT_BIRTH: "resident",
}
TWO_DISEASES = ("hypertension", "diabetes")
"""The two diseases as the packs name them (两病)."""
_NO_BENEFIT = OutpatientPolicy(OutpatientTerms(0, 0, 0, 0, 0, 0), {})


class Used(NamedTuple):
    """What this benefit's own counters hold before the visit, in fen."""

    deductible_fen: int
    fund_fen: int


def benefit_of(facts: CareFacts) -> Benefit:
    """Return the benefit that a visit asks for."""
    benefit = BENEFITS[CareKind(facts.kind)]
    if benefit is Benefit.OUTPATIENT and facts.campus and facts.standing == "student":
        return Benefit.CAMPUS
    return benefit


def care_word(facts: CareFacts) -> str:
    """Return the kind of care as the parameters about care away from home name it."""
    benefit = benefit_of(facts)
    if benefit is Benefit.SPECIAL:
        return "special"
    if benefit in MATERNITY:
        return "maternity"
    if benefit is Benefit.INPATIENT:
        return "inpatient"
    return "emergency" if facts.kind in EMERGENCIES else "outpatient"


def scheme_has(facts: CareFacts) -> bool:
    """Say whether the person's scheme has this benefit at all."""
    return _SCHEMES.get(benefit_of(facts), facts.scheme) == facts.scheme


def used_of(benefit: Benefit, totals: CareTotals, pregnancy: int) -> Used:
    """Return what the benefit's own counters hold.

    A birth that was paid before has used its whole amount.
    """
    if benefit in BIRTHS:
        return Used(0, MAX_FEN if 0 < pregnancy <= totals.births else 0)
    counters = {
        Benefit.OUTPATIENT: Used(totals.deductible_fen, totals.outpatient_fen),
        Benefit.CAMPUS: Used(0, totals.campus_fen),
        Benefit.ACCIDENT: Used(0, totals.accident_fen),
        Benefit.TWO_DISEASES: Used(0, totals.two_diseases_fen),
        Benefit.PRENATAL: Used(0, totals.prenatal_fen),
    }
    return counters[benefit]


def benefit_terms(book: PolicyBook, place: Place, facts: CareFacts) -> OutpatientPolicy:
    """Return the policy of the place of insurance for the visit's benefit on this day."""
    benefit = benefit_of(facts)
    care = care_word(facts)
    if not scheme_has(facts):
        off_site = off_site_terms(book, place, care)
        return OutpatientPolicy(_NO_BENEFIT.terms, off_site.values)
    if benefit is Benefit.OUTPATIENT:
        return outpatient_terms(book, place, care, facts.pooling)
    diseases = ""
    if benefit is Benefit.TWO_DISEASES:
        diseases = two_diseases_word(book, place, facts.granted_diseases)
    return _capped_terms(book, place, benefit, care, diseases or facts.birth)


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
    return "both" if len(found) > 1 else found[0] if found else TWO_DISEASES[0]


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
