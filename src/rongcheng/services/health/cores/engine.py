"""Decides an order by a policy book (按政策手册裁定): the same pure rules at both kinds of core."""

from __future__ import annotations

from collections.abc import Callable

from rongcheng.kernel.outcomes import reasons_from_mask
from rongcheng.policy.book import PolicyBook
from rongcheng.services.health.assessing.assessment import Assessment, assess
from rongcheng.services.health.assessing.bills import LineOutcome
from rongcheng.services.health.assessing.counting import (
    Counted,
    add_counted,
    counted_by,
    counted_of,
)
from rongcheng.services.health.assessing.facts import CareFacts, CareTotals
from rongcheng.services.health.assessing.terms import LinePolicy
from rongcheng.services.health.cores.port import CoreAnswer, Order, Refusal
from rongcheng.services.health.domain.entitlement import STOPPING
from rongcheng.services.health.domain.reasons import REASONS
from rongcheng.services.health.domain.stay_types import InpatientResult, LayerResult
from rongcheng.services.health.domain.types import LineTerms, OutpatientResult, SpecialResult

# What the lines' own terms were is the business of the place of care; its split is what counts.
_SPLIT_ELSEWHERE = LinePolicy(LineTerms(0, -1, 0, 0), {"zh": "", "en": ""}, "", "", None)

COUNTED_OWN = "layers.counted_fen"
"""The step that says what of a bill's own share counts towards the layers above the pool."""


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
        totals=add_counted(totals, counted_by(order.facts, assessment, totals), 1),
        steps=steps_of(assessment),
        edition=book.hash,
    )


def refusals_of(answer: CoreAnswer) -> tuple[Refusal, ...]:
    """Return the reasons for which this book refuses a direct settlement, none if it pays."""
    stopping = answer.steps.get("entitlement", 0) & STOPPING
    found = reasons_from_mask(stopping, REASONS)
    return tuple(Refusal(reason.code, reason.zh, reason.en) for reason in found)


def counted_in(answer: CoreAnswer, facts: CareFacts, paid: int) -> Counted:
    """Return what an answer adds to the person's totals; `paid` are the births paid before it."""
    own = answer.steps.get(COUNTED_OWN, 0)
    return counted_of(facts, answer.amounts, answer.months, counted_own_fen=own, paid=paid)


def steps_of(assessment: Assessment) -> dict[str, int]:
    """Return the sum step by step, by name, so that two cores' sums can be laid side by side."""
    steps = {"entitlement": assessment.entitlement}
    if assessment.outpatient is not None:
        steps |= _named("outpatient", assessment.outpatient)
    if assessment.inpatient is not None:
        steps |= _named("inpatient", assessment.inpatient)
    for month in assessment.months:
        steps[f"{month.month}.limit_fen"] = month.limit_fen
        steps |= _named(str(month.month), month.result)
    if assessment.layers is not None:
        steps |= _named("layers", assessment.layers)
    return steps


def _named(
    head: str, result: OutpatientResult | InpatientResult | SpecialResult | LayerResult
) -> dict[str, int]:
    return {
        f"{head}.{name}": int(value)
        for name, value in result._asdict().items()
        if name != "reasons"
    }
