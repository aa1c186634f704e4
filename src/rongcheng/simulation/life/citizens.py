"""Who lives in the invented metro (模拟居民): the same people for the same seed.

Ages follow a plausible pyramid; scheme, pool, work place, diseases and needs are drawn for each
person alone. Names begin with 样例 and ID numbers with a member district; nobody here exists.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from random import Random
from typing import NamedTuple

from rongcheng.policy.book import PolicyBook
from rongcheng.policy.types import City
from rongcheng.simulation.population import (
    ADULT_AGE,
    GIVEN,
    PREMIUMS,
    RETIRING_AGE,
    SURNAMES,
    USUAL_TIER,
    sample_id_number,
)

AGES = (0, 10, 20, 30, 40, 50, 60, 70, 80)
AGE_WEIGHTS = (11, 11, 12, 16, 14, 16, 11, 6, 3)
"""Of a hundred people, how many are of each ten years from that age on; plausible, not counted."""
SERIALS = 900
"""Serials of ID numbers that simulated residents use; the demonstration's people have others."""
PSN_DIGITS = 10**14
NEEDS = ("2303", "2304", "2305")
"""Identities of people in need (psn_idet_type): minimum income, destitute, low income."""
NO_AID = -1


class Citizen(NamedTuple):
    """An invented resident and all that her days depend on; balances in fen."""

    number: int
    metro: str
    name: str
    id_number: str
    born_on: date
    female: bool
    city: str
    district: str
    pool: str
    work_city: str
    psn_no: str
    scheme: str
    standing: str
    psn_type: str
    premium: str
    status: str
    civil_servant: bool
    need: str
    account_fen: int
    aid_from: int
    aid_fen: int
    diseases: tuple[str, ...]
    two_diseases: tuple[str, ...]
    filed_toward: str

    @property
    def student(self) -> bool:
        """Say whether a campus clinic is this person's first place of care."""
        return self.standing == "student"

    def age(self, on: date) -> int:
        """Return the age in full years, near enough for planning."""
        return (on - self.born_on).days * 400 // 146_097


def make_citizens(book: PolicyBook, run: str, count: int, on: date) -> list[Citizen]:
    """Return the metro's invented residents, numbered from 0; `run` names seed and first day."""
    taken: set[str] = set()
    return [_citizen(book, run, number, on, taken) for number in range(count)]


def _citizen(book: PolicyBook, run: str, number: int, on: date, taken: set[str]) -> Citizen:
    random = Random(f"{book.metro}:{run}:{number}")  # noqa: S311 - synthetic, not secret
    cities = book.cities()
    city = random.choices(cities, [len(place.districts) for place in cities])[0]
    district = random.choice(city.districts).code
    age = random.choices(AGES, AGE_WEIGHTS)[0] + random.randrange(10)
    born_on, id_number = _id_number(
        random, district, number, date(on.year - age - 1, on.month, 1), taken
    )
    pool = book.pool_of_city(city.code)
    scheme, standing, psn_type = _standing(random, age)
    employee = scheme == "employee"
    diseases, two = _diseases(book, random, (pool, scheme, on), age)
    away = [place for place in cities if place.code != city.code]
    commutes = standing == "in_service" and random.random() < 0.2
    aided = not employee and number > 0 and random.random() < 0.12
    files = random.random() < 0.06
    return Citizen(
        number=number,
        metro=book.metro,
        name=_name(id_number),
        id_number=id_number,
        born_on=born_on,
        female=int(id_number[16]) % 2 == 0,
        city=city.code,
        district=district,
        pool=pool,
        work_city=random.choice(away).code if commutes else city.code,
        psn_no=_psn_no(book.metro, run, number, pool),
        scheme=scheme,
        standing=standing,
        psn_type=psn_type,
        premium=_premium(book, random, (pool, scheme, standing), on),
        status="2" if random.random() < 0.015 else "1",
        civil_servant=employee and random.random() < 0.06,
        need=random.choice(NEEDS) if not employee and random.random() < 0.05 else "",
        account_fen=random.randrange(20_000, 600_000) if employee else 0,
        aid_from=random.randrange(number) if aided else NO_AID,
        aid_fen=random.randrange(10_000, 100_000) if aided else 0,
        diseases=diseases,
        two_diseases=two,
        filed_toward=_pool_away(book, random, away) if files else "",
    )


