"""Honest figures: whatever stands in for an unknown value says so, why, and until when."""

from __future__ import annotations

from datetime import date

from rongcheng.policy.book import PolicyBook

from .conftest import Books

SAMPLE_DUE = date(2026, 12, 31)
REST_DUE = date(2027, 6, 30)


def test_a_sample_value_says_why_and_names_no_document(book: PolicyBook) -> None:
    """Its parameter has a note in both languages, its source begins with the word for sample."""
    for parameter in book.parameters():
        for row in parameter.values:
            sample = row.status == "illustrative"
            assert row.source.document.startswith("样例值：") == sample, (parameter.key, row.at)
            if sample:
                assert parameter.note is not None, parameter.key
                assert min(len(parameter.note["zh"]), len(parameter.note["en"])) > 10


def test_samples_fall_due_for_review_first(book: PolicyBook) -> None:
    """By the end of 2026 a city replaces the samples; the rest is reviewed by mid-2027."""
    for parameter in book.parameters():
        for row in parameter.values:
            due = SAMPLE_DUE if row.status == "illustrative" else REST_DUE
            assert row.review_by == due, (parameter.key, row.at)


def test_only_the_press_report_is_verified(books: Books) -> None:
    """No official text was read for a health value: all but the reports' own words is secondary."""
    verified = {
        (parameter.key, row.at, row.source.key)
        for book in books.values()
        for parameter in book.parameters()
        for row in parameter.values
        if row.status == "verified"
    }
    assert verified == {
        ("health.offsite.filing_needed", "agreement:czt-no-filing", "HL-05"),
        ("health.offsite.coverage_promise", "city:430300", "HL-03 HL-04"),
        ("health.special.recognised_least", "agreement:cdmz-special-disease", "HL-16"),
    }


def test_secondary_sources_carry_their_key_or_say_what_page_they_are(book: PolicyBook) -> None:
    """A reader can go back to the source of every figure."""
    for parameter in book.parameters():
        for row in parameter.values:
            if row.status == "secondary":
                assert row.source.key or "网页" in row.source.document, (parameter.key, row.at)


def test_agreements_have_the_days_of_the_reports(books: Books) -> None:
    """Days that a report gives are verified; a year or a plan alone is a sample."""
    found = {
        agreement.id: (agreement.since.isoformat(), agreement.status, len(agreement.parties))
        for book in books.values()
        for agreement in book.agreements()
    }
    assert found == {
        "czt-no-filing": ("2024-12-07", "verified", 3),
        "czt-direct-settlement": ("2024-12-07", "verified", 3),
        "czt-result-recognition": ("2024-12-07", "verified", 3),
        "czt-culture": ("2024-10-21", "verified", 3),
        "cdmz-direct-settlement": ("2024-01-01", "illustrative", 4),
        "cdmz-special-disease": ("2024-01-01", "illustrative", 4),
        "cdmz-result-recognition": ("2021-05-01", "secondary", 4),
        "cdmz-housing": ("2024-01-01", "illustrative", 4),
        "czt-government-2021": ("2021-05-28", "illustrative", 3),
        "czt-government-2024": ("2024-12-07", "illustrative", 3),
        "czt-shifeng-yuhua": ("2021-01-01", "illustrative", 2),
        "cdmz-government": ("2024-01-01", "illustrative", 4),
        "cdmz-five-counties": ("2020-11-18", "illustrative", 5),
        "cdmz-four-districts": ("2021-05-01", "illustrative", 4),
        "cdmz-pengzhou-shifang": ("2025-03-05", "illustrative", 2),
    }


def test_the_disease_list_is_a_sample_and_the_nations_five_stand_below_it(
    book: PolicyBook,
) -> None:
    """Ten sample codes in each metro area, at least the eight that CDMZ set as its goal."""
    pool = book.pools()[0].code
    on = date(2025, 6, 1)
    upper, lower = book.layers("health.special.diseases", pool, on, scheme="resident")
    assert (upper.layer, upper.status, len(tuple(upper.value))) == ("province", "illustrative", 10)
    assert (lower.layer, lower.status, len(tuple(lower.value))) == ("nation", "secondary", 5)
    assert tuple(upper.value)[:5] == tuple(lower.value)
