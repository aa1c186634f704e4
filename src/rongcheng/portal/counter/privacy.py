"""Privacy choices at the counter (窗口办理隐私选择): on a form that somebody signed.

A person without a phone has the same choices with the same trail: who kept it, by which form.
"""

from __future__ import annotations

import secrets

from django.db import transaction
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from rongcheng.foundation.access.public import (
    ConsentWish,
    CounterPaper,
    consent_limits,
    end_consent,
    give_consent,
)
from rongcheng.foundation.people.public import (
    ResidentInfo,
    record_served,
    served_person,
    serving_required,
)
from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.errors import Lang, RongchengError
from rongcheng.portal.privacy.pages import subject_of, whole_number
from rongcheng.portal.privacy.views import Choice, history_views, matter_views
from rongcheng.web.actor import signed_in
from rongcheng.web.i18n import language, t

HERE = "/counter/privacy"
SEE_OTHER = 303
_LONGEST_PAPER = 100


@require_http_methods(["GET", "HEAD", "POST"])
@serving_required
def choices(request: HttpRequest) -> HttpResponseBase:
    """Show the served person's choices; POST keeps what she signed, all of it or nothing."""
    person = served_person(request)
    said, status = "", 200
    if request.method == "POST":
        try:
            changed = _keep(request, person)
        except RongchengError as fault:
            lang: Lang = "en" if language() == "en" else "zh"
            said, status = fault.message(lang), getattr(fault, "status", 400)
        else:
            return HttpResponseRedirect(f"{HERE}?done={changed}", status=SEE_OTHER)
    record_served(request, ["consent"])
    limits = consent_limits()
    done = request.GET.get("done", "")
    context = {
        "served": person,
        "crumbs": [(t("portal.counter.title"), "/counter"), (t("portal.privacy.title"), "")],
        "title": t("portal.privacy.title"),
        "lead": t("portal.privacy.counter_lead"),
        "matters": matter_views(person.id, "counter"),
        "history": history_views(person.id, "counter"),
        "limits": limits,
        "is_young": subject_of(person).age < limits.own_from_age,
        "paper": request.POST.get("paper", "")[:_LONGEST_PAPER],
        "said": said,
        "done": done if done in ("0", "1") else "",
    }
    return render(request, "portal/counter_privacy.html", context, status=status)


@require_safe
@serving_required
def paper_form(request: HttpRequest) -> HttpResponseBase:
    """Print the form to sign: what it is about, each place to tick, and a number of its own."""
    person = served_person(request)
    record_served(request, ["consent"])
    today, limits = get_clock().today(), consent_limits()
    context = {
        "served": person,
        "crumbs": [
            (t("portal.counter.title"), "/counter"),
            (t("portal.privacy.title"), HERE),
            (t("portal.privacy.form.title"), ""),
        ],
        "title": t("portal.privacy.form.title"),
        "matters": matter_views(person.id),
        "limits": limits,
        "is_young": subject_of(person).age < limits.own_from_age,
        "today": today,
        "number": f"{today:%y%m%d}-{secrets.token_hex(3).upper()}",
    }
    return render(request, "portal/counter_privacy_form.html", context)


def _keep(request: HttpRequest, person: ResidentInfo) -> int:
    """Give what was ticked and end what was not; return 1 if anything changed, else 0."""
    actor, subject = signed_in(request), subject_of(person)
    paper = CounterPaper(request.POST.get("paper", ""), request.POST.get("signer") == "guardian")
    ticked = set(request.POST.getlist("ticked"))
    changed = 0
    with transaction.atomic():
        for choice in _all_choices(person):
            wish = _wish(request, choice)
            # What this form did not show is not chosen by it.
            if wish is None or (choice.key in ticked) == choice.holds:
                continue
            if choice.holds:
                after = end_consent(actor, subject, wish, paper=paper)
            else:
                after = give_consent(actor, subject, wish, paper=paper)
            changed |= after.number != choice.seen
    return changed


def _all_choices(person: ResidentInfo) -> list[Choice]:
    return [choice for matter in matter_views(person.id) for choice in matter.choices]


def _wish(request: HttpRequest, choice: Choice) -> ConsentWish | None:
    """Return the choice with the last act that the form showed, None where it showed none."""
    seen = whole_number(request.POST.get(f"seen-{choice.key}", ""))
    return None if seen is None else ConsentWish(choice.purpose, choice.scope, seen)
