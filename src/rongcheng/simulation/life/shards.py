"""Several processes play the days together (分进程模拟), with a common end of each day.

Each is started anew and told over a pipe what to do next; the one that started them closes the
months in between, when nobody plays.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import Any, NamedTuple, Protocol

from django.db import connection

from rongcheng.simulation.errors import ProcessEnded
from rongcheng.simulation.life.journal import Journal
from rongcheng.simulation.life.players import Players, gather
from rongcheng.simulation.life.stage import Wanted

Told = Callable[[int], None]
Entry = Callable[[Connection, str], None]
"""What a process runs: it gets its end of a pipe and the name of the database."""


class Cast(NamedTuple):
    """What a process is to play: the metros, and which part of the people of how many."""

    wanted: tuple[Wanted, ...]
    part: int
    parts: int
    speed: float


class Stand(Protocol):
    """A place where days are played: this process, or several."""

    def play_day(self, day: date, told: Told) -> Journal:
        """Play a day to its end and return what came of it."""

    def deliver(self, day: date) -> None:
        """Hand the day's events on."""

    def end(self) -> None:
        """Let everybody go home."""


class Alone:
    """All people are played by this process."""

    def __init__(self, wanted: Sequence[Wanted], speed: float) -> None:
        """Gather everybody."""
        self._players = Players(gather(wanted, 0, 1), speed)

    def play_day(self, day: date, told: Told) -> Journal:
        """Play a day to its end and return what came of it."""
        return self._players.play_day(day, told)

    def deliver(self, day: date) -> None:
        """Hand the day's events on."""
        self._players.deliver(day)

    def end(self) -> None:
        """Nobody else was called."""


class Together:
    """The people are shared out among processes."""

    def __init__(
        self,
        wanted: Sequence[Wanted],
        speed: float,
        parts: int,
        entry: Entry,
    ) -> None:
        """Start the processes; `entry` is what each runs."""
        context = get_context("spawn")
        self._ends: list[Connection] = []
        self._processes: list[Any] = []
        for part in range(parts):
            ours, theirs = context.Pipe()
            name = connection.settings_dict["NAME"]
            process = context.Process(target=entry, args=(theirs, name), daemon=True)
            process.start()
            theirs.close()
            # Over the pipe, because it can be read only once Django knows its database there.
            ours.send(Cast(tuple(wanted), part, parts, speed))
            self._ends.append(ours)
            self._processes.append(process)

    def play_day(self, day: date, told: Told) -> Journal:
        """Play a day in all processes, wait for the last, and add up what came of it."""
        journal = Journal()
        done = [0] * len(self._ends)
        for part, answer in self._ask("play", day):
            if isinstance(answer, Journal):
                journal.add(answer)
            else:
                done[part] = answer
                told(sum(done))
        return journal

    def deliver(self, day: date) -> None:
        """Let all processes hand the day's events on."""
        for _ in self._ask("deliver", day):
            continue

    def _ask(self, word: str, day: date) -> Any:
        """Yield (part, answer) as they come, until each has said that it is done."""
        for end in self._ends:
            end.send((word, day))
        left = list(self._ends)
        while left:
            for part, end in enumerate(self._ends):
                if end in left and end in wait(left):
                    answer = self._receive(part)
                    if answer is None:
                        left.remove(end)
                    else:
                        yield part, answer

    def _receive(self, part: int) -> Any:
        try:
            return self._ends[part].recv()
        except EOFError as gone:
            self._processes[part].join()
            raise ProcessEnded(status=self._processes[part].exitcode) from gone

    def end(self) -> None:
        """Close the pipes, at which the processes end, and wait for them."""
        for end in self._ends:
            end.close()
        for process in self._processes:
            process.join()


def serve(end: Connection) -> None:
    """Play days as asked over a pipe until it is closed: the whole life of one process."""
    cast: Cast = end.recv()
    players = Players(gather(cast.wanted, cast.part, cast.parts), cast.speed)
    while True:
        try:
            word, day = end.recv()
        except EOFError:
            return
        if word == "play":
            end.send(players.play_day(day, end.send))
        else:
            players.deliver(day)
        end.send(None)
