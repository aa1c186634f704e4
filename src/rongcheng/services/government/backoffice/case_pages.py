"""A case on one screen (办件): everything at a glance, and only the buttons that are hers."""

from __future__ import annotations

from secrets import token_hex
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from rongcheng.foundation.cases.public import (
    Case,
    CaseDesk,
    CaseTurn,
    assignments_of,
    called_cities,
    desks_of,
    get_case,
    letters_of,
    notes_of,
    parts_of,
    turns_of_case,
)
from rongcheng.foundation.people.public import get_resident
from rongcheng.kernel.errors import Lang, RongchengError
from rongcheng.policy.editions import current_book
from rongcheng.services.government.backoffice.act_forms import act_forms
from rongcheng.services.government.backoffice.acting import do_act
from rongcheng.services.government.backoffice.assigning import (
    WORKERS,
    away_today,
    colleagues_here,
    names_of,
)
from rongcheng.services.government.backoffice.calling import may_call, places
from rongcheng.services.government.backoffice.case_views import CaseView
from rongcheng.services.government.backoffice.looks import record_cases_look
from rongcheng.services.government.backoffice.post_pages import slip_address
from rongcheng.services.government.backoffice.queue_pages import HERE
from rongcheng.services.government.backoffice.words import badge_of, place_words
from rongcheng.services.government.handling.standing import works_for
from rongcheng.web.actor import Actor, actor_required, signed_in
from rongcheng.web.i18n import language, pick, t

SEE_OTHER = 303
ROLES = ("officer", "head", "clerk")


@never_cache
@require_safe
@actor_required(*ROLES)
def case_page(request: HttpRequest, number: str) -> HttpResponseBase:
    """Show a case to whoever takes part in it; 404 for anybody else."""
    return _shown(request, number)


@never_cache
@require_POST
@actor_required(*ROLES)
def case_act(request: HttpRequest, number: str) -> HttpResponseBase:
    """Make a step, hand the case on, leave a note or call a city in; refused, it says why."""
    lang: Lang = "en" if language() == "en" else "zh"
    try:
        done = do_act(signed_in(request), number, request.POST)
    except RongchengError as fault:
        status = getattr(fault, "status", 400)
        return _shown(request, number, said=fault.message(lang), status=status)
    return HttpResponseRedirect(f"{HERE}/{number}?done={done}", status=SEE_OTHER)


def _shown(request: HttpRequest, number: str, *, said: str = "", status: int = 200) -> HttpResponse:
    actor = signed_in(request)
    # A case that is not hers is not found, whatever the form said.
    case = get_case(actor, number)
    record_cases_look(request, actor, [case], whole=True)
    context = case_context(actor, case)
    done = request.GET.get("done", "")
    given = request.POST if said else {}
    context |= {
        "said": said,
        "given": {key: given[key] for key in given},
        "given_do": given.get("do", ""),
        "done": t("government.back.done") if done.isidentifier() else "",
        "token": token_hex(16),
    }
    return render(request, "government/case.html", context, status=status)


def case_context(actor: Actor, case: Case) -> dict[str, Any]:
    """Return what the screen shows; the same number of queries whatever the case holds."""
    book = current_book(case.metro)
    view = CaseView(book, actor, case)
    turns = turns_of_case(case)
    notes = notes_of(actor, case)
    given = assignments_of(actor, case)
    letters = {letter.seq: letter.kind for letter in letters_of(actor, case)}
    names = names_of([*(turn.assignee for turn in turns), *(row.staff_id for row in given)])
    desks = desks_of(case)
    return {
        "case": case,
        "head": view.head(),
        "badge": badge_of(case.state),
        "person": get_resident(case.person_id),
        "facts": view.facts(turns, names),
        "acts": act_forms(actor, view.screen),
        "slip_href": slip_address(actor, case),
        "papers": view.papers(),
        "missing": [pick(paper.title) for paper in view.screen.missing],
        "answers": view.answer_rows(),
        "parts": view.parts(parts_of(case), turns, names),
        "steps": view.timeline(letters),
        "notes": [(note, place_words(book, note.city)) for note in notes],
        "bases": case.way.get("notes", []),
        "hands": _hands(actor, turns),
        "history": [(row, names.get(row.staff_id, "—")) for row in given],
        "called": [(code, place_words(book, code)) for code in called_cities(case)],
        "taking_part": [
            (
                place_words(book, desk.city, desk.department),
                t(f"government.back.desk.{desk.kind}"),
            )
            for desk in _told_apart(desks)
        ],
        "may_call": may_call(actor, case),
        "callable": [(code, place_words(book, code)) for code in places(book)],
        "departments": [(code, pick(title)) for code, title in book.departments().items()],
        "crumbs": [(t("government.back.title"), HERE), (case.number, "")],
    }


def _told_apart(desks: list[CaseDesk]) -> list[CaseDesk]:
    """Return who takes part; a city itself only where none of its departments stands for it."""
    through = {(desk.city, desk.kind) for desk in desks if desk.department}
    return [desk for desk in desks if desk.department or (desk.city, desk.kind) not in through]


def _hands(actor: Actor, turns: list[CaseTurn]) -> list[dict[str, Any]]:
    """Return for each turn of this city to whom it can be given; none for a window."""
    here = [turn for turn in turns if works_for(actor, turn.city, turn.department)]
    if actor.role not in WORKERS or not here:
        return []
    away = away_today(actor.metro, actor.city)
    own = UUID(actor.id)
    colleagues = [
        one
        for one in colleagues_here(actor.metro, actor.city)
        if one.id not in away and one.id != own
    ]
    return [
        {
            "part": turn.part if turn.part >= 0 else "",
            "is_mine": turn.assignee == own,
            "nobody": turn.assignee is None,
            "colleagues": [
                (str(one.id), f"{one.name} · {t(f'government.back.role.{one.role}')}")
                for one in colleagues
                if one.id != turn.assignee and one.department in ("", turn.department)
            ],
        }
        for turn in here
    ]
