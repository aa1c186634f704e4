"""Rows for the agreement of the rules: seeded, and crowded where the rules bend.

Numbers are drawn around every edge that a rule knows (nothing, a fen, the deductible, what is left
of a cap, the bounds of the doors) and over all sizes between; the same seed gives the same rows.
"""

from __future__ import annotations

from random import Random

from rongcheng.kernel.money import MAX_FEN, MAX_SCALED, PPM, line_amount_fen
from rongcheng.services.health.domain.types import (
    EntitlementFacts,
    EntitlementTerms,
    LineFacts,
    LineTerms,
    OutpatientTerms,
    PersonFacts,
    SpecialTerms,
    SpecialTotals,
)

SEED = 20260302
AMOUNTS = (0, 1, 2, 5, 19_999, 20_000, 20_001, 29_999, 30_000, 30_001, 150_000, 150_001, MAX_FEN)
RATES = (0, 1, 50_000, 100_000, 499_999, 500_000, 600_000, 700_000, PPM - 1, PPM)
PRICES = (0, 1, 9_999, 10_000, 3_333_333, 800_000, 800_001, 10_000_000_000, MAX_SCALED // 10_000)
QUANTITIES = (0, 1, 3_333, 9_999, 10_000, 10_001, 15_000, 280_000, -1, -10_000, -15_000)


def amount(random: Random, most: int = MAX_FEN) -> int:
    """Return an amount from nothing to `most`: an edge, or any size with equal chance."""
    if random.random() < 0.3:
        return min(random.choice(AMOUNTS), most)
    return random.randrange(min(10 ** random.randint(1, 13), most) + 1)


def near(random: Random, amount_fen: int) -> int:
    """Return an amount within a fen of this one, not below nothing."""
    return min(max(amount_fen + random.randint(-1, 1), 0), MAX_FEN)


def rate(random: Random) -> int:
    """Return a rate from nothing to the whole."""
    return random.choice(RATES) if random.random() < 0.5 else random.randint(0, PPM)


def line(random: Random) -> tuple[LineFacts, LineTerms]:
    """Return a line, its amount within a fen of price × quantity, and the catalogue's terms."""
    price = random.choice(PRICES) if random.random() < 0.3 else random.randrange(10**10)
    most = MAX_SCALED // max(price, 1)
    quantity = (
        random.choice(QUANTITIES) if random.random() < 0.5 else random.randint(-(10**6), 10**6)
    )
    quantity = min(max(quantity, -most), most)
    stated = line_amount_fen(price, quantity) + random.choice((0, 0, 0, -1, 1))
    caps = (-1, 0, max(price - 1, 0), price, price + 1, price // 2, random.randrange(10**10))
    return (
        LineFacts(price, quantity, stated, random.randint(0, 2)),
        LineTerms(random.randint(1, 3), random.choice(caps), rate(random), random.randint(0, 1)),
    )


def outpatient_terms(random: Random) -> OutpatientTerms:
    """Return outpatient terms: most often real ones, else anything."""
    if random.random() < 0.7:
        deductible = random.choice((0, 15_000, 20_000, 30_000))
        ratio = random.choice((500_000, 600_000, 700_000))
        return OutpatientTerms(1, deductible, 30_000, ratio, 0, random.choice((56_000, 150_000)))
    covered = int(random.random() < 0.9)
    return OutpatientTerms(
        covered, amount(random), amount(random), rate(random), rate(random), amount(random)
    )


def special(random: Random) -> tuple[int, SpecialTerms, SpecialTotals]:
    """Return a month's charges, its terms and what month and year have used."""
    terms = SpecialTerms(
        int(random.random() < 0.9), rate(random), rate(random), amount(random), amount(random)
    )
    used = SpecialTotals(
        near(random, terms.limit_month_fen) if random.random() < 0.4 else amount(random),
        near(random, terms.cap_year_fen) if random.random() < 0.4 else amount(random),
    )
    return amount(random), terms, used


def person(random: Random) -> PersonFacts:
    """Return a bill with what the fund and the hospital bear, and balances around the rest."""
    total = amount(random)
    fund = random.randint(0, total)
    hospital = random.randint(0, total - fund) if random.random() < 0.2 else 0
    rest = total - fund - hospital
    balances = [near(random, rest) if random.random() < 0.5 else amount(random) for _ in range(2)]
    return PersonFacts(total, fund, hospital, random.randint(0, 2), *balances, random.randint(0, 1))


def entitlement(random: Random) -> tuple[EntitlementFacts, EntitlementTerms]:
    """Return any case of entitlement."""
    flags = [random.randint(0, 1) for _ in range(6)]
    return EntitlementFacts(random.randint(0, 4), *flags[:4]), EntitlementTerms(*flags[4:])
