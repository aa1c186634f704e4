"""Rating one's own service (评价页): five grades, a few words, and what was done about them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from rongcheng.foundation.access.public import record_access
from rongcheng.foundation.cases.public import Case, get_case
from rongcheng.kernel.errors import Lang, RongchengError
from rongcheng.policy.editions import current_book
from rongcheng.services.government.domain.lifecycle import CaseEvent, CaseState
from rongcheng.services.government.domain.ratings import Grade
from rongcheng.services.government.handling.stepping import allowed_events
from rongcheng.services.government.ratings.forms import form_context, grade_word, read_wish
from rongcheng.services.government.ratings.giving import Said, rate_case, rating_of
from rongcheng.web.actor import Actor, actor_required, signed_in
from rongcheng.web.i18n import language, pick, t
from rongcheng.web.middleware import request_id_of


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required("resident")
def rate(request: HttpRequest, number: str) -> HttpResponseBase:
    """Ask how it went, once; afterwards show what was said and what was done about it."""
    actor = signed_in(request)
    said, status = "", 200
    if request.method == "POST":
        try:
            rate_case(actor, number, read_wish(request))
        except RongchengError as fault:
            lang: Lang = "en" if language() == "en" else "zh"
            said, status = fault.message(lang), getattr(fault, "status", 400)
            if status == 404:
                raise
        else:
            return HttpResponseRedirect(f"/me/cases/{number}/rate?done=1")
    case = get_case(actor, number)
    _record(request, actor, case)
    return render(
        request, "government/rate.html", _context(request, actor, case, said), status=status
    )


def _context(request: HttpRequest, actor: Actor, case: Case, fault: str) -> dict[str, object]:
    book = current_book(case.metro)
    found = rating_of(case)
    may_rate = CaseEvent.RATE in allowed_events(book, actor, case)
    return {
        "title": t("government.rate.title"),
        "lead": pick(book.government.item(case.item).title),
        "number": case.number,
        "fault": fault,
        "done": "done" in request.GET and found is not None,
        "may_rate": may_rate,
        "until": case.rate_until,
        "too_early": case.state < CaseState.DELIVERED and case.state != CaseState.REFUSED,
        **form_context(request, keep=bool(fault)),
        "said": found,
        "grade_word": _said_word(found),
    }


def _said_word(found: Said | None) -> str:
    return "" if found is None else grade_word(Grade(found.rating.grade))


def _record(request: HttpRequest, actor: Actor, case: Case) -> None:
    record_access(
        actor=actor,
        application="web",
        purpose="self",
        persons=[case.person_id],
        data_kinds=["rating"],
        request_id=request_id_of(request),
    )
