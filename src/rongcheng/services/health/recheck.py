"""Explains and re-decides stored decisions (复核): from their sealed facts and archived policy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from rongcheng.kernel.errors import Lang
from rongcheng.policy.editions import book_by_hash
from rongcheng.services.health.assessment import Assessment, assess
from rongcheng.services.health.cores.engine import leave_to_core
from rongcheng.services.health.cores.reading import decided_amounts
from rongcheng.services.health.errors import DecisionUnknown
from rongcheng.services.health.explanation import Explanation, explain
from rongcheng.services.health.facts import (
    CareFacts,
    CareTotals,
    facts_from_json,
    totals_from_json,
)
from rongcheng.services.health.models import Decision, Settlement
from rongcheng.services.health.queries import amounts_of_row, open_facts

BATCH = 500


class Recheck(NamedTuple):
    """A stored decision decided again under the policy snapshot of its day."""

    decision: Decision
    facts: CareFacts
    totals: CareTotals
    assessment: Assessment

    @property
    def agrees(self) -> bool:
        """Say whether it comes out as it was stored, to the fen."""
        return _says_the_same(self.decision.result, as_stored(self.assessment))


class DecisionFault(NamedTuple):
    """A stored decision that does not stand: which, and what differs."""

    decision_id: str
    code: str
    zh: str
    en: str


def as_stored(assessment: Assessment) -> dict[str, Any]:
    """Return a result as JSON gives it back, so that stored and new compare equal."""
    result: dict[str, Any] = assessment.result_json()
    return result


def _says_the_same(stored: dict[str, Any], now: dict[str, Any]) -> bool:
    """Compare a stored result with today's; what an older release did not know must be nothing.

    Later releases add names, and numbers at the end of `amounts`: all of these must be empty.
    """
    amounts = stored["amounts"]
    later = now["amounts"][len(amounts) :]
    known = {name: now[name] for name in stored if name != "amounts"}
    added = [now[name] for name in now if name not in stored]
    return (
        known == {name: value for name, value in stored.items() if name != "amounts"}
        and now["amounts"][: len(amounts)] == amounts
        and not any(later)
        and not any(added)
    )


def redecide(decision: Decision) -> Recheck:
    """Decide a stored decision again on its own facts, totals and policy."""
    facts = facts_from_json(open_facts(decision))
    totals = totals_from_json(decision.totals)
    book = book_by_hash(decision.policy_hash)
    # Whether it was refused is part of the result that is compared, not a reason to stop here.
    layered = "layers" in decision.result
    assessment = assess(facts, book, totals, refuse=leave_to_core, layered=layered)
    return Recheck(decision, facts, totals, assessment)


def explain_stored(decision: Decision, lang: Lang) -> Explanation:
    """Return the Why? of a stored decision in one language."""
    again = redecide(decision)
    return explain(again.assessment, again.facts, again.totals, lang)


def explain_decision(decision_id: str, lang: Lang) -> Explanation:
    """Return the Why? of the decision with this id, or say that it is unknown."""
    decision = Decision.objects.filter(pk=decision_id).first()
    if decision is None:
        raise DecisionUnknown(decision_id=decision_id)
    return explain_stored(decision, lang)


def verify_decisions() -> Iterator[DecisionFault]:
    """Yield a fault for every stored decision or settlement that does not stand, streamed."""
    rows = (
        Settlement.objects.filter(reverses__isnull=True)
        .select_related("decision", "reversed_by")
        .order_by("id")
    )
    for row in rows.iterator(chunk_size=BATCH):
        again = redecide(row.decision)
        if not again.agrees:
            yield DecisionFault(
                row.decision_id,
                "health.V001",
                "重新计算的结果与当时不一致",
                "decided again, it comes out otherwise",
            )
        elif (decided_amounts(row.setl_id) or again.assessment.amounts) != amounts_of_row(row):
            yield DecisionFault(
                row.decision_id,
                "health.V002",
                "结算金额与决定不一致",
                "the settlement's amounts are not the decision's",
            )
        reversal = getattr(row, "reversed_by", None)
        if reversal is not None and any(
            first + second
            for first, second in zip(amounts_of_row(row), amounts_of_row(reversal), strict=True)
        ):
            yield DecisionFault(
                row.decision_id,
                "health.V003",
                "结算与撤销相加不为零",
                "settlement and reversal do not sum to zero",
            )
