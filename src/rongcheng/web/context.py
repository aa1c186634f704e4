"""What every page's frame shows (页面框架): who is signed in, where one can go, how one reads."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from rongcheng.web.actor import Actor, actor_of
from rongcheng.web.middleware import request_id_of
from rongcheng.web.preferences import preferences_of
from rongcheng.web.registry import NavItem, entrusted_places, navigation
from rongcheng.web.sessions import time_left, warn_seconds, who_mark

# Everyone; `visitor` is someone who has not signed in.
EVERYONE = frozenset({"visitor", "resident", "clerk", "desk", "officer", "head", "fund", "office"})
# A phone's bottom bar holds five places; more would fall under 44 px each.
BOTTOM_PLACES = 5

_HOME = NavItem(
    key="home", title={"zh": "首页", "en": "Home"}, href="/", icon="home", audiences=EVERYONE
)
_POLICY = NavItem(
    key="policy",
    title={"zh": "政策", "en": "Policy"},
    href="/policy",
    icon="book",
    audiences=EVERYONE,
)
_HELP = NavItem(
    key="help", title={"zh": "帮助", "en": "Help"}, href="/help", icon="help", audiences=EVERYONE
)
_SIGN_IN = NavItem(
    key="signin",
    title={"zh": "登录", "en": "Sign in"},
    href="/signin",
    icon="person",
    audiences=frozenset({"visitor"}),
)


def _places(actor: Actor | None) -> tuple[NavItem, ...]:
    return (_HOME, *navigation(actor), _POLICY, _HELP)


def _bottom_places(actor: Actor | None) -> tuple[NavItem, ...]:
    """Return what stands on a phone's bar; of whoever is signed in the last opens the rest."""
    own = _upper(navigation(actor))
    if actor is None:
        return (_HOME, *own[: BOTTOM_PLACES - 4], _POLICY, _HELP, _SIGN_IN)
    return (_HOME, *own, _POLICY, _HELP)[: BOTTOM_PLACES - 1]


def _more_places(actor: Actor | None, shown: tuple[NavItem, ...]) -> tuple[NavItem, ...]:
    """Return what a phone's bar has no room for; a visitor's bar holds all."""
    return tuple(item for item in _places(actor) if item not in shown) if actor else ()


def _upper(places: tuple[NavItem, ...]) -> tuple[NavItem, ...]:
    """Return the places that stand in the first row: those that are not within another one."""
    keys = {item.key for item in places}
    return tuple(item for item in places if item.within not in keys)


def _group(places: tuple[NavItem, ...], here: str) -> tuple[NavItem, ...]:
    """Return the place that holds the current one with all that stands within it, if it has any."""
    within = {item.key: item.within for item in places}
    head = within.get(here, "") if within.get(here, "") in within else here
    inner = [item for item in places if head and item.within == head]
    return (*(item for item in places if item.key == head), *inner) if inner else ()


def _current(places: tuple[NavItem, ...], path: str) -> str:
    """Return the key of the place whose address is the longest beginning of this path."""
    fitting = [
        (len(href), item.key)
        for item in places
        for href in (item.href, *item.also)
        if path == href or (href != "/" and path.startswith(f"{href}/"))
    ]
    return max(fitting)[1] if fitting else ""


def _session(request: HttpRequest, actor: Actor | None) -> dict[str, object]:
    """Return how long the session is good, for the script that warns; nothing for a visitor."""
    if actor is None or not hasattr(request, "session"):
        return {}
    left = time_left(request, actor)
    return {
        "left": left.seconds,
        "whole": left.whole,
        "warn": warn_seconds(),
        "who": who_mark(actor),
    }


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the frame's variables; the `nav_` prefix keeps them apart from a page's own.

    `prefs`, `lang`, `actor`, `session` (how long it is good), `demo`, `live`, `request_id`,
    `full_path`, `nav_places`, `nav_bottom`, `nav_more` (what a phone's bar has no room for),
    `nav_here` (key of the current place), `nav_group` (the places beside it within another one,
    that one first), `nav_head` (the key of that one), `nav_entrusted` (where one may act for
    another).
    """
    actor = actor_of(request)
    preferences = preferences_of(request)
    places = _places(actor)
    here = _current(places, request.path)
    group = _group(places, here)
    bottom = _bottom_places(actor)
    return {
        "prefs": preferences,
        "lang": preferences.lang,
        "actor": actor,
        "nav_places": _upper(places),
        "nav_group": group,
        "nav_head": group[0].key if group else here,
        "nav_bottom": bottom,
        "nav_more": _more_places(actor, bottom),
        "nav_here": here,
        "nav_entrusted": entrusted_places(actor) if actor and actor.acting_for else (),
        "session": _session(request, actor),
        "demo": settings.RONGCHENG_DEMO,
        "live": settings.RONGCHENG_LIVE,
        "request_id": request_id_of(request),
        "full_path": request.get_full_path(),
    }
