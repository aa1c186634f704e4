"""What a decided bill leaves in the tables (落库的样子): lines, postings, the decision's texts."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from benchmarks.big.histories import AID, OWN
from rongcheng.policy.book import PolicyBook
from rongcheng.services.health.assessing.assessment import Assessment
from rongcheng.services.health.assessing.benefits import benefit_of
from rongcheng.services.health.assessing.facts import (
    CareFacts,
    CareTotals,
    facts_to_json,
    totals_to_json,
)
from rongcheng.services.health.domain.types import SettledAmounts
from rongcheng.services.health.settling.postings import settlement_postings
from rongcheng.services.health.types import Insured, Place


def line_row(line: Any) -> tuple[Any, ...]:
    """Return a charge line as its template row."""
    terms = line.policy.terms
    return (
        line.facts.serial, line.facts.item_code, line.policy.title["zh"],
        line.facts.occurred_on, line.facts.price_micro, line.facts.quantity_e4,
        line.facts.amount_fen, line.facts.approval, terms.charge_class, terms.cap_micro,
        terms.prepay_ppm, terms.restricted, *line.split[:4],
    )  # fmt: skip


def postings(
    place: Place, row: dict[str, Any], fund_type: str, amounts: SettledAmounts
) -> list[tuple[str, int]]:
    """Return the lines of the entry; the person's own accounts by what they stand for."""
    person: Any = _Anybody(row["insured_pool"])
    insured: Insured = person
    names = {"account:*": OWN, "aid:*": AID}
    found = settlement_postings(place, insured, fund_type, amounts)
    return [(names.get(code, code), fen) for code, fen in found]


class _Anybody(NamedTuple):
    """As much of an insured person as postings ask for."""

    pool: str
    psn_no: str = "*"


def decision(
    facts: CareFacts, totals: CareTotals, found: Assessment, book: PolicyBook
) -> dict[str, str]:
    """Return a decision's columns as text; the facts still in clear."""

    def text(plain: object) -> str:
        return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))

    return {
        "kind": f"health.{benefit_of(facts)}",
        "policy_hash": book.hash,
        "facts": text(facts_to_json(facts)),
        "totals": text(totals_to_json(totals)),
        "result": text(found.result_json()),
        "reasons": str(found.reasons),
    }
