"""Amounts are exact, symmetric and refused where they could not be computed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rongcheng.kernel.errors import AmountInvalid, AmountOutOfRange
from rongcheng.kernel.money import (
    MAX_FEN,
    PPM,
    check_fen,
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


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [(0, 3, 0), (1, 2, 1), (-1, 2, -1), (4, 3, 1), (5, 3, 2), (-4, 3, -1), (7, 7, 1)],
)
def test_divide_half_up(numerator: int, denominator: int, expected: int) -> None:
    assert divide_half_up(numerator, denominator) == expected


@pytest.mark.parametrize(
    ("amount_fen", "rate_ppm", "expected"),
    [
        (3_543_123, 750_000, 2_657_342),
        (512_075, 100_000, 51_208),
        (-3_543_123, 750_000, -2_657_342),
        (3_543_123, -750_000, -2_657_342),
        (-512_075, -100_000, 51_208),
        (MAX_FEN, PPM, MAX_FEN),
        (-MAX_FEN, PPM, -MAX_FEN),
        (1, 499_999, 0),
        (1, 500_000, 1),
        (0, 750_000, 0),
    ],
)
def test_multiply_ppm(amount_fen: int, rate_ppm: int, expected: int) -> None:
    assert multiply_ppm(amount_fen, rate_ppm) == expected


@pytest.mark.parametrize(
    ("price_micro", "quantity_e4", "expected"),
    [
        (12_500_000, 10_000, 1_250),
        (3_333_000, 15_000, 500),
        (333_333, 30_000, 100),
        (-12_500_000, 10_000, -1_250),
        (0, 10_000, 0),
    ],
)
def test_line_amount(price_micro: int, quantity_e4: int, expected: int) -> None:
    assert line_amount_fen(price_micro, quantity_e4) == expected
    assert check_line(price_micro, quantity_e4) == expected


def test_line_at_the_bound_and_over_it() -> None:
    assert check_line(9_000_000_000, 1_000_000_000) == 90_000_000_000
    with pytest.raises(AmountOutOfRange) as caught:
        check_line(9_000_000_000, 1_000_000_001)
    assert caught.value.params == {
        "name": "price × quantity",
        "given": "900000000.9000000000",
        "limit": "900000000.0000000000",
    }


def test_check_fen() -> None:
    assert check_fen(MAX_FEN, "a") == MAX_FEN
    assert check_fen(-MAX_FEN, "a") == -MAX_FEN
    for over in (MAX_FEN + 1, -MAX_FEN - 1, 10**5000):
        with pytest.raises(AmountOutOfRange):
            check_fen(over, "a")
    for odd in (True, 1.0, "1", None):
        with pytest.raises(AmountInvalid):
            check_fen(odd, "a")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "decimals", "expected"),
    [
        ("0", 2, 0),
        ("-0.00", 2, 0),
        ("1234.5", 2, 123_450),
        ("-0.05", 2, -5),
        ("0007", 0, 7),
        (12, 2, 1_200),
        (-3, 4, -30_000),
        (Decimal("0.333333"), 6, 333_333),
        (Decimal("5"), 2, 500),
        ("9000000000000.000000", 6, 9_000_000_000_000_000_000),
    ],
)
def test_parse_scaled(text: str | int | Decimal, decimals: int, expected: int) -> None:
    assert parse_scaled(text, decimals, "pric") == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        " 1",
        "1 ",
        "1\n",
        "+1",
        "1.",
        ".5",
        "1,000",
        "1e2",
        "1E2",
        "0x10",
        "NaN",
        "inf",
        "-",
        "1.2.3",
        "１２",
        "一",
        "1_000",
        "1.234",
        1.5,
        float("nan"),
        True,
        None,
        b"1",
        Decimal("NaN"),
        Decimal("Infinity"),
        Decimal("1E+2"),
        Decimal("1E+999999999"),
        Decimal("1E-999999999"),
        Decimal("1.234"),
    ],
    ids=repr,
)
def test_parse_scaled_refuses(text: object) -> None:
    with pytest.raises(AmountInvalid) as caught:
        parse_scaled(text, 2, "pric")  # type: ignore[arg-type]
    assert caught.value.params["name"] == "pric"
    assert caught.value.params["decimals"] == 2


@pytest.mark.parametrize(
    "text",
    ["9000000000000.000001", "9" * 5000, -(10**13), 10**5000, Decimal("90000000000000")],
    ids=["just over", "5,000 digits", "negative int", "huge int", "Decimal"],
)
def test_parse_scaled_out_of_range(text: str | int | Decimal) -> None:
    with pytest.raises(AmountOutOfRange) as caught:
        parse_scaled(text, 6, "pric")
    assert caught.value.params["limit"] == "9000000000000.000000"


def test_parse_yuan_has_the_bound_of_an_amount() -> None:
    assert parse_yuan("90000000000.00", "medfee_sumamt") == MAX_FEN
    with pytest.raises(AmountOutOfRange) as caught:
        parse_yuan("90000000000.01", "medfee_sumamt")
    assert caught.value.message("zh") == (
        "「medfee_sumamt」的数值 90000000000.01 超出范围，绝对值最大为 90000000000.00。"
        "请核对后再发一次。"
    )


def test_an_id_number_in_an_amount_is_not_repeated() -> None:
    with pytest.raises(AmountInvalid) as caught:
        parse_yuan("430302199003071235 ", "medfee_sumamt")
    assert "19900307" not in str(caught.value)


@pytest.mark.parametrize(
    ("fen", "plain", "displayed"),
    [
        (0, "0.00", "0.00"),
        (5, "0.05", "0.05"),
        (-5, "-0.05", "-0.05"),
        (4_268_428, "42684.28", "42,684.28"),
        (-123_456_789, "-1234567.89", "-1,234,567.89"),
    ],
)
def test_formats(fen: int, plain: str, displayed: str) -> None:
    assert format_yuan(fen) == plain
    assert display_yuan(fen) == displayed


def test_format_scaled() -> None:
    assert format_scaled(333_333, 6) == "0.333333"
    assert format_scaled(-15_000, 4) == "-1.5000"
    assert format_scaled(-7, 0) == "-7"
