"""How much memory a batch takes (内存): the most that its process held, DuckDB's part included."""

from __future__ import annotations

from benchmarks.apart import run_apart
from benchmarks.batch import SIDE
from benchmarks.options import Options
from benchmarks.report import Result, Row
from benchmarks.visits import visits_file

GIBIBYTE = 1 << 30


def run(options: Options) -> Result:
    """Settle a file and one ten times as large, in order and shuffled, once each."""
    rows: list[Row] = []
    figures: dict[str, float] = {}
    for count in filter(None, (options.rows, options.large)):
        for shuffled in (False, True):
            visits = visits_file(options.folder, count, shuffled=shuffled)
            out = options.folder / "settled.parquet"
            done = run_apart(*SIDE, "settle", visits, out, options.threads, 1)
            for file in options.folder.glob("*settled*"):
                file.unlink()
            name = "shuffled" if shuffled else "sorted"
            figures[f"{name}_{count}_bytes"] = done.peak_bytes
            figures[f"{name}_{count}_s"] = done.found["seconds"]
            rows.append(
                Row(
                    f"{count:,} visits, Parquet to Parquet, {name}",
                    f"{done.peak_bytes / GIBIBYTE:.2f} GiB at most",
                    f"{done.found['seconds']:.0f} s",
                    "",
                    "≤ 2 GiB",
                )
            )
            # The large files are not kept: together they are some ten gigabytes.
            if count == options.large:
                visits.unlink()
    return Result("memory", rows, figures)
