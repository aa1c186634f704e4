"""Waits for the parts of a run that was cut off (上次运行的残留).

On Linux they end by themselves when their supervisor dies; this gives them the time for it, and
ends them where they do not. A part is known by process number and start time together, so that a
number given to another program since is never touched.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from rongcheng.runtime.children import POLL_SECONDS, sweep_group

PATIENCE_SECONDS = 12.0


def start_time(process: int) -> int | None:
    """Return when a process started, in the kernel's ticks since boot (Linux), or None."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return int(fields[19]) if fields[0] != "Z" else None


def describe_part(process: int | None) -> list[int] | None:
    """Return what tells this process apart from any other, for the lock file."""
    started = start_time(process) if process is not None else None
    return None if process is None or started is None else [process, started]


def end_leftovers(parts: Mapping[str, Any], on_wait: Callable[[str], None]) -> None:
    """Wait for each part that still runs, then end it; ``on_wait`` is told the name once."""
    for name, known in parts.items():
        if not known or start_time(known[0]) != known[1]:
            continue
        on_wait(name)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while start_time(known[0]) == known[1] and time.monotonic() < deadline:
            time.sleep(POLL_SECONDS)
        if start_time(known[0]) == known[1]:
            sweep_group(known[0])
