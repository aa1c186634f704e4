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


# How the technical words of a call's last reason begin, and what pages say for them.
REASONS = (
    ("timeout", "slow"),
    ("connection", "unreachable"),
    ("cut_off", "unreachable"),
    ("http", "failed"),
    ("unreadable", "unreadable"),
    ("too_large", "unreadable"),
    ("wrong", "wrong"),
    ("key_", "key"),
    ("given_up", "given_up"),
    ("made_after_all", "made_after_all"),
    ("barred", "barred"),
    ("2601", "by_hospital"),
    ("health.", "not_recorded"),
)


def reason_words(call: CoreCall) -> str:
    """Say what happened last with a call, empty where nothing is to be said."""
    for head, word in REASONS:
        if call.reason.startswith(head):
            return t(f"health.cores.why.{word}")
    return str(call.reason)


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
