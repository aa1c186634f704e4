"""A supplement (补充材料): everything that is missing on one page, handed in at once."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from rongcheng.foundation.cases.public import CaseStep, materials_of, steps_of
from rongcheng.kernel.errors import CallerError
from rongcheng.services.government.applying.applications import Application, get_application
from rongcheng.services.government.case_errors import AnswersFaulty, NothingAsked
from rongcheng.services.government.domain.lifecycle import CaseEvent, CaseState
from rongcheng.services.government.forms.answers import AnswerFault
from rongcheng.services.government.forms.reading import PREFIX, read_answers
from rongcheng.services.government.forms.view import Drawing, draw_questions, page_language
from rongcheng.services.government.handling.stepping import Step, take_step
from rongcheng.services.government.looking import record_own_look
from rongcheng.web.actor import actor_required, signed_in
from rongcheng.web.errors import status_of
from rongcheng.web.i18n import pick

SEE_OTHER = 303
_TOKEN = re.compile(r"[0-9a-f]{16,64}")


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required("resident", matter="cases")
def supplement(request: HttpRequest, number: str) -> HttpResponseBase:
    """Show what was asked for and why; POST hands in all of it, once for each form."""
    actor = signed_in(request)
    application = get_application(actor, number)
    if application.is_bundle or application.first.state != CaseState.SUPPLEMENT_ASKED:
        raise NothingAsked(number=number)
    asked = _last_asked(steps_of(application.first))
    record_own_look(request)
    if request.method != "POST":
        return _page(request, application, asked, None)
    token = request.POST.get("token", "")
    shown = [field for field in application.fields if field.name in asked_names(application, asked)]
    given = read_answers(shown, request.POST)
    # An answer that was emptied is told so, or the old one would stay.
    answers = {field.name: given.get(field.name, "") for field in shown}
    step = Step(
        token if _TOKEN.fullmatch(token) else secrets.token_hex(16), data={"answers": answers}
    )
    try:
        take_step(actor, number, CaseEvent.SUPPLEMENT, step)
    except CallerError as fault:
        written = {**application.answers, **answers}
        return _page(request, application._replace(answers=written), asked, fault)
    return HttpResponseRedirect(f"/me/cases/{number}?done=supplemented", status=SEE_OTHER)


def _page(
    request: HttpRequest, application: Application, asked: CaseStep, fault: CallerError | None
) -> HttpResponseBase:
    faults: tuple[AnswerFault, ...] = fault.faults if isinstance(fault, AnswersFaulty) else ()
    drawing = Drawing(application.answers, faults, by_city=application.by_city)
    names = asked_names(application, asked)
    part = draw_questions(application.book, application.fields, drawing, names)
    case = application.first
    papers = asked_papers(application, asked)
    context = {
        "title": pick(application.title),
        "case": case,
        "is_short": any(paper["is_missing"] for paper in papers),
        "reason": asked.reason,
        "until": case.supplement_due_on,
        "papers": papers,
        "fieldsets": [part] if part.questions else [],
        "faults": [(f"#{PREFIX}{one.field}", one.message(page_language())) for one in faults],
        "said": fault.message(page_language()) if fault is not None and not faults else "",
        "token": secrets.token_hex(16),
    }
    status = status_of(fault) if fault is not None else 200
    return render(request, "government/supplement.html", context, status=status)


def asked_names(application: Application, asked: CaseStep) -> set[str]:
    """Return the questions to look at again, with those that hang on one of them."""
    named = set(asked.data.get("fields", ()))
    hung = {f.name for f in application.fields if f.when is not None and f.when.field in named}
    return named | hung


def asked_papers(application: Application, asked: CaseStep) -> list[dict[str, object]]:
    """Return the papers that were asked for, each with whether it has come since."""
    since = {row.material for row in materials_of(application.first) if row.at >= asked.at}
    wanted = asked.data.get("materials", ())
    return [
        {
            "id": material.id,
            "title": pick(material.title),
            "issuer": pick(material.issuer),
            "note": pick(material.note) if material.note else "",
            "is_missing": material.id not in since,
        }
        for material in application.materials
        if material.id in wanted
    ]


def _last_asked(steps: Iterable[CaseStep]) -> CaseStep:
    return [step for step in steps if step.event == CaseEvent.ASK_SUPPLEMENT][-1]
