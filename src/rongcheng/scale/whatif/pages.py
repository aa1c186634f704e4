"""The office's what-if pages (政策测算): scenarios, what they cost, and taking them along."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rongcheng.kernel.errors import RongchengError
from rongcheng.kernel.identifiers import new_id
from rongcheng.policy.editions import current_book
from rongcheng.scale.models import ColumnExtract, Scenario, ScenarioState
from rongcheng.scale.tasks import compute_scenario, extract_columns
from rongcheng.scale.whatif import scenarios
from rongcheng.scale.whatif.drafts import zip_of_draft
from rongcheng.scale.whatif.errors import ScenarioUnknown
from rongcheng.scale.whatif.showing import result_of, shown_changes
from rongcheng.scale.whatif.tables import VIEWS, all_tables, view_table
from rongcheng.scale.whatif.workbook import workbook_bytes
from rongcheng.web.actor import actor_required, signed_in
from rongcheng.web.export import attachment, export_kind, export_response
from rongcheng.web.i18n import language, t

BASE = "/office/whatif"
PAGE_SIZE = 20
DONE = ("deleted", "renamed", "removed", "added", "asked")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def crumbs_to(*further: tuple[str, str]) -> list[tuple[str, str]]:
    """Return the way to a page below the list of scenarios."""
    return [(t("health.office.title"), "/office"), (t("scale.whatif.title"), BASE), *further]


def said(error: RongchengError) -> str:
    """Return an error's sentence in the reader's language."""
    return error.message("en" if language() == "en" else "zh")


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required("office")
def scenario_list(request: HttpRequest) -> HttpResponseBase:
    """List the metro's scenarios, and begin a new one."""
    actor = signed_in(request)
    wrong, status = "", 200
    if request.method == "POST":
        try:
            made = scenarios.make_scenario(
                actor, request.POST.get("name", ""), request.POST.get("token", "")
            )
        except RongchengError as error:
            wrong, status = said(error), 400
        else:
            return HttpResponseRedirect(f"{BASE}/{made.code}")
    page = Paginator(scenarios.list_scenarios(actor), PAGE_SIZE).get_page(request.GET.get("page"))
    done = request.GET.get("done", "")
    context = {
        "title": t("scale.whatif.title"),
        "lead": t("scale.whatif.lead"),
        "crumbs": [(t("health.office.title"), "/office"), (t("scale.whatif.title"), "")],
        "rows": [_row(scenario) for scenario in page.object_list],
        "page": page,
        "extract": ColumnExtract.objects.filter(metro=actor.metro).first(),
        "token": new_id(),
        "wrong": wrong,
        "name": request.POST.get("name", "")[: scenarios.LONGEST_NAME],
        "done": done if done in DONE else "",
        "extract_said": _failure_words(ColumnExtract.objects.filter(metro=actor.metro).first()),
    }
    return render(request, "scale/whatif_list.html", context, status=status)


def _row(scenario: Scenario) -> Mapping[str, object]:
    return {
        "code": scenario.code,
        "name": scenario.name,
        "made_by": scenario.made_by,
        "made_at": scenario.made_at,
        "count": len(scenario.changes),
        "state": state_word(scenario),
        "badge": BADGES[state_word(scenario)],
        "base": scenario.base[:12],
        "is_stale": scenarios.is_stale(scenario),
    }


BADGES = {
    "draft": "secondary",
    "waiting": "secondary",
    "running": "secondary",
    "done": "good",
    "failed": "bad",
    "stuck": "bad",
}


def state_word(scenario: Scenario) -> str:
    """Return where a scenario stands, in the word of its sentence."""
    if scenarios.is_stuck(scenario):
        return "stuck"
    return ScenarioState(scenario.state).name.lower()


def _failure_words(row: Scenario | ColumnExtract | None) -> str:
    failure = row.failure if row is not None else {}
    return str(failure.get("en" if language() == "en" else "zh", ""))


@require_POST
@actor_required("office")
def start_extract(request: HttpRequest) -> HttpResponseBase:
    """Have the stored settlements laid out in columns, once however often it is asked."""
    metro = signed_in(request).metro
    ColumnExtract.objects.get_or_create(metro=metro)
    if ColumnExtract.objects.filter(metro=metro, is_asked=False).update(is_asked=True):
        extract_columns.configure(queueing_lock=f"scale.extract.{metro}").defer(metro=metro)
    return HttpResponseRedirect(f"{BASE}?done=asked")


