"""Mandates at the counter (窗口办授权与监护): on paper, with a witness, for who stands there."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from rongcheng.foundation.people.public import (
    NewGuardianship,
    ResidentInfo,
    end_guardianship,
    give_mandate,
    list_mandates_of,
    record_guardianship,
    served_person,
    serving_required,
)
from rongcheng.kernel.errors import Lang, RongchengError
from rongcheng.portal.access.staff import new_token, number_of
from rongcheng.portal.people.pages import mandate_form
from rongcheng.portal.people.steps import (
    STEPS,
    find_relative,
    record_mandates,
    take_step,
    token_of,
    wanted_mandate,
)
from rongcheng.portal.people.views import groups_of
from rongcheng.web.actor import Actor, signed_in
from rongcheng.web.i18n import language, t

HERE = "/counter/mandates"
SEE_OTHER = 303
DONE = (*sorted(STEPS), "paper", "guardian", "end")


@sensitive_post_parameters("name", "card")
@require_http_methods(["GET", "HEAD", "POST"])
@serving_required
def counter_mandates(request: HttpRequest) -> HttpResponseBase:
    """Show the served person's mandates; record one on paper, a guardianship, or a step."""
    actor, served = signed_in(request), served_person(request)
    said, status, step = "", 200, request.POST.get("step", "")
    if request.method == "POST":
        try:
            done = _done(request, actor, served)
            return HttpResponseRedirect(f"{HERE}?done={done}", status=SEE_OTHER)
        except RongchengError as fault:
            lang: Lang = "en" if language() == "en" else "zh"
            said, status = fault.message(lang), getattr(fault, "status", 400)
    infos = list_mandates_of(served.id)
    record_mandates(request, actor, infos, served.id)
    asked = request.GET.get("done", "")
    context: dict[str, Any] = {
        "served": served,
        "crumbs": [(t("portal.counter.title"), "/counter"), (t("portal.people.counter_title"), "")],
        "title": t("portal.people.counter_title"),
        "lead": t("portal.people.counter_lead", None, name=served.name),
        "groups": groups_of(infos, served.id),
        "said": said,
        "done": asked if asked in DONE else "",
        "here": HERE,
        "is_counter": True,
        "guardian_typed": request.POST if said and step == "guardian" else {},
        **mandate_form(request, is_counter=True, is_refused=bool(said) and step == "paper"),
    }
    return render(request, "portal/counter_mandates.html", context, status=status)


def _done(request: HttpRequest, actor: Actor, served: ResidentInfo) -> str:
    """Do what the form asks and return the word for it."""
    step = request.POST.get("step", "")
    token = token_of(request) or new_token()
    if step == "paper":
        agent = find_relative(request, actor)
        give_mandate(actor, wanted_mandate(request, served.id, agent.id), token=token)
    elif step == "guardian":
        child = find_relative(request, actor)
        document, witness = (request.POST.get(name, "") for name in ("document", "witness"))
        wanted = NewGuardianship(child.id, served.id, document, witness)
        record_guardianship(actor, wanted, token=token)
    elif step == "end":
        reason = request.POST.get("reason", "")
        end_guardianship(actor, number_of(request, "number"), reason=reason, person=served.id)
    else:
        take_step(request, actor, served.id)
    return step
