"""Questions of residents (居民询问), answered by those who looked; and delays of disclosure."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from rongcheng.foundation.access.public import (
    answer_question,
    list_questions,
    may_answer,
    record_questions_look,
    state_of_question,
)
from rongcheng.kernel.errors import Lang, RongchengError
from rongcheng.portal.access.views import BADGES
from rongcheng.portal.access.words import Names, application_words, kinds_words, purpose_words
from rongcheng.web.actor import Actor, actor_required, signed_in
from rongcheng.web.export import export_kind, export_response
from rongcheng.web.i18n import language, t
from rongcheng.web.middleware import request_id_of
from rongcheng.web.tables import Column, Table

PAGE_SIZE = 20
EXPORT_SIZE = 10_000
SEE_OTHER = 303
_LONGEST_ID = 18


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required("desk")
def desk_questions(request: HttpRequest) -> HttpResponseBase:
    """List and answer questions about looks of the desk's own institution."""
    return _questions(request, "/desk/questions")


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required("office")
def office_questions(request: HttpRequest) -> HttpResponseBase:
    """List the metro's questions; answer those that are the office's, or overdue."""
    return _questions(request, "/office/questions")


def _questions(request: HttpRequest, here: str) -> HttpResponseBase:
    actor = signed_in(request)
    said, status = "", 200
    if request.method == "POST":
        try:
            _answer(request, actor)
        except RongchengError as fault:
            lang: Lang = "en" if language() == "en" else "zh"
            said, status = fault.message(lang), getattr(fault, "status", 400)
        else:
            return HttpResponseRedirect(f"{here}?done=1", status=SEE_OTHER)
    rows = list_questions(actor)
    names = Names(actor.metro)
    kind = export_kind(request)
    if kind:
        taken = list(rows[:EXPORT_SIZE])
        record_questions_look(actor, taken, request_id_of(request))
        return export_response(_table(taken, names), kind, t("portal.questions.title"))
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    record_questions_look(actor, shown, request_id_of(request))
    context = {
        "title": t("portal.questions.title"),
        "lead": t(
            "portal.questions.lead_office" if actor.role == "office" else "portal.questions.lead"
        ),
        "views": [_view(actor, row, names) for row in shown],
        "page": page,
        "said": said,
        "given": request.POST.get("answer", "") if said else "",
        "number": request.POST.get("number", ""),
        "done": request.GET.get("done") == "1",
        "tabs": office_tabs(here) if actor.role == "office" else [],
        "tab_label": t("portal.questions.title"),
    }
    return render(request, "portal/access_questions.html", context, status=status)


def office_tabs(here: str) -> list[tuple[str, str, bool]]:
    """Return the office's two places around access records."""
    places = {
        "/office/questions": "portal.questions.title",
        "/office/delays": "portal.delays.title",
    }
    return [(t(key), href, href == here) for href, key in places.items()]


def number_of(request: HttpRequest, name: str) -> int:
    """Return a number of a form; anything else is answered 404."""
    text = request.POST.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST_ID):
        raise Http404
    return int(text)


def _answer(request: HttpRequest, actor: Actor) -> None:
    number = number_of(request, "number")
    answer_question(
        actor, number, request.POST.get("answer", ""), request_id=request_id_of(request)
    )


def _view(actor: Actor, row: Any, names: Names) -> dict[str, object]:
    """Return a question as a clerk reads it: which look it is about, by when to answer."""
    state = state_of_question(row)
    record = row.record
    return {
        "number": row.pk,
        "record": record.pk,
        "state": t(f"portal.access.state.{state}"),
        "badge": BADGES[state],
        "asked_at": row.asked_at,
        "due_on": row.due_on,
        "words": row.words,
        "answer": row.answer,
        "answered_at": row.answered_at,
        "answered_by": row.answered_by,
        "place": names.place(row.institution) if row.institution else t("portal.access.who.office"),
        "may_answer": state != "answered" and may_answer(actor, row),
        "facts": [
            (t("portal.questions.look_at"), record.at),
            (t("portal.questions.by"), record.actor_label),
            (t("portal.access.column.purpose"), purpose_words(record.purpose)),
            (t("portal.access.column.kinds"), kinds_words(record.data_kinds)),
            (t("portal.access.column.via"), application_words(record.application)),
            (t("portal.questions.request"), record.request_id),
        ],
    }


def _table(rows: list[Any], names: Names) -> Table:
    columns = [
        Column(t("portal.questions.number"), "code", lead=True),
        Column(t("portal.questions.asked_at"), "moment"),
        Column(t("portal.questions.due_on"), "date"),
        Column(t("portal.questions.state")),
        Column(t("portal.questions.place"), width=30),
        Column(t("portal.questions.look_at"), "moment"),
        Column(t("portal.questions.by"), width=26),
        Column(t("portal.access.column.purpose")),
        Column(t("portal.questions.words"), width=40),
        Column(t("portal.questions.answer"), width=40),
        Column(t("portal.questions.answered_at"), "moment"),
    ]
    lines = [
        (
            str(row.pk),
            row.asked_at,
            row.due_on,
            t(f"portal.access.state.{state_of_question(row)}"),
            names.place(row.institution) if row.institution else t("portal.access.who.office"),
            row.record.at,
            row.record.actor_label,
            purpose_words(row.record.purpose),
            row.words,
            row.answer,
            row.answered_at,
        )
        for row in rows
    ]
    return Table(t("portal.questions.title"), columns, lines)


def new_token() -> str:
    """Return a number for a form, so that sent twice it is taken once."""
    return secrets.token_hex(16)


def read_day(text: str) -> date | None:
    """Return a day of a form, None where it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
