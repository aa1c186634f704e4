"""Today, played in real time (实时模拟日): one invented settlement after the other, all day.

What is already past when it starts is caught up quietly; a stop and a start go on where it was,
because every act finds what it did before. At midnight the next day begins.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from threading import Event as Flag

from rongcheng.kernel.clock import SHANGHAI, Clock
from rongcheng.policy.editions import list_metros
from rongcheng.simulation.life.acts import play
from rongcheng.simulation.life.citizens import make_citizens
from rongcheng.simulation.life.journal import Journal
from rongcheng.simulation.life.plan import plan_day
from rongcheng.simulation.life.players import Company, write_lightly
from rongcheng.simulation.life.registry import bring_in, find_registered, is_brought_in
from rongcheng.simulation.life.scene import Scene
from rongcheng.simulation.life.stage import Stage, Wanted

RUN = "live"
RESIDENTS = 1_600
"""Invented residents of each metro area who live the running day."""
INTENSITY = 35.0
"""How much oftener they go than people do, so that something happens every some seconds."""
PEOPLE_AS_OF = date(2026, 1, 1)
SINCE = date(2026, 1, 1)
BREATH_SECONDS = 0.03
"""Rest after each act that is caught up, so that pages and counters come first."""
LONGEST_WAIT_SECONDS = 60.0

Told = Callable[[str, date, int, int], None]
Wait = Callable[[float], object]


class LiveDays:
    """The running days of all published metros, by a clock that is given."""

    def __init__(
        self,
        clock: Clock,
        told: Told,
        *,
        residents: int = RESIDENTS,
        intensity: float = INTENSITY,
        wait: Wait | None = None,
    ) -> None:
        """Take the clock; nobody is brought in yet. `told` hears when a day begins and ends."""
        self._clock = clock
        self._told = told
        self._residents = residents
        self._intensity = intensity
        self._stop = Flag()
        self._wait: Wait = wait or self._stop.wait

    def stop(self) -> None:
        """Ask it to end after the act under way."""
        self._stop.set()

    def run(self) -> None:
        """Play today and every day after it, until told to stop."""
        write_lightly()
        while not self._stop.is_set():
            self.play(self._clock.today())

    def play(self, day: date) -> Journal:
        """Play one day to its end, or until told to stop; return what came of it."""
        journal = Journal()
        companies = [self._company(metro) for metro in list_metros()]
        scenes = list(_scenes(companies, day, journal))
        past = sum(scene.event.at <= self._clock.now() for scene in scenes)
        self._told("live_begun", day, len(scenes), past)
        for scene in scenes:
            self._wait_until(scene.event.at)
            if self._stop.is_set():
                return journal
            play(scene)
        self._told("live_done", day, journal.settled, 0)
        self._wait_until(datetime.combine(day + timedelta(days=1), time(0), SHANGHAI))
        return journal

    def _company(self, metro: str) -> Company:
        wanted = Wanted(
            metro, RUN, self._residents, SINCE, PEOPLE_AS_OF, self._intensity, prefix="LIVE"
        )
        # Anew each day: a policy published since, or a new hospital, is there from the next on.
        stage = Stage(wanted)
        people = make_citizens(stage.book, RUN, self._residents, PEOPLE_AS_OF)
        if is_brought_in(people):
            return Company(stage, people, find_registered(people))
        return Company(stage, people, bring_in(stage, people, lambda done: None))

    def _wait_until(self, moment: datetime) -> None:
        """Wait for a moment to come; after one that is past only take breath."""
        left = (moment - self._clock.now()).total_seconds()
        if left <= 0:
            self._wait(BREATH_SECONDS)
        while left > 0 and not self._stop.is_set():
            self._wait(min(left, LONGEST_WAIT_SECONDS))
            left = (moment - self._clock.now()).total_seconds()


def _scenes(companies: list[Company], day: date, journal: Journal) -> Iterator[Scene]:
    """Return the day's events of all metros in the order of their moments."""
    rows = [_scenes_of(company, day, journal) for company in companies]
    return heapq.merge(*rows, key=lambda scene: scene.event.at)


def _scenes_of(company: Company, day: date, journal: Journal) -> list[Scene]:
    return [
        Scene(company.stage, company.registered[event.number], event, journal)
        for event in plan_day(company.stage, company.citizens, day)
    ]
