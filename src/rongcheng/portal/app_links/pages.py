"""The apps that sign me in (登录用的应用): a resident sees them and lets one go, at once."""

from __future__ import annotations

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rongcheng.foundation.access.public import record_access
from rongcheng.foundation.people.public import app_link_of, release_link
from rongcheng.kernel.errors import Lang, RongchengError
from rongcheng.portal.app_links.shown import (
    confirmed_number,
    link_views,
    reasons_to_release,
    released_views,
)
from rongcheng.web.actor import actor_required, signed_in
from rongcheng.web.i18n import language, t
from rongcheng.web.middleware import request_id_of

HERE = "/me/apps"
SEE_OTHER = 303


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@actor_required("resident")
def apps(request: HttpRequest) -> HttpResponseBase:
    """List which apps sign the resident in; a posted form releases one and ends its sessions."""
    actor = signed_in(request)
    assert actor.person_id is not None
    here = app_link_of(request)
    said, status = "", 200
    if request.method == "POST":
        try:
            number = confirmed_number(request)
            release_link(actor, actor.person_id, number, request.POST.get("reason", ""))
        except RongchengError as fault:
            lang: Lang = "en" if language() == "en" else "zh"
            said, status = fault.message(lang), getattr(fault, "status", 400)
        else:
            if number == here:
                logout(request)
                return HttpResponseRedirect("/signin?ended=released", status=SEE_OTHER)
            return HttpResponseRedirect(f"{HERE}?done=1", status=SEE_OTHER)
    record_access(
        actor=actor,
        application="web",
        purpose="self",
        persons=[actor.person_id],
        data_kinds=["apps"],
        request_id=request_id_of(request),
    )
    context = {
        "title": t("portal.app_links.title"),
        "lead": t("portal.app_links.lead"),
        "links": link_views(actor.metro, actor.person_id, here),
        "released": released_views(actor.metro, actor.person_id),
        "reasons": reasons_to_release(),
        "action": HERE,
        "done": request.GET.get("done") == "1",
        "said": said,
    }
    return render(request, "portal/app_links.html", context, status=status)
