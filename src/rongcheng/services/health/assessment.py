"""Decides a whole visit (一次就诊的结算): lines, entitlement, fund, person, by facts and policy.

One way for a counter call, a trial, a re-check years later and an explanation: pure, given the
facts, the running totals of the moment and the policy book of the decision's edition.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from rongcheng.kernel.money import MAX_FEN
from rongcheng.kernel.outcomes import reasons_from_mask
from rongcheng.policy.book import PolicyBook, Resolved
from rongcheng.services.health.domain.entitlement import decide_entitlement
from rongcheng.services.health.domain.identities import find_broken_identities
from rongcheng.services.health.domain.lines import compute_line_split
from rongcheng.services.health.domain.outpatient import decide_outpatient
from rongcheng.services.health.domain.person import compute_person_share
from rongcheng.services.health.domain.reasons import REASONS, HealthReason
from rongcheng.services.health.domain.special_disease import (
    compute_month_limit,
    decide_special_month,
)
from rongcheng.services.health.domain.types import (
    AccountUse,
    Bill,
    CareKind,
    EntitlementFacts,
    EntitlementTerms,
    LineFacts,
    LineSplit,
    OutpatientResult,
    OutpatientTotals,
    PersonFacts,
    SettledAmounts,
    SpecialResult,
    SpecialTotals,
)
from rongcheng.services.health.errors import (
    AmountTooLarge,
    BillNegative,
    ItemUnknown,
    NotEntitled,
)
from rongcheng.services.health.facts import CareFacts, CareTotals, ChargeFacts
from rongcheng.services.health.terms import (
    LinePolicy,
    OutpatientPolicy,
    Place,
    line_terms,
    month_limit_terms,
    off_site_terms,
    outpatient_terms,
    special_terms,
    whole,
    with_limit,
)

# Reasons that stop a direct settlement; a tier that is not covered only pays nothing.
STOPPING = int(
    HealthReason.NOT_INSURED_NOW | HealthReason.FILING_MISSING | HealthReason.DISEASE_NOT_GRANTED
)


class LineOutcome(NamedTuple):
    """One line with its terms and its split."""

    facts: ChargeFacts
    policy: LinePolicy
    split: LineSplit


class MonthOutcome(NamedTuple):
    """One month of special-disease charges: its limit and each step of its sum."""

    month: int
    in_scope_fen: int
    limit_fen: int
    result: SpecialResult
    limit_values: tuple[Resolved, Resolved]


class Assessment(NamedTuple):
    """Everything that was decided about a visit, with the policy values behind it."""

    lines: tuple[LineOutcome, ...]
    bill: Bill
    entitlement: int
    outpatient: OutpatientResult | None
    months: tuple[MonthOutcome, ...]
    amounts: SettledAmounts
    ratio_ppm: int
    reasons: int
    values: dict[str, Resolved]

    def result_json(self) -> dict[str, Any]:
        """Return the steps as they are stored and compared, plain integers only."""
        return {
            "splits": [list(line.split) for line in self.lines],
            "bill": list(self.bill),
            "entitlement": self.entitlement,
            "outpatient": None if self.outpatient is None else list(self.outpatient),
            "months": [[m.month, m.in_scope_fen, m.limit_fen, list(m.result)] for m in self.months],
            "amounts": list(self.amounts),
            "ratio_ppm": self.ratio_ppm,
        }


class FundShare(NamedTuple):
    """The pool's part of a bill, however it was reached."""

    deductible_fen: int
    fund_fen: int
    own_share_fen: int
    ratio_ppm: int
    reasons: int
    outpatient: OutpatientResult | None
    months: tuple[MonthOutcome, ...]
    values: dict[str, Resolved]


def place_of(facts: CareFacts, on: date) -> Place:
    """Return the policy question that these facts ask, for a day."""
    return Place(
        facts.insured_pool,
        facts.care_pool,
        facts.scheme,
        facts.standing,
        facts.tier,
        facts.category,
        on,
    )


def split_lines(
    lines: tuple[ChargeFacts, ...], book: PolicyBook, city: str, tier: str
) -> tuple[LineOutcome, ...]:
    """Split each line by the catalogue of the place of care on the day of its charge."""
    outcomes = []
    for line in lines:
        try:
            policy = line_terms(book, city, tier, line.item_code, line.occurred_on)
        except ItemUnknown as unknown:
            raise ItemUnknown(**{**unknown.params, "serial": line.serial}) from None
        line_facts = LineFacts(line.price_micro, line.quantity_e4, line.amount_fen, line.approval)
        outcomes.append(LineOutcome(line, policy, compute_line_split(line_facts, policy.terms)))
    return tuple(outcomes)


