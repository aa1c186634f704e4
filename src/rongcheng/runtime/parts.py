"""A part of a running Rongcheng: started, watched, started again, ended (受监管的部件)."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from rongcheng.runtime.children import end_group, start_child, sweep_group
from rongcheng.runtime.logs import open_log, tail

FIRST_DELAYS = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
LONGEST_DELAY = 30.0
# After so long in good health an end counts as the first again.
HEALTHY_SECONDS = 60.0
STOP_STEPS = ((signal.SIGTERM, 20.0),)


class Part:
    """One child program with its log."""

    def __init__(
        self, name: str, command: Sequence[str], environment: Mapping[str, str], log_file: Path
    ) -> None:
        """Describe it; nothing is started yet."""
        self.name = name
        self.log_file = log_file
        self.deaths = 0
        self._command = tuple(command)
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self._due_at = 0.0

    @property
    def pid(self) -> int | None:
        """Its process id, which is also its process group, from the first start on."""
        return self._process.pid if self._process is not None else None

    def start(self) -> None:
        """Start it; its output goes to its log."""
        with open_log(self.log_file) as log:
            self._process = start_child(self._command, environment=self._environment, output=log)
        self._started_at = time.monotonic()
        self._due_at = 0.0

    def note_death(self) -> int | None:
        """Return the exit status once if it has ended, and plan its next start; else None.

        What it leaves behind of its process group is ended, so that nothing of the old one
        stands in the way of the new one.
        """
        if self._process is None or self._due_at or self._process.poll() is None:
            return None
        sweep_group(self._process.pid)
        now = time.monotonic()
        if now - self._started_at > HEALTHY_SECONDS:
            self.deaths = 0
        self._due_at = now + delay_after(self.deaths)
        self.deaths += 1
        return self._process.returncode

    def seconds_to_start(self) -> float:
        """Return how long it is until its next planned start."""
        return max(0.0, round(self._due_at - time.monotonic(), 1))

    def restart_if_due(self) -> bool:
        """Start it again when its time has come, and say whether that was now."""
        if not self._due_at or time.monotonic() < self._due_at:
            return False
        self.start()
        return True

    def ask_to_end(self) -> None:
        """Tell it to finish what it does and end; returns at once."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def end(self) -> None:
        """Wait until it has ended, and see to it that it does."""
        if self._process is not None:
            end_group(self._process, STOP_STEPS)
            self._process = None

    def log_tail(self) -> str:
        """Return the last lines of its log."""
        return tail(self.log_file)


def delay_after(deaths: int) -> float:
    """Return how many seconds to wait before the next start, after so many ends in a row."""
    return FIRST_DELAYS[deaths] if deaths < len(FIRST_DELAYS) else LONGEST_DELAY
