"""What a person does on a day (一天的安排): it follows from seed, person and day, and nothing else.

So days may be planned in any order, by any number of processes, and again after a stop.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import NamedTuple

from rongcheng.kernel.clock import SHANGHAI
from rongcheng.services.health.public import AccountUse, CareKind
from rongcheng.simulation.life.citizens import NO_AID, Citizen
from rongcheng.simulation.life.event import Event
from rongcheng.simulation.life.paper_plan import paper_of
from rongcheng.simulation.life.stage import Stage
from rongcheng.simulation.life.stay_plan import StayOfBlock, stay_on

HOURS = range(24)
HOUR_WEIGHTS = (1, 1, 1, 1, 1, 1, 2, 6, 14, 16, 14, 9, 5, 7, 11, 11, 9, 6, 4, 3, 3, 2, 2, 1)
"""How many of a day's visits begin in each hour; the night is quiet."""
LAST_FOLLOW_UP = 22
"""From this hour on nothing has a second part, so that everything ends on its own day."""
SUNDAY_SHARE = 0.55
ACCIDENT = "health.resident_outpatient.accident_ratio"
CAMPUS = "health.resident_outpatient.campus_ratio"


class _Visit(NamedTuple):
    """A visit before its moments are known."""

    kind: int
    sort: str
    disease: str = ""
    late_days: int = 0


MISTAKES: tuple[tuple[float, tuple[tuple[str, int], ...]], ...] = (
    (0.020, (("wrong", 0), ("reverse", 20), ("visit", 35))),
    (0.010, (("wrong", 0), ("reverse", 15), ("reverse_again", 25), ("visit", 40))),
    (0.020, (("visit", 0), ("repeat", 2))),
    (0.012, (("visit", 0), ("conflict", 6))),
    (0.012, (("bad_amount", 0), ("visit", 8))),
    (0.010, (("bad_total", 0), ("visit", 8))),
    (0.010, (("bad_item", 0), ("visit", 9))),
    (0.015, (("visit", 0), ("dispute", 35), ("answer", 70), ("take_back", 85))),
)
"""How often a bill goes wrong or is disputed, and what follows it after how many minutes."""


def plan_day(stage: Stage, citizens: Iterable[Citizen], day: date) -> list[Event]:
    """Return all that these people do on a day, in the order of its moments."""
    found = [event for citizen in citizens for event in events_of(stage, citizen, day)]
    found.sort(key=lambda event: (event.at, event.number, event.order))
    return found


def events_of(stage: Stage, citizen: Citizen, day: date) -> Iterator[Event]:
    """Yield what one person does on a day: a part of a stay, a visit with its mistakes, or none.

    And what she asks offices for, which is hers on any day.
    """
    yield from _care_of(stage, citizen, day)
    yield from paper_of(stage, citizen, day)


def _care_of(stage: Stage, citizen: Citizen, day: date) -> Iterator[Event]:
    stay = stay_on(stage, citizen, day)
    if stay is not None:
        yield from _stay_events(stage, citizen, day, stay)
        return
    random = stage.random(citizen.number, day.toordinal())
    if random.random() >= _chance(citizen, day) * stage.wanted.intensity:
        return
    visit = _choose_care(random, stage, citizen, day)
    if visit is None:
        return
    place = _choose_place(random, stage, citizen, day, visit.sort)
    emergency = visit.kind in (CareKind.EMERGENCY, CareKind.EMERGENCY_RESCUE)
    hour = random.choice(HOURS) if emergency else random.choices(HOURS, HOUR_WEIGHTS)[0]
    moment = datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI)
    moment += timedelta(seconds=random.randrange(3600))
    use = _account_use(random, citizen)
    steps: tuple[tuple[str, int], ...] = (("visit", 0),)
    if hour < LAST_FOLLOW_UP:
        steps = _steps(random)
    for order, (act, minutes) in enumerate(steps):
        at = moment + timedelta(minutes=minutes)
        yield Event(
            at,
            citizen.number,
            order,
            act,
            place,
            visit.kind,
            visit.disease,
            use,
            visit.late_days,
            moment,
        )


def _chance(citizen: Citizen, day: date) -> float:
    """Return how likely a visit is on a day, by age and chronic disease."""
    age = citizen.age(day)
    chance = 0.012 if 16 <= age < 60 else 0.024
    if citizen.diseases or citizen.two_diseases:
        chance += 0.03
    return chance * (SUNDAY_SHARE if day.weekday() == 6 else 1.0)


