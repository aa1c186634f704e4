"""Law: a line and its refund leave nothing, in no part; a bill with both is as if neither was."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from rongcheng.kernel.money import MAX_SCALED, line_amount_fen
from rongcheng.services.health.assessing.assessment import assess
from rongcheng.services.health.assessing.facts import CareFacts, CareTotals
from rongcheng.services.health.domain.lines import compute_line_split
from rongcheng.services.health.domain.types import LineFacts, LineTerms
from tests.services.health.cases.books import book_of
from tests.services.health.properties.strategies import (
    LAW,
    QUICK_LAW,
    care,
    care_totals,
    rates,
    refund_of,
)

lines = st.tuples(st.integers(0, 10**10), st.integers(-(10**6), 10**6), st.integers(-1, 1)).map(
    lambda drawn: LineFacts(
        drawn[0], drawn[1], line_amount_fen(drawn[0], drawn[1]) + drawn[2], drawn[1] % 3
    )
)
terms = st.builds(
    LineTerms,
    st.integers(1, 3),
    st.one_of(st.just(-1), st.integers(0, 10**10), st.just(MAX_SCALED)),
    rates,
    st.integers(0, 1),
)


@QUICK_LAW
@given(lines, terms)
def test_every_part_of_a_refund_is_the_exact_negative(line: LineFacts, terms: LineTerms) -> None:
    refund = line._replace(quantity_e4=-line.quantity_e4, amount_fen=-line.amount_fen)
    split, taken_back = compute_line_split(line, terms), compute_line_split(refund, terms)
    assert taken_back[:4] == tuple(-part for part in split[:4])
    assert taken_back.reasons == split.reasons


@LAW
@given(care(), care_totals, st.data())
def test_a_bill_with_a_line_and_its_refund_pays_as_if_neither_was(
    facts: CareFacts, totals: CareTotals, data: st.DataObject
) -> None:
    book = book_of(facts.metro)
    taken = data.draw(st.sampled_from(facts.lines), label="the line taken back")
    again = replace(taken, serial="901", quantity_e4=abs(taken.quantity_e4))
    again = replace(again, amount_fen=abs(taken.amount_fen))
    more = replace(facts, lines=(*facts.lines, again, refund_of(again)))
    assert assess(more, book, totals).amounts == assess(facts, book, totals).amounts
