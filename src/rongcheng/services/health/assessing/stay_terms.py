"""Turns the policy book into the flat terms of a stay (住院政策), each with where it came from."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from rongcheng.kernel.money import PPM
from rongcheng.policy.book import PolicyBook, Resolved
from rongcheng.services.health.assessing.asking import Asking
from rongcheng.services.health.assessing.terms import Place, off_site_terms
from rongcheng.services.health.domain.stay_types import NO_LIMIT, InpatientTerms, RepeatRule

REPEAT_RULES = {"share": RepeatRule.SHARE, "reduction": RepeatRule.REDUCTION}
_AGE_WORD = "from_"


class StayPolicy(NamedTuple):
    """A stay's terms with the policy values they were made from, by name."""

    terms: InpatientTerms
    values: dict[str, Resolved]


@lru_cache(maxsize=8192)
def stay_terms(book: PolicyBook, place: Place, premium: str, age: int) -> StayPolicy:
    """Return the inpatient policy of the place of insurance at this tier on this day.

    `premium` is the contribution tier (缴费档) of a resident, `age` in full years.
    """
    off_site = off_site_terms(book, place, "inpatient")
    asked = Asking(book, place.insured_pool, place.on, off_site.values)
    deductible = _deductible(asked, place)
    rule, shares, reduction, floor = _repeat(asked, place.scheme)
    ratio, addition = _ratio(asked, place, premium, age)
    terms = InpatientTerms(
        deductible_fen=deductible,
        repeat_rule=rule,
        second_ppm=shares[0],
        later_ppm=shares[1],
        reduction_fen=reduction,
        floor_fen=floor,
        deductible_year_fen=_deductible_year(asked, place.scheme),
        ratio_ppm=ratio,
        addition_ppm=addition,
        cut_ppm=off_site.cut_ppm,
        cap_year_fen=asked.number("cap_year", "health.basic.cap_year", scheme=place.scheme),
    )
    return StayPolicy(terms, asked.values)


def _deductible(asked: Asking, place: Place) -> int:
    """Return the first admission's deductible; away from home it may be another."""
    if place.off_site:
        key = "health.offsite.deductible_as_home"
        if not asked.number("deductible_as_home", key, toward=place.care_pool):
            outside = "health.inpatient.deductible_outside"
            return asked.number("deductible", outside, scheme=place.scheme)
    return asked.number(
        "deductible",
        "health.inpatient.deductible",
        scheme=place.scheme,
        standing=place.standing,
        tier=place.tier,
    )


def _repeat(asked: Asking, scheme: str) -> tuple[int, tuple[int, int], int, int]:
    """Return how the deductible falls at further admissions: rule, shares, reduction, floor."""
    found = asked.ask("repeat_rule", "health.inpatient.repeat_rule", scheme=scheme)
    rule = REPEAT_RULES[str(found.value)]
    if rule == RepeatRule.SHARE:
        second, later = (
            asked.number(
                f"repeat_{word}", "health.inpatient.repeat_share", scheme=scheme, admission=word
            )
            for word in ("second", "later")
        )
        return int(rule), (second, later), 0, 0
    reduction = asked.number("repeat_reduction", "health.inpatient.repeat_reduction", scheme=scheme)
    floor = asked.number("repeat_floor", "health.inpatient.repeat_floor", scheme=scheme)
    return int(rule), (0, 0), reduction, floor


def _deductible_year(asked: Asking, scheme: str) -> int:
    """Return the cap of a year's deductibles, or `NO_LIMIT` where there is none."""
    if asked.number("year_capped", "health.inpatient.deductible_year_capped", scheme=scheme):
        key = "health.inpatient.deductible_cap_year"
        return asked.number("deductible_year", key, scheme=scheme)
    return NO_LIMIT


def _ratio(asked: Asking, place: Place, premium: str, age: int) -> tuple[int, int]:
    """Return the tier's ratio and what age or standing adds, in ppm."""
    if place.scheme == "employee" and asked.number("age_formula", "health.inpatient.age_formula"):
        base = asked.number("ratio", "health.inpatient.age_formula_base")
        per_year = asked.number("age_per_year", "health.inpatient.age_formula_per_year")
        addition = asked.number(
            "age_addition", "health.inpatient.age_formula_addition", tier=place.tier
        )
        return base, per_year * age + addition
    ratio = asked.number(
        "ratio",
        "health.inpatient.ratio",
        scheme=place.scheme,
        standing=place.standing,
        premium=premium,
        tier=place.tier,
    )
    if asked.number("full_ratio", "health.inpatient.full_ratio", scheme=place.scheme):
        full_age = asked.number("full_ratio_age", "health.inpatient.full_ratio_age")
        if age >= full_age:
            return ratio, PPM - ratio
    key = "health.inpatient.age_addition"
    word = age_word(asked.book, key, age)
    return ratio, asked.number("age_addition", key, scheme=place.scheme, age=word)


def age_word(book: PolicyBook, key: str, age: int) -> str:
    """Return the word of the parameter's dimension `age` that holds for a person of that age.

    The words carry their own bounds: of `below_50, from_50, from_60` the last that is reached.
    """
    parameter = book.parameter(key)
    words = next((d.values for d in parameter.by if d.name == "age"), ()) if parameter else ()
    reached = [
        (int(word.removeprefix(_AGE_WORD)), word)
        for word in words
        if word.startswith(_AGE_WORD) and age >= int(word.removeprefix(_AGE_WORD))
    ]
    return max(reached)[1] if reached else words[0] if words else ""
