"""`make bench`: measures, each program in a process of its own, and keeps what came out (性能对照).

make bench ARGS="--only batch openfisca --rows 1000000"
make bench ARGS="--tables"        # only make the documents' tables and charts anew
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

from benchmarks.options import FOLDER, Options
from benchmarks.report import load_now, save, show

PROGRAMS = {
    "settlement": "benchmarks.served",
    "clearing": "benchmarks.clearing",
    "batch": "benchmarks.batch",
    "memory": "benchmarks.memory",
    "openfisca": "benchmarks.openfisca",
    "whatif": "benchmarks.whatif",
    "redecide": "benchmarks.redecide",
    "simulation": "benchmarks.simulated",
    "pages": "benchmarks.paged",
    "code": "benchmarks.code",
    "access": "benchmarks.access",
    "cases": "benchmarks.cases",
    "webhooks": "benchmarks.webhooks",
}
"""What can be measured, and the module whose `run` does it."""


def main() -> int:
    """Run one program here, or several one after the other; 1 if any of them failed."""
    options = _parser().parse_args()
    if options.tables:
        return _make_tables()
    names = options.only or list(PROGRAMS)
    if len(names) == 1:
        _run_here(names[0], options)
        return 0
    failed = [name for name in names if _run_apart(name)]
    print(f"failed: {', '.join(failed)}" if failed else "all measured")
    return _make_tables() or bool(failed)


def _run_here(name: str, options: argparse.Namespace) -> None:
    before = load_now()
    words = {field: getattr(options, field) for field in Options._fields}
    made = Options(**words)
    made.folder.mkdir(parents=True, exist_ok=True)
    result = import_module(PROGRAMS[name]).run(made)
    show(result)
    save(result, load_before=before)


def _run_apart(name: str) -> int:
    """Run one program in a fresh process, so that none warms up or fills memory for the next."""
    print(f"\n## {name}", flush=True)
    words = sys.argv[1:]
    if "--only" in words:
        start = words.index("--only")
        end = start + 1 + sum(1 for _ in _names_after(words, start))
        words = words[:start] + words[end:]
    return subprocess.run(
        [sys.executable, "-m", "benchmarks", "--only", name, *words], check=False
    ).returncode


def _names_after(words: list[str], start: int) -> list[str]:
    found = []
    for word in words[start + 1 :]:
        if word.startswith("--"):
            break
        found.append(word)
    return found


def _make_tables() -> int:
    import_module("benchmarks.tables").write_all()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, formatter_class=_Help
    )
    parser.add_argument("--only", nargs="+", choices=PROGRAMS, metavar="NAME")
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--large", type=int, default=100_000_000)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--people", type=int, default=700)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--tables", action="store_true", help="only tables and charts")
    return parser


class _Help(argparse.RawDescriptionHelpFormatter, argparse.ArgumentDefaultsHelpFormatter):
    """Keep the lines of the description, show the defaults."""


if __name__ == "__main__":
    sys.exit(main())
