"""How fast files and columns of visits are settled (批量结算基准), beside NumPy and DuckDB.

- Columns to columns, sorted, one core, against one NumPy pass that reads the same columns and
  writes the same outputs (`benchmarks.columns_side.numpy_pass`).
- Parquet to Parquet against DuckDB's copy of the same file: in order as it lies, and shuffled with
  `ORDER BY`. Both with the same number of threads and within the same memory. Each in a process of
  its own, best of several times, files read once before (so they lie in the system's cache).
"""

from __future__ import annotations

from pathlib import Path

from benchmarks.apart import run_apart
from benchmarks.options import Options
from benchmarks.report import Result, Row
from benchmarks.visits import visits_file

SIDE = ("-m", "benchmarks.columns_side")


def run(options: Options) -> Result:
    """Measure columns, then files in order, then shuffled ones."""
    in_order = visits_file(options.folder, options.rows)
    columns = run_apart(*SIDE, "columns", in_order, options.times).found
    own, yardstick = columns["rows"] / columns["own_s"], columns["rows"] / columns["pass_s"]
    first = columns["rows"] / columns["first_s"]
    figures = {
        "rows": options.rows,
        "columns_rate": own,
        "columns_first_rate": first,
        "numpy_rate": yardstick,
    }
    rows = [
        Row(
            f"{options.rows:,} visits, columns to columns, one core",
            f"{own:,.0f} rows/s; {first:,.0f} where terms are asked for the first time",
            f"one NumPy pass {yardstick:,.0f} rows/s",
            f"{own / yardstick:.3f}",
            "≥ 0.10",
        )
    ]
    rows += _files(options, in_order, figures, "sorted")
    shuffled = visits_file(options.folder, options.rows, shuffled=True)
    rows += _files(options, shuffled, figures, "ordered")
    return Result("batch", rows, figures)


def _files(options: Options, visits: Path, figures: dict[str, float], order: str) -> list[Row]:
    """Return the rows for one file; the sort is told apart."""
    visits.read_bytes()
    words = (options.threads, options.times)
    out = options.folder / "settled.parquet"
    own = run_apart(*SIDE, "settle", visits, out, *words).found
    other = run_apart(*SIDE, "copy", visits, options.folder / "copy.parquet", *words, order).found
    for file in options.folder.glob("*settled*"):
        file.unlink()
    (options.folder / "copy.parquet").unlink()
    is_sorted = order == "sorted"
    name = "sorted" if is_sorted else "shuffled"
    figures |= {
        f"{name}_s": own["seconds"],
        f"{name}_copy_s": other["seconds"],
        f"{name}_sort_s": own["sort_s"],
    }
    rate = own["rows"] / own["seconds"]
    apart = "" if is_sorted else f", of which sorting {own['sort_s']:.1f} s"
    yardstick = "DuckDB COPY" + ("" if is_sorted else " … ORDER BY")
    return [
        Row(
            f"{own['rows']:,} visits, Parquet to Parquet, {name}, {options.threads} threads",
            f"{own['seconds']:.1f} s ({rate:,.0f} rows/s){apart}",
            f"{yardstick} {other['seconds']:.1f} s",
            f"{own['seconds'] / other['seconds']:.2f}",
            "≤ 2",
        )
    ]
