"""Where a core and the policy book part (差异说明): amount by amount, and at which step it began.

Pure: two answers to one order in, plain rows out. The first step that differs names the likely
parameter; a person of the pool's agency then knows which of the two editions to open.
"""

from __future__ import annotations

from typing import Any

from rongcheng.services.health.cores.engine import add_totals
from rongcheng.services.health.cores.port import CoreAnswer, Order
from rongcheng.services.health.domain.identities import find_broken_identities, negate_amounts
from rongcheng.services.health.domain.types import CareKind, SettledAmounts
from rongcheng.services.health.facts import CareTotals

BILL = ("total_fen", "self_paid_fen", "over_limit_fen", "prepaid_fen", "in_scope_fen")
PERSONAL = ("account_fen", "aid_fen", "cash_fen")

# The steps in the order of the sum: its end, the cause, the parameter of ordinary and of special.
STEPS: tuple[tuple[str, str, tuple[str, str]], ...] = (
    ("entitlement", "entitlement", ("", "")),
    (
        "deductible_fen",
        "deductible",
        ("health.outpatient.deductible", "health.outpatient.deductible"),
    ),
    ("ratio_ppm", "ratio", ("health.outpatient.ratio", "health.special.ratio")),
    ("limit_fen", "limit", ("health.special.limit_month", "health.special.limit_month")),
    ("limit_left_fen", "limit", ("health.special.limit_month", "health.special.limit_month")),
    ("cap_left_fen", "cap", ("health.outpatient.cap_year", "health.basic.cap_year")),
)


def find_faults(order: Order, answer: CoreAnswer) -> tuple[str, ...]:
    """Return why an answer cannot be recorded at all: identities broken, or another bill.

    Letters are the identities A to G; `bill` says that the lines' own sums were changed, `bounds`
    that somebody would pay less than nothing, more than the bill or more than the account holds.
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
    ):
        faults.append("bounds")
    used = sum(fen for _, fen in answer.months)
    wanted = amounts.fund_fen if order.facts.kind == CareKind.SPECIAL_DISEASE else 0
    if used != wanted:
        faults.append("months")
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
        return _named("account", "", [])
    before = _totals_before(order, theirs), _totals_before(order, ours)
    if None not in before and before[0] != before[1]:
        return _named("totals", "", [])
    special = order.facts.kind == CareKind.SPECIAL_DISEASE
    for end, cause, parameters in STEPS:
        for name in ours.steps:
            if name.rpartition(".")[2] != end or name not in theirs.steps:
                continue
            mine, other = ours.steps[name], theirs.steps[name]
            if mine != other:
                return _named(cause, parameters[special], [name, mine, other])
    if theirs.steps:
        return _named("rounding", "", [])
    # The core tells no steps: the amounts themselves must do.
    if "deductible_fen" in differing:
        return _named("deductible", "health.outpatient.deductible", [])
    if ours.ratio_ppm != theirs.ratio_ppm:
        step = ["ratio_ppm", ours.ratio_ppm, theirs.ratio_ppm]
        return _named("ratio", STEPS[2][2][special], step)
    return _named("cap", STEPS[5][2][special], [])


def _named(cause: str, parameter: str, step: list[Any]) -> dict[str, Any]:
    return {"cause": cause, "parameter": parameter, "step": step}


def _totals_before(order: Order, answer: CoreAnswer) -> CareTotals | None:
    """Return the totals that an answer started from, if it tells those that it led to."""
    if answer.totals is None:
        return None
    back = tuple((month, -fen) for month, fen in answer.months)
    before = add_totals(answer.totals, order.facts.kind, negate_amounts(answer.amounts), back)
    return CareTotals(
        deductible_fen=before.deductible_fen,
        outpatient_fen=before.outpatient_fen,
        basic_fen=before.basic_fen,
        months={month: before.months.get(month, 0) for month, _ in answer.months},
    )
