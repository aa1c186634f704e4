"""Filling in an application (填写申请): step by step, saved at each, checked whole, handed over."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from contextlib import suppress
from typing import NamedTuple

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from rongcheng.foundation.access.public import consent_matters
from rongcheng.kernel.errors import CallerError
from rongcheng.services.government.applying.applications import (
    Application,
    get_application,
    handed_in,
    list_faults,
    save_application,
    submit_application,
)
from rongcheng.services.government.applying.delivering import (
    delivery_choices,
    keep_delivery,
    with_deliveries,
)
from rongcheng.services.government.applying.submitting import Submission
from rongcheng.services.government.case_errors import NotADraft
from rongcheng.services.government.errors import EventRefused
from rongcheng.services.government.forms.answers import AnswerFault, list_missing_materials
from rongcheng.services.government.forms.reading import (
    PREFIX,
    Part,
    asked_steps,
    merge_answers,
    read_answers,
)
from rongcheng.services.government.forms.view import (
    Drawing,
    draw_step,
    page_language,
    show_answer,
)
from rongcheng.services.government.looking import record_own_look
from rongcheng.services.government.posting.view import fault_links
from rongcheng.services.government.resident.post_address import (
    address_form,
    written_on,
)
from rongcheng.services.government.resident.prefilling import (
    CONSENT,
    agreed_scopes,
    known_answers,
    source_words,
    sources_of,
)
from rongcheng.services.government.resident.way_view import ways_of
from rongcheng.web.actor import actor_required, signed_in
from rongcheng.web.errors import status_of
from rongcheng.web.i18n import pick, t

SEE_OTHER, WRONG = 303, 422
MATTER = "cases"
_TOKEN = re.compile(r"[0-9a-f]{16,64}")


class Place(NamedTuple):
    """Where a draft stands: its steps as (title, address, is here), for the line on top."""

    title: str
    href: str
    is_here: bool


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required("resident", matter=MATTER)
def fill_in(request: HttpRequest, number: str) -> HttpResponseBase:
    """Show one step of the form; POST keeps what was written, whatever it is, and goes on."""
    actor = signed_in(request)
    application = draft_of(request, number)
    steps = asked_steps(application.fields, application.answers)
    step = _step(request, len(steps))
    if request.method != "POST":
        return _step_page(request, application, step, ())
    part = steps[step - 1][1]
    given = read_answers(part, request.POST)
    answers = merge_answers(application.fields, application.answers, part, given)
    save_application(actor, application, answers)
    changed = application._replace(answers=answers)
    if request.POST.get("go") == "later":
        record_own_look(request)
        return HttpResponseRedirect(f"/me/cases/{number}?done=saved", status=SEE_OTHER)
    # A question that was opened by an answer on this page belongs to this page still.
    part = asked_steps(application.fields, answers)[step - 1][1]
    faults = _faults_of(changed, part)
    if faults:
        return _step_page(request, changed, step, faults)
    record_own_look(request)
    return HttpResponseRedirect(_after(changed, step), status=SEE_OTHER)


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required("resident", matter=MATTER)
def check(request: HttpRequest, number: str) -> HttpResponseBase:
    """Show everything once more, who decides and by when; POST hands it over.

    How a result should come and where to is kept first, so that nothing is written twice.
    """
    actor = signed_in(request)
    application = get_application(actor, number)
    if request.method == "POST" and application.is_draft:
        # Handed over meanwhile? The token tells whether it was by this wish.
        with suppress(EventRefused):
            keep_delivery(actor, application, request.POST)
        if request.POST.get("fill"):
            return _check_page(request, application, None)
    if request.method == "POST":
        given = request.POST.get("token", "")
        submission = Submission(
            given if _TOKEN.fullmatch(given) else secrets.token_hex(16),
            incomplete=request.POST.get("incomplete") == "yes",
        )
        try:
            wanted = with_deliveries(application, submission, request.POST)
            submit_application(actor, application, wanted)
        except CallerError as fault:
            if not application.is_draft:
                raise
            return _check_page(request, application, fault)
        record_own_look(request)
        return HttpResponseRedirect(f"/me/cases/{number}?done=sent", status=SEE_OTHER)
    if not application.is_draft:
        return HttpResponseRedirect(f"/me/cases/{number}", status=SEE_OTHER)
    return _check_page(request, application, None)


def paper_views(application: Application) -> list[dict[str, object]]:
    """Return the papers of an application as its owner reads them, by her answers so far."""
    handed = handed_in(application)
    given = {row.material for row in handed}
    missing = {
        m.id for m in list_missing_materials(application.materials, application.answers, given)
    }
    return [
        {
            "id": material.id,
            "title": pick(material.title),
            "issuer": pick(material.issuer),
            "note": pick(material.note) if material.note else "",
            "originals": material.originals,
            "copies": material.copies,
            "handed": [row for row in handed if row.material == material.id],
            "is_missing": material.id in missing,
        }
        for material in application.materials
        if material.id in missing | given
    ]


def _check_page(
    request: HttpRequest, application: Application, refused: CallerError | None
) -> HttpResponseBase:
    faults, ways = list_faults(application), ways_of(application)
    shown = paper_views(application)
    missing = [paper for paper in shown if paper["is_missing"]]
    actor = signed_in(request)
    written = written_on(request, actor, application)
    post = address_form(actor, application, written)
    record_own_look(request, post.kinds if post is not None else ("case",))
    wrong = [*_links(application, faults), *fault_links(written.faults)]
    context = {
        **frame_of(application, "check"),
        "faults": wrong,
        "sections": answer_sections(application),
        "ways": ways,
        "papers": shown,
        "missing": missing,
        "deliveries": delivery_choices(application, request.POST),
        "can_send": not faults and not any(way.way.refused for way in ways),
        "said": refused.message(page_language()) if refused is not None and not wrong else "",
        "post": post,
        "token": secrets.token_hex(16),
    }
    status = status_of(refused) if refused is not None else 200
    return render(request, "government/check.html", context, status=status)


def _step_page(
    request: HttpRequest, application: Application, step: int, faults: Iterable[AnswerFault]
) -> HttpResponseBase:
    listed = list(faults)
    case = application.first
    scopes = agreed_scopes(case.person_id, application.fields)
    known = known_answers(application.book, case.person_id, application.fields, scopes)
    record_own_look(request, sorted({"case", *known.kinds}))
    names = consent_matters()[CONSENT].scopes
    sources = {
        name: source_words(scope, known.days.get(name))
        for name, scope in sources_of(application.answers, known).items()
        if scope in names
    }
    drawing = Drawing(application.answers, listed, sources, application.by_city)
    part = draw_step(application.book, application.fields, drawing, step)
    context = {
        **frame_of(application, str(step)),
        "fieldsets": [part],
        "faults": [(f"#{PREFIX}{one.field}", one.message(page_language())) for one in listed],
        "step": step,
        "back": f"/me/cases/{application.number}/form?step={step - 1}" if step > 1 else "",
    }
    return render(request, "government/fill_in.html", context, status=WRONG if listed else 200)


def frame_of(application: Application, here: str) -> dict[str, object]:
    """Return what every page of a draft shows: its title, number, and the line of steps."""
    base = f"/me/cases/{application.number}"
    steps = asked_steps(application.fields, application.answers)
    places = [
        Place(
            t(f"government.form.set.{key}"),
            f"{base}/form?step={place}",
            here == str(place),
        )
        for place, (key, _part) in enumerate(steps, 1)
    ]
    places.append(Place(t("government.draft.papers"), f"{base}/papers", here == "papers"))
    places.append(Place(t("government.draft.check"), f"{base}/check", here == "check"))
    return {
        "title": pick(application.title),
        "number": application.number,
        "places": places,
        "city": pick(application.book.title_of(application.first.asked_at)),
    }


def answer_sections(application: Application) -> list[dict[str, object]]:
    """Return the answers in words, step by step, each with the way back to it."""
    return [
        {
            "title": t(f"government.form.set.{key}"),
            "href": f"/me/cases/{application.number}/form?step={place}",
            "facts": [
                (
                    pick(field.title),
                    show_answer(application.book, field, application.answers.get(field.name))
                    or "—",
                )
                for field in part
            ],
        }
        for place, (key, part) in enumerate(asked_steps(application.fields, application.answers), 1)
    ]


def _links(application: Application, faults: Iterable[AnswerFault]) -> list[tuple[str, str]]:
    steps = asked_steps(application.fields, application.answers)
    where = {field.name: place for place, (_key, part) in enumerate(steps, 1) for field in part}
    base = f"/me/cases/{application.number}/form"
    return [
        (
            f"{base}?step={where.get(fault.field, 1)}#{PREFIX}{fault.field}",
            fault.message(page_language()),
        )
        for fault in faults
    ]


def _faults_of(application: Application, part: Iterable[object]) -> list[AnswerFault]:
    names = {getattr(field, "name", "") for field in part}
    return [fault for fault in list_faults(application) if fault.field in names]


def _after(application: Application, step: int) -> str:
    """Return where the form goes on: the next step, or the papers after the last one."""
    base = f"/me/cases/{application.number}"
    steps: list[Part] = asked_steps(application.fields, application.answers)
    return f"{base}/form?step={step + 1}" if step < len(steps) else f"{base}/papers"


def draft_of(request: HttpRequest, number: str) -> Application:
    """Return what she fills in; raises CaseUnknown, or NotADraft once it is handed over."""
    application = get_application(signed_in(request), number)
    if not application.is_draft:
        raise NotADraft(number=number)
    return application


def _step(request: HttpRequest, last: int) -> int:
    asked = request.GET.get("step", "1")
    return (
        min(int(asked), last)
        if asked.isascii() and asked.isdigit() and 0 < len(asked) < 3 and int(asked)
        else 1
    )
