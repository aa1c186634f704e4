"""Prints what commands found, in the reader's language (命令输出)."""

from __future__ import annotations

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

OUT = Console(highlight=False, soft_wrap=True)
ERR = Console(stderr=True, highlight=False, soft_wrap=True)


def say(words: str) -> None:
    """Print one line of progress."""
    OUT.print(words, markup=False)


def complain(words: str) -> None:
    """Print one line about what went wrong, on the error stream."""
    ERR.print(words, markup=False)


def progress_columns() -> Progress:
    """Return a bar that says what is done, how much of how many, and for how long."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=OUT,
    )
