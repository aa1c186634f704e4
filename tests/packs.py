"""The project's own metro packs, each read once by a worker and shared by all its tests.

A pack never changes once it is read, and its text and hash are kept with it. A test of reading, or
one that changes the files, calls `load_pack` itself.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from rongcheng.policy.load import load_pack
from rongcheng.policy.pack import Pack


@cache
def pack_in(folder: Path) -> Pack:
    """Return the pack of a folder that no test changes; its faults fail the test."""
    pack, faults = load_pack(folder)
    assert pack is not None, faults
    return pack
