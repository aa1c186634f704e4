"""How fast invented time goes by (模拟速度): real time, some times faster, or at once."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import datetime
from math import inf

from rongcheng.simulation.errors import SpeedUnreadable

_MULTIPLE = re.compile(r"([0-9]{1,7}(?:\.[0-9]{1,3})?)x", re.ASCII)


def read_speed(given: str) -> float:
    """Return how many times faster than real time a speed is; raises SpeedUnreadable.

    >>> read_speed("real"), read_speed("10x"), read_speed("max")
    (1.0, 10.0, inf)
    """
    if given in ("real", "max"):
        return 1.0 if given == "real" else inf
    found = _MULTIPLE.fullmatch(given)
    if found is None or float(found.group(1)) <= 0:
        raise SpeedUnreadable(given=given)
    return float(found.group(1))


class Pace:
    """Waits until an invented moment has come; at full speed it never waits."""

    def __init__(self, speed: float, *, wait: Callable[[float], None] = time.sleep) -> None:
        """Begin at the first moment that is asked for."""
        self._speed = speed
        self._wait = wait
        self._began: tuple[datetime, float] | None = None

    def wait_for(self, moment: datetime) -> None:
        """Wait until as much real time has gone by as the speed asks."""
        if self._speed == inf:
            return
        if self._began is None:
            self._began = (moment, time.monotonic())
        first, started = self._began
        due = started + (moment - first).total_seconds() / self._speed
        left = due - time.monotonic()
        if left > 0:
            self._wait(left)
