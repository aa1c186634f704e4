"""`rongcheng settle`: a file of visits settled as the counter would, with a bar meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    ProgressColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
)
from rich.progress import Progress as Bar
from rich.text import Text

from rongcheng.commands.errors import MetroTwice, PackUnusable
from rongcheng.commands.output import ERR, say
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.load import load_pack, render_faults
from rongcheng.runtime.console import chosen_language, line
from rongcheng.scale.public import (
    GIBIBYTE,
    FaultTexts,
    Job,
    Policy,
    Progress,
    Settled,
    open_job,
    settle_file,
)
from rongcheng.services.health.rules import BATCH_FAULTS, FIRST_REFUSAL, BatchPolicy

__all__ = ["bar_of", "bytes_of", "open_job", "policy_of", "read_packs", "settle"]

SOME_ROWS_FAULTY = 3
"""Exit status of a run that ended well and found rows that it could not settle."""

MOST_ROWS_UNCOMPILED = 5_000


def bytes_of(gibibytes: float) -> int:
    """Return a number of GiB in bytes."""
    return int(gibibytes * GIBIBYTE)


def read_packs(folders: Sequence[Path]) -> list[PolicyBook]:
    """Return the books of metro packs, without any database.

    Raises PackUnusable, with every fault printed before, or MetroTwice.
    """
    books: dict[str, PolicyBook] = {}
    for folder in folders:
        pack, faults = load_pack(folder)
        if pack is None:
            say(render_faults(faults, chosen_language(), folder=str(folder)))
            raise PackUnusable(folder=folder, count=len(faults))
        if pack.id in books:
            raise MetroTwice(metro=pack.id, folder=folder)
        books[pack.id] = PolicyBook(pack)
    return list(books.values())


def policy_of(books: Sequence[PolicyBook], *, rows: int) -> Policy:
    """Return the rules over these books, ready to settle columns.

    A few rows are settled by the same loop uncompiled: they are done before it would be compiled.
    """
    texts = FaultTexts(BATCH_FAULTS, FIRST_REFUSAL)
    rules = BatchPolicy(books, compiled=rows > MOST_ROWS_UNCOMPILED)
    return Policy(rules, texts, {book.metro: book.hash for book in books})


def settle(job: Job, books: Sequence[PolicyBook]) -> int:
    """Settle a file, tell what became of its rows, and return 3 if some were faulty, else 0.

    A row that the rules refuse is no fault: it was decided.
    """
    with bar_of(job.source.rows) as progress:
        done = settle_file(job, policy_of(books, rows=job.source.rows), progress)
    _tell(job, done)
    return SOME_ROWS_FAULTY if done.faulty else 0


def _tell(job: Job, done: Settled) -> None:
    counts = {
        name: f"{count:,}"
        for name, count in (
            ("rows", done.rows),
            ("settled", done.settled),
            ("refused", done.refused),
            ("faulty", done.faulty),
            ("rate", int(done.rows / max(done.seconds, 0.001))),
        )
    }
    say(line("batch_done", seconds=f"{done.seconds:.1f}", out=job.out, **counts))
    if done.refused or done.faulty:
        say(line("batch_faults", faults=job.faults))


class _Rate(ProgressColumn):
    """Rows a second."""

    def render(self, task: Task) -> Text:
        """Return the rate so far."""
        return Text("" if task.speed is None else f"{int(task.speed):,}/s")


@contextmanager
def bar_of(rows: int) -> Iterator[Progress]:
    """Yield what is told of the rows; shown as a bar on a terminal."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeElapsedColumn(),
    )
    with Bar(*columns, console=ERR, transient=True) as bar:
        yield Progress(
            sorting=_told(bar, line("batch_sorting"), rows),
            settling=_told(bar, line("batch_settling"), rows),
        )


def _told(bar: Bar, title: str, rows: int) -> Callable[[int], None]:
    task = bar.add_task(title, total=rows, visible=False, start=False)

    def show(done: int) -> None:
        if not bar.tasks[task].started:
            bar.start_task(task)
        bar.update(task, completed=done, visible=True)

    return show
