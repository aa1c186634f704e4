"""A data folder as `rongcheng up` leaves it after its first start, made once a run and copied.

Setting a server up (tables, policy, the demonstration day) takes longer than most tests that need
one. Where the first start itself is not what is tested, a server starts on a copy.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

MARK = "RONGCHENG_TEST_FOLDER"
"""Names the folder of the run, which all its processes share."""
FOLDER = "prepared"
# A start that is asked for other metros or another mode sets other things up.
OF_ANOTHER_KIND = ("--metro", "--no-demo")


def may_be_copied(options: tuple[str, ...], settings: dict[str, str]) -> bool:
    """Say whether a server with these options is set up as every other one."""
    return not settings and not any(option in OF_ANOTHER_KIND for option in options)


def copy_prepared(data: Path, make: Callable[[Path], None]) -> None:
    """Fill a data folder with the run's prepared one, which the first who asks has to `make`."""
    folder = Path(os.environ[MARK]) / FOLDER
    with _one_at_a_time(folder.with_suffix(".lock")):
        if not (folder / "ready").exists():
            folder.mkdir(mode=0o711, exist_ok=True)
            make(folder)
            (folder / "ready").touch()
    # With owners and modes: PostgreSQL's own account must find its files as it left them.
    subprocess.run(["cp", "-a", folder / "data", data], check=True)


@contextmanager
def _one_at_a_time(lock: Path) -> Iterator[None]:
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
