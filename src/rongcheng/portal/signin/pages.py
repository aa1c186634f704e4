"""Signing in and out (登录): a card per side in the demonstration, other ways otherwise."""

from __future__ import annotations

from itertools import groupby

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rongcheng.foundation.people.public import (
    actor_of_account,
    demo_account,
    note_app_link,
    stop_acting,
)
from rongcheng.policy.book import PolicyBook
from rongcheng.portal.code.leaving import forget_here, leave_phone
from rongcheng.portal.metros import chosen_metro, metro_switch, published_books
from rongcheng.portal.queries import DemoAccount, list_demo_accounts
from rongcheng.portal.signin.apps import app_choices
from rongcheng.portal.signin.home import home_of
from rongcheng.portal.signin.pending import BACKEND
from rongcheng.web.actor import Actor, ActorKind
from rongcheng.web.i18n import pick, t
from rongcheng.web.registry import navigation
from rongcheng.web.views import safe_next

ENDS = ("idle", "whole", "elsewhere", "released")
"""Why a session ended, as `web/sessions.py` says it, or since its app was released."""


def _what_awaits(audience: str) -> str:
    """Say what this side can see today; a side without pages of its own is not promised any."""
    kind: ActorKind = "resident" if audience == "resident" else "staff"
    if navigation(Actor(kind, "", role="" if kind == "resident" else audience)):
        return t(f"portal.audience_does.{audience}")
    return t("portal.audience_later")


def _card_groups(book: PolicyBook) -> list[dict[str, object]]:
    cities = {city.code: pick(city.title) for city in book.cities()}
    province = book.metro_area().province
    cities[province.code] = pick(province.title)
    institutions = {item.code: pick(item.title) for item in book.institutions()}

    def shown(card: DemoAccount) -> dict[str, str]:
        place = institutions.get(card.institution) or cities.get(card.city, "")
        if card.department:
            place = f"{place} · {pick(book.departments()[card.department])}"
        insured = ""
        if card.standing:
            insured = t("portal.signin.insured", None, standing=t(f"portal.word.{card.standing}"))
        return {"login": card.login, "label": card.label, "place": place, "insured": insured}

    groups = groupby(list_demo_accounts(book.metro), key=lambda card: card.audience)
    return [
        {
            "audience": audience,
            "title": t(f"portal.audience.{audience}"),
            "lead": _what_awaits(audience),
            "cards": [shown(card) for card in cards],
        }
        for audience, cards in groups
    ]


@never_cache
@require_safe
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show the ways to sign in, and what ended a session that brought somebody here."""
    books = published_books()
    metro = chosen_metro(request, books)
    ended = request.GET.get("ended", "")
    asked = safe_next(request, request.GET.get("next", ""), "")
    context: dict[str, object] = {
        **app_choices(books, metro if settings.RONGCHENG_DEMO else "", asked),
        "next": asked,
        "ended": t(f"portal.signin.ended.{ended}") if ended in ENDS else "",
        "lost": request.GET.get("lost") == "1",
        "metros": metro_switch(books, metro),
        "groups": _card_groups(books[metro]) if metro and settings.RONGCHENG_DEMO else [],
    }
    return render(request, "portal/signin.html", context)


@never_cache
@require_safe
def sign_in_back(request: HttpRequest) -> HttpResponse:
    """Say that the sign-in of another tab is done, and that the page one was at goes on."""
    return render(request, "portal/signin_back.html")


@require_POST
def sign_in_demo(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the demonstration's invented people; refused outside demo mode."""
    account = demo_account(request.POST.get("login", ""))
    login(request, account, backend=BACKEND)
    # Django keeps the session of somebody who signs in again; whom she acted for is not kept, nor
    # by which app she came before.
    stop_acting(request)
    note_app_link(request, None)
    asked = safe_next(request, request.POST.get("next", ""), "")
    return HttpResponseRedirect(asked or home_of(actor_of_account(account)))


@never_cache
@require_http_methods(["GET", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ask once (GET), then end the session and return to the home page (POST)."""
    if request.method == "POST":
        answer = HttpResponseRedirect("/")
        if leave_phone(request):
            forget_here(answer)
        logout(request)
        return answer
    return render(request, "portal/signout.html")
