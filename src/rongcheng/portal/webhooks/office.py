"""What the cities' apps were told (应用推送): how each fares, what did not arrive, retry.

Numbers of cases and no person stand here. A retry works in whatever state the address is: the
message is back in line with all its tries, and the page says when it will go out.
"""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rongcheng.foundation.webhooks.public import (
    DeadDelivery,
    EndpointInfo,
    get_endpoint,
    list_dead,
    list_endpoints,
    retry_all,
    retry_delivery,
    switch_endpoint,
)
from rongcheng.kernel.clock import get_clock
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.editions import current_book
from rongcheng.web.actor import Actor, actor_required, signed_in
from rongcheng.web.i18n import catalogue, pick, t

HERE = "/office/webhooks"
SEE_OTHER = 303
MOST_SHOWN = 100
DONE = {"one", "all", "nothing", "on", "off"}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@actor_required("office")
def webhooks(request: HttpRequest) -> HttpResponseBase:
    """Show the subscriptions of the metro area and what did not arrive; retry, switch on or off."""
    actor = signed_in(request)
    if request.method == "POST":
        done = _act(request, actor)
        return HttpResponseRedirect(f"{HERE}?done={done}", status=SEE_OTHER)
    book, now = current_book(actor.metro), get_clock().now()
    dead = list_dead(metro=actor.metro, limit=MOST_SHOWN + 1)
    done = request.GET.get("done", "")
    context = {
        "title": t("portal.webhooks.title"),
        "lead": t("portal.webhooks.lead"),
        "done": t(f"portal.webhooks.done.{done}") if done in DONE else "",
        "endpoints": [_endpoint(book, row, now) for row in list_endpoints(actor.metro)],
        "dead": [_dead(book, row) for row in dead[:MOST_SHOWN]],
        "more": len(dead) > MOST_SHOWN,
        "most": MOST_SHOWN,
    }
    return render(request, "portal/webhooks.html", context)


def _act(request: HttpRequest, actor: Actor) -> str:
    """Do what was pressed and return which sentence tells of it."""
    info = get_endpoint(request.POST.get("endpoint", ""))
    if info.metro != actor.metro:
        raise Http404
    act = request.POST.get("act", "")
    if act == "one":
        number = request.POST.get("delivery", "")
        if not (number.isascii() and number.isdigit() and len(number) < 19):
            raise Http404
        return "one" if retry_delivery(info.id, int(number)) else "nothing"
    if act == "all":
        return "all" if retry_all(info.id) else "nothing"
    if act in ("on", "off"):
        switch_endpoint(info.id, on=act == "on")
        return act
    raise Http404


def _endpoint(book: PolicyBook, row: EndpointInfo, now: datetime) -> dict[str, object]:
    state, badge = _state(row, now)
    return {
        "id": row.id,
        "app": _app(book, row.app),
        "url": row.url,
        "state": t(f"portal.webhooks.state.{state}"),
        "badge": badge,
        "means": t(f"portal.webhooks.means.{state}"),
        "rests_until": row.rests_until if state == "resting" else None,
        "waiting": row.waiting,
        "dead": row.dead,
        "told": row.position,
        "taken_at": row.last_taken_at,
        "failure": why(row.last_failure),
        "failed_at": row.last_failure_at,
        "may_switch": "on" if row.off_reason else "off",
    }


def _state(row: EndpointInfo, now: datetime) -> tuple[str, str]:
    if row.off_reason:
        return row.off_reason, "bad"
    if not row.url:
        return "asks", "good"
    if row.rests_until is not None and row.rests_until > now:
        return "resting", "warn"
    return ("late", "warn") if row.failures or row.dead else ("well", "good")


def _dead(book: PolicyBook, row: DeadDelivery) -> dict[str, object]:
    return {
        "id": row.id,
        "endpoint": row.endpoint,
        "app": _app(book, row.app),
        "key": row.key,
        "created_at": row.created_at,
        "attempts": row.attempts,
        "failure": why(row.last_failure),
    }


def _app(book: PolicyBook, city: str) -> str:
    """Return an app's name with its city; a city that the pack no longer has by its code."""
    found = next((member for member in book.cities() if member.code == city), None)
    if found is None:
        return city
    app = pick(found.app.title) if found.app is not None else ""
    return t("portal.webhooks.app", None, app=app, city=pick(found.title)) if app else city


def why(failure: str) -> str:
    """Return a failure's word as a sentence that says whose turn it is."""
    if failure.startswith("http_"):
        return t("portal.webhooks.why.http", None, status=failure.removeprefix("http_"))
    key = f"portal.webhooks.why.{failure}"
    return t(key) if failure and key in catalogue("zh") else failure
