"""Signing in by a city's app (应用登录): there and back again.

The library that speaks OpenID Connect, and an HTTP client with it, is loaded at the first sign-in
of a process: most commands and jobs never have one.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from rongcheng.foundation.people.city_apps.linking import AppEntry
from rongcheng.foundation.people.city_apps.offered import SignInApp
from rongcheng.kernel.late import library

Welcome = Callable[[AppEntry, str], HttpResponse]
"""Signs an account in and leads on to an address of this site (empty: where it starts)."""

_PROVIDER = "rongcheng.foundation.people.city_apps.provider"


def begin_app_sign_in(request: HttpRequest, app: SignInApp, asked: str) -> HttpResponseBase:
    """Lead the browser to the app; `asked` is the address of this site to come back to.

    Raises AppNotAnswering.
    """
    answer: HttpResponseBase = library(_PROVIDER).lead_to_app(request, app, asked)
    return answer


def finish_app_sign_in(request: HttpRequest, app: SignInApp, welcome: Welcome) -> HttpResponseBase:
    """Take the answer of the app and give the verified account to `welcome`.

    Raises SignInExpired, SignInCancelled, AppNotAnswering, AppAnswerWrong, AppNotSure,
    AppNameDiffers, AppAccountMoved, AppSignInClosed, AppBlocked; then nobody is signed in.
    """
    answer: HttpResponseBase = library(_PROVIDER).take_answer(request, app, welcome)
    return answer


def close_app_sign_in(request: HttpRequest, app: SignInApp, answer: HttpResponseBase) -> None:
    """Take from the browser what it kept of the attempt that just came back, however it ended."""
    library(_PROVIDER).close_attempt(request, app, answer)
