"""Lawful delayed disclosure (推迟告知): the office orders, a second officer confirms."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from rongcheng.foundation.access.public import (
    WithholdingInvalid,
    WithholdingOrder,
    confirm_withholding,
    lift_withholding,
    limits,
    list_withholdings,
    order_withholding,
    state_of,
    withholding_bases,
)
from rongcheng.kernel.errors import Lang, RongchengError
from rongcheng.portal.access.staff import new_token, number_of, office_tabs, read_day
from rongcheng.web.actor import Actor, actor_required, signed_in
from rongcheng.web.export import export_kind, export_response
from rongcheng.web.i18n import language, pick, t
from rongcheng.web.tables import Column, Table

HERE = "/office/delays"
SEE_OTHER = 303
BADGES = {"proposed": "warn", "in_force": "secondary", "lifted": "good", "over": "good"}
_FIELDS = ("record", "until", "basis", "document", "reason")


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required("office")
def delays(request: HttpRequest) -> HttpResponseBase:
    """List delays of the metro with their ends; order, confirm or lift one."""
    actor = signed_in(request)
    said, status = "", 200
    if request.method == "POST":
        try:
            _act(request, actor)
        except RongchengError as fault:
            lang: Lang = "en" if language() == "en" else "zh"
            said, status = fault.message(lang), getattr(fault, "status", 400)
        else:
            return HttpResponseRedirect(f"{HERE}?done=1", status=SEE_OTHER)
    rows = list_withholdings(actor)
    kind = export_kind(request)
    if kind:
        return export_response(_table(rows), kind, t("portal.delays.title"))
    given = request.POST if said else {}
    context = {
        "title": t("portal.delays.title"),
        "lead": t("portal.delays.lead", None, days=limits().withholding_most_days),
        "tabs": office_tabs(HERE),
        "tab_label": t("portal.questions.title"),
        "views": [_view(actor, row) for row in rows],
        "bases": [(key, pick(one.title)) for key, one in withholding_bases().items()],
        "given": {name: given.get(name, "") for name in _FIELDS},
        "token": request.POST.get("token", "") if said else new_token(),
        "said": said,
        "done": request.GET.get("done") == "1",
    }
    return render(request, "portal/access_delays.html", context, status=status)


def _act(request: HttpRequest, actor: Actor) -> None:
    """Do what the form asks."""
    act = request.POST.get("act", "")
    if act == "confirm":
        confirm_withholding(actor, number_of(request, "number"))
    elif act == "lift":
        lift_withholding(actor, number_of(request, "number"))
    elif act == "order":
        until = read_day(request.POST.get("until", ""))
        if until is None:
            raise WithholdingInvalid(why_zh="没有写推迟到哪一天", why_en="its last day is missing")
        wanted = WithholdingOrder(
            number_of(request, "record"),
            until,
            request.POST.get("basis", ""),
            request.POST.get("document", ""),
            request.POST.get("reason", ""),
        )
        order_withholding(actor, wanted, token=request.POST.get("token", "")[:64])
    else:
        raise Http404


def _view(actor: Actor, row: Any) -> dict[str, object]:
    state = state_of(row)
    basis = withholding_bases()[row.basis]
    acts = {act.act: act for act in row.acts.all()}
    return {
        "number": row.pk,
        "record": row.record_id,
        "state": t(f"portal.delays.state.{state}"),
        "badge": BADGES[state],
        "until": row.until,
        "basis": pick(basis.title),
        "law": basis.document,
        "document": row.document,
        "reason": row.reason,
        "ordered_by": row.ordered_label,
        "ordered_at": row.ordered_at,
        "confirm": acts.get("confirm"),
        "lift": acts.get("lift"),
        "may_confirm": state == "proposed" and row.ordered_by != actor.id,
        "waits": state == "proposed" and row.ordered_by == actor.id,
        "may_lift": state in ("proposed", "in_force"),
    }


def _table(rows: list[Any]) -> Table:
    columns = [
        Column(t("portal.delays.number"), "code", lead=True),
        Column(t("portal.delays.record"), "code"),
        Column(t("portal.questions.state")),
        Column(t("portal.delays.until"), "date"),
        Column(t("portal.delays.basis"), width=36),
        Column(t("portal.delays.document"), width=36),
        Column(t("portal.delays.reason"), width=40),
        Column(t("portal.delays.ordered_by")),
        Column(t("portal.delays.ordered_at"), "moment"),
    ]
    lines = [
        (
            str(row.pk),
            str(row.record_id),
            t(f"portal.delays.state.{state_of(row)}"),
            row.until,
            pick(withholding_bases()[row.basis].title),
            row.document,
            row.reason,
            row.ordered_label,
            row.ordered_at,
        )
        for row in rows
    ]
    return Table(t("portal.delays.title"), columns, lines)
