"""When a session ends (登录何时结束): unused for a while, or in any case; never unannounced.

The rules are `sessions.yaml`, by audience. The store (`SESSION_ENGINE`) knows when a session began
and was last used. A page of someone signed in carries how long it is still good; its script warns,
extends by one tap and, should the session end all the same, keeps what was typed until the same
person has signed in again.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, Protocol, cast
from urllib.parse import urlencode, urlsplit

import yaml
from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.crypto import get_suite
from rongcheng.kernel.errors import CallerError
from rongcheng.web.actor import Actor, actor_of
from rongcheng.web.errors import envelope, wants_json
from rongcheng.web.views import safe_next

_FILE = Path(__file__).with_name("sessions.yaml")
STATE_ADDRESS = "/session"
# A request that the page makes by itself: nobody touched anything.
BACKGROUND = "X-Background"
FRAGMENT = "X-Fragment"
SEE_OTHER = 303
# Leaving, and signing in, must not stumble over a session that is over.
_OPEN_PATHS = ("/signout", "/signin", "/preferences", "/healthz")

GetResponse = Callable[[HttpRequest], HttpResponse]


class SessionEnded(CallerError):
    """A program of the page asks for somebody whose session has ended (登录已结束)."""

    code = "web.E010"
    status = 401
    zh = "登录已经结束，这一步没有办。请重新登录，再做一次。"
    en = "The sign-in has ended and nothing was done. Sign in again and repeat it."


class Ends(NamedTuple):
    """When the sessions of an audience end (会话时限)."""

    idle: timedelta
    whole: timedelta


class TimedSession(Protocol):
    """A session of the store in use."""

    started_at: datetime | None
    seen_at: datetime | None

    def note_seen(self, now: datetime) -> None:
        """Note that the person is still there."""

    def cycle_key(self) -> None:
        """Begin anew under another key, with the same data."""


class Left(NamedTuple):
    """How long a session is still good: `seconds`, and whether its whole time is what ends."""

    seconds: int
    whole: bool


@cache
def _tree() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return loaded


@cache
def ends_of(audience: str) -> Ends:
    """Return when sessions of an audience end; a KeyError for one that the file does not name."""
    row = _tree()["audiences"][audience]
    return Ends(timedelta(minutes=row["idle_minutes"]), timedelta(minutes=row["whole_minutes"]))


def longest_session() -> timedelta:
    """Return after how long every session of now is over, whoever holds it."""
    return max(ends_of(audience).whole for audience in _tree()["audiences"])


def warn_seconds() -> int:
    """Return how long before the end people are warned."""
    return int(_tree()["warn_seconds"])


def time_left(request: HttpRequest, actor: Actor) -> Left:
    """Return how long the session of this request is good, from now; 0 or less: it is over."""
    session, now = session_of(request), get_clock().now()
    ends = ends_of(actor.audience)
    by_use = (session.seen_at or now) + ends.idle
    by_age = (session.started_at or now) + ends.whole
    return Left(int((min(by_use, by_age) - now).total_seconds()), by_age <= by_use)


def session_of(request: HttpRequest) -> TimedSession:
    """Return the request's session as one that knows its moments."""
    return cast(TimedSession, request.session)


class SessionEndsMiddleware:
    """Ends what is over, notes what is used, and leads back after a new sign-in."""

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or say that the session has ended."""
        # Visitors without a session cost nothing.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session:
            why = _why_over(request)
            if why:
                logout(request)
                request._rongcheng_actor = None  # type: ignore[attr-defined]
                if not request.path.startswith((*_OPEN_PATHS, STATE_ADDRESS)):
                    return _ended(request, why)
        return self.get_response(request)


def _why_over(request: HttpRequest) -> str:
    """Return why the session is over (`elsewhere`, `idle`, `whole`), or nothing; note its use."""
    actor = actor_of(request)
    if actor is None:
        # The account was closed, or its sessions were ended: its mark no longer fits.
        return "elsewhere"
    left = time_left(request, actor)
    if left.seconds <= 0:
        return "whole" if left.whole else "idle"
    by_itself = request.path == STATE_ADDRESS or request.headers.get(BACKGROUND) == "1"
    session, now = session_of(request), get_clock().now()
    stale = timedelta(seconds=_tree()["note_seconds"])
    if not by_itself and (session.seen_at is None or now - session.seen_at >= stale):
        session.note_seen(now)
    return ""


def _ended(request: HttpRequest, why: str) -> HttpResponse:
    """Lead to the sign-in page, which says what happened and leads back."""
    script = request.headers.get(FRAGMENT) or request.headers.get(BACKGROUND)
    if script or wants_json(request):
        return JsonResponse(
            {"left": 0, "ended": why} | envelope(SessionEnded()),
            status=SessionEnded.status,
            json_dumps_params={"ensure_ascii": False},
        )
    given = {"ended": why, "next": request.get_full_path()}
    if request.method not in ("GET", "HEAD"):
        # Nothing was done. Back to the page with the form, not to where the form was sent.
        given = {"ended": why, "lost": "1", "next": _page_before(request)}
    answer = HttpResponseRedirect(f"{settings.LOGIN_URL}?{urlencode(given)}")
    answer.status_code = SEE_OTHER
    return answer


def _page_before(request: HttpRequest) -> str:
    parts = urlsplit(safe_next(request, request.headers.get("Referer", ""), "/"))
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


@never_cache
@require_safe
def session_state(request: HttpRequest) -> HttpResponse:
    """Say how long the session is good; asking does not prolong it.

    `{"left": seconds, "whole": bool, "who": mark, "token": form token}`; `left` 0: nobody is
    signed in. `who` tells the same person from another one, and nothing else.
    """
    return _state(request)


@never_cache
@require_POST
def extend_session(request: HttpRequest) -> HttpResponse:
    """Prolong an unused session by one tap; its whole time stays as it is."""
    if actor_of(request) is not None:
        session_of(request).note_seen(get_clock().now())
    if wants_json(request):
        return _state(request)
    answer = HttpResponseRedirect(safe_next(request, request.POST.get("next", "")))
    answer.status_code = SEE_OTHER
    return answer


def _state(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    if actor is None:
        return JsonResponse({"left": 0, "whole": False, "who": "", "token": ""})
    left = time_left(request, actor)
    return JsonResponse(
        {
            "left": left.seconds,
            "whole": left.whole,
            "who": who_mark(actor),
            "token": get_token(request),
        }
    )


def who_mark(actor: Actor) -> str:
    """Return a mark that is the same for the same person and tells nothing else."""
    # Not under the session secret, which changes while a page is open.
    return get_suite().keyed_hash(f"{actor.kind}:{actor.id}".encode(), "web.session").hex()[:16]
