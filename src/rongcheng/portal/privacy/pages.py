"""Privacy choices (隐私选择): a resident sees what needs her consent, gives it and ends it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from rongcheng.foundation.access.public import (
    ConsentSubject,
    ConsentWish,
    Duration,
    consent_limits,
    end_consent,
    give_consent,
    record_access,
)
from rongcheng.foundation.people.public import ResidentInfo, age_on, get_resident
from rongcheng.kernel.clock import get_clock
from rongcheng.portal.privacy.views import (
    ground_views,
    history_views,
    matter_views,
    recipient_views,
)
from rongcheng.web.actor import Actor, actor_required, signed_in
from rongcheng.web.i18n import t
from rongcheng.web.middleware import request_id_of

HERE = "/me/privacy"
SEE_OTHER = 303
DONE = ("given", "ended", "changed")
_LONGEST_NUMBER = 9


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required("resident")
def privacy(request: HttpRequest) -> HttpResponseBase:
    """Show what needs consent with a switch each, what needs none and why; POST switches one."""
    actor = signed_in(request)
    assert actor.person_id is not None
    resident = get_resident(actor.person_id)
    if request.method == "POST":
        return _switch(request, actor, resident)
    record_access(
        actor=actor,
        application="web",
        purpose="self",
        persons=[resident.id],
        data_kinds=["consent", "insurance"],
        request_id=request_id_of(request),
    )
    limits = consent_limits()
    subject = subject_of(resident)
    done = request.GET.get("done", "")
    context = {
        "title": t("portal.privacy.title"),
        "lead": t("portal.privacy.lead"),
        "matters": matter_views(resident.id),
        "grounds": ground_views(),
        "recipients": recipient_views(resident),
        "history": history_views(resident.id),
        "limits": limits,
        "is_young": subject.age < limits.own_from_age,
        "done": done if done in DONE else "",
    }
    return render(request, "portal/privacy.html", context)


def subject_of(resident: ResidentInfo) -> ConsentSubject:
    """Return whose consent it is, with the age of today."""
    return ConsentSubject(
        resident.id, resident.metro, age_on(resident.born_on, get_clock().today())
    )


def whole_number(text: str) -> int | None:
    """Return a whole number that a form carries, None where it is none."""
    fits = text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER
    return int(text) if fits else None


def _switch(request: HttpRequest, actor: Actor, resident: ResidentInfo) -> HttpResponseBase:
    """Give or end one consent and lead back to it; sent twice it happens once."""
    given, subject = request.POST, subject_of(resident)
    wish = ConsentWish(
        given.get("purpose", ""), given.get("scope", ""), whole_number(given.get("seen", "")) or 0
    )
    act = request.POST.get("act", "")
    if act == "end":
        end_consent(actor, subject, wish)
        done = "ended"
    else:
        duration: Duration = "today" if act == "today" else "longest"
        info = give_consent(actor, subject, wish, duration=duration)
        # A form that was older than the last act changed nothing: what stands now is shown.
        done = "given" if info.holds else "changed"
    address = f"{HERE}?done={done}#{wish.purpose}-{wish.scope}"
    return HttpResponseRedirect(address, status=SEE_OTHER)
