"""Institutions and catalogues of the packs: every city and district served, samples all."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from rongcheng.policy.book import PolicyBook

from .conftest import Books

BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)
NEW_YEAR = date(2026, 1, 1)


def test_every_district_has_an_institution(book: PolicyBook) -> None:
    """Nobody lives in a district without a place of care on the map."""
    assert {i.district for i in book.institutions()} == {d.code for d in book.districts()}


def test_every_city_has_every_tier_and_kind(book: PolicyBook) -> None:
    """Hospitals of all levels, primary care, a clinic and a pharmacy; codes unique by the check."""
    seat = book.pool(max(pool.code for pool in book.pools() if pool.level == "province")).city
    for city in book.cities():
        own = [i for i in book.institutions() if i.city == city.code]
        tiers = {i.tier for i in own}
        assert tiers >= {"primary", "level_1", "level_2", "level_3"}, city.code
        assert ("provincial" in tiers) == (city.code == seat)
        kinds = {i.kind for i in own}
        assert kinds - {"campus"} == {"hospital", "community", "clinic", "pharmacy"}
        assert 11 <= len(own) <= 25


def test_codes_are_letter_district_and_serial(book: PolicyBook) -> None:
    """The national form: H or P, the district, five digits."""
    for institution in book.institutions():
        letter = "P" if institution.kind == "pharmacy" else "H"
        assert institution.code[:7] == letter + institution.district
        assert institution.code[7:].isdigit()


def test_names_are_samples_except_two_of_the_press_report(books: Books) -> None:
    """No real institution is given an invented code, but two whose names the report states."""
    real = {
        institution.title["zh"]
        for book in books.values()
        for institution in book.institutions()
        if "样例" not in institution.title["zh"]
    }
    assert real == {"湖南中医药大学第一附属医院（岳麓院区）", "湖南大学附属医院"}
    statuses = {i.status for book in books.values() for i in book.institutions()}
    assert statuses == {"illustrative"}


def test_xiangtan_settles_directly_as_the_report_says(books: Books) -> None:
    """All of level 2 and above (HL-03), nine of ten of level 1 and below (HL-04)."""
    counted: Counter[tuple[str, bool]] = Counter()
    for institution in books["changzhutan"].institutions():
        if institution.city == "430300" and institution.kind != "pharmacy":
            low = institution.tier in {"primary", "level_1"}
            counted["low" if low else "high", institution.direct_settlement] += 1
    assert counted == {("high", True): 5, ("low", True): 9, ("low", False): 1}


def test_catalogues_are_about_forty_items_each(book: PolicyBook) -> None:
    """A city's own items and its province's, none of them official."""
    for city in book.cities():
        items = book.catalogue(city.code).items(BEFORE)
        own = [item for item in items if item.at == city.code]
        assert (len(own), len(items)) == (45, 84)
        assert {item.charge_class for item in own} == {"A", "B", "C"}
        assert any(item.restricted for item in own)
        assert {item.status for item in items} == {"illustrative"}


@pytest.mark.parametrize(
    ("code", "before", "after", "on"),
    [
        ("XA10BKS00005", "B", "A", AFTER),
        ("XA12AAS00007", "B", "C", NEW_YEAR),
        ("001105S00032", "B", "C", AFTER),
        ("001103S00021", "B", "A", NEW_YEAR),
    ],
)
def test_some_items_change_their_class(
    books: Books, code: str, before: str, after: str, on: date
) -> None:
    """The class of a line is that of the day on which the fee arose."""
    catalogue = books["changzhutan"].catalogue("430100")
    earlier, later = catalogue.item(code, BEFORE), catalogue.item(code, on)
    assert earlier is not None
    assert later is not None
    assert (earlier.charge_class, later.charge_class) == (before, after)


@pytest.mark.parametrize(
    ("city", "tier", "before", "after"),
    [
        ("430100", "provincial", 200_000_000, 160_000_000),
        ("430100", "level_2", 180_000_000, 144_000_000),
        ("430300", "level_3", 180_000_000, 144_000_000),
        ("512000", "primary", 119_000_000, 95_000_000),
    ],
)
def test_a_price_cap_falls_by_tier(
    books: Books, city: str, tier: str, before: int, after: int
) -> None:
    """Chest CT: the cap of the place and tier of care, in micro-yuan, lower from 2025-07-01."""
    book = books["changzhutan" if city.startswith("43") else "chengdemeizi"]
    catalogue = book.catalogue(city)
    earlier = catalogue.item("001103S00019", BEFORE)
    later = catalogue.item("001103S00019", AFTER)
    assert earlier is not None
    assert later is not None
    assert (earlier.cap_for(tier), later.cap_for(tier)) == (before, after)


def test_a_city_goes_before_its_province(books: Books) -> None:
    """Clopidogrel: own prepaid share in Xiangtan; omeprazole comes from the province's list."""
    catalogue = books["changzhutan"].catalogue("430300")
    own, shared = catalogue.item("XB01ACS00009", BEFORE), catalogue.item("XA02BCS00001", BEFORE)
    assert own is not None
    assert shared is not None
    assert (own.at, own.prepay_ppm) == ("430300", 50_000)
    assert (shared.at, shared.charge_class, shared.prepay_ppm) == ("430000", "A", None)


def test_the_hip_joint_of_the_worked_example(books: Books) -> None:
    """Class B device with a price cap of 10,000 yuan and no prepaid share of its own."""
    device = books["changzhutan"].catalogue("430100").item("C0101S00007", BEFORE)
    assert device is not None
    assert (device.charge_class, device.prepay_ppm) == ("B", None)
    assert device.cap_for("level_3") == 10_000_000_000
