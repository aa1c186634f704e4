"""Figures against their sources: literal values, layers and statuses of both packs."""

from __future__ import annotations

from datetime import date

import pytest

from rongcheng.policy.book import PolicyBook

from .conftest import Books

# Place, key after "health.", words of its dimensions = value, layer, status; on 2025-06-01.
SPOTS = """
# Outpatient, Hunan (3.3).
430199 outpatient.deductible employee in_service primary = 0 pool secondary
430199 outpatient.deductible employee in_service level_2 = 20000 pool secondary
430199 outpatient.deductible employee retired level_3 = 30000 pool secondary
430199 outpatient.deductible employee retired provincial = 30000 pool illustrative
430199 outpatient.ratio employee in_service level_1 = 700000 pool secondary
430199 outpatient.ratio employee retired level_3 = 600000 pool secondary
430199 outpatient.cap_year employee in_service = 150000 pool secondary
430199 outpatient.cap_year employee retired = 200000 pool secondary
430199 outpatient.deductible_year employee retired = 30000 pool secondary
430299 outpatient.ratio employee retired level_2 = 600000 pool illustrative
430399 outpatient.cap_year employee in_service = 150000 pool illustrative
439900 outpatient.cap_year employee retired = 200000 pool illustrative
439900 outpatient.covered employee in_service level_3 = 1 pool secondary
430199 outpatient.cap_year resident adult = 56000 pool secondary
430299 outpatient.cap_year resident senior = 42000 pool secondary
430399 outpatient.cap_year resident child = 40000 pool secondary
430399 outpatient.ratio resident student primary = 700000 pool secondary
430199 two_diseases.cap_year both = 96000 province secondary
# Special diseases (3.3).
430399 special.ratio resident adult = 700000 province secondary
430399 special.ratio employee retired = 850000 province secondary
430399 special.limit_month resident = 30000 province illustrative
430399 special.second_disease_addition resident = 10000 province secondary
430399 special.disease_count resident = 47 province secondary
512099 special.ratio employee in_service = 800000 province illustrative
510199 special.recognised_least = 8 agreement verified
# Inpatient, Hunan (3.1, 3.2).
430299 inpatient.deductible employee in_service level_3 = 110000 province secondary
430199 inpatient.deductible employee retired provincial = 160000 province secondary
430399 inpatient.ratio employee retired single level_2 = 920000 province secondary
430199 inpatient.ratio resident adult single provincial = 600000 pool secondary
430299 inpatient.deductible resident adult level_3 = 120000 pool illustrative
430199 inpatient.deductible_cap_year employee = 200000 province secondary
430199 inpatient.deductible_cap_year resident = 300000 pool secondary
430199 basic.cap_year employee = 15000000 province secondary
439900 large_amount.threshold poor = 800000 province secondary
439900 large_amount.cap_year = 50000000 province secondary
430399 catastrophic.threshold ordinary = 1800000 province illustrative
430399 catastrophic.ratio third = 750000 province secondary
# Chengdu (3.4).
510199 outpatient.deductible employee in_service level_3 = 20000 pool illustrative
510199 outpatient.deductible employee retired primary = 15000 pool illustrative
510199 outpatient.ratio employee in_service level_3 = 500000 pool secondary
510199 outpatient.ratio employee retired level_2 = 700000 pool secondary
510199 outpatient.cap_year employee retired = 250000 pool secondary
510199 outpatient.cap_year_single_pooling in_service = 88000 pool secondary
510199 outpatient.ratio resident adult primary = 600000 pool secondary
510199 outpatient.cap_year resident child = 20000 pool secondary
510199 inpatient.deductible employee retired primary = 16000 pool secondary
510199 inpatient.ratio resident adult high level_3 = 680000 pool secondary
510199 inpatient.ratio resident senior low level_3 = 530000 pool secondary
510199 inpatient.ratio resident child single level_3 = 600000 pool secondary
510199 inpatient.age_addition employee from_70 = 60000 pool secondary
519900 inpatient.age_formula_base = 750000 pool secondary
519900 inpatient.age_formula_per_year = 2000 pool secondary
519900 inpatient.age_formula_addition primary = 80000 pool secondary
510199 basic.cap_year resident = 17980000 pool secondary
# Deyang, Meishan, Ziyang (3.5).
511499 inpatient.deductible resident adult level_2 = 46000 pool secondary
511499 inpatient.ratio resident adult high level_3 = 650000 pool secondary
511499 inpatient.ratio resident adult low level_1 = 750000 pool secondary
512099 inpatient.ratio resident adult single level_3 = 650000 pool illustrative
510699 inpatient.deductible employee retired level_3 = 80000 pool illustrative
510699 outpatient.cap_year employee in_service = 200000 pool illustrative
# Maternity and assistance (3.6).
430299 maternity.inpatient_cap caesarean = 650000 province illustrative
512099 assistance.ratio minimum_income = 700000 province illustrative
512099 civil_servant.ratio = 500000 province illustrative
# Care away from home and clearing (1, 2).
430399 offsite.filing_needed inpatient other = 0 agreement verified
430399 offsite.filing_needed inpatient living = 1 nation secondary
430399 offsite.filing_needed outpatient living = 0 province secondary
430399 offsite.cut outpatient other = 0 province secondary
430399 offsite.cut inpatient other = 100000 province secondary
430399 offsite.cut inpatient referred = 50000 province secondary
510199 offsite.cut inpatient other = 0 pool secondary
511499 offsite.cut inpatient other = 0 province illustrative
510199 offsite.filing_needed special other = 0 pool secondary
430300 offsite.coverage_promise level_1_and_below = 900000 city verified
430199 offsite.filing_months referred = 6 nation secondary
510699 clearing.prefund_red = 900000 nation illustrative
510699 clearing.cycle_days = 20 nation illustrative
"""
# Place, key, words, "on" a day = value.
HISTORY = """
430199 basic.cap_year employee on 2022-12-31 = 20000000
430199 basic.cap_year employee on 2023-01-01 = 15000000
430199 inpatient.deductible employee retired level_3 on 2022-06-01 = 90000
430199 large_amount.cap_year on 2022-06-01 = 25000000
430399 special.disease_count resident on 2023-08-31 = 43
430399 offsite.filing_needed inpatient other on 2024-12-06 = 1
430399 offsite.filing_needed inpatient other on 2024-12-07 = 0
510199 offsite.filing_needed inpatient other on 2022-02-28 = 0
510699 inpatient.deductible employee retired level_2 on 2020-01-01 = 50000
510699 clearing.cycle_days on 2024-12-31 = 30
"""