def add_up(lines: tuple[LineOutcome, ...]) -> Bill:
    """Return the sum of the lines; refused when refunds outweigh charges.

    Raises `BillNegative`, or `AmountTooLarge` for a sum beyond what is computed exactly.
    """
    bill = Bill(
        sum(line.facts.amount_fen for line in lines),
        sum(line.split.self_paid_fen for line in lines),
        sum(line.split.over_limit_fen for line in lines),
        sum(line.split.prepaid_fen for line in lines),
        sum(line.split.in_scope_fen for line in lines),
    )
    if min(bill) < 0:
        raise BillNegative()
    if bill.total_fen > MAX_FEN:
        raise AmountTooLarge(field="medfee_sumamt（医疗费总额）")
    return bill


def check_entitlement(
    facts: CareFacts, book: PolicyBook
) -> tuple[int, OutpatientPolicy | None, dict[str, Resolved]]:
    """Return the mask of reasons why the fund would not pay, and the values it rests on."""
    place = place_of(facts, facts.settled_on)
    special = facts.kind == CareKind.SPECIAL_DISEASE
    off_site = off_site_terms(book, place, "special" if special else "outpatient")
    policy = None if special else outpatient_terms(book, place)
    values = dict(off_site.values) if policy is None else policy.values
    covered = 1 if policy is None else policy.terms.covered
    mask = decide_entitlement(
        EntitlementFacts(
            facts.status,
            int(place.off_site),
            int(facts.filed),
            int(special),
            int(facts.disease_code in facts.granted_diseases),
        ),
        EntitlementTerms(covered, off_site.filing_needed),
    )
    return mask, policy, values


def refuse_if_stopped(mask: int) -> None:
    """Raise the refusal with all its reasons when one of them stops a direct settlement."""
    stopping = reasons_from_mask(mask & STOPPING, REASONS)
    if stopping:
        raise NotEntitled(
            reasons_zh="".join(reason.zh for reason in stopping),
            reasons_en=" ".join(reason.en for reason in stopping),
            codes=[reason.code for reason in stopping],
        )


def _outpatient_share(bill: Bill, policy: OutpatientPolicy, totals: CareTotals) -> FundShare:
    result = decide_outpatient(
        bill.in_scope_fen,
        policy.terms,
        OutpatientTotals(totals.deductible_fen, totals.outpatient_fen),
    )
    return FundShare(
        result.deductible_fen,
        result.fund_fen,
        result.own_share_fen,
        result.ratio_ppm,
        result.reasons,
        result,
        (),
        policy.values,
    )


def _special_share(
    lines: tuple[LineOutcome, ...], facts: CareFacts, book: PolicyBook, totals: CareTotals
) -> FundShare:
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


def assess(
    facts: CareFacts,
    book: PolicyBook,
    totals: CareTotals,
    *,
    refuse: Callable[[int], None] = refuse_if_stopped,
) -> Assessment:
    """Decide a visit: who pays what of this bill, every step kept.

    Raises the refusal of `refuse` when the person is not entitled to a direct settlement, and
    `NoPolicyValue` when a parameter is missing: without a value there is no decision.
    """
    entitlement, outpatient_policy, _ = check_entitlement(facts, book)
    refuse(entitlement)
    lines = split_lines(facts.lines, book, facts.care_city, facts.tier)
    bill = add_up(lines)
    if outpatient_policy is not None:
        share = _outpatient_share(bill, outpatient_policy, totals)
    else:
        share = _special_share(lines, facts, book, totals)
    values = dict(share.values)
    aid_allowed = 0
    if facts.account_use == AccountUse.MUTUAL_AID:
        values["mutual_aid"] = book.resolve(
            "health.account.mutual_aid",
            at=facts.insured_pool,
            on=facts.settled_on,
            scheme=facts.scheme,
        )
        aid_allowed = whole(values["mutual_aid"])
    person = compute_person_share(
        PersonFacts(
            bill.total_fen,
            share.fund_fen,
            0,
            facts.account_use,
            facts.account_balance_fen,
            facts.aid_balance_fen,
            aid_allowed,
        )
    )
    amounts = SettledAmounts(
        *bill,
        deductible_fen=share.deductible_fen,
        pool_fen=share.fund_fen,
        own_share_fen=share.own_share_fen,
        fund_fen=share.fund_fen,
        hospital_fen=0,
        person_fen=person.person_fen,
        account_fen=person.account_fen,
        aid_fen=person.aid_fen,
        cash_fen=person.cash_fen,
    )
    broken = find_broken_identities(amounts)
    if broken:
        raise AssertionError(f"identities {broken} broken by {amounts}")
    reasons = entitlement | share.reasons | person.reasons
    for line in lines:
        reasons |= line.split.reasons
    return Assessment(
        lines,
        bill,
        entitlement,
        share.outpatient,
        share.months,
        amounts,
        share.ratio_ppm,
        reasons,
        values,
    )
