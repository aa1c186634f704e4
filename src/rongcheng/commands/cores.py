"""`rongcheng catch-up`: brings every open call to a pool's own core as far as it can be now."""

from __future__ import annotations

from rongcheng.commands.output import say
from rongcheng.runtime.console import chosen_language
from rongcheng.services.health.public import catch_up_cores


def catch_up() -> int:
    """Print what was brought to its end, and return 1 while something still waits."""
    done, waiting, aside = catch_up_cores()
    if chosen_language() == "zh":
        say(f"补办了 {done} 笔，还有 {waiting} 笔待办，{aside} 笔已停办、等人处理。")
    else:
        say(f"{done} calls brought to an end, {waiting} still wait, {aside} are set aside.")
    return 1 if waiting or aside else 0