def rows(table: str) -> list[str]:
    """Return the lines of a table without its comments."""
    return [line for line in table.split("\n") if line and not line.startswith("#")]


def book_of(books: Books, place: str) -> PolicyBook:
    """Return the pack that a place belongs to."""
    return books["changzhutan" if place.startswith("43") else "chengdemeizi"]


def dims_of(book: PolicyBook, key: str, words: list[str]) -> dict[str, str]:
    """Return the words by the names of the parameter's dimensions."""
    parameter = book.parameter(key)
    assert parameter is not None
    return dict(zip((dimension.name for dimension in parameter.by), words, strict=True))


@pytest.mark.parametrize("row", rows(SPOTS))
def test_figure(books: Books, row: str) -> None:
    """The pack says what the source says, at the layer and with the status of the source."""
    asked, _, expected = row.partition(" = ")
    place, name, *words = asked.split()
    book, key = book_of(books, place), f"health.{name}"
    found = book.resolve(key, at=place, on=date(2025, 6, 1), **dims_of(book, key, words))
    assert f"{found.value} {found.layer} {found.status}" == expected


@pytest.mark.parametrize("row", rows(HISTORY))
def test_history_is_kept(books: Books, row: str) -> None:
    """A reversal or a late claim is decided by the rule of its own day."""
    asked, _, expected = row.partition(" = ")
    (place, name, *words), day = (asked.split(" on ")[0].split(), asked.split(" on ")[1])
    book, key = book_of(books, place), f"health.{name}"
    on = date.fromisoformat(day)
    assert str(book.resolve(key, at=place, on=on, **dims_of(book, key, words)).value) == expected
