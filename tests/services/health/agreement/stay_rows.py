"""Rows for the agreement of the rules of stays, of the layers above the pool, and of filings."""

from __future__ import annotations

from random import Random

from rongcheng.kernel.money import PPM
from rongcheng.services.health.domain.filing import FilingCare, FilingFacts, FilingTerms
from rongcheng.services.health.domain.stay_types import (
    NO_LIMIT,
    InpatientTerms,
    InpatientTotals,
    LayerTerms,
    LayerTotals,
)
from tests.services.health.agreement.rows import amount, near, rate

DEDUCTIBLES = (0, 1, 16_000, 20_000, 80_000, 110_000, 160_000)
TODAY = 739_677


def stay(random: Random) -> tuple[int, InpatientTerms, InpatientTotals]:
    """Return a stay's amount in scope, its terms and what the year has used, around each bound."""
    deductible = random.choice(DEDUCTIBLES) if random.random() < 0.7 else amount(random)
    year = random.choice((NO_LIMIT, 0, 200_000, deductible, amount(random)))
    terms = InpatientTerms(
        deductible,
        random.randint(0, 3),
        rate(random),
        rate(random),
        amount(random, 200_000),
        random.choice(DEDUCTIBLES),
        year,
        random.choice((800_000, 850_000, 950_000, PPM, rate(random))),
        random.choice((0, 0, 20_000, 60_000, 100_000, PPM)),
        random.choice((0, 0, 50_000, 100_000, PPM)),
        random.choice((15_000_000, 22_000_000, amount(random))),
    )
    taken = random.choice((0, 0, near(random, deductible), amount(random)))
    used = amount(random)
    if random.random() < 0.5 and year != NO_LIMIT:
        used = near(random, max(year - random.choice((0, deductible)), 0))
    basic = near(random, terms.cap_year_fen) if random.random() < 0.4 else amount(random)
    in_scope = near(random, deductible) if random.random() < 0.3 else amount(random)
    return in_scope, terms, InpatientTotals(random.randint(0, 4), used, taken, basic)


def layers(random: Random) -> tuple[int, int, LayerTerms, LayerTotals]:
    """Return an own share with its deductible, terms of the layers, and what the year has used."""
    own = amount(random)
    deductible = min(random.choice(DEDUCTIBLES), own)
    tops = sorted(random.sample(range(1, 200), 3))
    bands = [top * 100_000 for top in tops] if random.random() < 0.5 else [NO_LIMIT] * 3
    for last in range(3):
        if random.random() < 0.1:
            bands[last:] = [NO_LIMIT] * (3 - last)
    terms = LayerTerms(
        random.randint(0, 1),
        random.choice((1_600_000, 1_800_000, 0, amount(random))),
        random.randint(0, 1),
        bands[0],
        bands[1],
        bands[2],
        rate(random),
        rate(random),
        rate(random),
        rate(random),
        random.choice((NO_LIMIT, 40_000_000, amount(random))),
        random.choice((0, 500_000, rate(random))),
        random.choice((0, 500_000, 900_000, rate(random))),
        random.choice((0, 5_000_000, amount(random))),
    )
    limits = (terms.cap_year_fen, terms.assistance_cap_fen)
    second, assistance = (
        near(random, limit) if random.random() < 0.4 and limit != NO_LIMIT else amount(random)
        for limit in limits
    )
    counted = random.choice((near(random, terms.threshold_fen), amount(random)))
    return own, deductible, terms, LayerTotals(counted, second, assistance)


def filings(random: Random) -> tuple[tuple[FilingFacts, ...], FilingCare, FilingTerms]:
    """Return up to four filings whose days lie within a day or two of the care's own."""
    begun = TODAY - random.choice((0, 0, 1, 10))
    care = FilingCare(begun, TODAY, random.randint(0, 1))
    days = (begun - 200, begun - 1, begun, begun + 1, TODAY - 1, TODAY, TODAY + 1)
    found = []
    for _ in range(random.randint(0, 4)):
        begins = random.choice(days)
        found.append(
            FilingFacts(
                random.randint(1, 6),
                begins,
                random.choice((0, 0, *(day for day in days if day >= begins))),
                random.choice((begins, *days)),
                random.choice((0, 0, 0, *days)),
            )
        )
    return tuple(found), care, FilingTerms(random.randint(0, 1), random.randint(0, 1))
