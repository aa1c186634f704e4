"""Runs functions at the same time, each on a database connection of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connections


def at_once(calls: Sequence[Callable[[], Any]], patience_s: float = 60) -> list[Any]:
    """Start all calls together and return each one's result, or the exception that it raised."""
    barrier = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        barrier.wait(patience_s)
        try:
            return call()
        except Exception as failure:  # the caller asserts on it
            return failure
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=len(calls)) as pool:
        return [future.result(patience_s) for future in [pool.submit(run, c) for c in calls]]