def _id_number(
    random: Random, district: str, number: int, first: date, taken: set[str]
) -> tuple[date, str]:
    """Return a day of birth and the ID number of nobody else; on a clash the next day is taken."""
    day = first + timedelta(days=random.randrange(360))
    while (found := sample_id_number(district, day, number % SERIALS)) in taken:
        day += timedelta(days=1)
    taken.add(found)
    return day, found


def _name(id_number: str) -> str:
    # From the number alone: the same number never comes with two names.
    mark = zlib.crc32(id_number.encode())
    family, given = SURNAMES[mark % len(SURNAMES)], GIVEN[mark // 16 % len(GIVEN)]
    return f"样例·{family}{given}"


def _psn_no(metro: str, run: str, number: int, pool: str) -> str:
    digest = hashlib.sha256(f"{metro}:{run}:{number}".encode()).digest()
    return f"{pool}{int.from_bytes(digest[:8]) % PSN_DIGITS:014d}"


def _standing(random: Random, age: int) -> tuple[str, str, str]:
    """Return scheme, standing and psn_type (dictionary psn_type)."""
    insured_at_work = random.random()
    if age >= RETIRING_AGE:
        if insured_at_work < 0.35:
            return "employee", "retired", "12"
        return "resident", "senior", "16"
    if age >= ADULT_AGE + 4 or (age >= ADULT_AGE and insured_at_work < 0.5):
        if insured_at_work < 0.6:
            return "employee", "in_service", "11"
        return "resident", "adult", "15"
    return "resident", "student", "1403"


def _premium(book: PolicyBook, random: Random, insured: tuple[str, str, str], on: date) -> str:
    known = _known_premiums(book, *insured, on)
    return random.choice(known) if known else "single"


@lru_cache(maxsize=256)
def _known_premiums(
    book: PolicyBook, pool: str, scheme: str, standing: str, on: date
) -> tuple[str, ...]:
    """Return the contribution tiers that the pool's inpatient policy knows."""
    asked = {"scheme": scheme, "standing": standing, "tier": USUAL_TIER}
    key = "health.inpatient.ratio"
    return tuple(word for word in PREMIUMS if book.layers(key, pool, on, premium=word, **asked))


def _diseases(
    book: PolicyBook, random: Random, insured: tuple[str, str, date], age: int
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the special diseases and the two diseases that a person has the status of."""
    special, two = _disease_lists(book, *insured)
    ill = 0.02 + max(0, age - 35) * 0.009
    if random.random() >= ill:
        return (), ()
    if two and age < 75 and random.random() < 0.5:
        return (), tuple(random.sample(two, 1 + (random.random() < 0.2)))
    return tuple(sorted(random.sample(special, 1 + (random.random() < 0.15)))), ()


@lru_cache(maxsize=64)
def _disease_lists(
    book: PolicyBook, pool: str, scheme: str, on: date
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    special = book.resolve("health.special.diseases", at=pool, on=on, scheme=scheme).value
    assert isinstance(special, tuple)
    two: list[str] = []
    if scheme == "resident" and book.parameter("health.two_diseases.diseases") is not None:
        for word in ("hypertension", "diabetes"):
            for layer in book.layers("health.two_diseases.diseases", pool, on, disease=word)[:1]:
                assert isinstance(layer.value, tuple)
                two += [item.code for item in layer.value]
    return tuple(item.code for item in special), tuple(dict.fromkeys(two))


def _pool_away(book: PolicyBook, random: Random, away: list[City]) -> str:
    return book.pool_of_city(random.choice(away).code)


def shard_of(citizens: list[Citizen], part: int, parts: int) -> Iterator[Citizen]:
    """Yield the people of one process: each person belongs to one, with all her days."""
    return (citizen for citizen in citizens if citizen.number % parts == part)
