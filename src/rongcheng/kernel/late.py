"""Libraries that a single act needs (用时装入): loaded by that act, not by every start.

A program that only prints a policy value, or a web server that comes back after a fault, must not
wait for what reads spreadsheets or cuts fonts. `tests/runtime/test_start.py` says which libraries
stay out of a start.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any


def library(name: str) -> Any:
    """Return a module by its full name, loaded now if this is its first use.

    >>> library("zlib").crc32(b"")
    0
    """
    return import_module(name)
