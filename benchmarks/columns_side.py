"""What runs in a process of its own for `batch` and `memory` (子进程): nothing else in its memory.

    python -m benchmarks.columns_side columns VISITS.parquet TIMES
    python -m benchmarks.columns_side settle VISITS.parquet OUT.parquet THREADS TIMES
    python -m benchmarks.columns_side copy VISITS.parquet OUT.parquet THREADS TIMES ORDER

Prints what it measured as one line of JSON. Rules are compiled, and kept in the cache, before the
clock starts.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.openfisca_terms import load_books
from rongcheng.commands.batch import open_job, policy_of
from rongcheng.scale.public import (
    Engine,
    Progress,
    find_order,
    open_source,
    read_chunks,
    settle_file,
    words_of,
)
from rongcheng.services.health.columns import ResultColumns, VisitColumns
from rongcheng.services.health.rules import BatchPolicy

MEMORY = 3 << 29
"""What either side may use while it sorts, in bytes; the rest of 2 GiB is left for everything
else that a process holds."""
ORDER = "person, settled_at, visit, month"
ALWAYS_COMPILED = 1 << 40


def columns(visits: str, times: int) -> dict[str, float]:
    """Return the seconds of settling columns to columns on one core, and of one NumPy pass.

    The pass reads every column of the visits once and writes every column of results once, in
    the same types: each result is the sum of its share of the input columns, two or three of them,
    over whole columns. It is the least that NumPy can do to make such outputs of such inputs. Both
    sides write into memory that they ask for in each run. `first_s` is the first run of ours,
    which also asks the policy books for every term that these visits need.
    """
    one_core()
    policy, chunks = read_columns(visits)
    policy.settle(chunks[0])
    rows = sum(len(chunk.visit) for chunk in chunks)
    own = []
    for _ in range(times):
        began = time.perf_counter()
        settled = [policy.settle(chunk) for chunk in chunks]
        own.append(time.perf_counter() - began)
    faults = sum(int(np.count_nonzero(faults)) for _, faults in settled)
    whole = [
        np.concatenate([getattr(chunk, name) for chunk in chunks]) for name in VisitColumns._fields
    ]
    pass_s = [numpy_pass(whole, rows) for _ in range(times)]
    return {
        "rows": rows,
        "own_s": min(own),
        "first_s": own[0],
        "pass_s": min(pass_s),
        "faults": faults,
        "bytes_of_a_row": sum(column.itemsize for column in whole),
    }


def numpy_pass(inputs: list[np.ndarray], rows: int) -> float:
    """Return the seconds of the pass over these columns."""
    count = len(ResultColumns._fields)
    outputs = [np.zeros(rows, dtype=np.int64) for _ in range(count)]
    shares = [inputs[number::count] for number in range(count)]
    began = time.perf_counter()
    for output, share in zip(outputs, shares, strict=True):
        np.add(share[0], share[1], out=output)
        for more in share[2:]:
            np.add(output, more, out=output)
    return time.perf_counter() - began


def read_columns(visits: str):
    """Return the policy and the file's rows as columns in memory, whole persons together."""
    policy = BatchPolicy(load_books())
    words = words_of(policy.vocabulary)
    source = open_source(visits)
    engine = Engine(1, 2 << 30, Path(tempfile.gettempdir()))
    order = find_order(source)
    assert order.is_sorted, "columns are measured in order; the sort is measured apart"
    chunks = [chunk.visits(words) for chunk in read_chunks(source, words, engine, order)]
    return policy, chunks


def first_rows(policy: BatchPolicy) -> VisitColumns:
    """Return one row of nothing: settling it loads what was compiled."""
    return VisitColumns(*(np.ones(1, dtype=np.int64) for _ in VisitColumns._fields))


def settle(visits: str, out: str, threads: int, times: int) -> dict[str, float]:
    """Return the seconds of settling a file into a file."""
    found = []
    for _ in range(times):
        job = open_job(visits, Path(out), threads=threads, memory_bytes=2 << 30, force=True)
        policy = policy_of(load_books(), rows=ALWAYS_COMPILED)
        policy.settler.settle(first_rows(policy.settler))
        began = time.perf_counter()
        settled_at: list[float] = []
        heard = Progress(settling=lambda rows, at=settled_at: at.append(time.perf_counter()))
        done = settle_file(job, policy, heard)
        # Sorted rows come when all are sorted: until the first chunk of them was settled.
        sorting = 0.0 if done.was_sorted else settled_at[0] - began
        found.append((time.perf_counter() - began, sorting))
    return {
        "rows": done.rows,
        "settled": done.settled,
        "faulty": done.faulty,
        "refused": done.refused,
        "seconds": min(found)[0],
        "sort_s": min(found)[1],
    }


def copy(visits: str, out: str, threads: int, times: int, order: str) -> dict[str, float]:
    """Return the seconds in which DuckDB copies a file into a file, in order if told to."""
    import duckdb

    ordered = f" order by {ORDER}" if order == "ordered" else ""
    found = []
    with tempfile.TemporaryDirectory(dir=Path(out).parent) as folder:
        for _ in range(times):
            connection = duckdb.connect(
                config={
                    "threads": threads,
                    "memory_limit": f"{MEMORY >> 20}MiB",
                    "temp_directory": folder,
                }
            )
            began = time.perf_counter()
            connection.execute(
                f"copy (select * from read_parquet('{visits}'){ordered}) to '{out}'"
                " (format parquet)"
            )
            found.append(time.perf_counter() - began)
            connection.close()
    return {"seconds": min(found)}


def one_core() -> None:
    """Keep this process on one core, where the system lets it."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def main() -> None:
    """Do what the words say and print it."""
    what, *words = sys.argv[1:]
    if what == "columns":
        found = columns(words[0], int(words[1]))
    elif what == "settle":
        found = settle(words[0], words[1], int(words[2]), int(words[3]))
    else:
        found = copy(words[0], words[1], int(words[2]), int(words[3]), words[4])
    print(json.dumps(found))


if __name__ == "__main__":
    main()
