"""The office sees what holds, what changed between two days, what is due and what is a sample."""

from __future__ import annotations

from datetime import date

from rongcheng.policy.book import PolicyBook
from rongcheng.policy.survey import (
    agreements_due_for_review,
    compare,
    due_for_review,
    sample_values,
    values_on,
)

RATIO = "health.outpatient.ratio"


def test_values_are_listed_by_place_with_equal_cells_folded(book: PolicyBook) -> None:
    assert [
        (v.layer, v.at, tuple(word for _, word in v.dims), v.value)
        for v in values_on(book, date(2024, 6, 1), RATIO)
    ] == [
        ("pool", "430399", ("employee", "in_service", "*"), 620_000),
        ("city", "430300", ("resident", "*", "primary"), 710_000),
        ("province", "430000", ("*", "*", "*"), 500_000),
    ]


def test_changes_between_two_days_name_old_and_new(book: PolicyBook) -> None:
    changes = compare(book, date(2023, 6, 1), date(2024, 6, 1), RATIO)

    assert [
        (c.at, tuple(w for _, w in c.dims), c.old and c.old.value, c.new and c.new.value)
        for c in changes
    ] == [
        ("pool:430399", ("employee", "in_service", "primary"), 700_000, 620_000),
        ("pool:430399", ("employee", "in_service", "level_1"), 600_000, 620_000),
        ("pool:430399", ("employee", "in_service", "level_2"), 600_000, 620_000),
        ("pool:430399", ("employee", "in_service", "level_3"), 600_000, 620_000),
        ("pool:430399", ("employee", "in_service", "provincial"), 600_000, 620_000),
        ("pool:430399", ("employee", "retired", "primary"), 750_000, None),
        ("pool:430399", ("employee", "retired", "level_1"), 650_000, None),
        ("pool:430399", ("employee", "retired", "level_2"), 650_000, None),
        ("pool:430399", ("employee", "retired", "level_3"), 650_000, None),
        ("pool:430399", ("employee", "retired", "provincial"), 650_000, None),
    ]


def test_a_new_value_and_a_begun_agreement_are_changes(book: PolicyBook) -> None:
    changes = compare(book, date(2024, 12, 6), date(2024, 12, 7))

    assert [(c.key, c.at, c.dims, c.old, c.new and c.new.value) for c in changes] == [
        (
            "health.offsite.filing_needed",
            "agreement:no-filing",
            (("category", "other"),),
            None,
            0,
        )
    ]


def test_no_change_between_a_day_and_itself(book: PolicyBook) -> None:
    assert compare(book, date(2024, 6, 1), date(2024, 6, 1)) == []


def test_a_folded_change_has_one_star_for_a_whole_dimension(book: PolicyBook) -> None:
    changes = compare(book, date(2022, 12, 31), date(2023, 1, 1), "health.special.diseases")

    assert [(c.at, c.dims, c.old) for c in changes] == [
        ("province:430000", (("scheme", "*"),), None)
    ]


def test_values_due_for_review_come_oldest_first(book: PolicyBook) -> None:
    due = due_for_review(book, date(2026, 6, 30))

    assert [(v.key, v.at, v.review_by) for v in due] == [
        (RATIO, "430000", date(2026, 6, 30)),
    ]
    # The value of 2023 was due in 2025, but it has been replaced since.
    earlier = {(v.at, v.review_by) for v in due_for_review(book, date(2023, 12, 31))}
    assert earlier == set()
    assert len(due_for_review(book, date(2026, 12, 31))) > len(due)


def test_agreements_due_for_review(book: PolicyBook) -> None:
    assert agreements_due_for_review(book, date(2026, 10, 30)) == []
    due = agreements_due_for_review(book, date(2026, 10, 31))
    assert [agreement.id for agreement in due] == ["no-filing"]
    assert agreements_due_for_review(book, date(2026, 12, 1)) == []


def test_sample_values_of_a_day(book: PolicyBook) -> None:
    samples = sample_values(book, date(2023, 6, 1))

    assert {v.status for v in samples} == {"illustrative"}
    assert sorted({(v.key, v.at) for v in samples}) == [
        ("health.catalogue.class_b_prepay", "430000"),
        ("health.catalogue.class_b_prepay", "430100"),
        ("health.outpatient.ratio", "430399"),
        ("health.special.diseases", "430000"),
        ("health.special.limit_month", "430000"),
    ]
