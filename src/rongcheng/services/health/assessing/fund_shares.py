"""What the pooling fund pays of a bill, by kind of care (统筹支付)."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from rongcheng.policy.book import PolicyBook, Resolved
from rongcheng.services.health.assessing.benefits import benefit_of, scheme_has, used_of
from rongcheng.services.health.assessing.bills import LineOutcome
from rongcheng.services.health.assessing.entitlements import place_of
from rongcheng.services.health.assessing.facts import CareFacts, CareTotals
from rongcheng.services.health.assessing.stay_terms import stay_terms
from rongcheng.services.health.assessing.terms import (
    OutpatientPolicy,
    month_limit_terms,
    special_terms,
    whole,
    with_limit,
)
from rongcheng.services.health.domain.benefit import decide_benefit
from rongcheng.services.health.domain.inpatient import decide_inpatient
from rongcheng.services.health.domain.pregnancies import settled_pregnancy
from rongcheng.services.health.domain.special_disease import (
    compute_counted_own,
    compute_month_limit,
    decide_special_month,
)
from rongcheng.services.health.domain.stay_types import InpatientResult, InpatientTotals
from rongcheng.services.health.domain.types import (
    Bill,
    OutpatientResult,
    SpecialResult,
    SpecialTotals,
)
from rongcheng.services.health.errors import BillNegative


class MonthOutcome(NamedTuple):
    """One month of special-disease charges: its limit and each step of its sum."""

    month: int
    in_scope_fen: int
    limit_fen: int
    result: SpecialResult
    limit_values: tuple[Resolved, Resolved]


class FundShare(NamedTuple):
    """The pool's part of a bill, however it was reached.

    `counted_own_fen` is the person's in-scope share, the deductible included, on which the layers
    above the pool may pay.
    """

    deductible_fen: int
    fund_fen: int
    own_share_fen: int
    ratio_ppm: int
    reasons: int
    outpatient: OutpatientResult | None
    months: tuple[MonthOutcome, ...]
    values: dict[str, Resolved]
    counted_own_fen: int
    inpatient: InpatientResult | None = None


def outpatient_share(
    bill: Bill, policy: OutpatientPolicy, facts: CareFacts, totals: CareTotals
) -> FundShare:
    """Return the pool's part of a bill under a ratio and a cap, every step kept."""
    benefit = benefit_of(facts)
    pregnancy = settled_pregnancy(totals.paid, facts.pregnancy, int(facts.stay_settled))
    used = used_of(benefit, totals, pregnancy)
    has_benefit = int(scheme_has(facts))
    result = decide_benefit(benefit, has_benefit, bill.in_scope_fen, policy.terms, used)
    return FundShare(
        result.deductible_fen,
        result.fund_fen,
        result.own_share_fen,
        result.ratio_ppm,
        result.reasons,
        result,
        (),
        policy.values,
        bill.in_scope_fen - result.fund_fen,
    )


def inpatient_share(
    bill: Bill, facts: CareFacts, book: PolicyBook, totals: CareTotals
) -> FundShare:
    """Return the pool's part of a stay's bill, every step kept."""
    policy = stay_terms(book, place_of(facts, facts.settled_on), facts.premium, facts.age)
    settled_stays = totals.admissions.get(facts.tier, 0)
    result = decide_inpatient(
        bill.in_scope_fen,
        policy.terms,
        InpatientTotals(
            admissions=settled_stays - int(facts.stay_settled),
            deductible_used_fen=totals.inpatient_deductible_fen,
            stay_deductible_fen=facts.stay_deductible_fen,
            basic_used_fen=totals.basic_fen,
        ),
    )
    return FundShare(
        result.deductible_fen,
        result.fund_fen,
        result.own_share_fen,
        result.ratio_ppm,
        result.reasons,
        None,
        (),
        policy.values,
        bill.in_scope_fen - result.fund_fen,
        result,
    )


def special_share(
    lines: tuple[LineOutcome, ...], facts: CareFacts, book: PolicyBook, totals: CareTotals
) -> FundShare:
    """Return the pool's part of a special-disease bill, month by month of its charges."""
    policy = special_terms(book, place_of(facts, facts.settled_on))
    months: list[MonthOutcome] = []
    year_used = totals.basic_fen
    for month, (in_scope, on) in sorted(_by_month(lines).items()):
        if in_scope < 0:
            raise BillNegative()
        values = month_limit_terms(book, facts.insured_pool, facts.scheme, on)
        limit = compute_month_limit(
            whole(values[0]), whole(values[1]), len(set(facts.granted_diseases))
        )
        result = decide_special_month(
            in_scope,
            with_limit(policy, covered=True, limit_fen=limit),
            SpecialTotals(totals.months.get(month, 0), year_used),
        )
        year_used += result.fund_fen
        months.append(MonthOutcome(month, in_scope, limit, result, values))
    reasons = 0
    for outcome in months:
        reasons |= outcome.result.reasons
    return FundShare(
        0,
        sum(outcome.result.fund_fen for outcome in months),
        sum(outcome.result.own_share_fen for outcome in months),
        months[0].result.ratio_ppm if months else 0,
        reasons,
        None,
        tuple(months),
        policy.values,
        sum(compute_counted_own(outcome.result) for outcome in months),
    )


def _by_month(lines: tuple[LineOutcome, ...]) -> dict[int, tuple[int, date]]:
    """Return in-scope fen and the latest day of charge for each month of charges."""
    months: dict[int, tuple[int, date]] = {}
    for line in lines:
        on = line.facts.occurred_on
        month = on.year * 100 + on.month
        amount, latest = months.get(month, (0, on))
        months[month] = (amount + line.split.in_scope_fen, max(latest, on))
    return months
