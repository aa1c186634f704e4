"""What was measured, on what machine (测得的结果): kept as JSON, shown as a Markdown table."""

from __future__ import annotations

import json
import os
import platform
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

RESULTS = Path(__file__).parent / "results"
HEAD = ("what", "value", "against", "ratio", "goal")


class Row(NamedTuple):
    """One line of a table: what, how much, beside what, their ratio, and what it should be."""

    what: str
    value: str
    against: str = ""
    ratio: str = ""
    goal: str = ""


class Result(NamedTuple):
    """One program's result: its table, and the figures that tables and charts are made of.

    `figures` maps a name to a number; rates are a second, times seconds, sizes bytes.
    """

    name: str
    rows: list[Row]
    figures: dict[str, float]


def machine() -> dict[str, str]:
    """Return what this machine is: processor, cores, memory, Python."""
    model = platform.processor() or platform.machine()
    for line in _lines("/proc/cpuinfo"):
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    gibibytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "processor": model,
        "cores": str(os.cpu_count()),
        "memory": f"{gibibytes:.0f} GiB",
        "python": platform.python_version(),
    }


def load_now() -> str:
    """Return how many programs wanted a core in the last minute: busy machines measure less."""
    return f"{os.getloadavg()[0]:.1f}"


def save(result: Result, *, load_before: str) -> Path:
    """Keep a result for the documents, and return where."""
    RESULTS.mkdir(exist_ok=True)
    file = RESULTS / f"{result.name}.json"
    kept = {
        "name": result.name,
        "measured_on": date.today().isoformat(),
        "machine": machine(),
        "load_before": load_before,
        "rows": [row._asdict() for row in result.rows],
        "figures": {name: round(value, 4) for name, value in result.figures.items()},
    }
    file.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return file


def read(name: str, folder: Path = RESULTS) -> dict[str, Any] | None:
    """Return a kept result, or None where it was not measured yet."""
    file = folder / f"{name}.json"
    if not file.exists():
        return None
    kept: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return kept


def table(rows: list[Row]) -> str:
    """Return rows as a Markdown table."""
    lines = ["| " + " | ".join(HEAD) + " |", "|---" * len(HEAD) + "|"]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines)


def show(result: Result) -> None:
    """Print machine and table."""
    here = machine()
    print(", ".join(f"{name} {value}" for name, value in here.items()))
    print(table(result.rows), flush=True)


def _lines(path: str) -> list[str]:
    file = Path(path)
    return file.read_text("utf-8").splitlines() if file.exists() else []
