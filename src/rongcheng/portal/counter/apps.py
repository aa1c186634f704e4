"""Apps that sign somebody in, at the counter (窗口办登录用的应用): released, or allowed again."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rongcheng.foundation.people.public import (
    LiftNeedsCard,
    lift_block,
    record_served,
    release_link,
    served_by_card,
    served_person,
    serving_required,
)
from rongcheng.kernel.errors import Lang, RongchengError
from rongcheng.portal.app_links.shown import (
    confirmed_number,
    link_views,
    reasons_to_release,
    released_views,
)
from rongcheng.web.actor import signed_in
from rongcheng.web.i18n import language, t

HERE = "/counter/apps"
SEE_OTHER = 303
DONE = ("released", "lifted")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@serving_required
def apps(request: HttpRequest) -> HttpResponseBase:
    """List the served person's apps; a posted form releases one, or lifts a block."""
    person = served_person(request)
    said, status = "", 200
    record_served(request, ["apps"])
    if request.method == "POST":
        try:
            done = _act(request)
        except RongchengError as fault:
            lang: Lang = "en" if language() == "en" else "zh"
            said, status = fault.message(lang), getattr(fault, "status", 400)
        else:
            return HttpResponseRedirect(f"{HERE}?done={done}", status=SEE_OTHER)
    done = request.GET.get("done", "")
    title = t("portal.counter.act.apps.title")
    context = {
        "served": person,
        "crumbs": [(t("portal.counter.title"), "/counter"), (title, "")],
        "title": title,
        "lead": t("portal.app_links.counter_lead"),
        "links": link_views(person.metro, person.id),
        "released": released_views(person.metro, person.id),
        "reasons": reasons_to_release(),
        "action": HERE,
        "by_card": served_by_card(request),
        "done": done if done in DONE else "",
        "said": said,
    }
    return render(request, "portal/counter_apps.html", context, status=status)


def _act(request: HttpRequest) -> str:
    """Do what the form asks for the served person, and return the word for what was done."""
    person, actor = served_person(request).id, signed_in(request)
    number = confirmed_number(request)
    if request.POST.get("step") == "lift":
        if not served_by_card(request):
            raise LiftNeedsCard()
        lift_block(actor, person, number)
        return "lifted"
    release_link(actor, person, number, request.POST.get("reason", ""))
    return "released"
