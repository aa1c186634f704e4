"""Following up bad ratings (差评回访页): the list of a city's heads, and each with its steps."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from rongcheng.foundation.access.public import record_access
from rongcheng.foundation.cases.public import get_case
from rongcheng.foundation.people.public import get_resident, mask_name
from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.errors import Lang, RongchengError
from rongcheng.policy.editions import current_book
from rongcheng.services.government.clock.words import item_name
from rongcheng.services.government.domain.ratings import Grade
from rongcheng.services.government.models import FollowUp, FollowUpStep
from rongcheng.services.government.ratings.following import (
    LONGEST_NOTE,
    follow_up,
    get_follow_up,
    steps_of_follow_up,
)
from rongcheng.services.government.ratings.giving import rating_of
from rongcheng.services.government.ratings.states import (
    EVENTS,
    FOLLOW_UP,
    STATES,
    FollowUpEvent,
    FollowUpState,
)
from rongcheng.services.government.ratings.words import GRADES
from rongcheng.web.actor import SYSTEM, Actor, actor_required, signed_in
from rongcheng.web.formats import show_day, show_moment
from rongcheng.web.i18n import language, t
from rongcheng.web.middleware import request_id_of
from rongcheng.web.tables import Column, Link, Table

PAGE_SIZE = 50
HERE = "/cases/follow-ups"


@require_safe
@actor_required("head")
def follow_ups(request: HttpRequest) -> HttpResponseBase:
    """List the bad ratings that wait for a call or to be put right, nearest day first."""
    actor = signed_in(request)
    book = current_book(actor.metro)
    waiting = FollowUp.objects.visible_to(actor).filter(ended_at__isnull=True)
    page = Paginator(waiting.order_by("due_on", "id"), PAGE_SIZE).get_page(request.GET.get("page"))
    today = get_clock().today()
    rows = [
        [
            Link(row.number, f"{HERE}/{row.number}"),
            item_name(book, row.item),
            _word(STATES[FollowUpState(row.state)]),
            row.due_on,
            t("government.follow_up.late") if row.due_on < today else "",
        ]
        for row in page.object_list
    ]
    columns = [
        Column(t("government.warnings.number"), "code", lead=True),
        Column(t("government.warnings.item")),
        Column(t("government.follow_up.state")),
        Column(t("government.warnings.due"), "date"),
        Column(t("government.warnings.alert")),
    ]
    context = {
        "title": t("government.follow_up.title"),
        "lead": t("government.follow_up.lead"),
        "page": page,
        "table": Table(
            t("government.follow_up.caption"),
            columns,
            rows,
            t("government.follow_up.empty"),
            caption_shown=False,
        ),
    }
    return render(request, "government/follow_ups.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required("head")
def one_follow_up(request: HttpRequest, number: str) -> HttpResponseBase:
    """Show what was said and done about one bad rating; note a call, or put it right."""
    actor = signed_in(request)
    row = get_follow_up(actor, number)
    fault, status = "", 200
    if request.method == "POST":
        try:
            _act(request, actor, number)
        except RongchengError as refused:
            lang: Lang = "en" if language() == "en" else "zh"
            fault, status = refused.message(lang), getattr(refused, "status", 400)
        else:
            return HttpResponseRedirect(f"{HERE}/{number}?done=1")
    row.refresh_from_db()
    return render(
        request, "government/follow_up.html", _context(request, actor, row, fault), status=status
    )


def _act(request: HttpRequest, actor: Actor, number: str) -> None:
    name = request.POST.get("act", "")
    event = next((one for one in FollowUpEvent if one.name.lower() == name), FollowUpEvent.CONTACT)
    token = request.POST.get("token", "")[:64] or str(uuid4())
    follow_up(actor, number, event, note=request.POST.get("note", ""), token=token)


def _context(request: HttpRequest, actor: Actor, row: FollowUp, fault: str) -> dict[str, object]:
    book, lang = current_book(row.metro), language()
    # Who answers for the city sees the rating, also where the case itself is not hers to see.
    case = get_case(SYSTEM, row.number)
    said = rating_of(case)
    assert said is not None
    record_access(
        actor=actor,
        application="web",
        purpose="rating_follow_up",
        persons=[case.person_id],
        data_kinds=["rating", "identity"],
        request_id=request_id_of(request),
    )
    state = FollowUpState(row.state)
    facts = [
        (t("government.warnings.number"), row.number),
        (t("government.warnings.item"), item_name(book, row.item)),
        (t("government.follow_up.person"), mask_name(get_resident(case.person_id).name)),
        (t("government.follow_up.grade"), _word(GRADES[Grade(said.rating.grade)])),
        (t("government.follow_up.rated_at"), show_moment(said.rating.at, lang)),
        (t("government.follow_up.came"), t(f"government.follow_up.by_{said.rating.channel}")),
        (t("government.follow_up.contact_by"), show_day(row.contact_by, lang)),
        (t("government.follow_up.remedy_by"), show_day(row.remedy_by, lang)),
    ]
    return {
        "title": _word(STATES[state]),
        "lead": item_name(book, row.item),
        "crumbs": [(t("government.follow_up.title"), HERE)],
        "number": row.number,
        "facts": facts,
        "said": said.text,
        "moments": _moments(steps_of_follow_up(row)),
        "acts": [
            {
                "name": event.name.lower(),
                "word": t(f"government.follow_up.act.{event.name.lower()}"),
                "hint": t(f"government.follow_up.hint.{event.name.lower()}"),
                "token": str(uuid4()),
            }
            for event in FollowUpEvent
            if FOLLOW_UP.next_state(state, event) is not None
        ],
        "longest": LONGEST_NOTE,
        "note": request.POST.get("note", "") if fault else "",
        "tried": request.POST.get("act", "") if fault else "",
        "fault": fault,
        "done": "done" in request.GET,
    }


def _moments(steps: Sequence[FollowUpStep]) -> list[tuple[object, str, bool]]:
    said = [
        t(
            "government.follow_up.step",
            None,
            what=_word(EVENTS[FollowUpEvent(step.event)]),
            who=step.staff_name,
            note=step.note,
        )
        for step in steps
    ]
    last = len(steps) - 1
    return [(step.at, said[n], n == last) for n, step in enumerate(steps)]


def _word(pair: tuple[str, str]) -> str:
    zh, en = pair
    return en.capitalize() if language() == "en" else zh
