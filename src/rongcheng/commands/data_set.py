"""`rongcheng data-set`: a file of made-up visits, as large as a benchmark wants it."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from rich.progress import BarColumn, Progress, TimeElapsedColumn

from rongcheng.commands.output import ERR, say
from rongcheng.runtime.console import line
from rongcheng.simulation.data_set.file import DataSet, write_data_set


def make_data_set(
    file: Path, residents: int, visits: int, seed: int, *, shuffled: bool = False
) -> int:
    """Write the file with a bar of progress, and say how long it took."""
    started = time.monotonic()
    columns = ("{task.percentage:>3.0f} %", BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=ERR, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("", total=visits)
        write_data_set(
            file,
            DataSet(residents, visits, seed),
            shuffled=shuffled,
            progress=lambda rows: bar.advance(task, rows),
        )
    words = line(
        "data_set_done",
        file=file,
        visits=f"{visits:,}",
        residents=f"{residents:,}",
        size=f"{file.stat().st_size / 1_000_000:.0f}",
        seconds=f"{time.monotonic() - started:.1f}",
    )
    say(words)
    return 0
