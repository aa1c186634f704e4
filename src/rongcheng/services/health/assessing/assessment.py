"""Decides a whole visit (一次就诊的结算): lines, entitlement, fund, person, by facts and policy.

One way for a counter call, a trial, a re-check years later and an explanation: pure, given the
facts, the running totals of the moment and the policy book of the decision's edition.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from rongcheng.policy.book import PolicyBook, Resolved
from rongcheng.services.health.assessing.benefits import benefit_of
from rongcheng.services.health.assessing.bills import LineOutcome, add_up, split_lines
from rongcheng.services.health.assessing.entitlements import check_entitlement, refuse_if_stopped
from rongcheng.services.health.assessing.facts import CareFacts, CareTotals
from rongcheng.services.health.assessing.fund_shares import (
    FundShare,
    MonthOutcome,
    inpatient_share,
    outpatient_share,
    special_share,
)
from rongcheng.services.health.assessing.layer_terms import (
    ABOVE,
    Insured,
    layer_terms,
    outpatient_counts,
)
from rongcheng.services.health.assessing.terms import whole
from rongcheng.services.health.domain.benefit import (
    Benefit,
    is_always_counted,
    is_maternity,
)
from rongcheng.services.health.domain.identities import find_broken_identities
from rongcheng.services.health.domain.layers import decide_layers
from rongcheng.services.health.domain.person import compute_person_share
from rongcheng.services.health.domain.stay_types import (
    InpatientResult,
    LayerResult,
    LayerTotals,
)
from rongcheng.services.health.domain.types import (
    AccountUse,
    Bill,
    OutpatientResult,
    PersonFacts,
    PersonShare,
    SettledAmounts,
    SpecialResult,
)

NO_LAYERS = LayerResult(*(0 for _ in LayerResult._fields))
"""What stands above the pool where no layer counts the bill: nothing."""


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
    inpatient: InpatientResult | None
    layers: LayerResult | None

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
            "inpatient": None if self.inpatient is None else list(self.inpatient),
            "layers": None if self.layers is None else list(self.layers),
        }


def limit_left_of(result: dict[str, Any]) -> int:
    """Return what the funds could still pay before this visit, by its stored result, in fen.

    Reported as `crt_payb_lmt_amt`: the year's cap, a benefit's own limit or the month's.
    """
    if result.get("inpatient"):
        return InpatientResult(*result["inpatient"]).cap_left_fen
    if result.get("outpatient"):
        return OutpatientResult(*result["outpatient"]).cap_left_fen
    months = [SpecialResult(*month[3]) for month in result["months"]]
    return min((min(m.limit_left_fen, m.cap_left_fen) for m in months), default=0)


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
    layered: bool = True,
) -> Assessment:
    """Decide a visit: who pays what of this bill, every step kept.

    Raises the refusal of `refuse` when the person is not entitled to a direct settlement, and
    `NoPolicyValue` when a parameter is missing: without a value there is no decision. `lines` are
    given where the place of care has split them already; `layered` is False for a decision of
    release 0.1.0, which knew nothing above the pool.
    """
    entitlement, outpatient_policy, _ = check_entitlement(facts, book)
    refuse(entitlement)
    if lines is None:
        lines = split_lines(facts.lines, book, facts.care_city, facts.tier)
    bill = add_up(lines)
    if outpatient_policy is not None:
        share = outpatient_share(bill, outpatient_policy, facts, totals)
    elif benefit_of(facts) is Benefit.INPATIENT:
        share = inpatient_share(bill, facts, book, totals)
    else:
        share = special_share(lines, facts, book, totals)
    values = dict(share.values)
    layers = _above_the_pool(facts, book, share, totals, values) if layered else None
    above = layers or NO_LAYERS
    fund = share.fund_fen + above.second_fen + above.civil_servant_fen + above.assistance_fen
    person = _person_share(facts, book, bill.total_fen, fund, values)
    amounts = _amounts(bill, share, above, person, employee=facts.scheme == "employee")
    reasons = entitlement | share.reasons | person.reasons | facts.filing_reasons
    reasons |= layers.reasons if layers is not None else 0
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
        share.inpatient,
        layers,
    )


def _above_the_pool(
    facts: CareFacts,
    book: PolicyBook,
    share: FundShare,
    totals: CareTotals,
    values: dict[str, Resolved],
) -> LayerResult | None:
    """Return what stands behind the pool for this bill, or None where no layer counts it."""
    benefit = benefit_of(facts)
    if is_maternity(benefit):
        return None
    if not is_always_counted(benefit):
        counts = outpatient_counts(book, facts.insured_pool, facts.settled_on)
        values["counts_outpatient"] = counts
        if not whole(counts):
            return None
    insured = Insured(facts.insured_pool, facts.scheme, facts.means, facts.civil_servant)
    policy = layer_terms(book, insured, facts.settled_on)
    result = decide_layers(
        share.counted_own_fen,
        share.deductible_fen,
        policy.terms,
        LayerTotals(totals.counted_own_fen, totals.second_layer_fen, totals.assistance_fen),
    )
    # Below the threshold the bands, ratios and caps above it decided nothing.
    reached = bool(result.uncapped_fen)
    values |= {name: value for name, value in policy.values.items() if reached or name not in ABOVE}
    return result


def _amounts(
    bill: Bill, share: FundShare, above: LayerResult, person: PersonShare, *, employee: bool
) -> SettledAmounts:
    """Return all amounts of the settlement, with every identity checked."""
    amounts = SettledAmounts(
        *bill,
        deductible_fen=share.deductible_fen,
        pool_fen=share.fund_fen,
        own_share_fen=share.own_share_fen,
        fund_fen=bill.total_fen - person.person_fen,
        hospital_fen=0,
        person_fen=person.person_fen,
        account_fen=person.account_fen,
        aid_fen=person.aid_fen,
        cash_fen=person.cash_fen,
        large_fen=above.second_fen if employee else 0,
        catastrophic_fen=0 if employee else above.second_fen,
        civil_servant_fen=above.civil_servant_fen,
        assistance_fen=above.assistance_fen,
    )
    broken = find_broken_identities(amounts)
    if broken:
        raise AssertionError(f"identities {broken} broken by {amounts}")
    return amounts
