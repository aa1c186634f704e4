"""What a benchmark program is told (选项), and where it may put its files."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

FOLDER = Path("/tmp/rongcheng-bench")


class Options(NamedTuple):
    """Sizes and counts, the same for all programs; each takes what it needs.

    `rows` is the number of visits, `large` that of the run which shows that memory does not grow
    (0 leaves it out), `seconds` the length of a load, `times` how often a thing is measured: the
    best counts. `folder` holds generated files; they stay there for the next run.
    """

    rows: int
    large: int
    seconds: int
    people: int
    entries: int
    times: int
    threads: int
    folder: Path
