"""The resident's own pages (我的结算、医保码): what was settled, and why it came out so."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from rongcheng.foundation.access.public import record_access
from rongcheng.foundation.people.public import get_resident, note_act
from rongcheng.kernel.clock import get_clock
from rongcheng.policy.editions import current_book
from rongcheng.services.health.pages.presentation import (
    record_look,
    settlement_context,
    settlements_table,
    view_of,
)
from rongcheng.services.health.persons import issue_voucher, list_insured
from rongcheng.services.health.queries import get_settlement, list_settlements, year_totals
from rongcheng.web.actor import actor_required, signed_in
from rongcheng.web.export import export_kind, export_response
from rongcheng.web.i18n import t
from rongcheng.web.middleware import request_id_of
from rongcheng.web.qr import qr_picture

PAGE_SIZE = 10


@require_safe
@actor_required("resident", matter="settlements")
def settlements(request: HttpRequest) -> HttpResponseBase:
    """List the resident's settlements, newest first, with what the year has used."""
    actor = signed_in(request)
    rows = list_settlements(actor)
    kind = export_kind(request)
    if kind:
        record_look(request, actor, rows[:1], "export")
        table = settlements_table(view_of(row, "/me") for row in rows.iterator(500))
        return export_response(table, kind, t("health.me.title"))
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    record_look(request, actor, shown[:1], "self")
    year = get_clock().today().year
    totals = year_totals(actor, year)
    context = {
        "page": page,
        "views": [view_of(row, "/me") for row in shown],
        "title": t("health.me.title"),
        "lead": t("health.me.lead"),
        "outpatient_name": t("health.me.outpatient"),
        "deductible_name": t("health.me.deductible"),
        "basic_name": t("health.me.basic"),
        "year_note": t("health.me.year", None, year=year),
        "empty_title": t("health.me.empty_title"),
        "totals": totals,
    }
    return render(request, "health/settlements.html", context)


@require_safe
@actor_required("resident", matter="settlements")
def settlement(request: HttpRequest, setl_id: str) -> HttpResponseBase:
    """Show one settlement with its whole account."""
    actor = signed_in(request)
    row = get_settlement(actor, setl_id)
    record_look(request, actor, [row], "self")
    context = settlement_context(row, "/me")
    return render(request, "health/settlement.html", {**context, "back": "/me/settlements"})


@require_safe
@actor_required("resident", matter="settlements")
def why(request: HttpRequest, setl_id: str) -> HttpResponseBase:
    """Return the account that opens in place; on its own it is a whole page."""
    actor = signed_in(request)
    row = get_settlement(actor, setl_id)
    record_look(request, actor, [row], "self")
    return render_why(request, row, "/me")


def render_why(request: HttpRequest, row: object, base: str) -> HttpResponseBase:
    """Draw the account as a fragment for the open page, or as a page without script."""
    context = settlement_context(row, base)  # type: ignore[arg-type]
    if request.headers.get("X-Fragment"):
        return render(request, "health/why_fragment.html", context)
    return render(request, "health/settlement.html", {**context, "back": f"{base}/settlements"})


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required("resident", matter="voucher")
def voucher(request: HttpRequest) -> HttpResponseBase:
    """Show a fresh insurance e-voucher to a desk; each showing makes a new one."""
    actor = signed_in(request)
    person = get_resident(actor.person_id) if actor.person_id else None
    insured = list_insured(person) if person else []
    insurance = insured[0].insurance if insured else None
    if person is not None:
        record_access(
            actor=actor,
            application="web",
            purpose="self",
            persons=[person.id],
            data_kinds=["identity", "insurance", "balance"],
            request_id=request_id_of(request),
        )
    code = ""
    if request.method == "POST" and insurance is not None:
        province = current_book(actor.metro).metro_area().province.code
        with transaction.atomic():
            code = issue_voucher(insurance, province)
            note_act(actor, "voucher.shown", request_id_of(request))
    context = {
        "title": t("health.voucher.title"),
        "lead": t("health.voucher.lead"),
        "insurance": insurance,
        "code": code,
        "picture": qr_picture(code, t("health.voucher.picture")) if code else "",
        "grouped": " ".join(code[at : at + 4] for at in range(0, len(code), 4)),
        "balances": insured,
    }
    return render(request, "health/voucher.html", context)
