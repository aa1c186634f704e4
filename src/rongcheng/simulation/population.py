"""Synthetic residents (模拟居民): plainly invented, the same for the same seed.

Names begin with 样例 (sample); ID numbers have a valid check digit, a member district and a serial
that no rule hands out first. Nobody here exists.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from rongcheng.kernel.identifiers import id_check_digit
from rongcheng.policy.book import PolicyBook

SURNAMES = "林江文周郑苏程方余韩"
GIVEN = "一二三四五六七八九十子丑寅卯辰巳午未申酉"
OLDEST_YEARS, YOUNGEST_YEARS = 88, 4
RETIRING_AGE, ADULT_AGE, SENIOR_AGE = 60, 18, 60


class SampleResident(NamedTuple):
    """A synthetic resident before registration; balances in fen."""

    login: str
    name: str
    id_number: str
    born_on: date
    city: str
    district: str
    pool: str
    scheme: str
    standing: str
    psn_type: str
    account_fen: int
    premium: str = "single"


def sample_residents(
    book: PolicyBook, *, each_city: int, seed: int, on: date
) -> list[SampleResident]:
    """Return that many residents for each member city, the same for the same seed."""
    random = Random(f"{book.metro}:{seed}")  # noqa: S311 - synthetic data, not secrets
    found = []
    for city in book.cities():
        districts = [district.code for district in city.districts]
        pool = book.pool_of_city(city.code)
        for number in range(each_city):
            member = _resident(random, (city.code, pool), districts, number, on)
            found.append(with_premium(book, member, on))
    return found


def _resident(
    random: Random, place: tuple[str, str], districts: Sequence[str], number: int, on: date
) -> SampleResident:
    city, pool = place
    district = districts[number % len(districts)]
    born_on = _birthday(random, number, on)
    age = on.year - born_on.year
    scheme, standing, psn_type = _standing(number, age)
    name = f"样例·{SURNAMES[number % len(SURNAMES)]}{GIVEN[(number // len(SURNAMES)) % 20]}"
    return SampleResident(
        login=f"{city}-{number:04d}",
        name=name,
        id_number=sample_id_number(district, born_on, 900 + number % 100),
        born_on=born_on,
        city=city,
        district=district,
        pool=pool,
        scheme=scheme,
        standing=standing,
        psn_type=psn_type,
        account_fen=random.randrange(20_000, 600_000) if scheme == "employee" else 0,
    )


PREMIUMS = ("single", "high", "low")
USUAL_TIER = "level_3"


def with_premium(book: PolicyBook, member: SampleResident, on: date) -> SampleResident:
    """Return the resident with a contribution tier that her pool's inpatient policy knows.

    Where contributions have tiers, every second pays for the lower one.
    """
    known = [word for word in PREMIUMS if _has_ratio(book, member, word, on)]
    if not known or member.premium in known:
        return member
    return member._replace(premium=known[int(member.login[-4:]) // 2 % len(known)])


def _has_ratio(book: PolicyBook, member: SampleResident, premium: str, on: date) -> bool:
    asked = {"scheme": member.scheme, "standing": member.standing, "tier": USUAL_TIER}
    key = "health.inpatient.ratio"
    return bool(book.layers(key, member.pool, on, premium=premium, **asked))


def _birthday(random: Random, number: int, on: date) -> date:
    """Return a day of birth; the first of each city is in service, the second retired."""
    fixed = {0: 38, 1: 67, 2: 45, 3: 71}
    years = fixed.get(number, random.randrange(YOUNGEST_YEARS, OLDEST_YEARS))
    return date(on.year - years, 1, 1) + timedelta(days=random.randrange(360))


def _standing(number: int, age: int) -> tuple[str, str, str]:
    """Return scheme, standing and psn_type; every second adult is an employee."""
    if age >= ADULT_AGE and number % 2 == 0 and age < RETIRING_AGE:
        return "employee", "in_service", "11"
    if age >= RETIRING_AGE and number % 4 == 1:
        return "employee", "retired", "12"
    if age >= SENIOR_AGE:
        return "resident", "senior", "16"
    if age >= ADULT_AGE:
        return "resident", "adult", "15"
    return "resident", "student", "1403"


def sample_id_number(district: str, born_on: date, serial: int) -> str:
    """Return an ID number with a valid check digit.

    >>> sample_id_number("430302", date(1990, 3, 7), 123)
    '430302199003071235'
    """
    first = f"{district}{born_on:%Y%m%d}{serial:03d}"
    return first + id_check_digit(first)
