"""What a person asks offices for on a day (一天的申请): filings away from home, disease statuses.

Its randomness is its own, so that the day's care is the same with and without it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from rongcheng.kernel.clock import SHANGHAI
from rongcheng.simulation.life.citizens import Citizen
from rongcheng.simulation.life.event import Event
from rongcheng.simulation.life.stage import Stage

FILES, APPLIES = 0.000_4, 0.000_15
"""How likely somebody files or is applied for on a day; invented."""
WITHDRAWS = 0.2
"""How many of those who filed think better of it within the hour; invented."""
OFFICE_HOURS = range(9, 17)
REVIEW_MINUTES = range(40, 200)


def paper_of(stage: Stage, citizen: Citizen, day: date) -> Iterator[Event]:
    """Yield what one person asks offices for on a day, and what follows it."""
    random = stage.random(citizen.number, day.toordinal(), "paper")
    draw = random.random() / stage.wanted.intensity
    if draw < FILES:
        yield from _filing(random, stage, citizen, day)
    elif draw < FILES + APPLIES:
        yield from _application(random, stage, citizen, day)


def _filing(random: Random, stage: Stage, citizen: Citizen, day: date) -> Iterator[Event]:
    away = [city for city in stage.cities() if city != citizen.city]
    place = _hospital(random, stage, random.choice(away))
    at = _moment(random, day)
    if place:
        yield Event(at, citizen.number, 0, "file", place, begun=at)
        if random.random() < WITHDRAWS:
            later = at + timedelta(minutes=random.randrange(5, 60))
            yield Event(later, citizen.number, 1, "withdraw", place, begun=at)


def _application(random: Random, stage: Stage, citizen: Citizen, day: date) -> Iterator[Event]:
    diseases = stage.book.resolve(
        "health.special.diseases", at=citizen.pool, on=day, scheme=citizen.scheme
    ).value
    assert isinstance(diseases, tuple)
    free = [disease.code for disease in diseases if disease.code not in citizen.diseases]
    place = _hospital(random, stage, random.choice(stage.cities()))
    at = _moment(random, day)
    if free and place:
        code = random.choice(free)
        yield Event(at, citizen.number, 0, "apply", place, disease=code, begun=at)
        later = at + timedelta(minutes=random.choice(REVIEW_MINUTES))
        yield Event(later, citizen.number, 1, "review", place, disease=code, begun=at)


def _hospital(random: Random, stage: Stage, city: str) -> str:
    found = stage.places_in(city, "hospital")
    return random.choice(found) if found else ""


def _moment(random: Random, day: date) -> datetime:
    hour = random.choice(OFFICE_HOURS)
    start = datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI)
    return start + timedelta(seconds=random.randrange(3600))
