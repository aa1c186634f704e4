"""The comparison of statements by example (对账)."""

from __future__ import annotations

from datetime import date

from rongcheng.services.health.domain.reconciliation import (
    CentreRow,
    DifferenceKind,
    StatementRow,
    compare_statements,
    place_elsewhere,
)

PAID = StatementRow("S1", "V1", "P1", 10_000, 6_000, 500, False)
BACK = StatementRow("S2", "V1", "P1", -10_000, -6_000, -500, True)
SETTLED = CentreRow(PAID, "M1", taken_back_by="S2")
REFUNDED = CentreRow(BACK, "M2", takes_back="S1")


def kinds(theirs: list[StatementRow], ours: list[CentreRow]) -> list[tuple[str, str]]:
    found = compare_statements(theirs, ours)
    return [(one.kind.name, one.row.setl_id) for one in found.differences]


def test_a_refunded_settlement_needs_both_rows() -> None:
    assert kinds([PAID, BACK], [SETTLED, REFUNDED]) == []
    assert kinds([PAID], [SETTLED, REFUNDED]) == [("REFUND_MISSING", "S2")]
    assert kinds([BACK], [SETTLED, REFUNDED]) == [("SETTLEMENT_MISSING", "S1")]
    assert kinds([], [SETTLED, REFUNDED]) == [("ONLY_CENTRE", "S1"), ("ONLY_CENTRE", "S2")]


def test_a_refund_may_be_listed_under_the_settlements_number() -> None:
    assert kinds([PAID, BACK._replace(setl_id="S1")], [SETTLED, REFUNDED]) == []


def test_a_refund_of_an_earlier_periods_settlement_is_missed_as_a_refund() -> None:
    assert kinds([], [REFUNDED]) == [("REFUND_MISSING", "S2")]


def test_every_column_that_differs_is_named() -> None:
    sent = PAID._replace(mdtrt_id="V9", total_fen=9_999, account_fen=0)
    (found,) = compare_statements([sent], [CentreRow(PAID, "M1")]).differences
    assert found.altered == ("mdtrt_id", "total_fen", "account_fen")


def test_of_two_rows_the_one_that_fits_is_compared() -> None:
    other = PAID._replace(total_fen=1)
    held = CentreRow(PAID, "M1")
    for theirs in ([PAID, other], [other, PAID]):
        found = compare_statements(theirs, [held])
        assert found.equal == (held,)
        assert [(one.kind.name, one.theirs) for one in found.differences] == [("REPEATED", other)]


def test_a_row_that_the_centre_has_elsewhere_is_told_where() -> None:
    refund = PAID._replace(refund=True)
    lonely = compare_statements([PAID, refund, PAID._replace(setl_id="S9")], []).differences
    placed = place_elsewhere(
        lonely,
        cancelled={("S9", False): date(2026, 3, 1)},
        elsewhere={("S1", False): date(2026, 2, 28)},
    )
    assert [(one.kind, one.row.setl_id, one.noted_on) for one in placed] == [
        (DifferenceKind.ONLY_HOSPITAL, "S1", None),
        (DifferenceKind.CANCELLED, "S9", date(2026, 3, 1)),
        (DifferenceKind.ELSEWHERE, "S1", date(2026, 2, 28)),
    ]
    assert placed[0].row.refund
