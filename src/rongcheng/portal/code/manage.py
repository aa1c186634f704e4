"""My phones and cards (我的手机和纸质卡): which carry the code, and how one of them is stopped."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from rongcheng.foundation.access.public import record_access
from rongcheng.foundation.people.public import note_act
from rongcheng.portal.code.carriers import (
    OWN_REASONS,
    card_in_use,
    reasons_in_words,
    shown_carriers,
    stop_asked,
)
from rongcheng.web.actor import actor_required, signed_in
from rongcheng.web.i18n import t
from rongcheng.web.middleware import request_id_of

HERE = "/me/code/manage"
SEE_OTHER = 303


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required("resident", matter="code")
def manage(request: HttpRequest) -> HttpResponseBase:
    """List the resident's phones and cards; a posted form stops one, for ever."""
    actor = signed_in(request)
    if request.method == "POST":
        with transaction.atomic():
            stopped = stop_asked(request, actor, OWN_REASONS)
            note_act(actor, "code.stopped", str(stopped))
        return HttpResponseRedirect(f"{HERE}?done=1", status=SEE_OTHER)
    carriers = shown_carriers(actor)
    record_access(
        actor=actor,
        application="web",
        purpose="self",
        persons=[actor.person_id] if actor.person_id else [],
        data_kinds=["code"],
        request_id=request_id_of(request),
    )
    title = t("portal.carriers.title")
    context = {
        "crumbs": [(t("portal.code.title"), "/me/code"), (title, "")],
        "title": title,
        "lead": t("portal.carriers.lead"),
        "carriers": carriers,
        "has_card": card_in_use(carriers) is not None,
        "reasons": reasons_in_words(OWN_REASONS),
        "action": HERE,
        "done": request.GET.get("done") == "1",
    }
    return render(request, "portal/code_manage.html", context)
