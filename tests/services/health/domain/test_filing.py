"""Filings: first and last day, late ones, stays that outlast them, revocations, the best one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rongcheng.kernel.compiled import compile_rule
from rongcheng.services.health.domain.filing import (
    FilingCare,
    FilingCategory,
    FilingChoice,
    FilingFacts,
    FilingReason,
    FilingTerms,
    begin_choice,
    better_choice,
    decide_filing,
    judge_filing,
)

BEGIN, END = date(2026, 1, 5), date(2026, 7, 5)
HOLDS, LATE = FilingReason.FILING_HOLDS, FilingReason.FILING_LATE
KEPT, EXPIRED = FilingReason.STAY_KEPT, FilingReason.FILING_EXPIRED
REVOKED, AFTER = FilingReason.FILING_REVOKED, FilingReason.KEPT_AFTER_REVOCATION
ALLOWED = FilingTerms(1, 1)
STRICT = FilingTerms(0, 0)


def filing(
    category: FilingCategory = FilingCategory.OTHER,
    *,
    begins: date = BEGIN,
    ends: date | None = END,
    registered: date | None = None,
    revoked: date | None = None,
) -> FilingFacts:
    return FilingFacts(
        int(category),
        begins.toordinal(),
        ends.toordinal() if ends else 0,
        (registered or begins).toordinal(),
        revoked.toordinal() if revoked else 0,
    )


def care(begun: date, settled: date | None = None, *, emergency: bool = False) -> FilingCare:
    return FilingCare(begun.toordinal(), (settled or begun).toordinal(), int(emergency))


@pytest.mark.parametrize(
    ("begun", "settled", "reasons"),
    [
        (BEGIN - timedelta(1), BEGIN - timedelta(1), FilingReason.FILING_NOT_BEGUN),
        (BEGIN, BEGIN, HOLDS),
        (END, END, HOLDS),
        (END + timedelta(1), END + timedelta(1), EXPIRED),
        (END, END + timedelta(40), HOLDS | KEPT),
        (END - timedelta(3), END + timedelta(1), HOLDS | KEPT),
        (END + timedelta(1), END + timedelta(9), EXPIRED),
    ],
    ids=[
        "the day before",
        "first day",
        "last day",
        "the day after",
        "admitted on the last day",
        "begun before expiry, discharged after",
        "admitted the day after",
    ],
)
def test_the_day_the_care_began_governs(begun: date, settled: date, reasons: int) -> None:
    assert judge_filing(filing(), care(begun, settled), ALLOWED) == reasons


def test_without_that_rule_a_stay_that_outlasts_its_filing_is_cut_off() -> None:
    over = care(END, END + timedelta(1))
    assert judge_filing(filing(), over, STRICT) == EXPIRED
    assert judge_filing(filing(), care(END), STRICT) == HOLDS


ADMITTED, DISCHARGED = date(2026, 3, 1), date(2026, 3, 12)


@pytest.mark.parametrize(
    ("begins", "registered", "reasons"),
    [
        (ADMITTED, ADMITTED, HOLDS),
        (ADMITTED + timedelta(1), ADMITTED + timedelta(1), HOLDS | LATE),
        (DISCHARGED, DISCHARGED, HOLDS | LATE),
        (DISCHARGED + timedelta(1), DISCHARGED + timedelta(1), FilingReason.FILING_NOT_BEGUN),
        (ADMITTED, DISCHARGED, HOLDS | LATE),
        (ADMITTED - timedelta(60), DISCHARGED + timedelta(1), FilingReason.FILING_NOT_BEGUN),
        (DISCHARGED + timedelta(1), ADMITTED, FilingReason.FILING_NOT_BEGUN),
    ],
    ids=[
        "on the day of admission",
        "the day after",
        "on the day of discharge",
        "after the settlement",
        "dated back to the admission",
        "dated back, after the settlement",
        "in force only later",
    ],
)
def test_a_filing_made_up_before_the_discharge_counts(
    begins: date, registered: date, reasons: int
) -> None:
    made_up = filing(begins=begins, registered=registered, ends=date(2026, 12, 1))
    assert judge_filing(made_up, care(ADMITTED, DISCHARGED), ALLOWED) == reasons


@pytest.mark.parametrize("begins", [ADMITTED, DISCHARGED])
def test_where_policy_does_not_allow_it_a_late_filing_does_not_count(begins: date) -> None:
    made_up = filing(begins=begins, registered=DISCHARGED)
    found = judge_filing(made_up, care(ADMITTED, DISCHARGED), STRICT)
    assert found == FilingReason.LATE_NOT_COUNTED


@pytest.mark.parametrize(
    ("revoked", "reasons"),
    [
        (ADMITTED - timedelta(1), REVOKED),
        (ADMITTED, REVOKED),
        (ADMITTED + timedelta(1), HOLDS | AFTER),
        (DISCHARGED, HOLDS | AFTER),
        (DISCHARGED + timedelta(1), HOLDS),
    ],
)
def test_care_begun_before_the_revocation_keeps_the_filing(revoked: date, reasons: int) -> None:
    assert judge_filing(filing(revoked=revoked), care(ADMITTED, DISCHARGED), ALLOWED) == reasons


def test_a_late_filing_must_still_stand_at_settlement() -> None:
    made_up = filing(begins=ADMITTED + timedelta(2), revoked=ADMITTED + timedelta(5))
    assert judge_filing(made_up, care(ADMITTED, DISCHARGED), ALLOWED) == REVOKED


def test_a_permanent_filing_never_ends() -> None:
    for_good = filing(FilingCategory.SETTLED, ends=None)
    assert judge_filing(for_good, care(date(2076, 1, 1)), ALLOWED) == HOLDS


def test_nothing_filed_is_other_and_not_filed() -> None:
    found = decide_filing((), care(ADMITTED), ALLOWED)
    assert found == FilingChoice(FilingCategory.OTHER, 0, -1, FilingReason.NO_FILING)


def test_an_emergency_without_a_filing_is_deemed_filed() -> None:
    found = decide_filing((), care(ADMITTED, emergency=True), ALLOWED)
    assert found == FilingChoice(FilingCategory.EMERGENCY, 1, -1, FilingReason.EMERGENCY_DEEMED)


def test_why_none_holds_is_said_of_each() -> None:
    row = (filing(ends=date(2026, 2, 1)), filing(revoked=date(2026, 2, 1)))
    found = decide_filing(row, care(ADMITTED), ALLOWED)
    assert found == FilingChoice(
        FilingCategory.OTHER, 0, -1, FilingReason.NO_FILING | EXPIRED | REVOKED
    )


@pytest.mark.parametrize(
    ("categories", "place"),
    [
        (("OTHER", "REFERRED"), 1),
        (("REFERRED", "OTHER"), 0),
        (("REFERRED", "POSTED", "LIVING", "SETTLED"), 3),
        (("OTHER", "OTHER"), 0),
        (("LIVING", "REFERRED", "LIVING"), 0),
    ],
)
def test_the_best_for_the_resident_wins_and_of_two_alike_the_earlier(
    categories: tuple[str, ...], place: int
) -> None:
    row = tuple(filing(FilingCategory[name]) for name in categories)
    found = decide_filing(row, care(ADMITTED), ALLOWED)
    assert found == FilingChoice(FilingCategory[categories[place]], 1, place, HOLDS)


@pytest.mark.parametrize(
    ("category", "wins"), [("SETTLED", True), ("REFERRED", True), ("OTHER", False)]
)
def test_an_emergency_stands_between_a_referral_and_other_care(category: str, wins: bool) -> None:
    found = decide_filing(
        (filing(FilingCategory[category]),), care(ADMITTED, emergency=True), ALLOWED
    )
    expected = FilingCategory[category] if wins else FilingCategory.EMERGENCY
    assert (found.category, found.filed) == (expected, 1)


def test_one_that_does_not_hold_never_stands_in_the_way() -> None:
    row = (filing(FilingCategory.SETTLED, revoked=BEGIN), filing(FilingCategory.OTHER))
    assert decide_filing(row, care(ADMITTED), ALLOWED) == FilingChoice(6, 1, 1, HOLDS)


def test_the_compiled_rule_decides_alike() -> None:
    compiled = compile_rule(decide_filing)
    begun, better = compile_rule(begin_choice), compile_rule(better_choice)
    for offset in (-10, -1, 0, 30, 181, 182, 200):
        for revoked in (None, BEGIN, BEGIN + timedelta(30)):
            for terms in (ALLOWED, STRICT):
                row = (filing(revoked=revoked), filing(FilingCategory.REFERRED, ends=None))
                asked = care(BEGIN + timedelta(offset), BEGIN + timedelta(offset + 12))
                assert compiled(row, asked, terms) == decide_filing(row, asked, terms)
                step = better(begun(asked), row[0], 0, asked, terms)
                assert step == better_choice(begin_choice(asked), row[0], 0, asked, terms)
