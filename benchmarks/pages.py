"""Server time of pages over a million residents and ten million settlements (页面基准).

Run alone: `python -m benchmarks.pages`. A small data set is loaded first, and the same pages must
take the same number of queries over both. `--data-set FOLDER` keeps the loaded database there and
uses it again; without it everything is removed at the end. `rongcheng verify` must find nothing in
the small one; over the big one it would take hours.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.big.cluster import database, set_up_django

RESIDENTS, SETTLEMENTS, HISTORIES = 1_000_000, 10_000_000, 5_000
SMALL = (200, 2_000, 200)
REQUESTS = 200
LIMIT_MS = 50.0
BYTES_EACH, LOG_BYTES = 5_200, 5 * 2**30
"""Disk for one settlement with all that belongs to it, and for PostgreSQL's own log."""
_MARK = "loaded.json"


class Row(NamedTuple):
    """One line of the table, as `benchmarks.report` shows it."""

    what: str
    value: str
    against: str
    ratio: str
    goal: str


def run(
    *,
    residents: int = RESIDENTS,
    settlements: int = SETTLEMENTS,
    histories: int = HISTORIES,
    folder: Path | None = None,
    requests: int = REQUESTS,
    seed: int = 7,
) -> list[Row]:
    """Load (or use again) the data sets, visit every page, and return the rows of the table.

    Everything happens in processes of its own, whatever database this one works on.
    """
    kept = folder is not None
    root = folder or Path(tempfile.mkdtemp(prefix="rcpages-", dir="/tmp"))
    root.mkdir(parents=True, exist_ok=True)
    # PostgreSQL's own account must pass through; what is inside is private.
    root.chmod(0o711)
    try:
        small = _measured(root / "small", SMALL, requests=20, seed=seed)
        big = _measured(
            root / "big", (residents, settlements, histories), requests=requests, seed=seed
        )
    finally:
        if not kept:
            shutil.rmtree(root, ignore_errors=True)
    return _rows(small, big, settlements)


def _measured(
    folder: Path, size: tuple[int, int, int], *, requests: int, seed: int
) -> dict[str, Any]:
    words = [str(folder), *(str(number) for number in size), str(requests), str(seed)]
    subprocess.run([sys.executable, "-m", "benchmarks.pages", "--one", *words], check=True)
    found: dict[str, Any] = json.loads((folder / "seen.json").read_text())
    return found


def _one(folder: Path, size: tuple[int, int, int], requests: int, seed: int) -> None:
    """Load one data set unless it is there, and visit its pages; a process of its own."""
    mark = folder / _MARK
    wanted = json.dumps([*size, seed])
    if mark.exists() and mark.read_text() != wanted:
        raise SystemExit(f"{folder} holds another data set: {mark.read_text()}")
    if not mark.exists():
        shutil.rmtree(folder, ignore_errors=True)
        _load(folder, size, seed)
        mark.write_text(wanted)
    # Collected once in production, and never asked for here.
    (folder / "static").mkdir(exist_ok=True)
    with database(folder, loading=False) as url:
        # A data set that is used again may be older than the tables and indexes of today.
        _in_a_process(folder, url, "rongcheng.commands.setting_up", "set_up()")
        if size == SMALL:
            _in_a_process(folder, url, "benchmarks.big.before", "check_records()")
        call = f"visit_all(Path({str(folder / 'seen.json')!r}), {size[0]}, {requests}, {seed})"
        _in_a_process(folder, url, "benchmarks.big.visiting", call)


def _load(folder: Path, size: tuple[int, int, int], seed: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    needed = size[1] * BYTES_EACH + LOG_BYTES
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise SystemExit(
            f"{folder} needs {needed / 2**30:.0f} GiB and has {free / 2**30:.0f}; "
            "give --settlements and --residents, or another --data-set"
        )
    began = time.perf_counter()
    with database(folder, loading=True) as url:
        set_up_django(folder, url)
        # Django knows its database only now.
        from benchmarks.big.load import Size, load
        from rongcheng.commands.setting_up import set_up

        set_up()
        load(url, folder, Size(*size, seed))
    took = time.perf_counter() - began
    used = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    print(f"loaded {size[1]:,} settlements in {took / 60:.1f} min, {used / 2**30:.1f} GiB")


def _in_a_process(folder: Path, url: str, module: str, call: str) -> None:
    """Make a call in a fresh process, whose Django knows this folder's database."""
    code = (
        "from pathlib import Path\n"
        "from benchmarks.big.cluster import set_up_django\n"
        f"set_up_django(Path({str(folder)!r}), {url!r})\n"
        f"from {module} import *\n"
        f"{call}\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env=dict(os.environ))


def _rows(small: dict[str, Any], big: dict[str, Any], settlements: int) -> list[Row]:
    few = {seen["page"]: seen["queries"] for seen in small["pages"]}
    rows = []
    for seen in big["pages"]:
        queries, before = _span(seen["queries"]), _span(few[seen["page"]])
        rows.append(
            Row(
                f"page: {seen['page']}",
                f"p50 {seen['p50_ms']:.1f} ms, p95 {seen['p95_ms']:.1f} ms, "
                f"max {seen['most_ms']:.1f} ms (own processor p95 {seen['own_p95_ms']:.1f} ms)",
                f"{queries} queries; {before} at {SMALL[1]:,} settlements",
                f"{seen['p95_ms'] / LIMIT_MS:.2f}",
                "p95 ≤ 50 ms",
            )
        )
    scanned = ", ".join(big["scanned"]) or "none"
    rows.append(
        Row("big tables read whole by a page", scanned, f"{settlements:,} settlements", "", "none")
    )
    return rows


def _span(counts: list[int]) -> str:
    return str(counts[0]) if len(counts) == 1 else f"{counts[0]} to {counts[-1]}"


def main() -> int:
    """Measure and print the table."""
    if sys.argv[1:2] == ["--one"]:
        numbers = [int(word) for word in sys.argv[3:]]
        _one(Path(sys.argv[2]), (numbers[0], numbers[1], numbers[2]), numbers[3], numbers[4])
        return 0
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--residents", type=int, default=RESIDENTS)
    parser.add_argument("--settlements", type=int, default=SETTLEMENTS)
    parser.add_argument("--histories", type=int, default=HISTORIES)
    parser.add_argument("--data-set", type=Path, help="keep the loaded databases here")
    parser.add_argument("--requests", type=int, default=REQUESTS)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    rows = run(
        residents=given.residents,
        settlements=given.settlements,
        histories=given.histories,
        folder=given.data_set,
        requests=given.requests,
        seed=given.seed,
    )
    print("| what | value | against | ratio | goal |")
    print("|---|---|---|---|---|")
    for row in rows:
        print("| " + " | ".join(row) + " |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
