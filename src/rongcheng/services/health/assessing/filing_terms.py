"""What the policy book says of filings (备案政策), as the flat terms of the rule; no database.

Everything here is asked for the day of registration or admission (health-settlement section 4);
the values stay beside the terms for Why?.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from rongcheng.kernel.outcomes import Reason
from rongcheng.policy.book import PolicyBook, Resolved
from rongcheng.services.health.assessing.terms import whole
from rongcheng.services.health.domain.filing import (
    FilingCare,
    FilingCategory,
    FilingFacts,
    FilingReason,
    FilingTerms,
    decide_filing,
)

CATEGORIES: dict[str, FilingCategory] = {
    category.name.lower(): category for category in FilingCategory
}
WORDS: dict[int, str] = {int(category): word for word, category in CATEGORIES.items()}

FILING_REASONS: dict[int, Reason] = {
    FilingReason.FILING_HOLDS: Reason(
        "health.R040",
        "有备案，这次就医算已备案。",
        "A filing covers this care.",
    ),
    FilingReason.FILING_LATE: Reason(
        "health.R041",
        "备案是就医开始后补办的，结算前办好，一样算数。",
        "The filing was made up after the care began and before settlement: it counts.",
    ),
    FilingReason.STAY_KEPT: Reason(
        "health.R042",
        "入院时备案有效，住院期间到期不受影响。",
        "The stay began within validity; that the filing ended meanwhile changes nothing.",
    ),
    FilingReason.KEPT_AFTER_REVOCATION: Reason(
        "health.R043",
        "备案后来撤销了，撤销前已经开始的这次就医不受影响。",
        "The filing was revoked later; care begun before that keeps it.",
    ),
    FilingReason.EMERGENCY_DEEMED: Reason(
        "health.R044",
        "急诊抢救，视同已备案。",
        "Emergency rescue counts as filed.",
    ),
    FilingReason.NO_FILING: Reason(
        "health.R045",
        "没有查到管用的备案，按其他临时外出就医算。",
        "No filing covers this care: it counts as other temporary care away.",
    ),
    FilingReason.FILING_EXPIRED: Reason(
        "health.R046",
        "有一份备案在就医开始前已经到期，需要的话请重新备案。",
        "A filing had ended before the care; file again if you need one.",
    ),
    FilingReason.FILING_REVOKED: Reason(
        "health.R047",
        "有一份备案在这之前已经撤销。",
        "A filing had been revoked before.",
    ),
    FilingReason.FILING_NOT_BEGUN: Reason(
        "health.R048",
        "有一份备案到结算那天还没有生效。",
        "A filing was not yet in force at settlement.",
    ),
    FilingReason.LATE_NOT_COUNTED: Reason(
        "health.R049",
        "参保地规定，就医开始后补办的备案不算这一次。",
        "By the place of insurance, a filing made up after the care began does not count for it.",
    ),
}
"""Reasons of the filing rule by bit; disjoint from the room's other reasons."""


class FilingPolicy(NamedTuple):
    """The rule's terms with the policy values they were made from, by name."""

    terms: FilingTerms
    values: dict[str, Resolved]


class Validity(NamedTuple):
    """How long a filing of a category holds: for good, or at least this many months."""

    permanent: bool
    months: int
    values: dict[str, Resolved]


class Asked(NamedTuple):
    """What care of a kind toward a place asks for: a filing or none, and the cut of the ratio."""

    needed: bool
    cut_ppm: int
    values: dict[str, Resolved]


class FilingOnRecord(NamedTuple):
    """A stored filing as the rule takes it, with its number."""

    filing_no: str
    facts: FilingFacts


class FilingOutcome(NamedTuple):
    """Which filing counts for a piece of care; `needed` says whether policy asks for one."""

    category: str
    filed: bool
    filing_no: str
    values: dict[str, Resolved]
    reasons: int
    needed: bool = False


class FilingQuestion(NamedTuple):
    """The care asked about: pools, kind ("outpatient", "special", "inpatient"), its two days."""

    insured_pool: str
    care_pool: str
    care: str
    begun_on: date
    settled_on: date
    emergency: bool = False


@lru_cache(maxsize=1024)
def filing_terms(book: PolicyBook, insured_pool: str, on: date) -> FilingPolicy:
    """Return what the place of insurance allows of filings on a day."""
    values = {
        name: book.resolve(f"health.offsite.{name}", at=insured_pool, on=on)
        for name in ("late_filing_settles", "stay_keeps_filing")
    }
    terms = FilingTerms(
        whole(values["late_filing_settles"]),
        whole(values["stay_keeps_filing"]),
    )
    return FilingPolicy(terms, values)


@lru_cache(maxsize=1024)
def validity_terms(book: PolicyBook, insured_pool: str, category: str, on: date) -> Validity:
    """Return how long a filing of this category holds that begins on a day."""
    values = {
        "filing_permanent": book.resolve(
            "health.offsite.filing_permanent", at=insured_pool, on=on, category=category
        )
    }
    if whole(values["filing_permanent"]):
        return Validity(True, 0, values)
    values["filing_months"] = book.resolve(
        "health.offsite.filing_months", at=insured_pool, on=on, category=category
    )
    return Validity(False, whole(values["filing_months"]), values)


@lru_cache(maxsize=4096)
def asked_terms(
    book: PolicyBook, pools: tuple[str, str], care: str, category: str, on: date
) -> Asked:
    """Return whether care of a kind needs a filing between two pools, and the cut of the ratio."""
    insured_pool, care_pool = pools
    values = {
        name: book.resolve(
            f"health.offsite.{name}",
            at=insured_pool,
            on=on,
            toward=care_pool,
            care=care,
            category=category,
        )
        for name in ("filing_needed", "cut")
    }
    return Asked(bool(whole(values["filing_needed"])), whole(values["cut"]), values)


def choose_filing(
    book: PolicyBook, filings: Sequence[FilingOnRecord], asked: FilingQuestion
) -> FilingOutcome:
    """Return the filing that counts for a piece of care away from home, and what it rests on.

    At home nothing is asked for: category "other", not filed, no value.
    Raises `NoPolicyValue` for a day of care that no policy governs.
    """
    if asked.insured_pool == asked.care_pool:
        return FilingOutcome("other", False, "", {}, 0)
    policy = filing_terms(book, asked.insured_pool, asked.begun_on)
    care = FilingCare(
        asked.begun_on.toordinal(), asked.settled_on.toordinal(), int(asked.emergency)
    )
    choice = decide_filing(tuple(found.facts for found in filings), care, policy.terms)
    category = WORDS[choice.category]
    pools = (asked.insured_pool, asked.care_pool)
    found = asked_terms(book, pools, asked.care, category, asked.begun_on)
    number = filings[choice.place].filing_no if choice.place >= 0 else ""
    values = {**policy.values, "filing_needed": found.values["filing_needed"]}
    return FilingOutcome(category, bool(choice.filed), number, values, choice.reasons, found.needed)
