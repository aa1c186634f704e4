"""The catalogue of the place of care gives class, share and cap of an item on a day."""

from __future__ import annotations

from datetime import date

import pytest

from rongcheng.policy.book import PolicyBook


@pytest.mark.parametrize(
    ("at", "on", "charge_class", "prepay_ppm", "place"),
    [
        ("430100", date(2022, 12, 31), "A", None, "430000"),
        ("430100", date(2023, 1, 1), "B", None, "430100"),
        ("430100", date(2024, 6, 30), "B", None, "430100"),
        ("430100", date(2024, 7, 1), "B", 50_000, "430100"),
        ("430199", date(2024, 7, 1), "B", 50_000, "430100"),
        ("430300", date(2024, 7, 1), "A", None, "430000"),
    ],
)
def test_a_citys_own_entry_goes_before_its_provinces(
    book: PolicyBook, at: str, on: date, charge_class: str, prepay_ppm: int | None, place: str
) -> None:
    found = book.catalogue(at).item("YP-0001", on)

    assert found is not None
    assert (found.charge_class, found.prepay_ppm, found.at) == (charge_class, prepay_ppm, place)


def test_a_cap_may_differ_by_tier(book: PolicyBook) -> None:
    found = book.catalogue("430100").item("YP-0001", date(2024, 7, 1))

    assert found is not None
    assert found.cap_for("level_3") == 12_500_000
    assert found.cap_for("primary") == 10_000_000
    assert dict(found.cap_micro) == {"level_3": 12_500_000, "*": 10_000_000}


def test_an_item_without_a_cap_has_none(book: PolicyBook) -> None:
    found = book.catalogue("430200").item("FW-0002", date(2023, 12, 31))

    assert found is not None
    assert (found.charge_class, found.restricted, found.charge_type) == ("C", True, "05")
    assert found.cap_for("level_3") is None
    assert (found.since, found.until) == (date(2023, 1, 1), date(2023, 12, 31))


@pytest.mark.parametrize(
    ("code", "on"), [("FW-0002", date(2022, 12, 31)), ("XX-9999", date(2025, 1, 1))]
)
def test_an_item_that_is_not_there_is_none(book: PolicyBook, code: str, on: date) -> None:
    assert book.catalogue("430100").item(code, on) is None


def test_a_catalogue_lists_what_holds_on_a_day(book: PolicyBook) -> None:
    on_first_day = book.catalogue("430100").items(date(2023, 1, 1))

    assert [(item.code, item.charge_class) for item in on_first_day] == [
        ("FW-0002", "C"),
        ("YP-0001", "B"),
    ]
    assert [i.code for i in book.catalogue("430100").items(date(2022, 6, 1))] == ["YP-0001"]
