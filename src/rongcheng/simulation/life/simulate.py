"""Simulates days of a metro area from a seed (模拟都市圈): people, care, mistakes, clearing.

The same seed in an empty database gives the same ledger, statements and report. Everything is done
by the actions that real traffic uses, at moments of a clock of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from math import inf
from typing import NamedTuple

from rongcheng.policy.editions import list_metros
from rongcheng.simulation.errors import MetroNotPublished
from rongcheng.simulation.life.bills import month_end
from rongcheng.simulation.life.books import close_month, open_books
from rongcheng.simulation.life.citizens import make_citizens
from rongcheng.simulation.life.journal import Journal
from rongcheng.simulation.life.players import write_lightly
from rongcheng.simulation.life.registry import bring_in, refuse_real_residents
from rongcheng.simulation.life.shards import Alone, Entry, Stand, Together
from rongcheng.simulation.life.stage import Stage, Wanted

FIRST_DAY = date(2026, 1, 1)
"""The day on which a simulation begins unless it is told another."""


class Options(NamedTuple):
    """What to simulate: metros (none named: all), days, residents of each metro, and how."""

    metros: tuple[str, ...] = ()
    days: int = 30
    residents: int = 1_000
    seed: int = 1
    first_day: date = FIRST_DAY
    speed: float = inf
    processes: int = 1
    intensity: float = 1.0


class Listener:
    """Hears how a simulation goes on; a command shows a bar and writes files."""

    def begun(self, what: str, total: int) -> None:
        """A part has begun: `people` or `days`, and how many there are of them."""

    def done(self, count: int, events: int) -> None:
        """So many of the part are done, and so many events of the day under way."""

    def closed(self, metro: str, seq: int) -> None:
        """A window was closed, netted and paid."""


def simulate(options: Options, listener: Listener, entry: Entry) -> Journal:
    """Play the days and return what came of them.

    `entry` is what a further process runs. Raises RealResidentsHere and MetroNotPublished.
    """
    refuse_real_residents()
    wanted = _wanted(options)
    write_lightly()
    stages = [Stage(metro) for metro in wanted]
    _bring_everybody(stages, listener)
    journal = Journal()
    stand: Stand
    if options.processes == 1:
        stand = Alone(wanted, options.speed)
    else:
        stand = Together(wanted, options.speed, options.processes, entry)
    try:
        _play_days(options, stages, stand, journal, listener)
    finally:
        stand.end()
    return journal


def _wanted(options: Options) -> list[Wanted]:
    known = list_metros()
    for metro in options.metros:
        if metro not in known:
            raise MetroNotPublished(given=metro, known="、".join(known))
    first = options.first_day
    return [
        Wanted(
            metro,
            f"{options.seed}.{first:%y%m%d}",
            options.residents,
            first,
            first,
            options.intensity,
        )
        for metro in options.metros or known
    ]


def _bring_everybody(stages: Sequence[Stage], listener: Listener) -> None:
    """Bring all people into the books, one metro after the other."""
    listener.begun("people", sum(stage.wanted.residents for stage in stages))
    before = 0
    for stage in stages:
        open_books(stage)
        wanted = stage.wanted
        people = make_citizens(stage.book, wanted.run, wanted.residents, wanted.people_as_of)
        bring_in(stage, people, partial(_count_on, listener, before))
        before += wanted.residents


def _count_on(listener: Listener, before: int, done: int) -> None:
    listener.done(before + done, 0)


def _play_days(
    options: Options,
    stages: Sequence[Stage],
    stand: Stand,
    journal: Journal,
    listener: Listener,
) -> None:
    listener.begun("days", options.days)
    for number in range(options.days):
        day = options.first_day + timedelta(days=number)
        journal.add(stand.play_day(day, partial(listener.done, number)))
        stand.deliver(day)
        if month_end(day) or number == options.days - 1:
            for stage in stages:
                listener.closed(stage.metro, close_month(stage, day, journal))
        listener.done(number + 1, 0)
