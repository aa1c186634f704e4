"""Finds and ends servers that an earlier run left behind on our own data folder (遗留进程).

A server is ours when it works in our database folder: PostgreSQL makes that folder its working
directory, and only one server can. No process is judged by its name or number alone.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

from rongcheng.runtime.children import POLL_SECONDS

PATIENCE = ((signal.SIGINT, 30.0), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 10.0))


def processes_in(folder: Path) -> list[int]:
    """Return the process ids whose working directory is this folder (Linux), oldest first."""
    wanted = os.path.realpath(folder)
    found = []
    for entry in Path("/proc").iterdir() if sys.platform == "linux" else ():
        if not entry.name.isdigit():
            continue
        try:
            if os.readlink(entry / "cwd") == wanted:
                found.append(int(entry.name))
        except OSError:
            # It ended meanwhile, or it belongs to somebody else and so is not ours.
            continue
    return sorted(found)


def recorded_server(folder: Path) -> int | None:
    """Return the process id in the folder's ``postmaster.pid`` if it is a server of this folder."""
    try:
        number = int((folder / "postmaster.pid").read_text().splitlines()[0])
        os.kill(number, 0)
    except (FileNotFoundError, ValueError, IndexError, ProcessLookupError, PermissionError):
        return None
    if sys.platform == "linux" and number not in processes_in(folder):
        # The number was given to another program since; the file is stale.
        return None
    return number


def end_orphans(folder: Path) -> int:
    """End whatever server still works in this folder, gently at first; return how many processes.

    The server first, which ends its own children; then any of them that is left without it.
    Only the holder of the data folder's lock may call this.
    """
    server = recorded_server(folder)
    ended = 0
    if server is not None:
        ended += _end([server], PATIENCE)
    ended += _end(processes_in(folder), PATIENCE[1:])
    return ended


def remove_stale_locks(database_folder: Path, socket_folder: Path) -> None:
    """Remove the lock files of a server that is gone.

    A server that was killed leaves its process number in them. When that number has been given
    to another program of the same user, PostgreSQL would refuse to start. Call this with the data
    folder's lock held and after `end_orphans`.
    """
    if recorded_server(database_folder) is None:
        for path in (database_folder / "postmaster.pid", *socket_folder.glob(".s.PGSQL.*")):
            path.unlink(missing_ok=True)


def _end(numbers: list[int], patience: tuple[tuple[signal.Signals, float], ...]) -> int:
    left = list(numbers)
    for number, seconds in patience:
        left = [process for process in left if _send(process, number)]
        deadline = time.monotonic() + seconds
        while left and time.monotonic() < deadline:
            left = [process for process in left if _lives(process)]
            time.sleep(POLL_SECONDS if left else 0)
        if not left:
            break
    return len(numbers)


def _send(process: int, number: int) -> bool:
    try:
        os.kill(process, number)
    except ProcessLookupError:
        return False
    return True


def _lives(process: int) -> bool:
    """Whether the process still runs; one that only waits to be reaped holds nothing any more."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        if sys.platform == "linux":
            return False
        return _send(process, 0)
    return state != "Z"
