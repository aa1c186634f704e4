"""Simulated settlements at full speed, by two processes (模拟基准), beside those over HTTP.

Two processes decide and record, in the database of the server that the HTTP run has just used; the
people are brought in before the time is taken, the day's figures and notices are part of it.
"""

from __future__ import annotations

import time
from datetime import date

from benchmarks.report import Row
from rongcheng.commands.simulation_part import run_part
from rongcheng.simulation.public import Journal, Listener, Options, simulate

PROCESSES = 2
OPTIONS = Options(
    metros=("changzhutan",),
    days=4,
    residents=2_000,
    seed=7,
    first_day=date(2026, 3, 2),
    processes=PROCESSES,
    intensity=25.0,
)
GOAL = 0.5
"""Of the settlements a second over HTTP, in the same run."""


class _Timed(Listener):
    """Takes the time from the first day's begin to the last one's end, before its closing."""

    began = ended = 0.0

    def begun(self, what: str, total: int) -> None:
        self.began = time.perf_counter()

    def done(self, count: int, events: int) -> None:
        # Called with events while a day is played, and last before its books close.
        if events:
            self.ended = time.perf_counter()


def run_days(options: Options = OPTIONS) -> tuple[Journal, float]:
    """Play the days and return what came of them, and in how many seconds."""
    timed = _Timed()
    journal = simulate(options, timed, run_part)
    return journal, timed.ended - timed.began


def row_of(settled: int, seconds: float, http_rate: float) -> Row:
    """Return the row of the table; `http_rate` is settlements a second over HTTP, just measured.

    The last delivery of a day is outside the time of its last settlement, those of the days before
    are inside.
    """
    rate = settled / seconds
    return Row(
        f"simulated days at full speed, {PROCESSES} processes",
        f"{rate:.0f} settlements/s ({settled} in {seconds:.1f} s)",
        f"native call over HTTP {http_rate:.0f}/s",
        f"{rate / http_rate:.2f}",
        f"≥ {GOAL}",
    )
