"""Keeps Python's garbage collector from reading the whole test suite over and over.

What collecting the tests makes (modules, classes, some seven thousand items) lives until the run
ends. The collector walked through it again and again and freed nothing: a tenth of the processor
time of the tests that run in the worker itself. So it rests while tests are collected, leaves what
is there by then alone, and looks at younger objects less often. It still runs, and pytest asks for
a full collection at the end, so a resource that a test left open is found as before.
"""

from __future__ import annotations

import gc

import pytest

# By default 700 new objects begin a collection, which suits small programs.
THRESHOLDS = (20_000, 10, 10)

gc.disable()


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop() -> None:
    """Set aside all that is loaded, and let the collector go on with what the tests make."""
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
    gc.enable()
