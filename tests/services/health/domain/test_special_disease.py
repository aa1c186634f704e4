"""Special diseases: the month's limit, the year's cap, and how many diseases add to it."""

from __future__ import annotations

import pytest

from rongcheng.services.health.domain.reasons import HealthReason
from rongcheng.services.health.domain.special_disease import (
    compute_month_limit,
    decide_special_month,
)
from rongcheng.services.health.domain.types import SpecialResult, SpecialTerms, SpecialTotals

TERMS = SpecialTerms(1, 700_000, 0, 40_000, 15_000_000)
LIMIT = HealthReason.MONTH_LIMIT_REACHED
CAP = HealthReason.CAP_REACHED


@pytest.mark.parametrize(
    ("in_scope", "month_used", "year_used", "fund", "reasons"),
    [
        (28_000, 0, 0, 19_600, 0),
        (35_000, 19_600, 19_600, 20_400, LIMIT),
        (5_230, 40_000, 40_000, 0, LIMIT),
        (5_230, 40_001, 40_001, 0, LIMIT),
        (57_142, 0, 0, 39_999, 0),
        (57_143, 0, 0, 40_000, 0),
        (57_144, 0, 0, 40_000, LIMIT),
        (28_000, 0, 14_980_400, 19_600, 0),
        (28_000, 0, 14_980_401, 19_599, CAP),
        (28_000, 0, 15_000_000, 0, CAP),
        (28_000, 0, 15_000_001, 0, CAP),
        (28_000, 35_000, 14_990_000, 5_000, LIMIT | CAP),
        (28_000, 30_000, 14_995_000, 5_000, LIMIT | CAP),
        (0, 40_000, 15_000_000, 0, 0),
    ],
)
def test_a_month(in_scope: int, month_used: int, year_used: int, fund: int, reasons: int) -> None:
    result = decide_special_month(in_scope, TERMS, SpecialTotals(month_used, year_used))
    assert (result.fund_fen, result.reasons) == (fund, reasons)
    assert result.own_share_fen == in_scope - fund
    assert result.base_fen == in_scope


def test_every_step_of_the_sum_is_kept() -> None:
    result = decide_special_month(35_000, TERMS, SpecialTotals(19_600, 25_000))
    assert result == SpecialResult(
        base_fen=35_000,
        ratio_ppm=700_000,
        uncapped_fen=24_500,
        limit_left_fen=20_400,
        cap_left_fen=14_975_000,
        fund_fen=20_400,
        own_share_fen=14_600,
        reasons=LIMIT,
    )


def test_a_cut_is_taken_from_the_ratio_and_told() -> None:
    result = decide_special_month(10_000, TERMS._replace(cut_ppm=50_000), SpecialTotals(0, 0))
    assert (result.fund_fen, result.reasons) == (6_500, HealthReason.RATIO_CUT)


def test_without_a_grant_nothing_is_paid() -> None:
    result = decide_special_month(10_000, TERMS._replace(covered=0), SpecialTotals(0, 0))
    assert result == SpecialResult(0, 0, 0, 0, 0, 0, 10_000, HealthReason.DISEASE_NOT_GRANTED)


@pytest.mark.parametrize(
    ("diseases", "limit"), [(-1, 0), (0, 0), (1, 30_000), (2, 40_000), (3, 40_000), (9, 40_000)]
)
def test_the_limit_by_number_of_diseases(diseases: int, limit: int) -> None:
    assert compute_month_limit(30_000, 10_000, diseases) == limit
