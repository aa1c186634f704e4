"""Invented rules, as a domain writes them, for the tests of the compiler."""

from __future__ import annotations

import math
import random
from enum import IntEnum
from typing import NamedTuple

from rongcheng.kernel import money
from rongcheng.kernel.dates import month_of, year_of
from rongcheng.kernel.money import PPM, multiply_ppm

STEPS = (1, 10, 100)
TOO_LARGE = 1 << 63
RATE = 0.75


class Tier(IntEnum):
    """An invented level of hospital."""

    PRIMARY = 1
    LEVEL_3 = 3


class Bit(IntEnum):
    """Invented reasons."""

    CAP_REACHED = 1 << 0
    LAST_BIT = 1 << 62


class Facts(NamedTuple):
    """An invented bill."""

    amount_fen: int
    tier: int
    day: int


class Terms(NamedTuple):
    """Invented policy."""

    ratio_ppm: int
    cap_fen: int


class Shares(NamedTuple):
    """An invented result."""

    fund_fen: int
    own_fen: int
    tier: int
    year_month: int
    reasons: int


def compute_ratio_ppm(tier: int, ratio_ppm: int) -> int:
    if tier == Tier.PRIMARY:
        return min(ratio_ppm + 100_000, PPM)
    return max(ratio_ppm, Tier.LEVEL_3)


def decide_shares(facts: Facts, terms: Terms) -> Shares:
    reasons = 0
    fund_fen = multiply_ppm(facts.amount_fen, compute_ratio_ppm(facts.tier, terms.ratio_ppm))
    if fund_fen > terms.cap_fen:
        fund_fen = terms.cap_fen
        reasons |= Bit.CAP_REACHED | Bit.LAST_BIT
    tier = Tier.LEVEL_3 if facts.tier == 0 else facts.tier
    year_month = year_of(facts.day) * 100 + month_of(facts.day)
    return Shares(
        fund_fen=fund_fen,
        own_fen=facts.amount_fen - fund_fen,
        tier=tier,
        year_month=year_month,
        reasons=reasons,
    )


def refuse_early(facts: Facts, terms: Terms) -> Shares:
    if facts.tier not in (Tier.PRIMARY, Tier.LEVEL_3):
        return Shares(0, facts.amount_fen, Tier.PRIMARY, 0, Bit.LAST_BIT)
    return decide_shares(facts, terms)


def settle_columns(amounts, tiers, day, terms, fund) -> int:  # type: ignore[no-untyped-def]
    total = 0
    for row in range(len(amounts)):
        shares = decide_shares(Facts(amounts[row], tiers[row], day), terms)
        fund[row] = shares.fund_fen
        total += shares.fund_fen
    return total


def add_steps(number: int, times: int = 2) -> int:
    return number + STEPS[0] + STEPS[1] + STEPS[2] * times


def uses_a_module(number: int) -> int:
    return money.multiply_ppm(number, PPM)


def divides(number: int) -> int:
    return int(number / 2)


def raises_to_a_power(number: int) -> int:
    return number**2


def has_a_float(number: int) -> int:
    return int(number * 0.5)


def has_a_text(number: int) -> int:
    return len("abc") + number


def uses_a_float_constant(number: int) -> int:
    return int(number * RATE)


def uses_a_large_constant(number: int) -> int:
    return number + TOO_LARGE


def uses_another_library(number: int) -> int:
    return math.isqrt(number)


def draws(number: int) -> int:
    return seed_of(number)


def uses_an_unknown_builtin(number: int) -> int:
    return sum([number])


def uses_an_unknown_name(number: int) -> int:
    return number + nowhere  # type: ignore[name-defined,no-any-return]  # noqa: F821


def calls_itself(number: int) -> int:
    return 0 if number == 0 else calls_itself(number - 1)


def calls_back(number: int) -> int:
    return 0 if number == 0 else calls_forth(number - 1)


def calls_forth(number: int) -> int:
    return calls_back(number)


def has_an_inner_function(number: int) -> int:
    return (lambda: number)()


def has_a_comprehension(number: int) -> int:
    return max([step + 1 for step in range(number)])


def takes_anything(*numbers: int) -> int:
    return len(numbers)


def yields(number: int):  # type: ignore[no-untyped-def]
    yield number


def has_a_float_default(number: int, rate: float = 0.5) -> int:
    return number


def imports_inside(number: int) -> int:
    import math  # the fault under test

    return math.isqrt(number)


def depends_on_a_fault(number: int) -> int:
    return divides(number)


def adds(first: int, second: int) -> int:
    return first + second


def uses_a_compiled_one(number: int) -> int:
    return compiled_before(number, 7)


def uses_a_foreign_one(number: int) -> int:
    return compiled_elsewhere(number, 7)


def compiled_for_its_folder(number: int) -> int:
    return number


def disagrees(number: int) -> Terms:
    if number > 0:
        return Terms(number, 0)
    return Facts(number, 0, 0)  # type: ignore[return-value]


seed_of = random.getrandbits

# Replaced by compiled functions in the tests that need one.
compiled_before = compiled_elsewhere = adds
