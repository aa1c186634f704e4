"""Where each side starts after signing in (登录后去哪里)."""

from __future__ import annotations

from rongcheng.web.actor import Actor
from rongcheng.web.registry import navigation


def home_of(actor: Actor) -> str:
    """Return the page on which this side starts: its first own place, else the policy book."""
    places = navigation(actor)
    return places[0].href if places else "/policy"
