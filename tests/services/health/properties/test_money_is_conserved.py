"""Law: every fen of a bill is somebody's, by line and in total, and nobody pays beyond a bound."""

from __future__ import annotations

from hypothesis import given

from rongcheng.services.health.assessing.assessment import Assessment, assess
from rongcheng.services.health.assessing.facts import CareFacts, CareTotals
from rongcheng.services.health.domain.identities import (
    find_broken_identities,
    is_line_amount,
    negate_amounts,
)
from rongcheng.services.health.domain.types import AccountUse
from tests.services.health.cases.books import book_of
from tests.services.health.properties.strategies import LAW, care, care_totals


def limit(facts: CareFacts, key: str, **dims: str) -> int:
    """Return a bound of the place of insurance, asked from the policy book anew."""
    found = book_of(facts.metro).resolve(
        key, at=facts.insured_pool, on=facts.settled_on, scheme=facts.scheme, **dims
    )
    assert isinstance(found.value, int)
    return found.value


def check_lines(facts: CareFacts, decided: Assessment) -> None:
    """Check identities D and E line by line, and that no part exceeds its line."""
    for line in decided.lines:
        amount, parts = line.facts.amount_fen, line.split[:4]
        assert is_line_amount(line.facts.price_micro, line.facts.quantity_e4, amount)
        assert sum(parts) == amount
        assert all(min(0, amount) <= part <= max(0, amount) for part in parts)
    assert decided.bill.total_fen == sum(line.amount_fen for line in facts.lines)


def check_amounts(facts: CareFacts, decided: Assessment) -> None:
    """Check the identities A, B, C, D, G and H of the whole, and the bounds of each share."""
    amounts = decided.amounts
    assert amounts.total_fen == amounts.fund_fen + amounts.person_fen
    assert amounts.person_fen == amounts.account_fen + amounts.cash_fen
    above = amounts.large_fen + amounts.catastrophic_fen
    above += amounts.civil_servant_fen + amounts.assistance_fen
    assert amounts.fund_fen == amounts.pool_fen + above
    assert above <= amounts.deductible_fen + amounts.own_share_fen
    assert amounts.total_fen == sum(decided.bill[1:])
    assert amounts.in_scope_fen == (
        amounts.deductible_fen + amounts.pool_fen + amounts.own_share_fen
    )
    assert find_broken_identities(amounts) == ()
    reversal = negate_amounts(amounts)
    assert all(first + second == 0 for first, second in zip(amounts, reversal, strict=True))
    assert all(amount >= 0 for amount in amounts)
    assert amounts.fund_fen <= amounts.in_scope_fen <= amounts.total_fen
    own = amounts.account_fen - amounts.aid_fen
    assert own <= (facts.account_balance_fen if facts.account_use == AccountUse.OWN else 0)
    assert amounts.aid_fen <= (
        facts.aid_balance_fen if facts.account_use == AccountUse.MUTUAL_AID else 0
    )


def check_outpatient(facts: CareFacts, totals: CareTotals, decided: Assessment) -> None:
    """Check that deductible and cap of the year hold."""
    amounts = decided.amounts
    standing = facts.standing
    if decided.entitlement:
        # The only reason left, as the visit came out: this tier is not covered.
        assert amounts.fund_fen == 0
        assert decided.entitlement == 1 << 11
        return
    cap = limit(facts, "health.outpatient.cap_year", standing=standing)
    year = limit(facts, "health.outpatient.deductible_year", standing=standing)
    at_tier = limit(facts, "health.outpatient.deductible", standing=standing, tier=facts.tier)
    assert totals.outpatient_fen + amounts.fund_fen <= max(cap, totals.outpatient_fen)
    assert totals.deductible_fen + amounts.deductible_fen <= max(year, totals.deductible_fen)
    assert amounts.deductible_fen <= at_tier


def check_special(facts: CareFacts, totals: CareTotals, decided: Assessment) -> None:
    """Check that the month's limits and the year's cap hold, month by month."""
    first = limit(facts, "health.special.limit_month")
    more = limit(facts, "health.special.second_disease_addition")
    allowed = first + (more if len(facts.granted_diseases) > 1 else 0)
    for month in decided.months:
        used = totals.months.get(month.month, 0)
        assert used + month.result.fund_fen <= max(allowed, used)
    assert decided.amounts.pool_fen == sum(month.result.fund_fen for month in decided.months)
    assert decided.amounts.deductible_fen == 0
    cap = limit(facts, "health.basic.cap_year")
    assert totals.basic_fen + decided.amounts.pool_fen <= max(cap, totals.basic_fen)


@LAW
@given(care(), care_totals)
def test_no_fen_is_lost_and_no_bound_is_passed(facts: CareFacts, totals: CareTotals) -> None:
    decided = assess(facts, book_of(facts.metro), totals)
    check_lines(facts, decided)
    check_amounts(facts, decided)
    if decided.outpatient is not None:
        check_outpatient(facts, totals, decided)
    else:
        check_special(facts, totals, decided)


@LAW
@given(care(), care_totals)
def test_the_same_facts_totals_and_policy_give_the_same(
    facts: CareFacts, totals: CareTotals
) -> None:
    book = book_of(facts.metro)
    assert assess(facts, book, totals) == assess(facts, book, totals)
