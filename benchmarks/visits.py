"""The visits that are measured (就诊文件): made once from a seed, in order and shuffled."""

from __future__ import annotations

import time
from pathlib import Path

from rongcheng.simulation.data_set.file import DataSet, write_data_set

SEED = 7
VISITS_OF_ONE = 10
"""How many visits a resident has on average."""


def visits_file(folder: Path, rows: int, *, shuffled: bool = False) -> Path:
    """Return a file with so many visits; one that is there from an earlier run is used again."""
    file = folder / f"visits-{rows}{'-shuffled' if shuffled else ''}.parquet"
    if not file.exists():
        began = time.perf_counter()
        residents = max(1, rows // VISITS_OF_ONE)
        write_data_set(file, DataSet(residents, rows, SEED), shuffled=shuffled)
        print(f"made {file.name} in {time.perf_counter() - began:.0f} s", flush=True)
    return file
