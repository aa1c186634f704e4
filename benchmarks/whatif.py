"""How long the cost of another policy takes (政策测算): both policies over the same visits.

The whole command as a person types it, from the start of the program to tables and pictures on
the disk: a reimbursement ratio of outpatient care is set to 90 % for one metro area.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.openfisca_terms import METROS, load_books
from benchmarks.options import Options
from benchmarks.report import Result, Row
from benchmarks.visits import visits_file

METRO = "changzhutan"
CHANGE = "health.outpatient.ratio[scheme=employee]=90%"


def run(options: Options) -> Result:
    """Compute it; the first run, which compiles, is not counted."""
    visits, count = _visits_of_metro(options)
    small, _ = _visits_of_metro(options._replace(rows=10_000))
    _whatif(small, options)
    seconds = min(_whatif(visits, options) for _ in range(options.times))
    rows = [
        Row(
            f"what-if over {count:,} visits, {options.threads} threads, with tables and pictures",
            f"{seconds:.1f} s",
            f"{count / seconds:,.0f} visits/s under both policies",
            "",
            "seconds",
        )
    ]
    return Result("whatif", rows, {"rows": count, "seconds": seconds})


def _whatif(visits: Path, options: Options) -> float:
    out = options.folder / "whatif"
    shutil.rmtree(out, ignore_errors=True)
    words = ["whatif", "--change", CHANGE, "--in", visits, "--out", out, "--pack", METROS / METRO]
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "rongcheng.cli", *words, "--threads", str(options.threads)],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    took = time.perf_counter() - began
    shutil.rmtree(out, ignore_errors=True)
    return took


def _visits_of_metro(options: Options) -> tuple[Path, int]:
    """Return the visits of one metro area's own, and how many they are."""
    import duckdb

    whole = visits_file(options.folder, options.rows)
    file = options.folder / f"visits-{options.rows}-{METRO}.parquet"
    book = next(book for book in load_books() if book.metro == METRO)
    pools = ", ".join(f"'{pool.code}'" for pool in book.pools())
    with duckdb.connect() as connection:
        if not file.exists():
            connection.execute(
                f"copy (select * from read_parquet('{whole}') where insured_pool in ({pools}))"
                f" to '{file}' (format parquet)"
            )
        found = connection.execute(f"select count(*) from read_parquet('{file}')").fetchone()
    assert found is not None
    return file, int(found[0])
