"""Law: a rule on a day ignores policy that begins later, whatever it says; no database."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from rongcheng.policy.book import PolicyBook
from rongcheng.services.health.assessing.assessment import assess
from rongcheng.services.health.assessing.facts import CareFacts, CareTotals
from tests.services.health.cases.books import book_of, pack_for
from tests.services.health.cases.reading import Change
from tests.services.health.properties.strategies import care, care_totals, rates

# Each example builds a whole book.
FEW = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
)

later = st.integers(1, 400)
fens = st.integers(0, 400_000)


def changes_after(facts: CareFacts, drawn: dict[str, Any]) -> tuple[Change, ...]:
    """Return a change of every parameter that the visit asks for, from a later day on."""
    since = facts.settled_on + timedelta(drawn["days"])
    at, province = f"pool:{facts.insured_pool}", f"province:{facts.insured_pool[:2]}0000"
    person = {facts.scheme: {facts.standing: drawn["fen"]}}
    at_tier = {facts.scheme: {facts.standing: {facts.tier: drawn["fen"]}}}
    rate_at_tier = {facts.scheme: {facts.standing: {facts.tier: drawn["rate"]}}}
    values = {
        "health.outpatient.covered": {facts.scheme: {facts.standing: {facts.tier: drawn["flag"]}}},
        "health.outpatient.deductible": at_tier,
        "health.outpatient.deductible_year": person,
        "health.outpatient.ratio": rate_at_tier,
        "health.outpatient.cap_year": person,
        "health.special.ratio": {facts.scheme: {facts.standing: drawn["rate"]}},
        "health.special.limit_month": {facts.scheme: drawn["fen"]},
        "health.special.second_disease_addition": {facts.scheme: drawn["fen"]},
        "health.basic.cap_year": {facts.scheme: drawn["fen"]},
        "health.offsite.cut": {"*": {"*": drawn["rate"]}},
        "health.offsite.filing_needed": {"*": {"*": drawn["flag"]}},
        "health.account.mutual_aid": {facts.scheme: drawn["flag"]},
    }
    changes = [Change(key, at, since, value) for key, value in values.items()]
    changes.append(Change("health.catalogue.class_b_prepay", province, since, drawn["rate"]))
    return tuple(changes)


@FEW
@given(
    care(),
    care_totals,
    st.fixed_dictionaries({"days": later, "fen": fens, "rate": rates, "flag": st.booleans()}),
)
def test_what_begins_later_is_ignored(
    facts: CareFacts, totals: CareTotals, drawn: dict[str, Any]
) -> None:
    decided = assess(facts, book_of(facts.metro), totals)
    book = PolicyBook(pack_for(facts.metro, changes_after(facts, drawn)))
    again = assess(facts, book, totals)
    assert book.hash != book_of(facts.metro).hash
    assert again.result_json() == decided.result_json()
    assert again.reasons == decided.reasons
    # From that day on the new values are the book's own, so the law is not about nothing.
    on = facts.settled_on + timedelta(drawn["days"])
    found = book.resolve(
        "health.special.limit_month", at=facts.insured_pool, on=on, scheme=facts.scheme
    )
    assert found.value == drawn["fen"]
