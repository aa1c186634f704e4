"""What a sign-in needs to know of itself on its way back (登录往返): kept by the browser, signed.

Whoever presses an app's button leaves nothing here: state, nonce and verifier lie in a signed
cookie that goes to this app's way back only. A state counts once: the row that says so is written
when an answer comes with a state that we signed for this browser.
"""

from __future__ import annotations

import secrets
import time
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from rongcheng.foundation.people.city_apps.offered import SignInApp
from rongcheng.foundation.people.models import AppAttempt
from rongcheng.foundation.people.sign_in_rules import attempt_rules

COOKIE = "app_signin"
_SALT = "rongcheng.people.app_attempt"
# Browsers keep 4,096 bytes of a cookie, its name and attributes included.
_MOST_BYTES = 3_500
# An address to come back to that is longer than this is left out: the cookie must hold.
_LONGEST_NEXT = 1_500

Kept = dict[str, Any]
"""One attempt: `id` (state), `app` (key), `at` (seconds), `state` (nonce, verifier, next)."""


def begin_attempt(request: HttpRequest, app: SignInApp, state: dict[str, Any]) -> str:
    """Note an attempt for the answer that leads to the app, and return its state."""
    if len(str(state.get("next", ""))) > _LONGEST_NEXT:
        state = {name: value for name, value in state.items() if name != "next"}
    state_id = secrets.token_urlsafe(24)
    attempt = {"id": state_id, "app": app.key, "at": int(time.time()), "state": state}
    kept = [*_attempts(request, app), attempt][-attempt_rules().most :]
    while len(kept) > 1 and len(_signed(kept)) > _MOST_BYTES:
        del kept[0]
    _remember(request, kept)
    return state_id


def take_attempt(request: HttpRequest, app: SignInApp, state_id: str) -> dict[str, Any] | None:
    """Return what this browser began under a state, once; None where it did not, or too long ago.

    Of any number of answers with one state the first is taken.
    """
    found = [one for one in _attempts(request, app) if one["id"] == state_id]
    if not found or not _is_first(state_id):
        return None
    _remember(request, [one for one in _attempts(request, app) if one["id"] != state_id])
    state: dict[str, Any] = found[0]["state"]
    return state


def keep_attempts(
    request: HttpRequest, app: SignInApp, answer: HttpResponseBase, *, secure: bool
) -> None:
    """Give the browser what it has under way now, if that changed."""
    kept: list[Kept] | None = getattr(request, "_city_app_attempts", None)
    if kept is None:
        return
    path = f"/signin/app/{app.metro}/{app.city}"
    if not kept:
        answer.delete_cookie(COOKIE, path=path, samesite="Lax")
        return
    answer.set_cookie(
        COOKIE,
        _signed(kept),
        max_age=attempt_rules().minutes * 60,
        path=path,
        secure=secure,
        httponly=True,
        # The way back is a link from another site: Lax lets the cookie go along, Strict would not.
        samesite="Lax",
    )


def _attempts(request: HttpRequest, app: SignInApp) -> list[Kept]:
    """Return what the browser shows of attempts at this app: signed here and not too old."""
    longest = timedelta(minutes=attempt_rules().minutes)
    try:
        found: list[Kept] = signing.loads(
            request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=longest
        )
    except signing.BadSignature:
        return []
    youngest = time.time() - longest.total_seconds()
    return [one for one in found if one["app"] == app.key and one["at"] >= youngest]


def _is_first(state_id: str) -> bool:
    """Note that an answer with this state came; False if one came before."""
    ends_at = timezone.now() + timedelta(minutes=attempt_rules().minutes)
    _, is_first = AppAttempt.objects.get_or_create(
        mark=sha256(state_id.encode()).hexdigest(), defaults={"ends_at": ends_at}
    )
    return is_first


def _signed(kept: list[Kept]) -> str:
    return signing.dumps(kept, salt=_SALT, compress=True)


def _remember(request: HttpRequest, kept: list[Kept]) -> None:
    request._city_app_attempts = kept  # type: ignore[attr-defined]
