"""Laws of money: exact, symmetric, monotone, conserved; nothing is invented by rounding."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from rongcheng.kernel.money import (
    MAX_SCALED,
    PPM,
    check_line,
    display_yuan,
    divide_half_up,
    format_scaled,
    format_yuan,
    line_amount_fen,
    multiply_ppm,
    parse_scaled,
    parse_yuan,
)
from tests.kernel.properties.strategies import (
    INT64,
    QUICK,
    amounts_fen,
    rates_ppm,
    shares_ppm,
)


@QUICK
@given(st.integers(-INT64, INT64), st.integers(1, INT64))
def test_division_is_the_nearest_whole_with_halves_away_from_zero(n: int, d: int) -> None:
    exact = Fraction(n, d)
    found = divide_half_up(n, d)
    assert abs(found - exact) <= Fraction(1, 2)
    if abs(found - exact) == Fraction(1, 2):
        assert abs(found) > abs(exact)


@QUICK
@given(amounts_fen, rates_ppm)
def test_a_share_is_what_decimal_arithmetic_gives(amount: int, rate: int) -> None:
    exact = Decimal(amount) * Decimal(rate) / PPM
    assert multiply_ppm(amount, rate) == exact.quantize(Decimal(1), rounding=ROUND_HALF_UP)


@QUICK
@given(amounts_fen, rates_ppm)
def test_a_reversal_is_the_negative(amount: int, rate: int) -> None:
    assert multiply_ppm(-amount, rate) == -multiply_ppm(amount, rate)
    assert multiply_ppm(amount, -rate) == -multiply_ppm(amount, rate)


@QUICK
@given(st.integers(0, 10**12), shares_ppm)
def test_no_share_exceeds_its_amount_and_the_rest_is_conserved(amount: int, rate: int) -> None:
    share = multiply_ppm(amount, rate)
    assert 0 <= share <= amount
    assert abs(share + multiply_ppm(amount, PPM - rate) - amount) <= 1


@QUICK
@given(amounts_fen, amounts_fen, shares_ppm)
def test_a_larger_amount_never_has_a_smaller_share(one: int, other: int, rate: int) -> None:
    low, high = sorted((one, other))
    assert multiply_ppm(low, rate) <= multiply_ppm(high, rate)


@QUICK
@given(st.integers(-(10**9), 10**9), st.integers(-(10**9), 10**9))
def test_a_line_is_what_decimal_arithmetic_gives(price: int, quantity: int) -> None:
    yuan = Decimal(price).scaleb(-6) * Decimal(quantity).scaleb(-4)
    fen = (yuan * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    assert line_amount_fen(price, quantity) == fen
    assert check_line(price, quantity) == fen


@QUICK
@given(amounts_fen)
def test_yuan_are_read_as_they_were_written(amount: int) -> None:
    assert parse_yuan(format_yuan(amount), "a") == amount
    assert parse_yuan(Decimal(format_yuan(amount)), "a") == amount
    assert parse_yuan(display_yuan(amount).replace(",", ""), "a") == amount


@QUICK
@given(st.integers(-MAX_SCALED, MAX_SCALED), st.integers(0, 10))
def test_scaled_numbers_are_read_as_they_were_written(value: int, decimals: int) -> None:
    assert parse_scaled(format_scaled(value, decimals), decimals, "a") == value
