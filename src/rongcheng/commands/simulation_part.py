"""A further process of `rongcheng simulate` (模拟的分进程), from its first breath.

It is started anew, so Django learns its database before anything that knows tables is imported.
"""

from __future__ import annotations

from importlib import import_module
from multiprocessing.connection import Connection
from signal import SIG_IGN, SIGINT, signal

import django


def run_part(end: Connection, database: str) -> None:
    """Play days as asked over the pipe, in the database of this name."""
    signal(SIGINT, SIG_IGN)  # Ctrl-C reaches the first process, which closes the pipe.
    import_module("django.conf").settings.DATABASES["default"]["NAME"] = database
    django.setup()
    import_module("rongcheng.simulation.life.shards").serve(end)
