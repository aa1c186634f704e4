"""Decides an order by a policy book (按政策手册裁定): the same pure rules at both kinds of core."""

from __future__ import annotations

from collections.abc import Callable

from rongcheng.kernel.outcomes import reasons_from_mask
from rongcheng.policy.book import PolicyBook
from rongcheng.services.health.assessment import Assessment, assess
from rongcheng.services.health.bills import LineOutcome
from rongcheng.services.health.cores.port import CoreAnswer, Order, Refusal
from rongcheng.services.health.domain.reasons import REASONS
from rongcheng.services.health.domain.types import (
    CareKind,
    LineTerms,
    OutpatientResult,
    SettledAmounts,
    SpecialResult,
)
from rongcheng.services.health.entitlements import STOPPING
from rongcheng.services.health.facts import CareTotals
from rongcheng.services.health.terms import LinePolicy

# What the lines' own terms were is the business of the place of care; its split is what counts.
_SPLIT_ELSEWHERE = LinePolicy(LineTerms(0, -1, 0, 0), {"zh": "", "en": ""}, "", "", None)


def leave_to_core(reasons: int) -> None:
    """Let the sum go on although our own book would refuse: whether to pay is the core's say."""
    del reasons


def decide_order(
    order: Order,
    book: PolicyBook,
    totals: CareTotals,
    *,
    refuse: Callable[[int], None] = leave_to_core,
) -> CoreAnswer:
    """Return what this book makes of an order, given the person's totals before it."""
    lines = tuple(
        LineOutcome(facts, _SPLIT_ELSEWHERE, split)
        for facts, split in zip(order.facts.lines, order.split, strict=True)
    )
    assessment = assess(order.facts, book, totals, refuse=refuse, lines=lines)
    months = tuple((month.month, month.result.fund_fen) for month in assessment.months)
    return CoreAnswer(
        key=order.key,
        amounts=assessment.amounts,
        ratio_ppm=assessment.ratio_ppm,
        months=months,
        totals=add_totals(totals, order.facts.kind, assessment.amounts, months),
        steps=steps_of(assessment),
        edition=book.hash,
    )


def refusals_of(answer: CoreAnswer) -> tuple[Refusal, ...]:
    """Return the reasons for which this book refuses a direct settlement, none if it pays."""
    stopping = answer.steps.get("entitlement", 0) & STOPPING
    found = reasons_from_mask(stopping, REASONS)
    return tuple(Refusal(reason.code, reason.zh, reason.en) for reason in found)


def add_totals(
    totals: CareTotals, kind: int, amounts: SettledAmounts, months: tuple[tuple[int, int], ...]
) -> CareTotals:
    """Return the running totals after a settlement, or after a reversal with negated amounts."""
    special = kind == CareKind.SPECIAL_DISEASE
    used = dict(totals.months)
    for month, fen in months:
        used[month] = used.get(month, 0) + fen
    return CareTotals(
        deductible_fen=totals.deductible_fen + (0 if special else amounts.deductible_fen),
        outpatient_fen=totals.outpatient_fen + (0 if special else amounts.fund_fen),
        basic_fen=totals.basic_fen + (amounts.fund_fen if special else 0),
        months=used,
    )


def steps_of(assessment: Assessment) -> dict[str, int]:
    """Return the sum step by step, by name, so that two cores' sums can be laid side by side."""
    steps = {"entitlement": assessment.entitlement}
    if assessment.outpatient is not None:
        steps |= _named("outpatient", assessment.outpatient)
    for month in assessment.months:
        steps[f"{month.month}.limit_fen"] = month.limit_fen
        steps |= _named(str(month.month), month.result)
    return steps


def _named(head: str, result: OutpatientResult | SpecialResult) -> dict[str, int]:
    return {
        f"{head}.{name}": int(value)
        for name, value in result._asdict().items()
        if name != "reasons"
    }
