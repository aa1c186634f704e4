"""Money (金额): every amount comes out to the fen, the same at the counter and in a batch.

Money is an `int` of fen, a rate an `int` of parts per million, a price an `int` of micro-yuan
(yuan x 10^6), a quantity an `int` x 10^4. `divide_half_up`, `multiply_ppm` and `line_amount_fen`
are plain integer functions that rules call and that Numba compiles; compiled integers wrap in
silence, so every door first refuses what is out of range: `check_fen`, `check_line`,
`parse_scaled`, `parse_yuan`. A door reads JSON with `parse_float=Decimal`: floats are refused.

Source: domain/README.md rule 5 (whole fen, each product rounded half up once).
"""

from __future__ import annotations

import re
from decimal import Decimal

from rongcheng.kernel.errors import AmountInvalid, AmountOutOfRange, shown

PPM = 1_000_000
"""A rate of 100 %."""

MAX_FEN = 9_000_000_000_000
"""The largest amount at any door: its product with a rate of 100 % fits 64 bits."""

MAX_SCALED = MAX_FEN * PPM
"""The largest size of any scaled number at a door."""

_FEN_PER_LINE_UNIT = 100_000_000  # micro-yuan x 10^-4 pieces: 10^10 to the yuan, 10^8 to the fen

_PLAIN = re.compile(r"-?[0-9]+(?:\.[0-9]+)?", re.ASCII)
_LONGEST = 40  # Longer texts cannot be in range, and huge ones must not cost time.


def divide_half_up(numerator: int, denominator: int) -> int:
    """Return the quotient to the nearest whole, a half away from zero (四舍五入).

    The denominator is positive. Symmetric: the reversal of an amount rounds to its negative.

    >>> divide_half_up(5, 2), divide_half_up(-5, 2), divide_half_up(7, 3)
    (3, -3, 2)
    """
    size = -numerator if numerator < 0 else numerator
    quotient = size // denominator
    rest = size - quotient * denominator
    # Comparing with what is missing, not with twice the rest, cannot overflow 64 bits.
    if rest >= denominator - rest:
        quotient += 1
    return -quotient if numerator < 0 else quotient


def multiply_ppm(amount_fen: int, rate_ppm: int) -> int:
    """Return the share of an amount in fen, rounded half up once (金额乘比例).

    Exact for every amount and rate whose result fits 64 bits: whole millions are split off first,
    so the product of the two is never formed.

    A bill of 35,431.23 yuan after the deductible, reimbursed at 75 %; and a class B amount of
    5,120.75 yuan with a prepaid share of 10 %:

    >>> multiply_ppm(3_543_123, 750_000)
    2657342
    >>> multiply_ppm(512_075, 100_000), multiply_ppm(-512_075, 100_000)
    (51208, -51208)

    Source: domain/health-settlement.md, worked examples 1 and 3.
    """
    amount = -amount_fen if amount_fen < 0 else amount_fen
    rate = -rate_ppm if rate_ppm < 0 else rate_ppm
    millions = amount // PPM
    rest = amount - millions * PPM
    share = millions * rate + divide_half_up(rest * rate, PPM)
    return -share if (amount_fen < 0) != (rate_ppm < 0) else share


def line_amount_fen(price_micro: int, quantity_e4: int) -> int:
    """Return a bill line's amount in fen: price times quantity, half up (明细金额).

    The price is in micro-yuan, the quantity x 10^4. `check_line` first, where a line comes in.

    3.333 yuan x 1.5 pieces = 4.9995 yuan:

    >>> line_amount_fen(3_333_000, 15_000)
    500

    Source: domain/health-settlement.md, identity E.
    """
    return divide_half_up(price_micro * quantity_e4, _FEN_PER_LINE_UNIT)


def check_fen(amount_fen: int, name: str) -> int:
    """Return the amount in fen, or refuse it as out of range (金额范围).

    Raises AmountInvalid for anything but an int, AmountOutOfRange above `MAX_FEN`.
    """
    if not isinstance(amount_fen, int) or isinstance(amount_fen, bool):
        raise AmountInvalid(name=name, given=shown(amount_fen), decimals=0)
    if abs(amount_fen) > MAX_FEN:
        raise _out_of_range(name, amount_fen, MAX_FEN, 2)
    return amount_fen


