"""The clerk's start page (窗口): find who stands there, see what can be done for her, finish."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from rongcheng.foundation.people.public import (
    NobodyServed,
    counted_lookup,
    find_at_counter,
    finish_serving,
    record_served,
    served_person,
)
from rongcheng.kernel.errors import Lang, RongchengError
from rongcheng.portal.counter.entries import HERE
from rongcheng.web.actor import actor_required, signed_in
from rongcheng.web.i18n import language
from rongcheng.web.registry import counter_acts
from rongcheng.web.views import safe_next

SEE_OTHER = 303
_LONGEST_NAME, _LONGEST_NUMBER = 60, 20


@sensitive_post_parameters("name", "number")
@require_http_methods(["GET", "HEAD", "POST"])
@actor_required("clerk")
def counter(request: HttpRequest) -> HttpResponseBase:
    """Ask for the card of who stands there; once found, list what can be done for her."""
    if request.method == "POST":
        return _find(request)
    try:
        person = served_person(request)
    except NobodyServed:
        return _form(request)
    record_served(request, [])
    return render(request, "portal/counter.html", {"served": person, "acts": counter_acts()})


@require_POST
@actor_required("clerk")
def finish(request: HttpRequest) -> HttpResponseBase:
    """Forget whom the clerk served; the next in line is asked for a card of her own."""
    finish_serving(request)
    return HttpResponseRedirect(f"{HERE}?done=1", status=SEE_OTHER)


def _find(request: HttpRequest) -> HttpResponseBase:
    name = request.POST.get("name", "").strip()[:_LONGEST_NAME]
    number = request.POST.get("number", "").strip().upper()[:_LONGEST_NUMBER]
    # Whoever was served before is not served any more, whatever comes of this search.
    finish_serving(request)
    try:
        with counted_lookup(signed_in(request)):
            find_at_counter(request, name, number)
    except RongchengError as fault:
        lang: Lang = "en" if language() == "en" else "zh"
        said = fault.message(lang)
        return _form(request, said=said, name=name, status=getattr(fault, "status", 400))
    return HttpResponseRedirect(_asked(request, HERE), status=SEE_OTHER)


def _form(
    request: HttpRequest, *, said: str = "", name: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "said": said,
        "name": name,
        "next": _asked(request, ""),
        "done": request.GET.get("done") == "1",
        "nobody": request.GET.get("nobody") == "1",
    }
    return render(request, "portal/counter.html", context, status=status)


def _asked(request: HttpRequest, default: str) -> str:
    """Return the counter's page that was asked for before; no other address is led to."""
    given = request.POST.get("next") or request.GET.get("next", "")
    found = safe_next(request, given, default)
    return found if found.startswith(f"{HERE}/") else default
