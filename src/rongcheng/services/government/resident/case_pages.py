"""My cases (我的办件): all of them, and each with who has it, what is missing and by which day."""

from __future__ import annotations

import re
import secrets

from django.db import transaction
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import is_valid_path
from django.views.decorators.http import require_http_methods, require_safe

from rongcheng.foundation.cases.public import (
    CaseStep,
    Wanted,
    checked_reason,
    list_cases,
    parts_of,
    steps_of,
)
from rongcheng.foundation.people.public import list_acts
from rongcheng.kernel.errors import CallerError
from rongcheng.policy.editions import current_book
from rongcheng.services.government.applying.applications import Application, get_application
from rongcheng.services.government.domain.lifecycle import CaseEvent
from rongcheng.services.government.domain.types import Mode
from rongcheng.services.government.forms.view import page_language
from rongcheng.services.government.handling.stepping import Step, allowed_events, take_step
from rongcheng.services.government.looking import record_own_look
from rongcheng.services.government.resident.case_words import (
    badge_of,
    has_it,
    line_of,
    moments_of,
    now_of,
    parts_in_words,
    state_word,
)
from rongcheng.services.government.resident.draft_pages import answer_sections, paper_views
from rongcheng.services.government.resident.letter_pages import letter_links
from rongcheng.services.government.resident.post_address import LOOKED_AT, own_address
from rongcheng.services.government.resident.way_view import show_way
from rongcheng.web.actor import actor_required, signed_in
from rongcheng.web.errors import status_of
from rongcheng.web.i18n import pick, t

SEE_OTHER = 303
PAGE_SIZE = 20
MATTER = "cases"
DONE = ("saved", "sent", "supplemented", "withdrawn", "readdressed")
_TOKEN = re.compile(r"[0-9a-f]{16,64}")
_KEY = re.compile(r"[0-9]{1,18}")


@require_safe
@actor_required("resident", matter=MATTER)
def my_cases(request: HttpRequest) -> HttpResponseBase:
    """List her cases: what waits for her first, then the rest, the newest on top."""
    actor = signed_in(request)
    book = current_book(actor.metro)
    every = request.GET.get("show") == "all"
    before = request.GET.get("before", "")
    wanted = Wanted(open_only=not every, before=int(before) if _KEY.fullmatch(before) else 0)
    rows = list_cases(actor, wanted, PAGE_SIZE + 1)
    record_own_look(request)
    shown = rows[:PAGE_SIZE]
    lines = {line.href: line for line in (line_of(book, row) for row in shown)}.values()
    context = {
        "title": t("government.my.title"),
        "lead": t("government.my.lead"),
        "hers": [line for line in lines if line.waits_for_her],
        "others": [line for line in lines if not line.waits_for_her],
        "every": every,
        "next_key": shown[-1].pk if len(rows) > PAGE_SIZE else 0,
    }
    return render(request, "government/my_cases.html", context)


@require_safe
@actor_required("resident", matter=MATTER)
def my_case(request: HttpRequest, number: str) -> HttpResponseBase:
    """Show one case with its whole way, or the cases of a bundle as a list."""
    application = get_application(signed_in(request), number)
    if application.is_bundle:
        record_own_look(request)
        return _bundle_page(request, application)
    return _case_page(request, application, "", 200)


@require_http_methods(["POST"])
@actor_required("resident", matter=MATTER)
def withdraw(request: HttpRequest, number: str) -> HttpResponseBase:
    """Take a case back with a reason, as long as nothing is decided; once for each form."""
    actor = signed_in(request)
    given = request.POST.get("token", "")
    token = given if _TOKEN.fullmatch(given) else secrets.token_hex(16)
    application = get_application(actor, number)
    reason = request.POST.get("reason", "")
    try:
        if not application.is_draft:
            checked_reason(reason, required=True)
        with transaction.atomic():
            for case in application.cases:
                take_step(actor, case.number, CaseEvent.WITHDRAW, Step(token, reason))
    except CallerError as fault:
        if application.is_bundle:
            record_own_look(request)
            raise
        said = fault.message(page_language())
        return _case_page(request, application, said, status_of(fault))
    record_own_look(request)
    return HttpResponseRedirect(f"/me/cases/{number}?done=withdrawn", status=SEE_OTHER)


def _bundle_page(request: HttpRequest, application: Application) -> HttpResponseBase:
    case, book = application.first, application.book
    context = {
        "title": pick(application.title),
        "number": application.number,
        "is_draft": application.is_draft,
        "lines": [line_of(book, row) for row in application.cases],
        "began_on": case.began_on,
        "token": secrets.token_hex(16),
        "done": _done(request),
    }
    return render(request, "government/my_bundle.html", context)


def _case_page(
    request: HttpRequest, application: Application, said: str, status: int
) -> HttpResponseBase:
    case, book = application.first, application.book
    steps = steps_of(case)
    may = allowed_events(book, signed_in(request), case)
    post = own_address(signed_in(request), case)
    record_own_look(request, LOOKED_AT if post is not None else ("case",))
    context = {
        "title": pick(application.title),
        "case": case,
        "state": state_word(case),
        "badge": badge_of(case),
        "now": now_of(book, case),
        "has_it": has_it(book, case),
        "is_draft": application.is_draft,
        "bundle": pick(book.government.bundle(case.bundle).title) if case.bundle else "",
        "way": show_way(case.way, Mode(case.mode)) if case.way else None,
        "parts": parts_in_words(parts_of(case)),
        "moments": moments_of(book, steps),
        "letters": letter_links(signed_in(request), case),
        "reason": _last_reason(steps),
        "papers": paper_views(application),
        "post": post,
        "sections": [] if application.is_draft else answer_sections(application),
        "acts": list_acts([case.number]).get(case.number, []),
        "may_withdraw": CaseEvent.WITHDRAW in may,
        "may_supplement": CaseEvent.SUPPLEMENT in may,
        "rate_href": _page_if_there(f"/me/cases/{case.number}/rate")
        if CaseEvent.RATE in may
        else "",
        "certificates_href": _page_if_there("/me/certificates") if case.granted else "",
        "token": secrets.token_hex(16),
        "done": _done(request),
        "said": said,
    }
    return render(request, "government/my_case.html", context, status=status)


def _last_reason(steps: list[CaseStep]) -> str:
    """Return why it was refused or decided against; empty where it was not."""
    against = (CaseEvent.REFUSE, CaseEvent.DECIDE, CaseEvent.SUPPLEMENT_LAPSE)
    found = [step for step in steps if step.event in against and step.part is None]
    return found[-1].reason if found else ""


def _page_if_there(path: str) -> str:
    """Return an address that another part of the house may have."""
    return path if is_valid_path(path) else ""


def _done(request: HttpRequest) -> str:
    asked = request.GET.get("done", "")
    return asked if asked in DONE else ""
