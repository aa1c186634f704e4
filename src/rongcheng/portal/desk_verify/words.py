"""The words of the verification page (核验页文案): purposes, and what its script says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from rongcheng.foundation.code.public import Purpose
from rongcheng.web.i18n import t

# Sentences of the script; a word in braces is filled in by it.
_SAID = (
    "busy", "waiting", "good_offline", "signed_out", "no_keys", "keys", "keys_old", "no_list",
    "list", "list_old", "clock_fast", "clock_slow", "ready", "not_ready", "insecure", "unkept",
    "camera_starting", "camera_on", "camera_refused", "camera_none", "camera_offline",
    "camera_rest", "picture_none", "picture_reading", "refreshing", "refresh_failed",
)  # fmt: skip
_FILLED = ("count", "seconds", "until", "when")


class Shown(NamedTuple):
    """An answer as the desk sees it; `kind` is yes, no, or cannot where nothing was verified.

    `verification` is the number under which a clerk may go on to serve whoever came, else empty.
    """

    kind: str
    reason: str = ""
    facts: list[tuple[str, str]] = []  # noqa: RUF012 - never changed
    notes: list[str] = []  # noqa: RUF012
    verification: str = ""


def blank_answers() -> list[Shown]:
    """Return one empty answer of each kind, which the page's script fills in offline."""
    return [Shown(kind) for kind in ("yes", "no", "cannot")]


def purpose_choices(purposes: Iterable[Purpose]) -> list[tuple[str, str]]:
    """Return each purpose as its word and its name for people."""
    return [(found.word, t(f"portal.verify.purpose.{found.word}")) for found in purposes]


def page_words() -> list[tuple[str, str]]:
    """Return what the page's script says, by the names under which it asks."""
    blanks = {name: "{" + name + "}" for name in _FILLED}
    return [
        (name.replace("_", "-"), t(f"portal.verify.say.{name}", None, **blanks)) for name in _SAID
    ]
