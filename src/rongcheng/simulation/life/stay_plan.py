"""When a person is in hospital (住院安排): at most one stay in each span of fourteen days.

A stay lies whole within its span, so any day can be planned without the days before it.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from typing import NamedTuple

from rongcheng.kernel.clock import SHANGHAI
from rongcheng.services.health.public import CareKind
from rongcheng.simulation.life.citizens import Citizen
from rongcheng.simulation.life.stage import Stage

SPAN_DAYS = 14
LONG_STAY_DAYS = 7
PREGNANCY_DAYS = 400
PRENATAL_ON = (200, 260, 320)
BIRTH_DAY = 378
"""Days of a woman's round of 400 on which she is seen before a birth, and when it comes."""
BIRTH_STAY_DAYS = 3
NEAR_BIRTH = range(BIRTH_DAY - SPAN_DAYS, BIRTH_DAY + BIRTH_STAY_DAYS + 1)
SPREAD = 137
"""Spreads the rounds of neighbouring numbers over the year; it shares no factor with 400."""
MOTHERS = range(22, 39)


class StayOfBlock(NamedTuple):
    """A planned stay: where, what kind, from when to when, and settled in between or not.

    A visit before a birth has the same form and takes one day. `birth` is the way of birth.
    """

    place: str
    kind: int
    begun_at: datetime
    ends_on: date
    interim_on: date | None = None
    emergency: bool = False
    birth: str = ""


def stay_on(stage: Stage, citizen: Citizen, day: date) -> StayOfBlock | None:
    """Return the stay that the person is in on a day, if any; none that began too early."""
    phase = _phase(stage, citizen, day)
    found = (
        _birth_on(stage, citizen, day, phase)
        or _illness_on(stage, citizen, day)
        or _prenatal_on(stage, citizen, day, phase)
    )
    if found is None or found.begun_at.date() < stage.wanted.first_day:
        return None
    return found


def _illness_on(stage: Stage, citizen: Citizen, day: date) -> StayOfBlock | None:
    block = day.toordinal() // SPAN_DAYS
    if _phase(stage, citizen, date.fromordinal(block * SPAN_DAYS)) in NEAR_BIRTH:
        return None
    random = stage.random(citizen.number, "block", block)
    if random.random() >= _chance(citizen, day) * min(stage.wanted.intensity, 3.0):
        return None
    draw = random.random()
    long = random.random() < 0.25
    length = random.randrange(LONG_STAY_DAYS, 12) if long else random.randrange(2, LONG_STAY_DAYS)
    kind = CareKind.INPATIENT
    if draw > 0.94 and citizen.scheme == "resident":
        kind = CareKind.ACCIDENT_STAY
    elif draw > 0.86:
        kind, length = CareKind.DAY_SURGERY, 1
    begins = random.randrange(SPAN_DAYS - length)
    first = date.fromordinal(block * SPAN_DAYS + begins)
    last = first + timedelta(days=length)
    if not first <= day <= last:
        return None
    interim = first + timedelta(days=length // 2) if length >= LONG_STAY_DAYS else None
    return StayOfBlock(
        _hospital(random, stage, citizen),
        int(kind),
        _morning(random, first),
        last,
        interim,
        emergency=random.random() < 0.2,
    )


def _chance(citizen: Citizen, day: date) -> float:
    """Return how likely a stay is within fourteen days; the chronically ill come back soon."""
    age = citizen.age(day)
    chance = 0.006 + max(0, age - 40) * 0.0004
    return chance * (3.0 if citizen.diseases else 1.0)


def _phase(stage: Stage, citizen: Citizen, day: date) -> int:
    """Return on which day of a mother's round of 400 a woman is; for anybody else -1."""
    if not citizen.female or citizen.status != "1" or citizen.age(day) not in MOTHERS:
        return -1
    return (day.toordinal() + citizen.number * SPREAD) % PREGNANCY_DAYS


def _prenatal_on(stage: Stage, citizen: Citizen, day: date, phase: int) -> StayOfBlock | None:
    if citizen.scheme != "employee" or phase not in PRENATAL_ON:
        return None
    random = stage.random(citizen.number, "prenatal", day.toordinal())
    place = _hospital(random, stage, citizen)
    return StayOfBlock(place, int(CareKind.PRENATAL), _morning(random, day), day)


def _birth_on(stage: Stage, citizen: Citizen, day: date, phase: int) -> StayOfBlock | None:
    if not BIRTH_DAY <= phase <= BIRTH_DAY + BIRTH_STAY_DAYS:
        return None
    first = day - timedelta(days=phase - BIRTH_DAY)
    random = stage.random(citizen.number, "birth", first.toordinal())
    kind = CareKind.RESIDENT_BIRTH
    if citizen.scheme == "employee":
        kind = CareKind.MATERNITY_STAY
    return StayOfBlock(
        _hospital(random, stage, citizen),
        int(kind),
        _morning(random, first),
        first + timedelta(days=BIRTH_STAY_DAYS),
        birth="natural" if random.random() < 0.6 else "caesarean",
    )


def _hospital(random: Random, stage: Stage, citizen: Citizen) -> str:
    cities = stage.cities()
    city = citizen.city if random.random() < 0.7 else random.choice(cities)
    return random.choice(stage.places_in(city, "hospital") or stage.places_in(city, "any"))


def _morning(random: Random, day: date) -> datetime:
    hours = datetime(day.year, day.month, day.day, 8, tzinfo=SHANGHAI)
    return hours + timedelta(seconds=random.randrange(3 * 3600))
