"""How pages say where a call stands and why two sums part (往来的说法)."""

from __future__ import annotations

from rongcheng.services.health.cores.calls import CallState
from rongcheng.services.health.models import CoreCall
from rongcheng.web.i18n import t


def state_words(call: CoreCall) -> str:
    """Say where a call stands; one that was set aside says that people must look at it."""
    if call.dead:
        return t("health.cores.state.dead")
    return t(f"health.cores.state.{CallState(call.state).name.lower()}")


def operation_words(call: CoreCall) -> str:
    """Say whether a call settles or takes back."""
    return t(f"health.cores.operation.{call.operation}")


def cause_words(call: CoreCall) -> str:
    """Say in one sentence why core and policy book part, empty where they agree."""
    cause = call.difference.get("cause", "") if call.difference else ""
    return t(f"health.cores.cause.{cause}") if cause else ""


def fund_sides(call: CoreCall) -> tuple[int | None, int | None]:
    """Return what the fund pays on both sides, where that is what differs."""
    for name, ours, theirs in call.difference.get("amounts", ()) if call.difference else ():
        if name == "fund_fen":
            return ours, theirs
    return None, None
