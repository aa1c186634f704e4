"""The residents of a data set (数据集的居民): what each brings to all her visits."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import numpy as np

from rongcheng.simulation.data_set.draws import Choice, Numbers, bits, share

POOLS = Choice(
    {
        "430199": 28,
        "430299": 10,
        "430399": 7,
        "439900": 2,
        "510199": 36,
        "510699": 7,
        "511499": 5,
        "512099": 4,
        "519900": 1,
    }
)
"""Pools of insurance; the last of each metro is the provincial one (省本级)."""
METROS = ("changzhutan", "chengdemeizi")
PROVINCIAL = ("439900", "519900")
SCHEMES = ("employee", "resident")
STANDINGS = ("in_service", "retired", "adult", "senior", "student", "child")
PREMIUMS = ("single", "high", "low")
POOLINGS = ("combined", "single")
MEANS = Choice({"ordinary": 955, "low_income": 20, "minimum_income": 18, "destitute": 7})
TWO_DISEASES = Choice({"": 88, "hypertension": 7, "diabetes": 3, "both": 2})
_AGES = Choice({"0": 5, "6": 13, "18": 20, "30": 26, "45": 18, "60": 12, "72": 6})
_AGE_STARTS = np.array([0, 6, 18, 30, 45, 60, 72])
_AGE_YEARS = np.array([6, 12, 12, 15, 15, 12, 16])
_VISITS = np.array([1.1, 0.5, 0.6, 0.8, 1.2, 2.1, 2.4])
# Ages at which standing changes; they only make the mix plausible, nobody is entitled by them.
_CHILD, _ADULT, _SENIOR = 6, 18, 60
_TIERED = np.isin(np.array(POOLS.words), ("510199", "511499"))
"""Pools where grown-up residents pay for the high or the low tier."""

FIRST_DAY, LAST_DAY = date(2023, 2, 1), date(2026, 10, 31)
RESIDENTS_IN_CZT_FROM = date(2025, 1, 1)
"""Before that day the packs know no outpatient benefit of residents there."""


class People(NamedTuple):
    """A share of the residents, one array a trait; words by their place in the lists above."""

    number: Numbers
    pool: Numbers
    metro: Numbers
    scheme: Numbers
    standing: Numbers
    born_on: Numbers
    status: Numbers
    premium: Numbers
    pooling: Numbers
    means: Numbers
    civil_servant: Numbers
    diseases: Numbers
    two_diseases: Numbers
    mother: Numbers
    elsewhere: Numbers
    stay_below: Numbers
    credit_fen: Numbers
    aid: Numbers
    first_day: Numbers
    weight: Numbers

    @property
    def employee(self) -> Numbers:
        """Say who is insured as an employee."""
        found: Numbers = self.scheme == 0
        return found


def draw_people(random: np.random.Generator, first: int, size: int) -> People:
    """Return `size` residents, numbered from `first`."""
    pool = POOLS.draw(random, size)
    metro = (pool > POOLS.place("439900")).astype(np.int8)
    group = _AGES.draw(random, size)
    days = random.integers(0, 366 * _AGE_YEARS[group])
    born_on = FIRST_DAY.toordinal() - (_AGE_STARTS[group] * 3652425) // 10000 - days
    age = (FIRST_DAY.toordinal() - born_on) * 10000 // 3652425
    provincial = np.isin(pool, [POOLS.place(word) for word in PROVINCIAL])
    works = (bits(random, size) < share(560)) & (age >= _ADULT)
    scheme = np.where(works | provincial & (age >= _ADULT), 0, 1).astype(np.int8)
    # Children are never insured with the province: they belong to the capital.
    pool = np.where(provincial & (scheme == 1), np.where(metro == 0, 0, 4), pool).astype(np.int8)
    standing = _standing(scheme, age)
    diseases = _diseases(random, size, age)
    frail = bits(random, size) < share(40)
    fen = random.integers(8_000, 32_000, size)
    return People(
        number=np.arange(first, first + size, dtype=np.int64),
        pool=pool,
        metro=metro,
        scheme=scheme,
        standing=standing,
        born_on=born_on,
        status=_status(random, size),
        premium=_premium(random, size, pool, standing),
        pooling=((scheme == 0) & (bits(random, size) < share(30)) & (metro == 1)).astype(np.int8),
        means=MEANS.draw(random, size),
        civil_servant=(scheme == 0) & (bits(random, size) < share(60)),
        diseases=diseases,
        two_diseases=np.where(
            (scheme == 1) & (age >= _ADULT) & (metro == 0), TWO_DISEASES.draw(random, size), 0
        ).astype(np.int8),
        mother=(age >= _ADULT + 4) & (age < _ADULT + 20) & (bits(random, size) < share(60)),
        elsewhere=bits(random, size) < share(30),
        stay_below=np.where(frail, share(240), share(28) + age * 8).astype(np.int32),
        credit_fen=np.where(scheme == 0, fen, 0),
        aid=(scheme == 0) & (bits(random, size) < share(50)),
        first_day=np.where(
            (scheme == 1) & (metro == 0), RESIDENTS_IN_CZT_FROM.toordinal(), FIRST_DAY.toordinal()
        ),
        weight=_VISITS[group] * (1 + 0.9 * (diseases > 0)) * (0.25 + random.random(size) * 1.5),
    )


def _standing(scheme: Numbers, age: Numbers) -> Numbers:
    """Return each standing as it fits scheme and age."""
    young = np.where(age < _CHILD, 5, 4)
    resident = np.where(age >= _SENIOR, 3, np.where(age >= _ADULT, 2, young))
    found: Numbers = np.where(scheme == 0, np.where(age >= _SENIOR, 1, 0), resident)
    return found.astype(np.int8)


def _diseases(random: np.random.Generator, size: int, age: Numbers) -> Numbers:
    """Return how many special diseases each was granted: the more, the older."""
    drawn = bits(random, size)
    likely = np.where(age >= _SENIOR, share(300), np.where(age >= _ADULT + 22, share(90), 600))
    found: Numbers = (drawn < likely).astype(np.int8) + (drawn < likely // 5).astype(np.int8)
    return found


def _status(random: np.random.Generator, size: int) -> Numbers:
    """Return the state of the insurance; two in a thousand are suspended or ended."""
    drawn = bits(random, size)
    return np.where(drawn < share(1), 2, np.where(drawn < share(2), 4, 1)).astype(np.int8)


def _premium(random: np.random.Generator, size: int, pool: Numbers, standing: Numbers) -> Numbers:
    """Return the contribution tier: high or low where the pool has tiers for this standing."""
    drawn = np.where(bits(random, size) < share(550), 1, 2)
    grown = np.isin(standing, (2, 3))
    young_pays = (pool == POOLS.place("511499")) & np.isin(standing, (4, 5))
    tiered = _TIERED[pool] & grown | young_pays
    return np.where(tiered, drawn, 0).astype(np.int8)
