"""The split of one charge line: class, price cap, approval, refunds, and amounts a fen off."""

from __future__ import annotations

import pytest

from rongcheng.services.health.domain.lines import compute_line_split, compute_over_limit
from rongcheng.services.health.domain.reasons import HealthReason
from rongcheng.services.health.domain.types import (
    Approval,
    ChargeClass,
    LineFacts,
    LineSplit,
    LineTerms,
)

NO_CAP = -1
A = LineTerms(ChargeClass.A, NO_CAP, 0, 0)
B = LineTerms(ChargeClass.B, NO_CAP, 100_000, 0)
C = LineTerms(ChargeClass.C, NO_CAP, 0, 0)


def piece(fen: int, pieces: int = 1, approval: int = Approval.NOT_NEEDED) -> LineFacts:
    """Return a line of whole pieces at a price of that many fen."""
    return LineFacts(fen * 10_000, pieces * 10_000, fen * pieces, approval)


@pytest.mark.parametrize(
    ("line", "terms", "split"),
    [
        (piece(26_000), A, (0, 0, 0, 26_000)),
        (piece(512_075), B, (0, 0, 51_208, 460_867)),
        (piece(512_074), B, (0, 0, 51_207, 460_867)),
        (piece(5), B, (0, 0, 1, 4)),
        (piece(4), B, (0, 0, 0, 4)),
        (piece(2_640), C, (2_640, 0, 0, 0)),
        (piece(1_280_000), B._replace(cap_micro=10_000_000_000), (0, 280_000, 100_000, 900_000)),
        (piece(1_000_000), A._replace(cap_micro=10_000_000_000), (0, 0, 0, 1_000_000)),
        (piece(1_000_001), A._replace(cap_micro=10_000_000_000), (0, 1, 0, 1_000_000)),
        (piece(500, 3), A._replace(cap_micro=4_000_000), (0, 300, 0, 1_200)),
        (piece(500), A._replace(cap_micro=0), (0, 500, 0, 0)),
        (piece(0), B._replace(cap_micro=0), (0, 0, 0, 0)),
        (piece(777), B._replace(prepay_ppm=1_000_000), (0, 0, 777, 0)),
        (piece(777), B._replace(prepay_ppm=0), (0, 0, 0, 777)),
    ],
)
def test_a_line_splits_as_told_and_its_refund_into_the_negatives(
    line: LineFacts, terms: LineTerms, split: tuple[int, int, int, int]
) -> None:
    assert compute_line_split(line, terms)[:4] == split
    refund = line._replace(quantity_e4=-line.quantity_e4, amount_fen=-line.amount_fen)
    assert compute_line_split(refund, terms)[:4] == tuple(-part for part in split)


def test_class_a_prepays_nothing_even_if_a_rate_is_given() -> None:
    split = compute_line_split(piece(1_000), A._replace(prepay_ppm=100_000))
    assert split == LineSplit(0, 0, 0, 1_000, 0)


@pytest.mark.parametrize(
    ("restricted", "approval", "charge_class", "reasons"),
    [
        (1, Approval.NOT_NEEDED, ChargeClass.A, HealthReason.LINE_APPROVAL_MISSING),
        (1, Approval.REFUSED, ChargeClass.A, HealthReason.LINE_APPROVAL_REFUSED),
        (0, Approval.REFUSED, ChargeClass.B, HealthReason.LINE_APPROVAL_REFUSED),
        (0, Approval.NOT_NEEDED, ChargeClass.C, HealthReason.LINE_CLASS_C),
        (0, Approval.APPROVED, ChargeClass.C, HealthReason.LINE_CLASS_C),
        (
            1,
            Approval.NOT_NEEDED,
            ChargeClass.C,
            HealthReason.LINE_CLASS_C | HealthReason.LINE_APPROVAL_MISSING,
        ),
        (
            0,
            Approval.REFUSED,
            ChargeClass.C,
            HealthReason.LINE_CLASS_C | HealthReason.LINE_APPROVAL_REFUSED,
        ),
    ],
)
def test_what_is_wholly_self_paid_says_every_reason(
    restricted: int, approval: int, charge_class: int, reasons: int
) -> None:
    terms = LineTerms(charge_class, 1_000_000, 100_000, restricted)
    assert compute_line_split(piece(900, approval=approval), terms) == (900, 0, 0, 0, reasons)


def test_an_approved_restricted_item_is_split_like_any_other() -> None:
    terms = LineTerms(ChargeClass.B, NO_CAP, 200_000, 1)
    split = compute_line_split(piece(1_000, approval=Approval.APPROVED), terms)
    assert split == LineSplit(0, 0, 200, 800, HealthReason.LINE_PREPAID)


@pytest.mark.parametrize(
    ("stated", "over"),
    # 3.333333 × 3 = 10.00; the cap of 3.00 allows 9.00; an amount may be stated a fen off.
    [(999, 99), (1_000, 100), (1_001, 101)],
)
def test_an_amount_stated_a_fen_off_is_split_as_stated(stated: int, over: int) -> None:
    line = LineFacts(3_333_333, 30_000, stated, 0)
    assert compute_line_split(line, A._replace(cap_micro=3_000_000))[:4] == (0, over, 0, 900)


@pytest.mark.parametrize(
    ("quantity", "stated", "over"),
    [
        (1, 0, 0),
        (1, 1, 0),
        (1, 2, 1),
        (0, -1, -1),
        (0, 0, 0),
        (0, 1, 1),
        (-1, 0, 0),
        (-1, -1, 0),
        (-1, -2, -1),
    ],
)
def test_a_line_of_about_nothing_never_owes_more_than_itself(
    quantity: int, stated: int, over: int
) -> None:
    # 100.01 × 0.0001 = 0.01 and the cap of 100.00 allows 0.01, too.
    line = LineFacts(100_010_000, quantity, stated, 0)
    assert compute_line_split(line, A._replace(cap_micro=100_000_000))[:4] == (
        0,
        over,
        0,
        stated - over,
    )


def test_a_price_at_or_below_the_cap_or_without_a_cap_is_never_above_it() -> None:
    assert compute_over_limit(piece(1_000), 10_000_000) == 0
    assert compute_over_limit(piece(999), 10_000_000) == 0
    # Also where the amount is stated a fen above the product.
    assert compute_over_limit(piece(1_000)._replace(amount_fen=1_001), 10_000_000) == 0
    assert compute_over_limit(piece(99_999_999), NO_CAP) == 0
