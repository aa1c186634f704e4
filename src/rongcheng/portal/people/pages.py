"""My people (我的家人与代办): who acts for me, for whom I act, and the way there and back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from rongcheng.foundation.people.public import (
    give_mandate,
    list_mandates,
    mandate_limits,
    matter_words,
    matters,
    start_acting,
    stop_acting,
)
from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.errors import Lang, RongchengError
from rongcheng.portal.access.staff import new_token, number_of
from rongcheng.portal.people.steps import (
    STEPS,
    find_relative,
    record_mandates,
    take_step,
    token_of,
    wanted_mandate,
)
from rongcheng.portal.people.views import groups_of
from rongcheng.web.actor import Actor, actor_of, actor_required, signed_in
from rongcheng.web.i18n import language, pick, t
from rongcheng.web.registry import entrusted_places

HERE = "/me/people"
SEE_OTHER = 303
DONE = (*sorted(STEPS), "give", "stopped")
OFFERED_DAYS = 365
"""How far ahead the form proposes the last day; what is allowed, the rule says."""


@sensitive_post_parameters("name", "card")
@require_http_methods(["GET", "HEAD", "POST"])
@actor_required("resident")
def people(request: HttpRequest) -> HttpResponseBase:
    """Show who acts for the resident and for whom she acts; take what she decides about it."""
    actor = signed_in(request)
    said, status = "", 200
    if request.method == "POST":
        try:
            return HttpResponseRedirect(f"{HERE}?done={_done(request, actor)}", status=SEE_OTHER)
        except RongchengError as fault:
            said, status = fault.message(_lang()), getattr(fault, "status", 400)
    infos = list_mandates(actor)
    record_mandates(request, actor, infos, actor.person_id)
    asked = request.GET.get("done", "")
    context = {
        "title": t("portal.people.title"),
        "lead": t("portal.people.lead"),
        "groups": groups_of(infos, actor.person_id) if actor.person_id else None,
        "said": said,
        "done": asked if asked in DONE else "",
        "here": HERE,
        **mandate_form(request, is_counter=False, is_refused=bool(said)),
    }
    return render(request, "portal/people.html", context, status=status)


@require_POST
@actor_required("resident")
def start(request: HttpRequest) -> HttpResponseBase:
    """Work for the one who entrusted it from now on, beginning at the first open page."""
    acting = start_acting(request, signed_in(request), number_of(request, "number"))
    places = entrusted_places(acting)
    return HttpResponseRedirect(places[0].href if places else "/", status=SEE_OTHER)


@require_POST
def stop(request: HttpRequest) -> HttpResponseBase:
    """Be oneself again; whoever acts for nobody, or is not signed in, is led on all the same."""
    stop_acting(request)
    actor = actor_of(request)
    is_resident = actor is not None and actor.kind == "resident"
    return HttpResponseRedirect(f"{HERE}?done=stopped" if is_resident else "/", status=SEE_OTHER)


def _done(request: HttpRequest, actor: Actor) -> str:
    """Do what the form asks and return the word for it."""
    step = request.POST.get("step", "")
    if step != "give":
        take_step(request, actor)
        return step
    assert actor.person_id is not None
    agent = find_relative(request, actor)
    wanted = wanted_mandate(request, actor.person_id, agent.id)
    give_mandate(actor, wanted, token=token_of(request) or new_token())
    return step


def mandate_form(request: HttpRequest, *, is_counter: bool, is_refused: bool) -> dict[str, Any]:
    """Return what the form draws: matters, days, and what was typed when it was refused."""
    today = get_clock().today()
    typed = request.POST if is_refused else {}
    chosen = request.POST.getlist("matter") if is_refused else ()
    return {
        "choices": [
            (key, pick(words.title), pick(words.about), key in chosen, _months(key))
            for key, words in matter_words().items()
            if is_counter or matters()[key].is_online
        ],
        "typed": {
            "name": typed.get("name", ""),
            "from": typed.get("from", "") or today.isoformat(),
            "until": typed.get("until", "")
            or (today + timedelta(days=OFFERED_DAYS - 1)).isoformat(),
            "document": typed.get("document", ""),
            "witness": typed.get("witness", ""),
        },
        "token": typed.get("token", "") or new_token(),
        "offer_days": mandate_limits().offer_days,
    }


def _months(key: str) -> int:
    return matters()[key].longest_months


def _lang() -> Lang:
    return "en" if language() == "en" else "zh"
