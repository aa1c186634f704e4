"""The running day of `rongcheng up` (实时模拟日): played until told to end."""

from __future__ import annotations

import signal
from datetime import date
from types import FrameType

from rongcheng.commands.output import say
from rongcheng.kernel.clock import SystemClock
from rongcheng.runtime.console import line
from rongcheng.simulation.public import LiveDays


def play_live_days() -> int:
    """Play today in real time, and the days after it, until SIGTERM or SIGINT."""
    days = LiveDays(SystemClock(), _tell)

    def end(number: int, frame: FrameType | None) -> None:
        days.stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    days.run()
    return 0


def _tell(what: str, day: date, count: int, past: int) -> None:
    say(line(what, day=day, events=count, past=past, count=count))