@require_safe
@actor_required("office")
def scenario_page(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show one scenario: its changes, how far it is, what it costs; `?by=` chooses the view."""
    actor = signed_in(request)
    scenario = scenarios.get_scenario(actor, code)
    book = current_book(scenario.metro)
    by = request.GET.get("by", "pool")
    by = by if by in VIEWS else "pool"
    result = result_of(scenario, book, by) if scenario.state == ScenarioState.DONE else None
    kind = export_kind(request)
    if kind and result is not None:
        table = view_table(book, result.findings, by, full=True)
        return export_response(table, kind, f"{scenario.name}-{table.caption}")
    state = state_word(scenario)
    done = request.GET.get("done", "")
    context = {
        "title": scenario.name,
        "lead": t("scale.whatif.made", None, who=scenario.made_by),
        "crumbs": crumbs_to((scenario.name, "")),
        "scenario": scenario,
        "state": state,
        "badge": BADGES[state],
        "changes": shown_changes(scenario, book),
        "may_change": state not in {"waiting", "running"},
        "is_stale": scenarios.is_stale(scenario),
        "percent": _percent(scenario),
        "failure": _failure_words(scenario),
        "result": result,
        "tabs": [
            (t(f"scale.whatif.by.{view}"), f"{BASE}/{code}?by={view}#figures", view == by)
            for view in VIEWS
        ],
        "token": new_id(),
        "copy_name": t("scale.whatif.copy_of", None, name=scenario.name)[: scenarios.LONGEST_NAME],
        "done": done if done in DONE else "",
        "base": BASE,
    }
    return render(request, "scale/whatif_scenario.html", context)


def _percent(scenario: Scenario) -> int:
    if not scenario.rows_all:
        return 0
    return min(scenario.rows_done * 100 // scenario.rows_all, 100)


@require_POST
@actor_required("office")
def edit_scenario(request: HttpRequest, code: str) -> HttpResponseBase:
    """Rename, copy, delete or compute a scenario, or take a change out of it."""
    actor = signed_in(request)
    posted = request.POST
    action = posted.get("do", "")
    here = f"{BASE}/{code}"
    if action == "delete":
        scenarios.delete(actor, code)
        return HttpResponseRedirect(f"{BASE}?done=deleted")
    if action == "rename":
        scenarios.rename(actor, code, posted.get("name", ""))
        return HttpResponseRedirect(f"{here}?done=renamed")
    if action == "duplicate":
        copy = scenarios.duplicate(actor, code, posted.get("name", ""), posted.get("token", ""))
        return HttpResponseRedirect(f"{BASE}/{copy.code}")
    if action == "remove":
        scenarios.remove_change(actor, code, _plain_change(posted.get("change", "")))
        return HttpResponseRedirect(f"{here}?done=removed")
    scenarios.start(actor, code, _begin)
    return HttpResponseRedirect(here)


def _begin(code: str, run: int) -> None:
    compute_scenario.defer(code=code, run=run)


def _plain_change(given: str) -> dict[str, Any]:
    try:
        plain = json.loads(given)
    except ValueError:
        return {}
    return plain if isinstance(plain, dict) else {}


@require_safe
@actor_required("office")
def workbook(request: HttpRequest, code: str) -> HttpResponseBase:
    """Give all lists of a computed scenario as one workbook, a sheet each."""
    scenario = scenarios.get_scenario(signed_in(request), code)
    book = current_book(scenario.metro)
    if scenario.state != ScenarioState.DONE:
        raise ScenarioUnknown(code=code)
    found = result_of(scenario, book, "pool").findings
    body = workbook_bytes(all_tables(book, found, scenarios.changes_of(scenario)))
    return HttpResponse(
        body,
        content_type=_XLSX,
        headers={"Content-Disposition": attachment(scenario.name, "xlsx")},
    )


@require_safe
@actor_required("office")
def draft_pack(request: HttpRequest, code: str) -> HttpResponseBase:
    """Give a scenario's draft edition as a metro pack in a zip."""
    scenario = scenarios.get_scenario(signed_in(request), code)
    if scenario.draft is None:
        raise ScenarioUnknown(code=code)
    return HttpResponse(
        zip_of_draft(scenario.draft),
        content_type="application/zip",
        headers={"Content-Disposition": attachment(scenario.name, "zip")},
    )
