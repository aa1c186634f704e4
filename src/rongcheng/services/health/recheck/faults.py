"""What does not stand among stored decisions (复核差错), and at which step it parts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from rongcheng.services.health.domain.stay_types import InpatientResult, LayerResult
from rongcheng.services.health.domain.types import (
    Bill,
    LineSplit,
    OutpatientResult,
    SettledAmounts,
    SpecialResult,
)

TEXTS = {
    "health.V001": (
        "重新计算的结果与当时不一致",
        "decided again, it comes out otherwise",
    ),
    "health.V002": (
        "结算金额与决定不一致",
        "the settlement's amounts are not the decision's",
    ),
    "health.V003": (
        "结算与撤销相加不为零",
        "settlement and reversal do not sum to zero",
    ),
    "health.V004": ("无法重新计算", "it cannot be decided again"),
    "health.V005": (
        "决定与结算不成对",
        "decision and settlement do not belong to one another",
    ),
}


class Difference(NamedTuple):
    """One step that comes out otherwise: its name, what was stored, what comes out now.

    Names are those of the sum, `outpatient.ratio_ppm` or `amounts.pool_fen`; lines are counted
    from 1. A step that one side does not have is 0.
    """

    step: str
    stored: int
    now: int


class DecisionFault(NamedTuple):
    """A stored decision that does not stand: which, what differs, under which rules.

    `differences` are in the order of the sum, so the first is the step at which both part.
    `rule_version` decided then; empty where it is not known.
    """

    decision_id: str
    code: str
    zh: str
    en: str
    setl_id: str = ""
    differences: tuple[Difference, ...] = ()
    rule_version: str = ""
    policy_hash: str = ""


def fault(code: str, decision_id: str, **known: Any) -> DecisionFault:
    """Return the fault of this code with its words."""
    zh, en = TEXTS[code]
    return DecisionFault(decision_id, code, zh, en, **known)


def differences_between(stored: dict[str, Any], now: dict[str, Any]) -> tuple[Difference, ...]:
    """Return the steps in which two results differ, in the order of the sum."""
    first, second = dict(_steps(stored)), dict(_steps(now))
    found = [
        Difference(name, first.get(name, 0), second.get(name, 0))
        for name in {**second, **first}
        if first.get(name, 0) != second.get(name, 0)
    ]
    # Both know the same steps, so what is left is a part that only one of them has.
    return tuple(found) or (Difference("result", 0, 0),)


def amount_differences(stored: SettledAmounts, now: SettledAmounts) -> tuple[Difference, ...]:
    """Return the amounts in which a settlement differs from what was decided."""
    pairs = zip(SettledAmounts._fields, stored, now, strict=True)
    return tuple(Difference(f"amounts.{name}", a, b) for name, a, b in pairs if a != b)


def _steps(result: dict[str, Any]) -> Iterator[tuple[str, int]]:
    """Yield each number of a stored result by name, in the order in which it was decided."""
    yield "entitlement", result["entitlement"]
    for number, split in enumerate(result["splits"], 1):
        yield from _named(f"lines.{number}", LineSplit._fields, split)
    yield from _named("bill", Bill._fields, result["bill"])
    yield from _named("outpatient", OutpatientResult._fields, result["outpatient"])
    yield from _named("inpatient", InpatientResult._fields, result.get("inpatient"))
    for month, in_scope, limit, step in result["months"]:
        yield f"months.{month}.in_scope_fen", in_scope
        yield f"months.{month}.limit_fen", limit
        yield from _named(f"months.{month}", SpecialResult._fields, step)
    yield from _named("layers", LayerResult._fields, result.get("layers"))
    yield "ratio_ppm", result["ratio_ppm"]
    yield from _named("amounts", SettledAmounts._fields, result["amounts"])


def _named(
    head: str, names: tuple[str, ...], numbers: list[int] | None
) -> Iterator[tuple[str, int]]:
    # A release that knew fewer numbers stored fewer.
    for name, number in zip(names, numbers or (), strict=False):
        yield f"{head}.{name}", int(number)
