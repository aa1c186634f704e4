"""Law: a larger bill never lowers what the fund pays nor what the person pays; use only counts.

True because every share grows by nothing or one fen when the amount grows by one: a rate is at most
the whole, half up is monotonic, and every bound is a minimum. It holds for one visit on the same
totals; over a year the order of visits may move a fen by rounding, so the year's law is its bounds.
"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rongcheng.kernel.money import line_amount_fen
from rongcheng.services.health.domain.lines import compute_line_split
from rongcheng.services.health.domain.outpatient import decide_outpatient
from rongcheng.services.health.domain.special_disease import decide_special_month
from rongcheng.services.health.domain.types import (
    LineFacts,
    LineTerms,
    OutpatientTerms,
    OutpatientTotals,
    SpecialTerms,
    SpecialTotals,
)
from tests.services.health.properties.strategies import (
    QUICK_LAW,
    amounts,
    outpatient_terms,
    outpatient_totals,
    rates,
    special_terms,
    special_totals,
)

steps = st.one_of(st.just(1), st.integers(0, 100_000))


@QUICK_LAW
@given(amounts, steps, outpatient_terms, outpatient_totals)
def test_a_larger_outpatient_bill(
    in_scope: int, step: int, terms: OutpatientTerms, totals: OutpatientTotals
) -> None:
    less = decide_outpatient(in_scope, terms, totals)
    more = decide_outpatient(in_scope + step, terms, totals)
    assert less.fund_fen <= more.fund_fen
    assert less.deductible_fen <= more.deductible_fen
    assert in_scope - less.fund_fen <= in_scope + step - more.fund_fen


@QUICK_LAW
@given(amounts, steps, outpatient_terms, outpatient_totals)
def test_a_fuller_year(
    in_scope: int, step: int, terms: OutpatientTerms, totals: OutpatientTotals
) -> None:
    before = decide_outpatient(in_scope, terms, totals)
    paid = totals._replace(fund_used_fen=totals.fund_used_fen + step)
    assert decide_outpatient(in_scope, terms, paid).fund_fen <= before.fund_fen
    owed = totals._replace(deductible_used_fen=totals.deductible_used_fen + step)
    assert decide_outpatient(in_scope, terms, owed).fund_fen >= before.fund_fen


@QUICK_LAW
@given(amounts, steps, special_terms, special_totals)
def test_a_larger_month_of_a_special_disease(
    in_scope: int, step: int, terms: SpecialTerms, totals: SpecialTotals
) -> None:
    less = decide_special_month(in_scope, terms, totals)
    more = decide_special_month(in_scope + step, terms, totals)
    assert less.fund_fen <= more.fund_fen
    assert less.own_share_fen <= more.own_share_fen
    used = SpecialTotals(totals.month_used_fen + step, totals.year_used_fen + step)
    assert decide_special_month(in_scope, terms, used).fund_fen <= less.fund_fen


@QUICK_LAW
@given(
    st.integers(0, 10**10),
    st.integers(0, 10**7),
    st.builds(
        LineTerms,
        st.integers(1, 3),
        st.one_of(st.just(-1), st.integers(0, 10**10)),
        rates,
        st.just(0),
    ),
)
def test_a_dearer_line(price: int, step: int, terms: LineTerms) -> None:
    cheap, dear = (
        compute_line_split(LineFacts(p, 10_000, line_amount_fen(p, 10_000), 0), terms)
        for p in (price, price + step)
    )
    assert all(less <= more for less, more in zip(cheap[:4], dear[:4], strict=True))


@QUICK_LAW
@given(st.lists(amounts, max_size=20), outpatient_terms, st.integers(0, 2**20))
def test_a_year_of_visits_stays_within_deductible_and_cap(
    visits: list[int], terms: OutpatientTerms, bare: int
) -> None:
    totals = OutpatientTotals(0, 0)
    for number, in_scope in enumerate(visits):
        # Some visits are at a tier without a deductible, as primary care is.
        here = terms._replace(deductible_fen=0) if bare >> number & 1 else terms
        result = decide_outpatient(in_scope, here, totals)
        totals = OutpatientTotals(
            totals.deductible_used_fen + result.deductible_fen,
            totals.fund_used_fen + result.fund_fen,
        )
    assert totals.deductible_used_fen <= terms.deductible_year_fen
    assert totals.fund_used_fen <= terms.cap_year_fen
    assert totals.deductible_used_fen + totals.fund_used_fen <= sum(visits)
