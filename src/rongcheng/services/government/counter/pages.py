"""Cases at the counter (窗口收件): begin, fill in, see the papers, hand over, hand out.

Whoever has no phone gets the same, with the same trail: the clerk writes, the person stands there,
and every step says who did it, in which city, and how it was made sure who she is.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from rongcheng.foundation.cases.public import CaseUnknown, visible_cases
from rongcheng.foundation.people.public import (
    ResidentInfo,
    record_served,
    served_person,
    serving_required,
)
from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.errors import RongchengError
from rongcheng.policy.editions import current_book
from rongcheng.services.government.applying.applications import Application
from rongcheng.services.government.applying.bundle_cases import NewBundle, open_bundle
from rongcheng.services.government.applying.delivering import delivery_choices
from rongcheng.services.government.applying.drafting import (
    CHANNEL_COUNTER,
    NewCase,
    open_case,
    takes_in,
)
from rongcheng.services.government.case_errors import AnswersFaulty
from rongcheng.services.government.counter.acts import act_on
from rongcheng.services.government.counter.intake import check_whose, intake_of
from rongcheng.services.government.counter.post_address import address_form, faults_at
from rongcheng.services.government.counter.slips import rating_slip
from rongcheng.services.government.counter.views import (
    case_line,
    last_word,
    modes_here,
    paper_views,
    way_view,
)
from rongcheng.services.government.domain.lifecycle import CaseState
from rongcheng.services.government.forms.answers import AnswerFault
from rongcheng.services.government.forms.reading import PREFIX, read_answers
from rongcheng.services.government.forms.view import (
    Drawing,
    draw_form,
    page_language,
)
from rongcheng.services.government.posting.errors import AddressFaulty
from rongcheng.services.government.posting.view import fault_links
from rongcheng.web.actor import Actor, signed_in
from rongcheng.web.i18n import pick, t

HERE = "/counter/cases"
SEE_OTHER = 303
_MOST_SHOWN = 50
_LONGEST_TOKEN = 64
DONE = ("saved", "submitted", "supplemented", "withdrawn", "delivered", "readdressed")


@require_http_methods(["GET", "HEAD", "POST"])
@serving_required
def cases(request: HttpRequest) -> HttpResponseBase:
    """List the served person's cases here and what can be begun; POST begins one."""
    actor, served = signed_in(request), served_person(request)
    said, status = "", 200
    if request.method == "POST":
        try:
            return HttpResponseRedirect(
                f"{HERE}/{_begin(request, actor, served)}", status=SEE_OTHER
            )
        except RongchengError as fault:
            said, status = fault.message(page_language()), getattr(fault, "status", 400)
    book = current_book(actor.metro)
    today = get_clock().today()
    rows = visible_cases(actor).filter(person_id=served.id).order_by("-id")[:_MOST_SHOWN]
    record_served(request, ["case"])
    context = {
        "served": served,
        "crumbs": [(t("portal.counter.title"), "/counter"), (t("government.counter.title"), "")],
        "title": t("government.counter.title"),
        "lead": t("government.counter.lead"),
        "said": said,
        "token": secrets.token_hex(16),
        "lines": [case_line(book, row) for row in rows],
        "items": [
            (
                item.id,
                pick(item.title),
                pick(item.theme),
                modes_here(book, item.id, actor.city, today),
            )
            for item in book.government.items()
            if takes_in(book, actor, item.id, today)
        ],
        "bundles": [
            (bundle.id, pick(bundle.title))
            for bundle in book.government.bundles(today)
            if all(takes_in(book, actor, item, today) for item in bundle.items)
        ],
    }
    return render(request, "government/counter_cases.html", context, status=status)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@serving_required