def check_line(price_micro: int, quantity_e4: int) -> int:
    """Return a line's amount in fen, or refuse a line too large to compute (明细范围).

    Computed in exact Python integers, at the door. Raises AmountOutOfRange when the product of
    price and quantity is above `MAX_SCALED` (900 million yuan).
    """
    product = price_micro * quantity_e4
    if abs(product) > MAX_SCALED:
        raise _out_of_range("price × quantity", product, MAX_SCALED, 10)
    return divide_half_up(product, _FEN_PER_LINE_UNIT)


def parse_scaled(text: str | int | Decimal, decimals: int, name: str) -> int:
    """Return a written number as an exact integer x 10^decimals (定点数解析).

    Takes a plain decimal text, an int or a Decimal. Raises AmountInvalid for floats, NaN,
    exponents, separators, blanks, or more written decimals than allowed, and AmountOutOfRange
    above `MAX_SCALED`. `name` is the field's name, for the message.

    >>> parse_scaled("12.5", 2, "cnt"), parse_scaled("0.333333", 6, "pric")
    (1250, 333333)
    """
    if isinstance(text, bool) or not isinstance(text, str | int | Decimal):
        raise _invalid(name, text, decimals)
    if isinstance(text, int):
        unit: int = 10**decimals
        scaled = text * unit
    else:
        plain = text if isinstance(text, str) else _plain_decimal(text, decimals, name)
        if not _PLAIN.fullmatch(plain):
            raise _invalid(name, text, decimals)
        if len(plain) > _LONGEST:
            raise _out_of_range(name, text, MAX_SCALED, decimals)
        whole, _, fraction = plain.partition(".")
        if len(fraction) > decimals:
            raise _invalid(name, text, decimals)
        scaled = int(whole + fraction.ljust(decimals, "0"))
    if abs(scaled) > MAX_SCALED:
        raise _out_of_range(name, scaled, MAX_SCALED, decimals)
    return scaled


def parse_yuan(text: str | int | Decimal, name: str) -> int:
    """Return an amount written in yuan as fen (金额解析).

    Raises AmountInvalid or AmountOutOfRange, as `parse_scaled`, with `MAX_FEN` for the bound.

    >>> parse_yuan("1234.5", "medfee_sumamt")
    123450
    """
    return check_fen(parse_scaled(text, 2, name), name)


def format_yuan(amount_fen: int) -> str:
    """Return an amount as yuan with two decimals, for messages and files.

    >>> format_yuan(123_450), format_yuan(-5)
    ('1234.50', '-0.05')
    """
    return format_scaled(amount_fen, 2)


def display_yuan(amount_fen: int) -> str:
    """Return an amount as people read it, with thousands separated.

    >>> display_yuan(4_268_428)
    '42,684.28'
    """
    yuan, fen = divmod(abs(amount_fen), 100)
    return f"{'-' if amount_fen < 0 else ''}{yuan:,}.{fen:02d}"


def format_scaled(value: int, decimals: int) -> str:
    """Return an integer x 10^decimals as a plain decimal text, all decimals written.

    >>> format_scaled(15_000, 4), format_scaled(7, 0)
    ('1.5000', '7')
    """
    sign = "-" if value < 0 else ""
    whole, fraction = divmod(abs(value), 10**decimals)
    return f"{sign}{whole}.{fraction:0{decimals}d}" if decimals else f"{sign}{whole}"


def _plain_decimal(value: Decimal, decimals: int, name: str) -> str:
    exponent = value.as_tuple().exponent
    # The exponent is looked at first: writing out 1E+999999 would fill the memory.
    if not isinstance(exponent, int) or exponent > 0 or -exponent > decimals:
        raise _invalid(name, value, decimals)
    return format(value, "f")


def _invalid(name: str, given: object, decimals: int) -> AmountInvalid:
    return AmountInvalid(name=name, given=shown(given), decimals=decimals)


def _out_of_range(name: str, given: object, limit: int, decimals: int) -> AmountOutOfRange:
    if isinstance(given, int) and abs(given) <= limit * limit:
        text = format_scaled(given, decimals)
    else:
        text = shown(given)
    return AmountOutOfRange(name=name, given=text, limit=format_scaled(limit, decimals))
