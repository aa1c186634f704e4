"""Signing in and out (登录): a card per side in the demonstration, a staff password otherwise."""

from __future__ import annotations

from hashlib import sha256
from itertools import groupby

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from rongcheng.foundation.people.public import actor_of_account, demo_account
from rongcheng.policy.book import PolicyBook
from rongcheng.portal.code_leaving import forget_here, leave_phone
from rongcheng.portal.metros import chosen_metro, metro_switch, published_books
from rongcheng.portal.queries import DemoAccount, list_demo_accounts
from rongcheng.web.actor import Actor, ActorKind
from rongcheng.web.i18n import pick, t
from rongcheng.web.registry import navigation
from rongcheng.web.views import safe_next

# After so many wrong passwords for one name, it rests: guessing stays slow.
TRIES = 8
REST_SECONDS = 900
_BACKEND = "django.contrib.auth.backends.ModelBackend"


def _home_of(actor: Actor) -> str:
    """Return the page on which this side starts: its first own place, else the policy book."""
    places = navigation(actor)
    return places[0].href if places else "/policy"


def _what_awaits(audience: str) -> str:
    """Say what this side can see today; a side without pages of its own is not promised any."""
    kind: ActorKind = "resident" if audience == "resident" else "staff"
    if navigation(Actor(kind, "", role="" if kind == "resident" else audience)):
        return t(f"portal.audience_does.{audience}")
    return t("portal.audience_later")


def _card_groups(book: PolicyBook) -> list[dict[str, object]]:
    cities = {city.code: pick(city.title) for city in book.cities()}
    institutions = {item.code: pick(item.title) for item in book.institutions()}

    def shown(card: DemoAccount) -> dict[str, str]:
        place = institutions.get(card.institution) or cities.get(card.city, "")
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
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show the ways to sign in; a posted form signs a member of staff in by password."""
    asked = safe_next(request, request.POST.get("next") or request.GET.get("next", ""), "")
    if request.method == "POST":
        return _password_sign_in(request, asked)
    return _page(request, asked)


def _page(
    request: HttpRequest, asked: str, *, error: str = "", name: str = "", status: int = 200
) -> HttpResponse:
    books = published_books() if settings.RONGCHENG_DEMO else {}
    metro = chosen_metro(request, books)
    context = {
        "next": asked,
        "error": error,
        "name": name,
        "metros": metro_switch(books, metro),
        "groups": _card_groups(books[metro]) if metro else [],
    }
    return render(request, "portal/signin.html", context, status=status)


def _tries_key(name: str) -> str:
    return "signin-" + sha256(name.encode()).hexdigest()


def _password_sign_in(request: HttpRequest, asked: str) -> HttpResponse:
    name = request.POST.get("login", "").strip()[:150]
    key = _tries_key(name)
    if cache.get(key, 0) >= TRIES:
        minutes = REST_SECONDS // 60
        error = t("portal.signin.resting", None, minutes=minutes)
        return _page(request, asked, error=error, name=name, status=429)
    account = authenticate(request, username=name, password=request.POST.get("password", ""))
    if account is None:
        cache.add(key, 0, REST_SECONDS)
        cache.incr(key)
        return _page(request, asked, error=t("portal.signin.wrong"), name=name, status=403)
    cache.delete(key)
    login(request, account, backend=_BACKEND)
    return HttpResponseRedirect(asked or _home_of(actor_of_account(account)))


@require_POST
def sign_in_demo(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the demonstration's invented people; refused outside demo mode."""
    account = demo_account(request.POST.get("login", ""))
    login(request, account, backend=_BACKEND)
    asked = safe_next(request, request.POST.get("next", ""), "")
    return HttpResponseRedirect(asked or _home_of(actor_of_account(account)))


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
