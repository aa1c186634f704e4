"""Decides a whole visit (一次就诊的结算): lines, entitlement, fund, person, by facts and policy.

One way for a counter call, a trial, a re-check years later and an explanation: pure, given the
facts, the running totals of the moment and the policy book of the decision's edition.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from rongcheng.policy.book import PolicyBook, Resolved
from rongcheng.services.health.bills import LineOutcome, add_up, split_lines
from rongcheng.services.health.domain.identities import find_broken_identities
from rongcheng.services.health.domain.person import compute_person_share
from rongcheng.services.health.domain.types import (
    AccountUse,
    Bill,
    OutpatientResult,
    PersonFacts,
    PersonShare,
    SettledAmounts,
)
from rongcheng.services.health.entitlements import check_entitlement, refuse_if_stopped
from rongcheng.services.health.facts import CareFacts, CareTotals
from rongcheng.services.health.fund_shares import MonthOutcome, outpatient_share, special_share
from rongcheng.services.health.terms import whole


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


def _person_share(
    facts: CareFacts, book: PolicyBook, total_fen: int, fund_fen: int, values: dict[str, Resolved]
) -> PersonShare:
    """Split what is left for the person; family aid is asked of policy only where it is wanted."""
    aid_allowed = 0
    if facts.account_use == AccountUse.MUTUAL_AID:
        values["mutual_aid"] = book.resolve(
            "health.account.mutual_aid",
            at=facts.insured_pool,
            on=facts.settled_on,
            scheme=facts.scheme,
        )
        aid_allowed = whole(values["mutual_aid"])
    return compute_person_share(
        PersonFacts(
            total_fen,
            fund_fen,
            0,
            facts.account_use,
            facts.account_balance_fen,
            facts.aid_balance_fen,
            aid_allowed,
        )
    )


def assess(
    facts: CareFacts,
    book: PolicyBook,
    totals: CareTotals,
    *,
    refuse: Callable[[int], None] = refuse_if_stopped,
    lines: tuple[LineOutcome, ...] | None = None,
) -> Assessment:
    """Decide a visit: who pays what of this bill, every step kept.

    Raises the refusal of `refuse` when the person is not entitled to a direct settlement, and
    `NoPolicyValue` when a parameter is missing: without a value there is no decision. `lines` are
    given where the place of care has split them already.
    """
    entitlement, outpatient_policy, _ = check_entitlement(facts, book)
    refuse(entitlement)
    if lines is None:
        lines = split_lines(facts.lines, book, facts.care_city, facts.tier)
    bill = add_up(lines)
    if outpatient_policy is not None:
        share = outpatient_share(bill, outpatient_policy, totals)
    else:
        share = special_share(lines, facts, book, totals)
    values = dict(share.values)
    person = _person_share(facts, book, bill.total_fen, share.fund_fen, values)
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
