"""Where a core and the policy book part (差异说明): amount by amount, and at which step it began.

Pure: two answers to one order in, plain rows out. The first step that differs names the likely
parameter; a person of the pool's agency then knows which of the two editions to open.
"""

from __future__ import annotations

from typing import Any

from rongcheng.services.health.assessing.benefits import benefit_of
from rongcheng.services.health.assessing.counting import (
    DEDUCTIBLE_COUNTERS,
    FUND_COUNTERS,
    LAYER_COUNTERS,
    add_counted,
)
from rongcheng.services.health.assessing.facts import CareFacts, CareTotals, mask_of
from rongcheng.services.health.cores.causes import Cause, find_cause
from rongcheng.services.health.cores.engine import COUNTED_OWN, counted_in
from rongcheng.services.health.cores.port import CoreAnswer, Order
from rongcheng.services.health.domain.benefit import Benefit, is_birth, is_maternity
from rongcheng.services.health.domain.identities import find_broken_identities
from rongcheng.services.health.domain.types import CareKind, SettledAmounts

BILL = ("total_fen", "self_paid_fen", "over_limit_fen", "prepaid_fen", "in_scope_fen")
PERSONAL = ("account_fen", "aid_fen", "cash_fen")


def find_faults(order: Order, answer: CoreAnswer) -> tuple[str, ...]:
    """Return why an answer cannot be recorded at all: identities broken, or another bill.

    Letters are the identities A to G; `bill` says that the lines' own sums were changed, `bounds`
    that somebody would pay less than nothing, more than the bill or more than the account holds,
    `months` that the months of a special disease are not what the pool pays, `scheme` that a
    layer pays which the person's scheme does not have.
    """
    amounts = answer.amounts
    faults = list(find_broken_identities(amounts))
    sent = (
        sum(line.amount_fen for line in order.facts.lines),
        *(sum(split[part] for split in order.split) for part in range(4)),
    )
    if tuple(getattr(amounts, name) for name in BILL) != sent:
        faults.append("bill")
    own_account = amounts.account_fen - amounts.aid_fen
    if (
        min(amounts) < 0
        or amounts.fund_fen > amounts.total_fen
        or own_account > order.facts.account_balance_fen
        or amounts.aid_fen > order.facts.aid_balance_fen
        or not 0 <= answer.steps.get(COUNTED_OWN, 0) <= max(amounts.in_scope_fen, 0)
    ):
        faults.append("bounds")
    used = sum(fen for _, fen in answer.months)
    wanted = amounts.pool_fen if order.facts.kind == CareKind.SPECIAL_DISEASE else 0
    if used != wanted:
        faults.append("months")
    employee = order.facts.scheme == "employee"
    if amounts.catastrophic_fen if employee else amounts.large_fen:
        faults.append("scheme")
    return tuple(faults)


def compare(order: Order, ours: CoreAnswer, theirs: CoreAnswer) -> dict[str, Any]:
    """Return what differs, empty where both agree to the fen.

    `amounts` are (name, ours, theirs); `cause` and `parameter` name the likely reason, `step` is
    the first step of the sum that differs, again with both sides.
    """
    amounts = differing_amounts(ours, theirs)
    if not amounts:
        return {}
    return {"amounts": amounts, **_cause(order, ours, theirs, {row[0] for row in amounts})}


def differing_amounts(ours: CoreAnswer, theirs: CoreAnswer) -> list[list[Any]]:
    """Return (name, ours, theirs) of every amount that differs, in fen."""
    return [
        [name, mine, other]
        for name, mine, other in zip(
            SettledAmounts._fields, ours.amounts, theirs.amounts, strict=True
        )
        if mine != other
    ]


def compare_refusal(ours: CoreAnswer, theirs: CoreAnswer) -> dict[str, Any]:
    """Return what a core's refusal means where our own book would have paid."""
    fund = ours.amounts.fund_fen
    if ours.steps.get("entitlement", 0) or not fund:
        return {}
    codes = "、".join(one.code for one in theirs.refused)
    return {
        "amounts": [["fund_fen", fund, 0]],
        "cause": "refused",
        "parameter": "",
        "step": [codes[:60], 0, 0],
    }


def _cause(
    order: Order, ours: CoreAnswer, theirs: CoreAnswer, differing: set[str]
) -> dict[str, Any]:
    if differing <= set(PERSONAL):
        return _named(Cause("account"))
    layered = COUNTED_OWN in ours.steps and COUNTED_OWN in theirs.steps
    before = [_rests_on(order, answer, layered=layered) for answer in (ours, theirs)]
    if None not in before and before[0] != before[1]:
        return _named(Cause("totals"))
    return _named(find_cause(order.facts, ours, theirs, differing))


def _named(cause: Cause) -> dict[str, Any]:
    return {"cause": cause.cause, "parameter": cause.parameter, "step": list(cause.step)}


def _rests_on(order: Order, answer: CoreAnswer, *, layered: bool) -> list[int] | None:
    """Return the counters that an answer started from, None if it does not tell where it led.

    Only those that the sum of this care rests on: what a core does not keep for another benefit
    says nothing about this one.
    """
    if answer.totals is None:
        return None
    facts, benefit = order.facts, benefit_of(order.facts)
    counted = counted_in(answer, facts, _paid_before(facts, answer, answer.totals))
    before = add_counted(answer.totals, counted, -1)
    found: list[int] = []
    names = [table[benefit] for table in (FUND_COUNTERS, DEDUCTIBLE_COUNTERS) if benefit in table]
    if benefit is Benefit.PRENATAL:
        names += ["prenatal_fen"]
    if is_maternity(benefit):
        found.append(before.paid)
    if layered:
        names += LAYER_COUNTERS
    found += [int(getattr(before, name)) for name in names]
    found += [before.months.get(month, 0) for month, _ in answer.months]
    if benefit is Benefit.INPATIENT:
        found.append(before.admissions.get(facts.tier, 0))
    return found


def _paid_before(facts: CareFacts, answer: CoreAnswer, after: CareTotals) -> int:
    """Return the births that were paid before an answer, of those that its totals tell."""
    if not is_birth(benefit_of(facts)) or answer.amounts.pool_fen <= 0:
        return after.paid
    born = facts.pregnancy or max(after.births, 1)
    return after.paid & ~mask_of((born,))
