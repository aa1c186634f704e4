"""Beside OpenFisca (对照 OpenFisca): the part of one visit that both can express, the same rows.

Ordinary outpatient care at home, the first visit of the year: deductible, ratio and cap by pool,
scheme, standing and tier. OpenFisca-Core, from the registry, runs in an environment of its own
(`.venv-bench`, made on first use from `openfisca.lock`), because its licence is not ours; nothing
of it enters this project. Ours is the whole batch on the same rows, with every check, layer and
counter that it always has. Both on one core, columns in memory to columns in memory; results are
compared to the fen.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np

from benchmarks.apart import run_apart
from benchmarks.openfisca_terms import METROS, ON, as_tree, load_books, outpatient_terms
from benchmarks.options import Options
from benchmarks.report import Result, Row

METRO = "changzhutan"
HERE = Path(__file__).parent
ENVIRONMENT = METROS.parent / ".venv-bench"
LOCK = HERE / "openfisca.lock"
SEED = 7
MOST_FEN = 800_000
MOST_ROWS = 1_000_000
"""OpenFisca keeps several hundred bytes a row for each look-up, so it gets no more than this."""


def run(options: Options) -> Result:
    """Make the rows, have both decide them, compare."""
    python = make_environment()
    count = min(options.rows, MOST_ROWS)
    inputs, parameters = _write_inputs(options.folder, count)
    theirs_file, ours_file = (options.folder / f"{name}.npz" for name in ("theirs", "ours"))
    theirs = run_apart(
        HERE / "openfisca_side.py", inputs, parameters, theirs_file, options.times, python=python
    ).found
    ours = run_apart(
        "-m", "benchmarks.openfisca_ours", inputs, parameters, ours_file, options.times
    ).found
    differing = _count_differences(ours_file, theirs_file)
    own, other = count / min(ours), count / min(theirs)
    figures = {"rows": count, "rate": own, "openfisca_rate": other, "differing": differing}
    rows = [
        Row(
            f"{count:,} single outpatient visits, one core",
            f"{own:,.0f} rows/s; {differing:,} rows differ",
            f"OpenFisca-Core {_version(python)} {other:,.0f} rows/s",
            f"{own / other:.1f}",
            "≥ 3",
        )
    ]
    return Result("openfisca", rows, figures)


def make_environment() -> str:
    """Return the Python of the environment with OpenFisca; made when it is not there."""
    python = ENVIRONMENT / "bin" / "python"
    installed = ENVIRONMENT / "installed.lock"
    if not installed.exists() or installed.read_bytes() != LOCK.read_bytes():
        print("making .venv-bench with OpenFisca-Core", flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", ENVIRONMENT], check=True)
        pip = [python, "-m", "pip", "--disable-pip-version-check", "--no-input", "install"]
        subprocess.run([*pip, "--quiet", "--require-hashes", "-r", LOCK], check=True)
        installed.write_bytes(LOCK.read_bytes())
    return str(python)


def _version(python: str) -> str:
    code = "import importlib.metadata as m; print(m.version('openfisca-core'))"
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def _write_inputs(folder: Path, count: int) -> tuple[Path, Path]:
    """Write the rows and the parameters, of those cells in which care is covered."""
    book = next(book for book in load_books() if book.metro == METRO)
    dimensions = {
        d.name: list(d.values) for d in book.indexes["health.outpatient.ratio"].parameter.by
    }
    words = {"pool": [pool.code for pool in book.pools()], **dimensions}
    terms = outpatient_terms(book, words)
    random = np.random.default_rng(SEED)
    cells = np.array([[words[n].index(w) for n, w in zip(words, c, strict=True)] for c in terms])
    chosen = cells[random.integers(0, len(cells), count)]
    inputs, parameters = folder / "openfisca.npz", folder / "openfisca.json"
    columns = {name: chosen[:, number] for number, name in enumerate(words)}
    scope = random.integers(1, MOST_FEN, count).astype(np.int32)
    np.savez(inputs, in_scope=scope, **columns)
    named = words | {"pool": [f"p{code}" for code in words["pool"]]}
    plain = {"parameters": as_tree(terms, words), "words": named, "on": ON.isoformat()}
    parameters.write_text(json.dumps(plain), "utf-8")
    return inputs, parameters


def _count_differences(ours: Path, theirs: Path) -> int:
    """Return how many rows differ in any of the three amounts."""
    first, second = np.load(ours), np.load(theirs)
    differs = np.zeros(len(first["fund"]), dtype=bool)
    for name in ("deductible", "fund", "own_share"):
        differs |= first[name] != second[name]
    return int(differs.sum())
