"""Scalar = compiled for stays, the layers above the pool and filings: the same integers."""

from __future__ import annotations

from random import Random

from rongcheng.kernel.compiled import compile_rule
from rongcheng.services.health.domain.filing import (
    FilingReason,
    begin_choice,
    better_choice,
    decide_filing,
    judge_filing,
)
from rongcheng.services.health.domain.inpatient import (
    compute_admission_deductible,
    compute_stay_ratio,
    decide_inpatient,
)
from rongcheng.services.health.domain.layers import compute_banded, decide_layers
from rongcheng.services.health.domain.reasons import HealthReason
from tests.services.health.agreement import stay_rows
from tests.services.health.agreement.rows import SEED

ROWS = 20_000


def names_in(masks: list[int], reasons: type[HealthReason | FilingReason]) -> set[str]:
    """Return the names of the reasons among the masks."""
    return {reason.name for reason in reasons if any(mask & reason for mask in masks)}


def test_stays() -> None:
    random = Random(SEED + 10)
    decide = compile_rule(decide_inpatient)
    deductible, ratio = compile_rule(compute_admission_deductible), compile_rule(compute_stay_ratio)
    seen = []
    for _ in range(ROWS):
        in_scope, terms, totals = stay_rows.stay(random)
        result = decide_inpatient(in_scope, terms, totals)
        assert decide(in_scope, terms, totals) == result
        rate = compute_admission_deductible(terms, totals.admissions)
        assert deductible(terms, totals.admissions) == rate == result.rate_fen
        rates = (terms.ratio_ppm, terms.addition_ppm, terms.cut_ppm)
        assert ratio(*rates) == compute_stay_ratio(*rates) == result.ratio_ppm
        # Identity G, and nothing below nothing.
        assert result.deductible_fen + result.fund_fen + result.own_share_fen == in_scope
        assert min(result.deductible_fen, result.fund_fen, result.own_share_fen) >= 0
        assert result.fund_fen <= result.cap_left_fen
        seen.append(result.reasons)
    assert names_in(seen, HealthReason) == {
        "REPEAT_ADMISSION",
        "STAY_DEDUCTIBLE_TAKEN",
        "DEDUCTIBLE_YEAR_REACHED",
        "DEDUCTIBLE_TAKEN",
        "AGE_ADDITION",
        "RATIO_CUT",
        "RATIO_AT_MOST_WHOLE",
        "CAP_REACHED",
    }


def test_layers() -> None:
    random = Random(SEED + 11)
    decide, banded = compile_rule(decide_layers), compile_rule(compute_banded)
    seen = []
    for _ in range(ROWS):
        own, deductible, terms, totals = stay_rows.layers(random)
        result = decide_layers(own, deductible, terms, totals)
        assert decide(own, deductible, terms, totals) == result
        between = (result.above_before_fen, result.above_after_fen, terms)
        assert banded(*between) == compute_banded(*between)
        paid = (result.second_fen, result.civil_servant_fen, result.assistance_fen)
        assert min(paid) >= 0
        assert sum(paid) <= own
        seen.append(result.reasons)
    assert names_in(seen, HealthReason) == {
        "SECOND_LAYER_PAID",
        "SECOND_LAYER_CAP_REACHED",
        "CIVIL_SERVANT_PAID",
        "ASSISTANCE_PAID",
        "ASSISTANCE_CAP_REACHED",
    }


def test_filings() -> None:
    random = Random(SEED + 12)
    judge, begin = compile_rule(judge_filing), compile_rule(begin_choice)
    better = compile_rule(better_choice)
    seen = []
    for _ in range(ROWS):
        filings, care, terms = stay_rows.filings(random)
        choice = begin(care)
        assert choice == begin_choice(care)
        for place, filing in enumerate(filings):
            assert judge(filing, care, terms) == judge_filing(filing, care, terms)
            assert better(choice, filing, place, care, terms) == better_choice(
                choice, filing, place, care, terms
            )
            choice = better(choice, filing, place, care, terms)
        # The choice among many is the same one step after another.
        assert choice == decide_filing(filings, care, terms)
        seen.append(choice.reasons)
    assert names_in(seen, FilingReason) == {reason.name for reason in FilingReason}
