"""Pages of the zone (专区页面): the list, and the way from an app's link to an item's page.

A link leads to one place only: the item's page here. Whoever is not signed in passes the app's own
sign-in first and comes back to the very link. From another site's page the sign-in begins only when
the button is pressed here, so that no other site signs anybody in.
"""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rongcheng.foundation.people.public import AppNotOffered, find_sign_in_app
from rongcheng.kernel.clock import get_clock
from rongcheng.policy.book import PolicyBook
from rongcheng.services.government.zone.errors import AppUnknown
from rongcheng.services.government.zone.items import (
    ZoneItem,
    find_app,
    item_address,
    list_zone_items,
)
from rongcheng.web.actor import actor_of
from rongcheng.web.city_app import remember_app
from rongcheng.web.i18n import pick, t

SEE_OTHER = 303
SAMPLE = "illustrative"
FROM_HERE = {"same-origin", "none"}


@require_safe
def zone(request: HttpRequest, app: str) -> HttpResponseBase:
    """Show what can be applied for in a city's app, by theme."""
    book, place, title = _found(app)
    themes: dict[str, list[dict[str, object]]] = {}
    for one in list_zone_items(book, app, get_clock().today()):
        themes.setdefault(pick(one.item.theme), []).append(_shown(one))
    context = {
        "title": t("government.zone.title"),
        "lead": t("government.zone.lead", None, app=title, place=place),
        "themes": list(themes.items()),
    }
    return render(request, "government/zone.html", context)


@never_cache
@require_safe
def zone_item(request: HttpRequest, app: str, item: str) -> HttpResponseBase:
    """Lead on to the item, by the app's own sign-in where nobody is signed in."""
    book, _, title = _found(app)
    offered = list_zone_items(book, app, get_clock().today())
    found = next((one for one in offered if one.item.id == item), None)
    if found is None:
        raise Http404
    actor = actor_of(request)
    if actor is not None and actor.kind == "resident" and actor.metro == book.metro:
        remember_app(request, app)
        return HttpResponseRedirect(f"/apply/{item}", status=SEE_OTHER)
    sign_in = _sign_in_address(book, app, item)
    came_from = request.headers.get("Sec-Fetch-Site", "")
    if actor is None and came_from in FROM_HERE:
        return HttpResponseRedirect(sign_in)
    context = {
        "title": pick(found.item.title),
        "lead": pick(found.version.content),
        "is_sample": found.version.status == SAMPLE,
        "app": title,
        "sign_in": sign_in,
        "other": actor.label if actor is not None else "",
        "all": f"/zone/{app}",
    }
    return render(request, "government/zone_item.html", context)


def _found(app: str) -> tuple[PolicyBook, str, str]:
    try:
        book, city, title = find_app(app)
    except AppUnknown as fault:
        raise Http404 from fault
    return book, pick(city.title), pick(title)


def _sign_in_address(book: PolicyBook, app: str, item: str) -> str:
    """Return where the sign-in begins: at the app, or at our page where the app is not offered."""
    back = urlencode({"next": item_address(app, item)})
    try:
        find_sign_in_app(book, app)
    except AppNotOffered:
        return f"/signin?{back}"
    return f"/signin/app/{book.metro}/{app}?{back}"


def _shown(one: ZoneItem) -> dict[str, object]:
    return {
        "title": pick(one.item.title),
        "summary": pick(one.version.content),
        "href": one.href,
        "is_sample": one.version.status == SAMPLE,
        "free": not one.version.fee.charged,
    }
