"""Signing in by a city's app (城市应用登录): to the app, back, and in words if it fails."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlencode

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from rongcheng.foundation.people.public import (
    Account,
    AppEntry,
    SignInApp,
    actor_of_account,
    begin_app_sign_in,
    close_app_sign_in,
    find_sign_in_app,
    finish_app_sign_in,
    held_link,
    list_sign_in_apps,
    note_app_link,
    stop_acting,
)
from rongcheng.kernel.errors import CallerError, PeerError, RongchengError
from rongcheng.policy.book import PolicyBook
from rongcheng.portal.metros import Books, find_book
from rongcheng.web.city_app import remember_app
from rongcheng.web.errors import status_of
from rongcheng.web.i18n import language, pick
from rongcheng.web.registry import navigation
from rongcheng.web.views import safe_next

_BACKEND = "django.contrib.auth.backends.ModelBackend"


class AppChoice(NamedTuple):
    """An app to sign in by: its name, its city, and where its button leads."""

    title: str
    place: str
    href: str
    stand_in: bool


def app_choices(books: Books, metro: str, asked: str) -> dict[str, object]:
    """Return what the sign-in page says of the apps: those of one metro area, or of all."""
    chosen = [books[metro]] if metro else list(books.values())
    choices = [_choice(book, app, asked) for book in chosen for app in list_sign_in_apps([book])]
    return {"apps": choices, "apps_stand_in": any(choice.stand_in for choice in choices)}


def _choice(book: PolicyBook, app: SignInApp, asked: str) -> AppChoice:
    href = f"/signin/app/{app.metro}/{app.city}"
    if asked:
        href += f"?{urlencode({'next': asked})}"
    place = pick(book.city(app.city).title)
    return AppChoice(pick(app.title), place, href, app.stand_in)


@never_cache
@require_GET
def to_app(request: HttpRequest, metro: str, city: str) -> HttpResponseBase:
    """Lead to a city's app; only from our own pages, so that no other site begins a sign-in."""
    asked = safe_next(request, request.GET.get("next", ""), "")
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        query = f"?{urlencode({'next': asked})}" if asked else ""
        return HttpResponseRedirect(f"/signin{query}")
    try:
        app = find_sign_in_app(find_book(metro), city)
        return begin_app_sign_in(request, app, asked)
    except RongchengError as fault:
        return _failed(request, fault, asked)


@never_cache
@require_GET
def from_app(request: HttpRequest, metro: str, city: str) -> HttpResponseBase:
    """Take a city's app's answer: signed in, or told what happened and what to do."""

    def welcome(entry: AppEntry, asked: str) -> HttpResponse:
        with held_link(entry.account, entry.link):
            # Gives the browser a new session: one that somebody planted before is worth nothing.
            login(request, entry.account, backend=_BACKEND)
            stop_acting(request)
            remember_app(request, city)
            note_app_link(request, entry.link)
        return HttpResponseRedirect(safe_next(request, asked, _start_of(entry.account)))

    try:
        app = find_sign_in_app(find_book(metro), city)
    except RongchengError as fault:
        return _failed(request, fault)
    try:
        answer = finish_app_sign_in(request, app, welcome)
    except RongchengError as fault:
        answer = _failed(request, fault)
    close_app_sign_in(request, app, answer)
    return answer


def _start_of(account: Account) -> str:
    places = navigation(actor_of_account(account))
    return places[0].href if places else "/"


def _failed(request: HttpRequest, fault: RongchengError, asked: str = "") -> HttpResponse:
    """Say in words whose fault it is, that nothing happened, and which ways there are."""
    if not isinstance(fault, CallerError | PeerError):
        raise fault
    context = {
        "said": fault.message("zh" if language() == "zh" else "en"),
        "of_app": isinstance(fault, PeerError),
        "next": asked,
        "again": f"/signin?{urlencode({'next': asked})}" if asked else "/signin",
    }
    return render(request, "portal/signin_failed.html", context, status=status_of(fault))