def case(request: HttpRequest, number: str) -> HttpResponseBase:
    """Fill in a case with who stands there; POST keeps it, hands it over, or goes on with it."""
    actor, served = signed_in(request), served_person(request)
    intake = intake_of(actor, number)
    check_whose(intake, served.id)
    said, status = "", 200
    faults: tuple[AnswerFault, ...] = ()
    if request.method == "POST":
        try:
            done = act_on(request, actor, intake)
            to_files = request.POST.get("step") == "files"
            next_page = f"{number}/files" if to_files else f"{number}?done={done}"
            return HttpResponseRedirect(f"{HERE}/{next_page}", status=SEE_OTHER)
        except AnswersFaulty as wrong:
            faults, status = wrong.faults, 400
        except AddressFaulty:
            # Each fault stands at its field, and in the list above.
            status = 400
        except RongchengError as fault:
            said, status = fault.message(page_language()), getattr(fault, "status", 400)
        # What was typed is drawn again, also where nothing could be kept.
        typed = read_answers(intake.fields, request.POST)
        intake = intake_of(actor, number)._replace(answers={**intake.answers, **typed})
    post = address_form(actor, intake, request.POST, served.name)
    record_served(request, ["case"] if post is None else list(post.kinds))
    context = {
        "served": served,
        "crumbs": [
            (t("portal.counter.title"), "/counter"),
            (t("government.counter.title"), HERE),
            (pick(intake.title), ""),
        ],
        "post": post,
        "title": pick(intake.title),
        "here": f"{HERE}/{number}",
        "said": said,
        "done": request.GET.get("done", "") if request.GET.get("done") in DONE else "",
        "faults": [
            *((f"#{PREFIX}{fault.field}", fault.message(page_language())) for fault in faults),
            *fault_links(faults_at(intake, request.POST)),
        ],
        "token": _token(request) or secrets.token_hex(16),
        **_page(intake, faults, request.POST),
    }
    if intake.first.state == CaseState.DELIVERED:
        context["rating"] = rating_slip(request, intake.first)
    return render(request, "government/counter_case.html", context, status=status)


@require_safe
@serving_required
def receipt(request: HttpRequest, number: str) -> HttpResponseBase:
    """Print what was taken in (收件凭证): what, when, by whom, which papers, by when an answer.

    With it goes the code by which whoever has no account rates the service; once the result was
    handed out it is the receipt for that.
    """
    actor, served = signed_in(request), served_person(request)
    intake = intake_of(actor, number)
    check_whose(intake, served.id)
    if intake.is_draft:
        raise CaseUnknown(number=number)
    record_served(request, ["case"])
    row = intake.first
    handed_out = row.state == CaseState.DELIVERED
    context = {
        "served": served,
        "title": t(f"government.counter.receipt.{'result' if handed_out else 'title'}"),
        "handed_out_on": row.ended_on if handed_out else None,
        "rating": rating_slip(request, row),
        "item": pick(intake.title),
        "case": row,
        "line": case_line(intake.book, row),
        "papers": [p for p in paper_views(intake, list(intake.materials)) if p.seen],
        "decider": pick(row.way["decider"]),
        "mode": pick(row.way["mode"]),
        "clerk": actor.label,
        "city": pick(intake.book.title_of(actor.city)),
        "back": f"{HERE}/{number}",
    }
    return render(request, "government/counter_receipt.html", context)


def _begin(request: HttpRequest, actor: Actor, served: ResidentInfo) -> str:
    """Open what was chosen and return the number under which it goes on."""
    token = _token(request)
    answers = {"name": served.name}
    bundle = request.POST.get("bundle", "")
    if bundle:
        wanted = NewBundle(served.id, bundle, actor.city, False, token, CHANNEL_COUNTER, answers)
        return open_bundle(actor, wanted)[0].number
    item = request.POST.get("item", "")
    return open_case(
        actor, NewCase(served.id, item, actor.city, False, token, CHANNEL_COUNTER, answers)
    ).number


def _page(
    intake: Application, faults: tuple[AnswerFault, ...], given: Mapping[str, str]
) -> dict[str, Any]:
    """Return what the page draws by where the case stands; `given` is what was chosen before."""
    row = intake.first
    state = CaseState(row.state)
    drawing = Drawing(intake.answers, faults, by_city=intake.by_city)
    asks = state in (CaseState.DRAFT, CaseState.SUPPLEMENT_ASKED)
    return {
        "case": row,
        "line": case_line(intake.book, row),
        "is_draft": intake.is_draft,
        "is_asked": state is CaseState.SUPPLEMENT_ASKED,
        "is_to_hand_out": state is CaseState.DECIDED and row.delivery == "counter",
        "may_withdraw": state <= CaseState.SPECIAL_PROCEDURE and state is not CaseState.REFUSED,
        "fieldsets": draw_form(intake.book, intake.fields, drawing) if asks else [],
        "papers": paper_views(intake, intake.needed) if asks else [],
        "ways": way_view(intake) if intake.is_draft else [],
        "deliveries": delivery_choices(intake, given) if intake.is_draft else [],
        "numbers": [one.number for one in intake.cases],
        "word": last_word(row),
        "decider": pick(row.way["decider"]) if row.way else "",
        "mode": pick(row.way["mode"]) if row.way else "",
    }


def _token(request: HttpRequest) -> str:
    """Return the mark that the page gave this wish."""
    given = request.POST.get("token", "")[:_LONGEST_TOKEN]
    return given if given.isalnum() else secrets.token_hex(16)
