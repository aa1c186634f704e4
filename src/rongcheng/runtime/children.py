"""Child processes that end with us, and groups of them that end together (子进程)."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from typing import IO

from rongcheng.runtime.accounts import LAUNCHER, Account

Stream = int | IO[bytes] | None
POLL_SECONDS = 0.02


def start_child(
    command: Sequence[str],
    *,
    environment: Mapping[str, str],
    death_signal: signal.Signals = signal.SIGTERM,
    account: Account | None = None,
    output: Stream = None,
    stdin: Stream = subprocess.DEVNULL,
    errors: Stream = None,
) -> subprocess.Popen[bytes]:
    """Start a program in a process group of its own; on Linux it gets a signal if we die.

    What it writes goes to ``output``, its errors there as well unless ``errors`` names a place of
    their own. The signal is tied to the thread that calls this, so call it from a thread that
    lives as long as the child should: the main one.
    """
    spec = {
        "parent": os.getpid(),
        "death_signal": int(death_signal),
        "uid": account.uid if account else None,
        "gid": account.gid if account else None,
    }
    return subprocess.Popen(  # noqa: S603 (the callers name fixed programs)
        [sys.executable, "-I", "-S", str(LAUNCHER), json.dumps(spec), *command],
        env=dict(environment),
        cwd="/",
        stdin=stdin,
        stdout=output,
        stderr=subprocess.STDOUT if errors is None and output is not None else errors,
        process_group=0,
    )


def signal_group(group: int, number: signal.Signals) -> bool:
    """Signal every process of a group, and say whether there was one."""
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        return False
    except PermissionError:
        # macOS answers so for a group of which only an unreaped process is left.
        return False
    return True


def wait_for_end(process: subprocess.Popen[bytes], seconds: float) -> bool:
    """Wait for a child's end for at most so long, and say whether it ended."""
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


def end_group(
    process: subprocess.Popen[bytes], steps: Sequence[tuple[signal.Signals, float]]
) -> None:
    """End a child and everything it started: each signal in turn with its patience in seconds.

    The first process gets the signals, and may end its own children in good order; whatever of
    its group is left when it has ended is killed.
    """
    for number, patience in steps:
        if process.poll() is not None:
            break
        process.send_signal(number)
        if wait_for_end(process, patience):
            break
    else:
        signal_group(process.pid, signal.SIGKILL)
        process.wait()
    sweep_group(process.pid)


def sweep_group(group: int, seconds: float = 5.0) -> None:
    """Kill what is left of a group and wait until it is gone."""
    deadline = time.monotonic() + seconds
    while signal_group(group, signal.SIGKILL) and time.monotonic() < deadline:
        time.sleep(POLL_SECONDS)


def describe_status(status: int) -> str:
    """Return an exit status in words: a signal's name or the number."""
    return signal.Signals(-status).name if status < 0 else f"exit {status}"
