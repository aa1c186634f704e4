"""Turns the policy book into the flat terms of the rules, and remembers where each came from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from rongcheng.policy.book import PolicyBook, Resolved
from rongcheng.services.health.domain.types import (
    ChargeClass,
    LineTerms,
    OutpatientTerms,
    SpecialTerms,
)
from rongcheng.services.health.errors import ItemUnknown

CLASSES = {"A": ChargeClass.A, "B": ChargeClass.B, "C": ChargeClass.C}
NO_CAP = -1


class Place(NamedTuple):
    """Where and as whom a person is treated, as far as policy asks.

    `on` is the day of settlement; `begun_on` that of registration or admission, which governs
    whether a filing was needed.
    """

    insured_pool: str
    care_pool: str
    scheme: str
    standing: str
    tier: str
    category: str
    on: date
    begun_on: date

    @property
    def off_site(self) -> bool:
        """Say whether the care is outside the pool of insurance."""
        return self.insured_pool != self.care_pool


class OffSite(NamedTuple):
    """What the place of insurance asks of care away from home."""

    filing_needed: int
    cut_ppm: int
    values: dict[str, Resolved]


class OutpatientPolicy(NamedTuple):
    """Ordinary outpatient terms with the policy values they were made from, by name."""

    terms: OutpatientTerms
    values: dict[str, Resolved]


class SpecialPolicy(NamedTuple):
    """Special-disease terms of one year; the month's limit is asked for by month."""

    ratio_ppm: int
    cut_ppm: int
    cap_year_fen: int
    values: dict[str, Resolved]


def whole(value: Resolved) -> int:
    """Return a resolved value as the integer that the rules count with."""
    return int(value.value)  # type: ignore[arg-type]


@lru_cache(maxsize=4096)
def off_site_terms(book: PolicyBook, place: Place, care: str) -> OffSite:
    """Return filing and cut for care of this kind (`care` as the packs name it) away from home.

    At home neither applies, and no value is asked for.
    """
    if not place.off_site:
        return OffSite(0, 0, {})
    asked = {
        "filing_needed": ("health.offsite.filing_needed", place.begun_on),
        "cut": ("health.offsite.cut", place.on),
    }
    values = {
        name: book.resolve(
            key,
            at=place.insured_pool,
            on=on,
            toward=place.care_pool,
            care=care,
            category=place.category,
        )
        for name, (key, on) in asked.items()
    }
    return OffSite(whole(values["filing_needed"]), whole(values["cut"]), values)


@lru_cache(maxsize=4096)
def outpatient_terms(
    book: PolicyBook, place: Place, care: str = "outpatient", pooling: str = "combined"
) -> OutpatientPolicy:
    """Return the outpatient policy of the place of insurance at this tier on this day.

    Employees in single pooling (`pooling` "single", 单建统筹) have a cap of their own.
    """
    off_site = off_site_terms(book, place, care)
    at_tier = {"scheme": place.scheme, "standing": place.standing, "tier": place.tier}
    by_person = {"scheme": place.scheme, "standing": place.standing}
    values = dict(off_site.values)
    values["covered"] = book.resolve(
        "health.outpatient.covered", at=place.insured_pool, on=place.on, **at_tier
    )
    if not whole(values["covered"]):
        return OutpatientPolicy(OutpatientTerms(0, 0, 0, 0, 0, 0), values)
    asked = [
        ("deductible", "deductible", at_tier),
        ("deductible_year", "deductible_year", by_person),
        ("ratio", "ratio", at_tier),
        ("cap_year", "cap_year", by_person),
    ]
    if pooling == "single":
        asked[-1] = ("cap_year", "cap_year_single_pooling", {"standing": place.standing})
    for name, key, dims in asked:
        values[name] = book.resolve(
            f"health.outpatient.{key}", at=place.insured_pool, on=place.on, **dims
        )
    terms = OutpatientTerms(
        1,
        whole(values["deductible"]),
        whole(values["deductible_year"]),
        whole(values["ratio"]),
        off_site.cut_ppm,
        whole(values["cap_year"]),
    )
    return OutpatientPolicy(terms, values)


@lru_cache(maxsize=4096)
def special_terms(book: PolicyBook, place: Place) -> SpecialPolicy:
    """Return ratio, cut and yearly cap for special diseases on the day of settlement."""
    off_site = off_site_terms(book, place, "special")
    values = dict(off_site.values)
    values["ratio"] = book.resolve(
        "health.special.ratio",
        at=place.insured_pool,
        on=place.on,
        scheme=place.scheme,
        standing=place.standing,
    )
    values["cap_year"] = book.resolve(
        "health.basic.cap_year", at=place.insured_pool, on=place.on, scheme=place.scheme
    )
    return SpecialPolicy(
        whole(values["ratio"]), off_site.cut_ppm, whole(values["cap_year"]), values
    )


@lru_cache(maxsize=4096)
def month_limit_terms(
    book: PolicyBook, insured_pool: str, scheme: str, on: date
) -> tuple[Resolved, Resolved]:
    """Return the month's limit and what a second disease adds, on a day of that month."""
    return (
        book.resolve("health.special.limit_month", at=insured_pool, on=on, scheme=scheme),
        book.resolve(
            "health.special.second_disease_addition", at=insured_pool, on=on, scheme=scheme
        ),
    )


class LinePolicy(NamedTuple):
    """An item's terms on the day of the charge, with the prepay rate's source if one applies."""

    terms: LineTerms
    title: Mapping[str, str]
    charge_type: str
    status: str
    prepay: Resolved | None


@lru_cache(maxsize=65536)
def line_terms(book: PolicyBook, city: str, tier: str, item_code: str, on: date) -> LinePolicy:
    """Return what the catalogue of the place of care says of an item on the day of the charge."""
    item = book.catalogue(city).item(item_code, on)
    if item is None:
        raise ItemUnknown(serial="", item=item_code, on=on.isoformat())
    charge_class = CLASSES[item.charge_class]
    prepay = None
    prepay_ppm = 0
    if charge_class == ChargeClass.B and item.prepay_ppm is not None:
        prepay_ppm = item.prepay_ppm
    elif charge_class == ChargeClass.B:
        prepay = book.resolve("health.catalogue.class_b_prepay", at=city, on=on)
        prepay_ppm = whole(prepay)
    caps = item.cap_micro
    cap = caps.get(tier, caps.get("*", NO_CAP))
    terms = LineTerms(int(charge_class), cap, prepay_ppm, int(item.restricted))
    return LinePolicy(terms, item.title, item.charge_type, item.status, prepay)


def with_limit(policy: SpecialPolicy, covered: bool, limit_fen: int) -> SpecialTerms:
    """Return the rule's terms for one month of charges."""
    return SpecialTerms(
        int(covered), policy.ratio_ppm, policy.cut_ppm, limit_fen, policy.cap_year_fen
    )
