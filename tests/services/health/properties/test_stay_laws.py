"""Laws of stays and of the layers above the pool, without a database."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from rongcheng.policy.book import PolicyBook
from rongcheng.services.health.assessing.assessment import assess
from rongcheng.services.health.assessing.facts import (
    CareFacts,
    CareTotals,
    facts_from_json,
    facts_to_json,
)
from rongcheng.services.health.domain.inpatient import decide_inpatient
from rongcheng.services.health.domain.layers import decide_layers
from rongcheng.services.health.domain.stay_types import (
    NO_LIMIT,
    InpatientTerms,
    InpatientTotals,
    LayerResult,
    LayerTerms,
    LayerTotals,
)
from tests.services.health.cases.books import book_of, pack_for, pack_of
from tests.services.health.cases.telling import Change
from tests.services.health.properties.stay_strategies import (
    inpatient_terms,
    inpatient_totals,
    layer_terms,
    layer_totals,
    stay_care,
    stay_totals,
)
from tests.services.health.properties.strategies import LAW, QUICK_LAW, amounts, rates
from tests.services.health.properties.test_later_policy_changes_nothing import FEW
from tests.services.health.properties.test_money_is_conserved import (
    check_amounts,
    check_lines,
    limit,
)

steps = st.one_of(st.just(1), st.integers(0, 100_000))


@QUICK_LAW
@given(amounts, steps, inpatient_terms, inpatient_totals)
def test_a_larger_bill_never_pays_less(
    in_scope: int, step: int, terms: InpatientTerms, totals: InpatientTotals
) -> None:
    less, more = (decide_inpatient(fen, terms, totals) for fen in (in_scope, in_scope + step))
    assert less.fund_fen <= more.fund_fen
    assert less.deductible_fen <= more.deductible_fen
    assert in_scope - less.fund_fen <= in_scope + step - more.fund_fen
    for result, fen in ((less, in_scope), (more, in_scope + step)):
        assert result.deductible_fen + result.fund_fen + result.own_share_fen == fen
        assert 0 <= result.fund_fen <= min(result.cap_left_fen, fen)


@QUICK_LAW
@given(st.lists(amounts, max_size=12), inpatient_terms)
def test_a_year_of_stays_keeps_its_deductible_and_its_cap(
    bills: list[int], terms: InpatientTerms
) -> None:
    totals = InpatientTotals(0, 0, 0, 0)
    for in_scope in bills:
        result = decide_inpatient(in_scope, terms, totals)
        totals = InpatientTotals(
            totals.admissions + 1,
            totals.deductible_used_fen + result.deductible_fen,
            0,
            totals.basic_used_fen + result.fund_fen,
        )
    if terms.deductible_year_fen != NO_LIMIT:
        assert totals.deductible_used_fen <= terms.deductible_year_fen
    assert totals.deductible_used_fen <= terms.deductible_fen * len(bills)
    assert totals.basic_used_fen <= terms.cap_year_fen


@QUICK_LAW
@given(st.lists(amounts, min_size=1, max_size=4), inpatient_terms)
def test_a_stay_settled_in_parts_takes_its_deductible_once(
    bills: list[int], terms: InpatientTerms
) -> None:
    totals = InpatientTotals(0, 0, 0, 0)
    for in_scope in bills:
        taken = decide_inpatient(in_scope, terms, totals).deductible_fen
        totals = totals._replace(
            deductible_used_fen=totals.deductible_used_fen + taken,
            stay_deductible_fen=totals.stay_deductible_fen + taken,
        )
    whole = decide_inpatient(sum(bills), terms, InpatientTotals(0, 0, 0, 0))
    assert totals.stay_deductible_fen == whole.deductible_fen


def paid(result: LayerResult) -> int:
    """Return what the layers pay together."""
    return result.second_fen + result.civil_servant_fen + result.assistance_fen


@QUICK_LAW
@given(amounts, steps, layer_terms(), layer_totals)
def test_the_layers_never_pay_more_than_the_own_share(
    own: int, step: int, terms: LayerTerms, totals: LayerTotals
) -> None:
    less, more = (decide_layers(fen, 0, terms, totals) for fen in (own, own + step))
    assert 0 <= paid(less) <= own
    assert less.second_fen <= more.second_fen
    assert paid(less) <= paid(more)
    assert own - paid(less) <= own + step - paid(more)
    assert more.assistance_fen <= more.assistance_left_fen
    if terms.cap_year_fen != NO_LIMIT:
        assert more.second_fen <= more.cap_left_fen
        assert totals.second_used_fen + more.second_fen <= max(
            terms.cap_year_fen, totals.second_used_fen
        )


@LAW
@given(stay_care(), stay_totals)
def test_every_fen_of_a_stay_is_somebodys(facts: CareFacts, totals: CareTotals) -> None:
    decided = assess(facts, book_of(facts.metro), totals)
    check_lines(facts, decided)
    check_amounts(facts, decided)
    cap = limit(facts, "health.basic.cap_year")
    assert totals.basic_fen + decided.amounts.pool_fen <= max(cap, totals.basic_fen)
    # Decided anew from what is stored, it comes to the same.
    again = assess(facts_from_json(facts_to_json(facts)), book_of(facts.metro), totals)
    assert again.result_json() == decided.result_json()
    assert again.reasons == decided.reasons


def changes_after(facts: CareFacts, drawn: dict[str, Any]) -> tuple[Change, ...]:
    """Return a change of what a stay asks for, from a later day on."""
    since, at = facts.settled_on + timedelta(drawn["days"]), f"pool:{facts.insured_pool}"
    means = {"ordinary": drawn["fen"], "poor": drawn["fen"]}
    values = {
        "health.basic.cap_year": {facts.scheme: drawn["fen"]},
        "health.inpatient.deductible": {facts.scheme: {"*": {facts.tier: drawn["fen"]}}},
        "health.large_amount.threshold": means,
        "health.catastrophic.threshold": means,
        "health.civil_servant.ratio": drawn["rate"],
        "health.offsite.cut": {"*": {"*": drawn["rate"]}},
    }
    known = {parameter.key for parameter in pack_of(facts.metro).parameters}
    return tuple(Change(key, at, since, value) for key, value in values.items() if key in known)


@FEW
@given(
    stay_care(),
    stay_totals,
    st.fixed_dictionaries(
        {"days": st.integers(1, 400), "fen": st.integers(0, 400_000), "rate": rates}
    ),
)
def test_what_begins_later_is_ignored(
    facts: CareFacts, totals: CareTotals, drawn: dict[str, Any]
) -> None:
    decided = assess(facts, book_of(facts.metro), totals)
    book = PolicyBook(pack_for(facts.metro, changes_after(facts, drawn)))
    assert book.hash != book_of(facts.metro).hash
    again = assess(facts, book, totals)
    assert again.result_json() == decided.result_json()
    assert again.reasons == decided.reasons
    # From that day on the new values are the book's own, so the law is not about nothing.
    on = facts.settled_on + timedelta(drawn["days"])
    cap = book.resolve("health.basic.cap_year", at=facts.insured_pool, on=on, scheme=facts.scheme)
    assert cap.value == drawn["fen"]
