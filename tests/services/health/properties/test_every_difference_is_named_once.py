"""Every missing, extra, altered or refunded row of a statement is named exactly once (对账)."""

from __future__ import annotations

from collections import Counter
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from rongcheng.services.health.domain.reconciliation import (
    CentreRow,
    DifferenceKind,
    StatementRow,
    compare_statements,
)

AMOUNTS = st.integers(1, 9_000_000)


@st.composite
def books(draw: st.DrawFn) -> list[CentreRow]:
    """Draw what the centre holds: settlements, some of them refunded by a row of their own."""
    rows = []
    for number in range(draw(st.integers(0, 12))):
        total, fund = draw(AMOUNTS), draw(st.integers(0, 5_000))
        paid = StatementRow(f"S{number}", f"V{number}", f"P{number % 3}", total, fund, 0, False)
        refunded = draw(st.booleans())
        back = f"R{number}" if refunded else ""
        rows.append(CentreRow(paid, f"M{number}", taken_back_by=back))
        if refunded:
            negative = paid._replace(setl_id=back, total_fen=-total, fund_fen=-fund, refund=True)
            rows.append(CentreRow(negative, f"B{number}", takes_back=f"S{number}"))
    return rows


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[CentreRow], list[StatementRow], Counter[tuple[str, str]]]:
    """Draw the centre's rows, a spoilt copy of them, and what must be said of each spoilt row."""
    centre = draw(books())
    theirs: list[StatementRow] = []
    spoilt: Counter[tuple[str, str]] = Counter()
    fates = {}
    for held in centre:
        fate = draw(st.sampled_from(["same", "same", "missing", "altered", "repeated"]))
        fates[held.row.setl_id] = fate
        row = held.row
        # A system may book a refund under the number of the settlement.
        if row.refund and draw(st.booleans()):
            row = row._replace(setl_id=held.takes_back)
        if fate == "altered":
            name = draw(st.sampled_from(["total_fen", "fund_fen", "account_fen"]))
            row = row._replace(**{name: getattr(row, name) + draw(AMOUNTS)})
            spoilt["ALTERED", row.setl_id] += 1
        if fate == "repeated":
            spoilt["REPEATED", row.setl_id] += 1
            theirs.append(row)
        if fate != "missing":
            theirs.append(row)
    for held in centre:
        if fates[held.row.setl_id] == "missing":
            other = held.takes_back or held.taken_back_by
            known = bool(other) and fates[other] != "missing"
            kind = "ONLY_CENTRE"
            if known:
                kind = "REFUND_MISSING" if held.row.refund else "SETTLEMENT_MISSING"
            spoilt[kind, held.row.setl_id] += 1
    for number in range(draw(st.integers(0, 4))):
        theirs.append(
            StatementRow(f"X{number}", "V", "P", draw(AMOUNTS), 0, 0, draw(st.booleans()))
        )
        spoilt["ONLY_HOSPITAL", f"X{number}"] += 1
    return centre, theirs, spoilt


@given(cases())
def test_each_spoilt_row_is_named_exactly_once(
    case: tuple[list[CentreRow], list[StatementRow], Counter[tuple[str, str]]],
) -> None:
    centre, theirs, spoilt = case
    found = compare_statements(theirs, centre)
    assert Counter((one.kind.name, one.row.setl_id) for one in found.differences) == spoilt
    named = {one.ours for one in found.differences if one.ours and one.kind != 6}
    assert named | set(found.equal) == set(centre)
    assert not named & set(found.equal)


@given(books())
def test_equal_books_give_no_difference(centre: list[CentreRow]) -> None:
    found = compare_statements([held.row for held in centre], centre)
    assert found.differences == ()
    assert sorted(found.equal) == sorted(centre)


@given(cases(), st.integers())
def test_the_order_of_rows_does_not_matter(
    case: tuple[list[CentreRow], list[StatementRow], Counter[tuple[str, str]]], seed: int
) -> None:
    centre, theirs, _ = case
    random = Random(seed)
    shuffled = (random.sample(theirs, len(theirs)), random.sample(centre, len(centre)))
    assert compare_statements(*shuffled) == compare_statements(theirs, centre)


@given(cases())
def test_differences_explain_what_lies_between_the_sums(
    case: tuple[list[CentreRow], list[StatementRow], Counter[tuple[str, str]]],
) -> None:
    centre, theirs, _ = case
    found = compare_statements(theirs, centre)
    explained = 0
    for one in found.differences:
        explained += one.theirs.total_fen if one.theirs else 0
        if one.ours and one.kind is not DifferenceKind.REPEATED:
            explained -= one.ours.row.total_fen
    stated = sum(row.total_fen for row in theirs)
    assert stated - sum(held.row.total_fen for held in centre) == explained
