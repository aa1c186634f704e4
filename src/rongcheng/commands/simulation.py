"""`rongcheng simulate`: days of an invented metro area, with a bar, a report and files (模拟)."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.progress import Progress, TaskID

from rongcheng.commands.clearing import write_statements
from rongcheng.commands.output import progress_columns, say
from rongcheng.commands.simulation_part import run_part
from rongcheng.foundation.ledger.public import PostingRow, list_postings
from rongcheng.kernel.money import format_yuan
from rongcheng.runtime.console import chosen_language, line
from rongcheng.simulation.public import Listener, Options, read_speed, report_lines, simulate

POSTING_COLUMNS = (
    "occurred_at", "key", "kind", "reference", "window", "line", "account", "amount",
)  # fmt: skip

DISPUTE = "clearing.dispute"
"""How the kinds of a dispute's entries begin."""


def run_simulation(speed: str, folder: Path | None, **words: Any) -> int:
    """Simulate days as asked, print the closing report, and write files into a folder if named.

    The folder gets `report.txt`, each metro's `ledger-<metro>.csv`, and the statements of every
    window that was closed; the same seed in an empty database writes the same bytes.
    """
    options = Options(**words, speed=read_speed(speed))
    with _bar(folder) as listener:
        journal = simulate(options, listener, run_part)
    report = "\n".join(report_lines(journal, chosen_language())) + "\n"
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "report.txt").write_text(report, "utf-8")
        for metro in listener.metros:
            _write_ledger(folder / f"ledger-{metro}.csv", metro)
    say(report.rstrip())
    if folder is not None:
        say(line("simulated_files", folder=folder))
    return 0


class _Shown(Listener):
    """Shows a bar for people and days, and writes each closed window's statements."""

    def __init__(self, bar: Progress, folder: Path | None) -> None:
        self._bar = bar
        self._folder = folder
        self._task: TaskID | None = None
        self._title = ""
        self.metros: list[str] = []

    def begun(self, what: str, total: int) -> None:
        self._title = line(f"simulating_{what}")
        self._task = self._bar.add_task(self._title, total=total)

    def done(self, count: int, events: int) -> None:
        assert self._task is not None
        title = line("simulating_events", title=self._title, events=events) if events else ""
        self._bar.update(self._task, completed=count, description=title or self._title)

    def closed(self, metro: str, seq: int) -> None:
        if metro not in self.metros:
            self.metros.append(metro)
        if self._folder is not None:
            write_statements(self._folder / f"{metro}-{seq}", metro, seq)


@contextmanager
def _bar(folder: Path | None) -> Iterator[_Shown]:
    with progress_columns() as bar:
        yield _Shown(bar, folder)


def _write_ledger(file: Path, metro: str) -> None:
    """Write every posting of a metro in an order of its own: by moment, number, key and line.

    Numbers and moments that the database gives by its own clock are not in it; so the key of a
    dispute names the settlement's number instead of the entry's.
    """
    with file.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(POSTING_COLUMNS)
        for row in list_postings(metro):
            plain = row._replace(key=_plain_key(row))
            words = (*plain[1:-1], format_yuan(row.amount_fen))
            writer.writerow((row.occurred_at.isoformat(), *words))


def _plain_key(row: PostingRow) -> str:
    if row.kind.startswith(DISPUTE):
        return f"{row.key.rpartition(':')[0]}:{row.reference}"
    return row.key
