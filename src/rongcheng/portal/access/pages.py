"""Who looked at my data (谁看过我的信息): a resident reads it, filters it, takes it, asks why."""

from __future__ import annotations

from urllib.parse import urlencode

from django.db import transaction
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from rongcheng.foundation.access.public import (
    ask_about,
    data_kinds,
    each_record_about,
    list_lookers,
    list_questions,
    record_access,
    records_about,
    state_of_question,
)
from rongcheng.foundation.people.public import note_act
from rongcheng.portal.access.views import days_of, export_table
from rongcheng.portal.access.words import Names
from rongcheng.web.actor import Actor, actor_required, signed_in
from rongcheng.web.export import ExportKind, export_kind, export_response
from rongcheng.web.i18n import pick, t
from rongcheng.web.middleware import request_id_of

HERE = "/me/access"
PAGE_SIZE = 20
SEE_OTHER = 303
OTHERS = "others"
ALL = "all"
_LONGEST_ID = 18


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required("resident", matter="access")
def looks(request: HttpRequest) -> HttpResponseBase:
    """List who looked, by day; `?who=`, `?kind=` choose, `?before=` goes on; POST asks why."""
    actor = signed_in(request)
    if request.method == "POST":
        return _ask(request, actor)
    who, kind = _chosen(request)
    names = Names(actor.metro)
    taken = export_kind(request)
    if taken:
        return _export(request, actor, names, taken)
    _record(request, actor, "self")
    person = actor.person_id
    before = _number(request.GET.get("before", ""))
    found = (
        records_about(person, PAGE_SIZE + 1, before=before, who=_filter(who), kind=kind)
        if person
        else []
    )
    shown = found[:PAGE_SIZE]
    context = {
        "title": t("portal.access.title"),
        "lead": t("portal.access.lead"),
        "days": days_of(actor, shown, names),
        "who": who,
        "kind": kind,
        "lookers": _lookers(actor, names),
        "kinds": [(key, pick(title)) for key, title in data_kinds().items()],
        "before": before,
        "next": shown[-1].id if len(found) > PAGE_SIZE else None,
        "asked": _number(request.GET.get("asked", "")),
        "is_filtered": who != OTHERS or bool(kind),
    }
    return render(request, "portal/access.html", context)


def _chosen(request: HttpRequest) -> tuple[str, str]:
    """Return the chosen looker and kind; nothing chosen means everybody but oneself."""
    asked = request.POST if request.method == "POST" else request.GET
    kind = asked.get("kind", "")
    return asked.get("who", "")[:40] or OTHERS, kind if kind in data_kinds() else ""


def _filter(who: str) -> str:
    return "" if who == ALL else who


def _number(text: str) -> int | None:
    fits = text.isascii() and text.isdigit() and len(text) <= _LONGEST_ID
    return int(text) if fits else None


def _lookers(actor: Actor, names: Names) -> list[tuple[str, str]]:
    """Return the filter's choices: others, everybody, and each who looked of late."""
    choices = [(OTHERS, t("portal.access.others")), (ALL, t("portal.access.all"))]
    found = list_lookers(actor.person_id) if actor.person_id else []
    return choices + sorted({(looker.key, names.looker(looker.key)) for looker in found})


def _ask(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Put a question about an entry to whoever looked; sent twice it is one question."""
    number = _number(request.POST.get("record", "")) or 0
    with transaction.atomic():
        question = ask_about(actor, number, request.POST.get("words", ""))
        note_act(actor, "access.asked", str(question.record_id))
    who, kind = _chosen(request)
    back = {"who": who, "kind": kind, "asked": question.record_id}
    before = _number(request.POST.get("before", ""))
    if before is not None:
        back["before"] = before
    address = f"{HERE}?{urlencode({k: v for k, v in back.items() if v})}#e{question.record_id}"
    return HttpResponseRedirect(address, status=SEE_OTHER)


def _export(
    request: HttpRequest, actor: Actor, names: Names, taken: ExportKind
) -> HttpResponseBase:
    """Give the whole list, as it is filtered, as a file."""
    _record(request, actor, "export")
    who, kind = _chosen(request)
    states = {row.record_id: state_of_question(row) for row in list_questions(actor)}
    person = actor.person_id
    infos = each_record_about(person, who=_filter(who), kind=kind) if person else iter(())
    table = export_table(infos, actor, names, states)
    return export_response(table, taken, t("portal.access.title"))


def _record(request: HttpRequest, actor: Actor, purpose: str) -> None:
    record_access(
        actor=actor,
        application="web",
        purpose=purpose,
        persons=[actor.person_id] if actor.person_id else [],
        data_kinds=["access"],
        request_id=request_id_of(request),
    )