def _steps(random: Random) -> tuple[tuple[str, int], ...]:
    draw = random.random()
    for share, steps in MISTAKES:
        draw -= share
        if draw < 0:
            return steps
    return (("visit", 0),)


def _choose_care(random: Random, stage: Stage, citizen: Citizen, day: date) -> _Visit | None:
    draw = random.random()
    if citizen.diseases and draw < 0.5:
        late = random.randrange(12, 33) if random.random() < 0.2 else 0
        disease = random.choice(citizen.diseases)
        # Now and then a counter asks for a disease that was never granted, and is refused.
        if random.random() < 0.02:
            disease = "OPSP-99"
        return _Visit(int(CareKind.SPECIAL_DISEASE), "hospital", disease, late)
    if citizen.two_diseases and draw < 0.6:
        return _Visit(int(CareKind.TWO_DISEASES), "any", random.choice(citizen.two_diseases))
    if draw > 0.93:
        rescue = draw > 0.985
        kind = CareKind.EMERGENCY_RESCUE if rescue else CareKind.EMERGENCY
        return _Visit(int(kind), "hospital")
    if citizen.student and draw > 0.89 and _has(stage, ACCIDENT, citizen.pool, day):
        return _Visit(int(CareKind.ACCIDENT_OUTPATIENT), "hospital")
    if citizen.student and draw > 0.5 and _has(stage, CAMPUS, citizen.pool, day):
        return _Visit(int(CareKind.OUTPATIENT), "campus")
    late = random.randrange(2, 21) if random.random() < 0.03 else 0
    sort = "unnetworked" if random.random() < 0.004 else "any"
    return _Visit(int(CareKind.OUTPATIENT), sort, "", late)


def _has(stage: Stage, key: str, pool: str, day: date) -> bool:
    """Say whether a pool has a benefit that not every pool has."""
    return stage.book.parameter(key) is not None and bool(stage.book.layers(key, pool, day))


def _choose_place(random: Random, stage: Stage, citizen: Citizen, day: date, sort: str) -> str:
    """Return where somebody goes: home, where she works, or one of the other cities."""
    draw = random.random()
    cities = stage.cities()
    city = citizen.city
    if citizen.work_city != citizen.city and day.weekday() < 5 and draw < 0.55:
        city = citizen.work_city
    elif draw > 0.82:
        city = random.choice([code for code in cities if code != citizen.city])
    found = stage.places_in(city, sort)
    if not found and sort in ("campus", "unnetworked"):
        everywhere = [code for there in cities for code in stage.places_in(there, sort)]
        found = everywhere or stage.places_in(city, "any")
    return random.choice(found or stage.places_in(citizen.city, "any"))


def _account_use(random: Random, citizen: Citizen) -> int:
    if citizen.scheme == "employee" and random.random() < 0.6:
        return int(AccountUse.OWN)
    if citizen.aid_from != NO_AID and random.random() < 0.7:
        return int(AccountUse.MUTUAL_AID)
    return int(AccountUse.NONE)


def _stay_events(stage: Stage, citizen: Citizen, day: date, stay: StayOfBlock) -> Iterator[Event]:
    """Yield a stay's part of the day: it begins, is settled in between, ends, is taken back."""
    random = stage.random(citizen.number, day.toordinal(), "stay")
    for order, (act, at) in enumerate(_stay_steps(random, day, stay)):
        yield Event(
            at, citizen.number, order, act, stay.place, stay.kind, begun=stay.begun_at, stay=stay
        )


def _stay_steps(random: Random, day: date, stay: StayOfBlock) -> Iterator[tuple[str, datetime]]:
    if stay.kind == CareKind.PRENATAL:
        yield "visit", stay.begun_at
        return
    if day == stay.begun_at.date():
        yield "admit", stay.begun_at
        if random.random() < 0.05:
            yield "admit_again", stay.begun_at + timedelta(minutes=11)
    moment = datetime(day.year, day.month, day.day, 15, tzinfo=SHANGHAI)
    moment += timedelta(seconds=random.randrange(5000))
    if day == stay.interim_on:
        yield "interim", moment
    if day == stay.ends_on:
        yield "discharge", moment
        if random.random() < 0.06:
            yield "reverse_stay", moment + timedelta(minutes=30)
            yield "settle_again", moment + timedelta(minutes=50)
