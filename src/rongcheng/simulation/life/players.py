"""Plays the days of some of the people (出场): alone, or as one of several processes.

Every process makes the same people from the seed and plays those that are its own. Nothing that it
does depends on the others: persons share no counter, and sums over all are the same in any order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db import connection

from rongcheng.foundation.outbox.public import drain
from rongcheng.kernel.clock import SHANGHAI, FixedClock, use_clock
from rongcheng.simulation.life.acts import play
from rongcheng.simulation.life.citizens import Citizen, make_citizens, shard_of
from rongcheng.simulation.life.journal import Journal
from rongcheng.simulation.life.pace import Pace
from rongcheng.simulation.life.plan import plan_day
from rongcheng.simulation.life.registry import Registered, find_registered
from rongcheng.simulation.life.scene import Scene
from rongcheng.simulation.life.stage import Stage, Wanted

FEW = 50
"""After how many events a player tells how far it is."""


class Company(NamedTuple):
    """One metro with its people, as one process plays them."""

    stage: Stage
    citizens: Sequence[Citizen]
    registered: dict[int, Registered]


class Players:
    """Those people of all metros whom this process plays."""

    def __init__(self, companies: Sequence[Company], speed: float) -> None:
        """Take the people; they must be in the books already."""
        self._companies = companies
        self._pace = Pace(speed)
        write_lightly()

    def play_day(self, day: date, told: Callable[[int], None] = lambda done: None) -> Journal:
        """Play a day to its end and return what came of it; `told` hears how many events."""
        journal = Journal()
        scenes = [
            Scene(company.stage, company.registered[event.number], event, journal)
            for company in self._companies
            for event in plan_day(company.stage, company.citizens, day)
        ]
        scenes.sort(key=lambda scene: scene.event.at)
        for number, scene in enumerate(scenes, 1):
            self._pace.wait_for(scene.event.at)
            play(scene)
            if number % FEW == 0:
                told(number)
        told(len(scenes))
        return journal

    def deliver(self, day: date) -> None:
        """Hand the day's events on to figures and notices, at the day's end."""
        end = datetime.combine(day + timedelta(days=1), time(0), SHANGHAI)
        with use_clock(FixedClock(end)):
            while drain():
                continue


def gather(wanted: Sequence[Wanted], part: int, parts: int) -> list[Company]:
    """Return the people of one process of so many, who are in the books already."""
    companies = []
    for metro in wanted:
        stage = Stage(metro)
        everybody = make_citizens(stage.book, metro.run, metro.residents, metro.people_as_of)
        own = list(shard_of(everybody, part, parts))
        companies.append(Company(stage, own, find_registered(own)))
    return companies


def write_lightly() -> None:
    """Let this connection's commits not wait for the disk: what is lost is played again."""
    with connection.cursor() as cursor:
        cursor.execute("set synchronous_commit = off")
