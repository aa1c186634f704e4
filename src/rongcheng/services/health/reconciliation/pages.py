"""What did not agree, and what to do next (对账): for the hospital's desk and the fund."""

from __future__ import annotations

from functools import partial

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rongcheng.foundation.access.public import record_access
from rongcheng.services.health.desk.door import hospital_desk_required
from rongcheng.services.health.models import ReconciliationDifference
from rongcheng.services.health.reconciliation.queries import (
    get_reconciliation,
    list_differences,
    list_reconciliations,
)
from rongcheng.services.health.reconciliation.views import (
    clearing_text,
    difference_view,
    differences_table,
    hospital_name,
    period_text,
    runs_table,
    states_other_sums,
    sums_table,
)
from rongcheng.web.actor import Actor, actor_required, signed_in
from rongcheng.web.export import export_kind, export_response
from rongcheng.web.i18n import t
from rongcheng.web.middleware import request_id_of
from rongcheng.web.paging import MOMENT_KEY, asked_page, key_page, newest_after, newest_before

PAGE_SIZE = 20
EXPORT_SIZE = 10_000
WORDS = "health.reconciliation"


@require_safe
@hospital_desk_required
def desk_list(request: HttpRequest) -> HttpResponseBase:
    """List the hospital's own comparisons."""
    return _list(request, "/desk", t(f"{WORDS}.page.desk_lead"))


@require_safe
@actor_required("fund")
def clearing_list(request: HttpRequest) -> HttpResponseBase:
    """List the comparisons of the hospitals that the officer's pool manages."""
    return _list(request, "/clearing", t(f"{WORDS}.page.fund_lead"))


@require_safe
@hospital_desk_required
def desk_detail(request: HttpRequest, run_no: str) -> HttpResponseBase:
    """Show one comparison of the hospital, row by row."""
    return _detail(request, run_no, "/desk")


@require_safe
@actor_required("fund")
def clearing_detail(request: HttpRequest, run_no: str) -> HttpResponseBase:
    """Show one comparison of a hospital of the pool, row by row."""
    return _detail(request, run_no, "/clearing")


def _list(request: HttpRequest, base: str, lead: str) -> HttpResponseBase:
    rows = list_reconciliations(signed_in(request))
    with_hospital = base == "/clearing"
    kind = export_kind(request)
    title = t(f"{WORDS}.page.title")
    if kind:
        table = runs_table(rows[:EXPORT_SIZE], base, with_hospital=with_hospital)
        return export_response(table, kind, title)
    page = key_page(
        asked_page(request, MOMENT_KEY),
        PAGE_SIZE,
        after=partial(newest_after, rows, "compared_at"),
        before=partial(newest_before, rows, "compared_at"),
    )
    context = {
        "title": title,
        "lead": lead,
        "page": page,
        "table": runs_table(page.object_list, base, with_hospital=with_hospital),
    }
    return render(request, "health/reconciliations.html", context)


def _detail(request: HttpRequest, run_no: str, base: str) -> HttpResponseBase:
    actor = signed_in(request)
    run = get_reconciliation(actor, run_no)
    rows = list_differences(run)
    kind = export_kind(request)
    title = t(f"{WORDS}.detail.title")
    if kind:
        taken = list(rows[:EXPORT_SIZE])
        _record_look(request, actor, taken, "export")
        return export_response(differences_table(taken), kind, title)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    _record_look(request, actor, shown, "reconciliation")
    lead = t(
        f"{WORDS}.detail.lead",
        None,
        hospital=hospital_name(run),
        period=period_text(run),
        clearing=clearing_text(run.clr_type),
    )
    context = {
        "title": title,
        "lead": lead,
        "run": run,
        "page": page,
        "back": f"{base}/reconciliation",
        "sums": sums_table(run),
        "states_other_sums": states_other_sums(run),
        "views": [difference_view(row, base) for row in shown],
        "agreed_name": t(f"{WORDS}.detail.agreed"),
        "open_name": t(f"{WORDS}.detail.open"),
        "resolved_name": t(f"{WORDS}.detail.resolved"),
        "none_title": t(f"{WORDS}.detail.none_title"),
        "resolved": run.found - run.open,  # type: ignore[attr-defined]
    }
    return render(request, "health/reconciliation.html", context)


def _record_look(
    request: HttpRequest, actor: Actor, rows: list[ReconciliationDifference], purpose: str
) -> None:
    """Write who looked at whose rows, once for the request."""
    record_access(
        actor=actor,
        application="web",
        purpose=purpose,
        persons=[row.person_id for row in rows if row.person_id is not None],
        data_kinds=["settlement"],
        request_id=request_id_of(request),
    )
