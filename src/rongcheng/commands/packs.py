"""`rongcheng check`: every fault of a metro pack, before anybody's claim depends on it."""

from __future__ import annotations

from pathlib import Path

from rongcheng.commands.output import say
from rongcheng.policy.load import load_pack, render_faults
from rongcheng.runtime.console import chosen_language


def check_pack(folder: Path) -> int:
    """Print every fault with file and line, and return 1 if there is any."""
    _, faults = load_pack(folder)
    say(render_faults(faults, chosen_language(), folder=str(folder)))
    return 1 if faults else 0
