"""Explains and re-decides stored decisions (复核): from their sealed facts and archived policy."""

from __future__ import annotations

from typing import Any, NamedTuple

from rongcheng.kernel.errors import Lang
from rongcheng.policy.editions import book_by_hash
from rongcheng.services.health.assessing.assessment import Assessment, assess
from rongcheng.services.health.assessing.facts import (
    CareFacts,
    CareTotals,
    facts_from_json,
    totals_from_json,
)
from rongcheng.services.health.cores.engine import leave_to_core
from rongcheng.services.health.errors import DecisionUnknown
from rongcheng.services.health.explaining.explanation import Explanation, explain
from rongcheng.services.health.models import Decision
from rongcheng.services.health.queries import open_facts


class Recheck(NamedTuple):
    """A stored decision decided again under the policy snapshot of its day."""

    decision: Decision
    facts: CareFacts
    totals: CareTotals
    assessment: Assessment

    @property
    def agrees(self) -> bool:
        """Say whether it comes out as it was stored, to the fen."""
        return says_the_same(self.decision.result, self.assessment.result_json())


def says_the_same(stored: dict[str, Any], now: dict[str, Any]) -> bool:
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
    found = decide_again(
        open_facts(decision), decision.totals, decision.policy_hash, decision.result
    )
    return Recheck(decision, *found)


def decide_again(
    plain_facts: dict[str, Any],
    plain_totals: dict[str, Any],
    policy_hash: str,
    stored: dict[str, Any],
) -> tuple[CareFacts, CareTotals, Assessment]:
    """Return facts, totals and what comes of them now under the policy snapshot of their day."""
    facts = facts_from_json(plain_facts)
    totals = totals_from_json(plain_totals)
    # Whether it was refused is part of the result that is compared, not a reason to stop here.
    assessment = assess(
        facts, book_by_hash(policy_hash), totals, refuse=leave_to_core, layered="layers" in stored
    )
    return facts, totals, assessment


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
