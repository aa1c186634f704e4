"""Terms of the outpatient rule: every pool, scheme, standing and tier has a value of each key."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from rongcheng.policy.book import PolicyBook
from rongcheng.policy.errors import NoPolicyValue

from .conftest import Books

ON = date(2025, 6, 1)
STANDINGS = {
    "employee": ("in_service", "retired"),
    "resident": ("adult", "senior", "student", "child"),
}
TIERS = ("primary", "level_1", "level_2", "level_3", "provincial")
CATEGORIES = ("settled", "living", "posted", "referred", "emergency", "other")
CARES = ("outpatient", "special", "inpatient", "maternity", "emergency")
BY_TIER = ("health.outpatient.covered", "health.outpatient.deductible", "health.outpatient.ratio")
BY_STANDING = (
    "health.outpatient.deductible_year",
    "health.outpatient.cap_year",
    "health.special.ratio",
)
BY_SCHEME = (
    "health.special.limit_month",
    "health.special.second_disease_addition",
    "health.special.diseases",
    "health.basic.cap_year",
    "health.account.mutual_aid",
)
OFFSITE = ("health.offsite.filing_needed", "health.offsite.cut")
UNITS = {
    "health.outpatient.covered": "flag",
    "health.outpatient.deductible": "fen",
    "health.outpatient.deductible_year": "fen",
    "health.outpatient.ratio": "ppm",
    "health.outpatient.cap_year": "fen",
    "health.special.ratio": "ppm",
    "health.special.limit_month": "fen",
    "health.special.second_disease_addition": "fen",
    "health.special.diseases": "list",
    "health.basic.cap_year": "fen",
    "health.offsite.filing_needed": "flag",
    "health.offsite.cut": "ppm",
    "health.catalogue.class_b_prepay": "ppm",
    "health.account.mutual_aid": "flag",
}


def schemes(level: str) -> tuple[str, ...]:
    """A provincial pool insures employees only."""
    return ("employee",) if level == "province" else ("employee", "resident")


def test_both_packs_give_each_key_its_unit(book: PolicyBook) -> None:
    """The rule reads whole numbers: the unit says of what."""
    units = {parameter.key: parameter.unit for parameter in book.parameters()}
    assert {key: units.get(key) for key in UNITS} == UNITS


def test_terms_of_ordinary_outpatient_care(book: PolicyBook) -> None:
    """Whoever is insured in whichever pool gets an answer at every tier."""
    for pool in book.pools():
        for scheme in schemes(pool.level):
            for standing, tier, key in product(STANDINGS[scheme], TIERS, BY_TIER):
                dims = {"scheme": scheme, "standing": standing, "tier": tier}
                found = book.resolve(key, at=pool.code, on=ON, **dims)
                assert isinstance(found.value, int), (key, pool.code, dims)


def test_terms_by_scheme_and_standing(book: PolicyBook) -> None:
    """Year sums, special diseases and the basic cap are there for everyone."""
    for pool in book.pools():
        for scheme in schemes(pool.level):
            for standing, key in product(STANDINGS[scheme], BY_STANDING):
                found = book.resolve(key, at=pool.code, on=ON, scheme=scheme, standing=standing)
                assert isinstance(found.value, int), (key, pool.code, scheme, standing)
            for key in BY_SCHEME:
                assert book.resolve(key, at=pool.code, on=ON, scheme=scheme).value != ""


def test_terms_of_care_away_from_home(book: PolicyBook) -> None:
    """Filing and cut are known for every kind of care and every category of traveller."""
    for pool, key in product(book.pools(), OFFSITE):
        for care, category in product(CARES, CATEGORIES):
            found = book.resolve(key, at=pool.code, on=ON, care=care, category=category)
            assert isinstance(found.value, int)


def test_prepaid_share_of_class_b_at_every_place_of_care(book: PolicyBook) -> None:
    """No city published its rate: 10 % stands in everywhere and says that it is a sample."""
    for city in book.cities():
        found = book.resolve("health.catalogue.class_b_prepay", at=city.code, on=ON)
        assert (found.value, found.status, found.layer) == (100_000, "illustrative", "province")


def test_covered_says_where_residents_are_paid(book: PolicyBook) -> None:
    """Residents are paid in primary care only, employees at every tier."""
    key = "health.outpatient.covered"
    for pool in book.pools():
        paid = [
            (scheme, tier)
            for scheme in schemes(pool.level)
            for tier in TIERS
            if book.resolve(
                key, at=pool.code, on=ON, scheme=scheme, standing=STANDINGS[scheme][0], tier=tier
            ).value
        ]
        residents = [("resident", "primary")] if pool.level == "city" else []
        assert paid == [("employee", tier) for tier in TIERS] + residents


@pytest.mark.parametrize(("metro", "pool"), [("changzhutan", "439900"), ("chengdemeizi", "519900")])
def test_a_provincial_pool_has_no_residents(books: Books, metro: str, pool: str) -> None:
    """No value, no decision: a resident cannot be insured there."""
    dims = {"scheme": "resident", "standing": "adult"}
    with pytest.raises(NoPolicyValue):
        books[metro].resolve("health.outpatient.cap_year", at=pool, on=ON, **dims)


def test_nothing_holds_before_the_first_day(books: Books) -> None:
    """Changsha's employees are paid from 2022-10-01, not a day earlier."""
    book = books["changzhutan"]
    dims = {"scheme": "employee", "standing": "in_service", "tier": "level_2"}
    key = "health.outpatient.ratio"
    with pytest.raises(NoPolicyValue):
        book.resolve(key, at="430199", on=date(2022, 9, 30), **dims)
    first = book.resolve(key, at="430199", on=date(2022, 10, 1), **dims)
    assert (first.value, first.source.key) == (600_000, "P3")
