"""Runs a part of a benchmark in a fresh process (子进程) and says what it used at most."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple


class Apart(NamedTuple):
    """What a process printed as JSON, and the most memory that it held, in bytes."""

    found: Any
    peak_bytes: int


def run_apart(
    *words: str | int | Path, python: str = sys.executable, folder: Path | None = None
) -> Apart:
    """Run Python with these words; it is this project's unless another one is named."""
    process = subprocess.Popen(
        [python, *map(str, words)], stdout=subprocess.PIPE, text=True, cwd=folder
    )
    assert process.stdout is not None
    said = process.stdout.read()
    # Waited for by hand: the system tells what this one process held at most.
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{words}: exit status {process.returncode}")
    unit = 1 if sys.platform == "darwin" else 1024
    return Apart(json.loads(said.splitlines()[-1]), usage.ru_maxrss * unit)
