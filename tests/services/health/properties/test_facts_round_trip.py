"""Law: facts and totals come back from JSON as they went, and decide the same."""

from __future__ import annotations

import json

from hypothesis import given

from rongcheng.services.health.assessing.assessment import assess
from rongcheng.services.health.assessing.facts import (
    CareFacts,
    CareTotals,
    facts_from_json,
    facts_to_json,
    totals_from_json,
    totals_to_json,
)
from tests.services.health.cases.books import book_of
from tests.services.health.properties.strategies import LAW, care, care_totals


@LAW
@given(care(), care_totals)
def test_what_is_stored_decides_the_same(facts: CareFacts, totals: CareTotals) -> None:
    stored = json.loads(json.dumps(facts_to_json(facts), ensure_ascii=False))
    stored_totals = json.loads(json.dumps(totals_to_json(totals)))
    assert facts_from_json(stored) == facts
    assert totals_from_json(stored_totals) == totals
    book = book_of(facts.metro)
    decided = assess(facts, book, totals)
    again = assess(facts_from_json(stored), book, totals_from_json(stored_totals))
    assert again == decided
    # The result as the database keeps it is the result as it was decided.
    assert json.loads(json.dumps(decided.result_json())) == again.result_json()
