"""Shares a re-check among processes (多进程复核): each with its own connection and books.

Imports no tables: a fresh process reads this module before it has set Django up.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from importlib import import_module
from multiprocessing.connection import wait
from typing import Any

import django
from django.db import connections

Span = tuple[int, int]
CHECK = ("rongcheng.services.health.recheck.rows", "check_span")


def check_side_by_side(spans: Iterator[Span], processes: int) -> Iterator[Any]:
    """Yield what `check_span` makes of the spans, in their order.

    No more than two a process are under way or wait to be taken, so memory stays bounded.
    """
    name = connections["default"].settings_dict["NAME"]
    # Processes, because deciding is Python's own work; fresh ones, for connections are open here.
    context = multiprocessing.get_context("spawn")
    waiting: deque[Future[Any]] = deque()
    with ProcessPoolExecutor(processes, context, _begin, (name,)) as pool:
        for span in spans:
            waiting.append(pool.submit(_check, span))
            if len(waiting) >= 2 * processes:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _check(span: Span) -> Any:
    module, function = CHECK
    return getattr(import_module(module), function)(*span)


def _begin(database: str) -> None:
    """Make a fresh process ready: our settings, this database, and an end when we end."""
    django.setup()
    connections["default"].settings_dict["NAME"] = database
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
