"""Ordinary outpatient care: deductible, ratio, cut and cap at their edges."""

from __future__ import annotations

import pytest

from rongcheng.services.health.domain.outpatient import compute_applied_ratio, decide_outpatient
from rongcheng.services.health.domain.reasons import HealthReason
from rongcheng.services.health.domain.types import (
    OutpatientResult,
    OutpatientTerms,
    OutpatientTotals,
)

LEVEL_2 = OutpatientTerms(1, 20_000, 30_000, 600_000, 0, 150_000)
PRIMARY = OutpatientTerms(1, 0, 30_000, 700_000, 0, 150_000)
FRESH = OutpatientTotals(0, 0)

TAKEN = HealthReason.DEDUCTIBLE_TAKEN
YEAR_REACHED = HealthReason.DEDUCTIBLE_YEAR_REACHED
CAP = HealthReason.CAP_REACHED
CUT = HealthReason.RATIO_CUT


@pytest.mark.parametrize(
    ("in_scope", "totals", "deductible", "fund", "reasons"),
    [
        (19_999, FRESH, 19_999, 0, TAKEN),
        (20_000, FRESH, 20_000, 0, TAKEN),
        (20_001, FRESH, 20_000, 1, TAKEN),
        (0, FRESH, 0, 0, 0),
        (0, OutpatientTotals(30_000, 150_000), 0, 0, 0),
        (26_000, OutpatientTotals(10_000, 0), 20_000, 3_600, TAKEN),
        (26_000, OutpatientTotals(10_001, 0), 19_999, 3_601, TAKEN | YEAR_REACHED),
        (26_000, OutpatientTotals(30_000, 0), 0, 15_600, YEAR_REACHED),
        (26_000, OutpatientTotals(30_001, 0), 0, 15_600, YEAR_REACHED),
        (26_000, OutpatientTotals(30_000, 134_400), 0, 15_600, YEAR_REACHED),
        (26_000, OutpatientTotals(30_000, 134_401), 0, 15_599, YEAR_REACHED | CAP),
        (26_000, OutpatientTotals(30_000, 150_000), 0, 0, YEAR_REACHED | CAP),
        (26_000, OutpatientTotals(30_000, 150_001), 0, 0, YEAR_REACHED | CAP),
        (1, OutpatientTotals(30_000, 150_000), 0, 0, YEAR_REACHED | CAP),
    ],
)
def test_level_2(
    in_scope: int, totals: OutpatientTotals, deductible: int, fund: int, reasons: int
) -> None:
    result = decide_outpatient(in_scope, LEVEL_2, totals)
    assert (result.deductible_fen, result.fund_fen, result.reasons) == (deductible, fund, reasons)
    assert result.own_share_fen == in_scope - deductible - fund


def test_every_step_of_the_sum_is_kept() -> None:
    assert decide_outpatient(45_075, LEVEL_2, OutpatientTotals(20_000, 3_600)) == OutpatientResult(
        deductible_fen=10_000,
        base_fen=35_075,
        ratio_ppm=600_000,
        uncapped_fen=21_045,
        cap_left_fen=146_400,
        fund_fen=21_045,
        own_share_fen=14_030,
        reasons=TAKEN | YEAR_REACHED,
    )


def test_a_tier_without_a_deductible_neither_takes_nor_mentions_it() -> None:
    result = decide_outpatient(8_843, PRIMARY, OutpatientTotals(30_000, 0))
    assert (result.deductible_fen, result.fund_fen, result.reasons) == (0, 6_190, 0)


def test_a_tier_that_is_not_covered_pays_nothing_and_uses_nothing() -> None:
    result = decide_outpatient(10_000, OutpatientTerms(0, 0, 0, 0, 0, 0), FRESH)
    assert result == OutpatientResult(0, 0, 0, 0, 0, 0, 10_000, HealthReason.TIER_NOT_COVERED)


@pytest.mark.parametrize(
    ("ratio", "cut", "applied"),
    [
        (600_000, 0, 600_000),
        (600_000, 100_000, 500_000),
        (600_000, 600_000, 0),
        (600_000, 700_000, 0),
        (1_010_000, 0, 1_000_000),
        (1_000_000, 0, 1_000_000),
    ],
)
def test_the_ratio_after_the_cut(ratio: int, cut: int, applied: int) -> None:
    assert compute_applied_ratio(ratio, cut) == applied


def test_a_cut_is_told() -> None:
    result = decide_outpatient(10_000, PRIMARY._replace(cut_ppm=100_000), FRESH)
    assert (result.fund_fen, result.ratio_ppm, result.reasons) == (6_000, 600_000, CUT)
