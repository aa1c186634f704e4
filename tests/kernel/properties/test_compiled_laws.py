"""Laws of compilation: the counter and the batch compute the same integers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rongcheng.kernel.compiled import compile_rule
from rongcheng.kernel.dates import day_of, month_of, year_of
from rongcheng.kernel.money import MAX_FEN, divide_half_up, line_amount_fen, multiply_ppm
from tests.kernel.properties.strategies import INT64, QUICK, amounts_fen, ordinals, rates_ppm
from tests.kernel.sample_rules import Facts, Terms, decide_shares


@QUICK
@given(st.integers(-INT64 + 1, INT64 - 1), st.integers(1, INT64 - 1))
def test_divide_half_up(numerator: int, denominator: int) -> None:
    compiled = compile_rule(divide_half_up)
    assert compiled(numerator, denominator) == divide_half_up(numerator, denominator)


@QUICK
@given(amounts_fen, rates_ppm)
def test_multiply_ppm(amount: int, rate: int) -> None:
    assert compile_rule(multiply_ppm)(amount, rate) == multiply_ppm(amount, rate)


@QUICK
@given(st.integers(-(3 * 10**9), 3 * 10**9), st.integers(-(3 * 10**9), 3 * 10**9))
def test_line_amount(price: int, quantity: int) -> None:
    assert compile_rule(line_amount_fen)(price, quantity) == line_amount_fen(price, quantity)


@QUICK
@given(ordinals)
def test_parts_of_a_day(number: int) -> None:
    assert compile_rule(year_of)(number) == year_of(number)
    assert compile_rule(month_of)(number) == month_of(number)
    assert compile_rule(day_of)(number) == day_of(number)


@QUICK
@given(
    st.builds(Facts, st.integers(0, MAX_FEN), st.integers(0, 5), ordinals),
    st.builds(Terms, st.integers(0, 900_000), st.integers(0, MAX_FEN)),
)
def test_a_whole_rule(facts: Facts, terms: Terms) -> None:
    assert compile_rule(decide_shares)(facts, terms) == decide_shares(facts, terms)
