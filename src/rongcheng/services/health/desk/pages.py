"""The hospital's desk (本院结算): today's settlements, one account, a quick check."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import partial

from django.db.models import Count, Q, Sum
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from rongcheng.foundation.access.public import record_access
from rongcheng.foundation.institutions.public import get_institution
from rongcheng.foundation.people.public import counted_lookup
from rongcheng.kernel.clock import SHANGHAI, get_clock
from rongcheng.kernel.errors import Lang, RongchengError
from rongcheng.services.health.desk.door import hospital_desk_required
from rongcheng.services.health.desk.waiting import silent_lines
from rongcheng.services.health.domain.types import CareKind
from rongcheng.services.health.looking import refusals_recorded
from rongcheng.services.health.pages.presentation import (
    record_look,
    settlement_context,
    settlements_table,
    view_of,
)
from rongcheng.services.health.pages.resident import render_why
from rongcheng.services.health.persons import (
    Member,
    check_person_entitlement,
    find_person,
    list_insured,
)
from rongcheng.services.health.queries import (
    get_settlement,
    list_settlements,
    place_of_institution,
    settlements_after,
    settlements_before,
    visible_settlements,
)
from rongcheng.web.actor import Actor, signed_in
from rongcheng.web.export import export_kind, export_response
from rongcheng.web.formats import show_day
from rongcheng.web.i18n import language, pick, t
from rongcheng.web.middleware import request_id_of
from rongcheng.web.paging import asked_page, key_page

PAGE_SIZE = 20
KEY_LENGTH = 2


@require_safe
@hospital_desk_required
def desk(request: HttpRequest) -> HttpResponseBase:
    """List the institution's settlements, newest first, with today's sums."""
    actor = signed_in(request)
    kind = export_kind(request)
    if kind:
        taken = list(list_settlements(actor)[:10_000])
        record_look(request, actor, taken, "export")
        table = settlements_table(view_of(row, "/desk") for row in taken)
        return export_response(table, kind, t("health.desk.title"))
    page = key_page(
        asked_page(request, KEY_LENGTH),
        PAGE_SIZE,
        after=partial(settlements_after, actor),
        before=partial(settlements_before, actor),
    )
    shown = list(page.object_list)
    record_look(request, actor, shown, "desk")
    day = shown[0].settled_at.astimezone(SHANGHAI).date() if shown else get_clock().today()
    institution = get_institution(actor.institution)
    context = {
        "title": pick({"zh": institution.title_zh, "en": institution.title_en}),
        "lead": t("health.desk.lead"),
        "count_name": t("health.desk.count", None, day=show_day(day, language())),
        "crossing_name": t("health.desk.crossing"),
        "total_name": t("health.desk.total"),
        "fund_name": t("health.desk.fund"),
        "page": page,
        "table": settlements_table(view_of(row, "/desk") for row in shown),
        "sums": _sums_of(actor, day),
        "silent": silent_lines(actor),
    }
    return render(request, "health/desk.html", context)


def _sums_of(actor: Actor, day: date) -> dict[str, int]:
    """Return the institution's count and amounts of one day."""
    start = datetime.combine(day, time.min, tzinfo=SHANGHAI)
    sums = visible_settlements(actor).filter(
        settled_at__gte=start, settled_at__lt=start + timedelta(days=1)
    )
    found = sums.aggregate(
        count=Count("id", filter=Q(reverses__isnull=True)),
        crossing=Count("id", filter=Q(reverses__isnull=True, cross_city=True)),
        total=Sum("total_fen", default=0),
        fund=Sum("fund_fen", default=0),
    )
    return {name: int(value or 0) for name, value in found.items()}


@require_safe
@hospital_desk_required
def settlement(request: HttpRequest, setl_id: str) -> HttpResponseBase:
    """Show one settlement of the institution with its whole account."""
    actor = signed_in(request)
    row = get_settlement(actor, setl_id)
    record_look(request, actor, [row], "desk")
    context = settlement_context(row, "/desk")
    return render(request, "health/settlement.html", {**context, "back": "/desk"})


@require_safe
@hospital_desk_required
def why(request: HttpRequest, setl_id: str) -> HttpResponseBase:
    """Return the account that opens in place."""
    actor = signed_in(request)
    row = get_settlement(actor, setl_id)
    record_look(request, actor, [row], "desk")
    return render_why(request, row, "/desk")


@require_http_methods(["GET", "HEAD", "POST"])
@hospital_desk_required
def check(request: HttpRequest) -> HttpResponseBase:
    """Answer in one second whether a person's home fund pays here, with the reason if not."""
    actor = signed_in(request)
    context: dict[str, object] = {"number": "", "name": "", "answers": [], "said": ""}
    context |= {
        "title": t("health.check.title"),
        "lead": t("health.check.lead"),
        "yes": t("health.check.yes"),
        "no": t("health.check.no"),
    }
    if request.method == "POST":
        context |= _checked(request, actor)
    return render(request, "health/check.html", context)


def _checked(request: HttpRequest, actor: Actor) -> dict[str, object]:
    name = request.POST.get("name", "").strip()
    number = request.POST.get("number", "").strip().upper()
    place = place_of_institution(get_institution(actor.institution))
    lang: Lang = "en" if language() == "en" else "zh"
    try:
        with (
            counted_lookup(actor),
            refusals_recorded(actor, "web", "check", request_id_of(request)),
        ):
            person = find_person(place, number, name)
    except RongchengError as fault:
        return {"said": fault.message(lang), "name": name}
    record_access(
        actor=actor,
        application="web",
        purpose="check",
        persons=[person.id],
        data_kinds=["identity", "insurance"],
        request_id=request_id_of(request),
    )
    today = get_clock().today()
    answers = []
    for found in list_insured(person):
        row = found.insurance
        entitlement = check_person_entitlement(
            place,
            Member(person, row),
            kind=int(CareKind.OUTPATIENT),
            disease_code="",
            on=today,
        )
        answers.append(
            {
                "scheme": t(f"health.scheme.{row.scheme}"),
                "pool": row.pool,
                "psn_no": row.psn_no,
                "entitled": entitlement.entitled,
                "reasons": [reason.message(lang) for reason in entitlement.reasons],
            }
        )
    return {"answers": answers, "person": person, "name": name}
