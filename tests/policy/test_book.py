"""A book tells which value holds at a place on a day, by which layer, and never guesses."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from rongcheng.kernel.clock import SHANGHAI
from rongcheng.kernel.errors import Fault
from rongcheng.policy.book import ListItem, PolicyBook, Resolved
from rongcheng.policy.errors import (
    NoPolicyValue,
    UnknownAgreement,
    UnknownParameter,
    UnknownPlace,
    WrongDimensions,
)

RATIO = "health.outpatient.ratio"
FILING = "health.offsite.filing_needed"
PREPAY = "health.catalogue.class_b_prepay"


def ratio(book: PolicyBook, at: str, on: date, *dims: str) -> Resolved:
    scheme, standing, tier = dims
    return book.resolve(RATIO, at=at, on=on, scheme=scheme, standing=standing, tier=tier)


@pytest.mark.parametrize(
    ("at", "on", "dims", "value", "layer"),
    [
        ("430399", date(2023, 1, 1), ("employee", "in_service", "primary"), 700_000, "pool"),
        ("430399", date(2023, 12, 31), ("employee", "in_service", "level_3"), 600_000, "pool"),
        ("430399", date(2023, 6, 1), ("employee", "retired", "primary"), 750_000, "pool"),
        ("430399", date(2024, 1, 1), ("employee", "in_service", "primary"), 620_000, "pool"),
        ("430399", date(2024, 1, 1), ("employee", "retired", "primary"), 500_000, "province"),
        ("430399", date(2023, 6, 1), ("resident", "adult", "primary"), 710_000, "city"),
        ("430300", date(2023, 6, 1), ("resident", "adult", "primary"), 710_000, "city"),
        ("430300", date(2023, 6, 1), ("employee", "retired", "primary"), 750_000, "pool"),
        ("430399", date(2023, 6, 1), ("resident", "adult", "level_1"), 500_000, "province"),
        ("430199", date(2023, 6, 1), ("employee", "retired", "primary"), 500_000, "province"),
    ],
)
def test_the_strongest_layer_with_a_value_wins(
    book: PolicyBook, at: str, on: date, dims: tuple[str, ...], value: int, layer: str
) -> None:
    found = ratio(book, at, on, *dims)

    assert (found.value, found.layer) == (value, layer)


def test_a_result_carries_all_that_an_explanation_needs(book: PolicyBook) -> None:
    found = ratio(book, "430399", date(2023, 6, 1), "employee", "retired", "level_2")

    assert found.key == RATIO
    assert (found.unit, found.layer, found.at) == ("ppm", "pool", "430399")
    assert found.dims == (("scheme", "employee"), ("standing", "retired"), ("tier", "level_2"))
    assert (found.since, found.until) == (date(2023, 1, 1), date(2023, 12, 31))
    assert found.source.document == "样例市规"
    assert (found.status, found.is_sample) == ("illustrative", True)
    assert found.review_by == date(2025, 12, 31)
    assert found.title["en"] == "Ordinary outpatient ratio"


def test_every_layer_with_a_value_is_shown_the_winner_first(book: PolicyBook) -> None:
    dims = {"scheme": "employee", "standing": "retired", "tier": "primary"}

    assert [
        (found.layer, found.at, found.value)
        for found in book.layers(RATIO, "430399", date(2023, 6, 1), **dims)
    ] == [("pool", "430399", 750_000), ("province", "430000", 500_000)]
    assert book.layers(RATIO, "430399", date(2022, 6, 1), **dims) == []


def test_the_provincial_pool_does_not_follow_the_city_where_it_sits(book: PolicyBook) -> None:
    on = date(2023, 6, 1)

    assert book.resolve(PREPAY, at="430199", on=on).layer == "city"
    assert book.resolve(PREPAY, at="439900", on=on).layer == "province"
    with pytest.raises(NoPolicyValue):
        book.resolve("housing.loan.notice", at="439900", on=date(2025, 1, 1))


@pytest.mark.parametrize(
    ("on", "filing"),
    [
        (date(2024, 12, 6), 1),
        (date(2024, 12, 7), 0),
        (date(2026, 11, 30), 0),
        (date(2026, 12, 1), 1),
    ],
)
def test_an_agreement_holds_from_its_first_to_its_last_day(
    book: PolicyBook, on: date, filing: int
) -> None:
    found = book.resolve(FILING, at="430399", on=on, category="other")

    assert found.value == filing
    assert found.layer == ("nation" if filing else "agreement")


def test_a_value_of_an_agreement_ends_with_it(book: PolicyBook) -> None:
    found = book.resolve(FILING, at="430399", on=date(2025, 1, 1), category="other")

    assert (found.at, found.since, found.until) == (
        "no-filing",
        date(2024, 12, 7),
        date(2026, 11, 30),
    )


@pytest.mark.parametrize(
    ("at", "toward", "filing"),
    [
        ("430399", "", 0),
        ("430399", "430100", 0),
        ("430399", "430199", 0),
        ("439900", "430300", 0),
        ("430399", "430200", 1),
        ("430399", "110100", 1),
        ("430299", "430100", 1),
    ],
)
def test_an_agreement_binds_only_its_parties(
    book: PolicyBook, at: str, toward: str, filing: int
) -> None:
    on = date(2025, 1, 1)

    assert book.resolve(FILING, at=at, on=on, toward=toward, category="other").value == filing


def test_flags_are_one_or_zero_and_lists_are_tuples(book: PolicyBook) -> None:
    on = date(2025, 1, 1)

    emergency = book.resolve(FILING, at="430299", on=on, category="emergency").value
    assert emergency == 0
    assert type(emergency) is int
    assert book.resolve("health.special.diseases", at="430199", on=on, scheme="resident").value == (
        ListItem("OPSP-01", "高血压", "Hypertension"),
        ListItem("OPSP-02", "糖尿病", "Diabetes"),
    )
    assert book.resolve("housing.loan.notice", at="430100", on=on).value == "认贷不认房"


def test_a_moment_may_stand_for_its_day(book: PolicyBook) -> None:
    moment = datetime(2023, 6, 1, 23, 59, tzinfo=SHANGHAI)

    assert book.resolve(PREPAY, at="430100", on=moment).value == 100_000
    assert book.resolve(FILING, at="430399", on=moment, category="other").value == 1


def test_no_value_is_an_error_that_says_who_must_publish_it(book: PolicyBook) -> None:
    with pytest.raises(NoPolicyValue) as caught:
        ratio(book, "430399", date(2022, 12, 31), "employee", "retired", "primary")

    error = caught.value
    assert (error.code, error.fault) == ("policy.E001", Fault.OURS)
    assert error.params == {
        "key": RATIO,
        "at": "430399",
        "on": "2022-12-31",
        "dims": " scheme=employee standing=retired tier=primary",
        "tried": "pool:430399, city:430300, province:430000, nation:000000",
    }
    assert "都市圈协调办公室发布" in error.message("zh")
    assert "the coordination office must publish a value" in error.message("en")


def test_a_missing_parameter_is_a_missing_value(book: PolicyBook) -> None:
    with pytest.raises(UnknownParameter) as caught:
        book.resolve("health.outpatient.ration", at="430399", on=date(2025, 1, 1))

    assert isinstance(caught.value, NoPolicyValue)


@pytest.mark.parametrize("at", ["430000", "430302", "430499", "000000", ""])
def test_a_place_that_is_no_pool_or_city_is_refused(book: PolicyBook, at: str) -> None:
    with pytest.raises(UnknownPlace) as caught:
        book.resolve(PREPAY, at=at, on=date(2025, 1, 1))

    assert "430399" in caught.value.message("zh")


@pytest.mark.parametrize(
    "dims",
    [
        {},
        {"scheme": "employee", "standing": "retired"},
        {"scheme": "employee", "standing": "retired", "tier": "primary", "care": "special"},
        {"scheme": "employee", "standing": "retired", "level": "primary"},
    ],
)
def test_missing_or_extra_dimensions_are_refused(book: PolicyBook, dims: dict[str, str]) -> None:
    with pytest.raises(WrongDimensions):
        book.resolve(RATIO, at="430399", on=date(2025, 1, 1), **dims)


@pytest.mark.parametrize("word", ["level_9", "*", ""])
def test_an_unknown_word_is_not_taken_for_a_missing_value(book: PolicyBook, word: str) -> None:
    dims = {"scheme": "employee", "standing": "retired", "tier": word}

    with pytest.raises(WrongDimensions):
        book.resolve(RATIO, at="430399", on=date(2025, 1, 1), **dims)
    with pytest.raises(WrongDimensions):
        book.layers(RATIO, "430399", date(2025, 1, 1), **dims)


def test_a_book_knows_its_metro_area(book: PolicyBook) -> None:
    assert book.metro == "samplemetro"
    assert [city.code for city in book.cities()] == ["430100", "430200", "430300"]
    assert [pool.code for pool in book.pools()] == ["430199", "430299", "430399", "439900"]
    assert (book.pool("439900").level, book.pool_of_city("430100")) == ("province", "430199")
    assert book.city("430300").title["en"] == "Xiangtan"
    assert [district.code for district in book.districts()] == [
        "430103",
        "430181",
        "430202",
        "430302",
        "430304",
    ]
    assert book.adjacency() == (("430103", "430302"), ("430181", "430202"))
    assert book.agreement("no-filing").parties == ("430100", "430300")
    assert [a.id for a in book.agreements()] == ["handled", "no-filing", "two-districts"]
    assert [i.code for i in book.institutions()] == [
        "H43010300001",
        "H43030200001",
        "P43018100002",
    ]
    assert len(book.parameters()) == 6
    found = book.parameter(PREPAY)
    assert found is not None
    assert found.unit == "ppm"
    assert book.parameter("health.none.such") is None


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("430300", "湘潭市"),
        ("430399", "湘潭统筹区"),
        ("430302", "雨湖区"),
        ("430000", "湖南省"),
        ("000000", "国家"),
        ("no-filing", "免备案协议"),
    ],
)
def test_every_place_has_a_name(book: PolicyBook, code: str, title: str) -> None:
    assert book.title_of(code)["zh"] == title


def test_unknown_codes_are_refused_with_the_known_ones(book: PolicyBook) -> None:
    for call in (book.pool, book.city, book.pool_of_city, book.catalogue, book.title_of):
        with pytest.raises(UnknownPlace) as caught:
            call("430499")
        assert "430300" in caught.value.message("en") or "430399" in caught.value.message("en")
    with pytest.raises(UnknownAgreement) as refused:
        book.agreement("none")
    assert "no-filing" in refused.value.message("zh")
