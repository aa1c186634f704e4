"""Log files of the parts, of bounded size (日志)."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import BinaryIO

LARGEST_LOG = 10_000_000
TAIL_BYTES = 2_000
TAIL_LINES = 8


def open_log(path: Path, *, append: bool = True) -> BinaryIO:
    """Open a part's log for writing at its end, or empty."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | (0 if append else os.O_TRUNC)
    return os.fdopen(os.open(path, flags, 0o600), "wb", buffering=0)


def trim_log(path: Path) -> None:
    """Set a log aside that has grown large; the one set aside before is dropped.

    The part goes on writing into the same file, which is emptied: what it writes in that moment
    may be lost.
    """
    try:
        if path.stat().st_size <= LARGEST_LOG:
            return
    except FileNotFoundError:
        return
    with path.open("rb") as full, open_log(path.with_name(path.name + ".1"), append=False) as aside:
        shutil.copyfileobj(full, aside)
    os.truncate(path, 0)


def tail(*paths: Path) -> str:
    """Return the last lines of some logs, joined for an error message."""
    lines: list[str] = []
    for path in paths:
        try:
            content = path.read_bytes()[-TAIL_BYTES:]
        except FileNotFoundError:
            continue
        lines += content.decode("utf-8", "replace").splitlines()[-TAIL_LINES:]
    return " | ".join(line.strip() for line in lines if line.strip())
