"""The code at the counter (窗口办融城码): stop a lost phone or card, issue a printed card."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rongcheng.foundation.code.public import get_card, issue_card
from rongcheng.foundation.people.public import (
    counter_rules,
    mask_name,
    record_served,
    served_as_holder,
    served_person,
    serving_required,
)
from rongcheng.kernel.clock import get_clock
from rongcheng.portal.code.carriers import (
    COUNTER_REASONS,
    card_in_use,
    number_of,
    reasons_in_words,
    shown_carriers,
    stop_asked,
)
from rongcheng.portal.errors import CardPrintedBefore
from rongcheng.web.i18n import t
from rongcheng.web.qr import qr_picture

HERE = "/counter/code"
SEE_OTHER = 303


@require_http_methods(["GET", "HEAD", "POST"])
@serving_required
def carriers(request: HttpRequest) -> HttpResponseBase:
    """List the served person's phones and cards; a posted form stops one, for ever."""
    owner = served_as_holder(request)
    if request.method == "POST":
        record_served(request, ["code"])
        stop_asked(request, owner, COUNTER_REASONS)
        return HttpResponseRedirect(f"{HERE}?done=1", status=SEE_OTHER)
    found = shown_carriers(owner)
    record_served(request, ["code"])
    title = t("portal.counter.act.code.title")
    context = {
        "served": served_person(request),
        "crumbs": [(t("portal.counter.title"), "/counter"), (title, "")],
        "title": title,
        "lead": t("portal.carriers.counter_lead"),
        "carriers": found,
        "card": card_in_use(found),
        "reasons": reasons_in_words(COUNTER_REASONS),
        "action": HERE,
        "done": request.GET.get("done") == "1",
    }
    return render(request, "portal/counter_code.html", context)


@require_POST
@serving_required
def issue(request: HttpRequest) -> HttpResponseBase:
    """Issue a card to the served person in place of the one in use, and lead to its sheet."""
    record_served(request, ["code"])
    replaces = number_of(request.POST.get("replaces", ""))
    card = issue_card(served_person(request).id, replaces=replaces)
    return HttpResponseRedirect(f"{HERE}/cards/{card.carrier}", status=SEE_OTHER)


@never_cache
@require_safe
@serving_required
def sheet(request: HttpRequest, carrier: int) -> HttpResponseBase:
    """Show what is printed of a card that was just issued; later a new card is due.

    Raises CarrierNotFound, CarrierRevoked and CardPrintedBefore.
    """
    person = served_person(request)
    record_served(request, ["code"])
    card = get_card(served_as_holder(request), carrier)
    # A card is printed while its owner stands there; later another copy would be nobody's wish.
    if get_clock().now() - card.issued_at > timedelta(seconds=counter_rules().serving_seconds):
        raise CardPrintedBefore()
    title = t("portal.card.title")
    context = {
        "served": person,
        "crumbs": [
            (t("portal.counter.title"), "/counter"),
            (t("portal.counter.act.code.title"), HERE),
            (title, ""),
        ],
        "title": title,
        "card": card,
        "masked": mask_name(person.name),
        "picture": qr_picture(card.text, t("portal.card.picture")),
        "purposes": [t(f"portal.card.purpose.{purpose.word}") for purpose in card.purposes],
    }
    return render(request, "portal/counter_card.html", context)
