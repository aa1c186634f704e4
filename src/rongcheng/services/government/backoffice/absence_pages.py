"""Absences and who stands in (请假与代班): entered, seen by colleagues, ended early."""

from __future__ import annotations

from datetime import date
from secrets import token_hex
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rongcheng.foundation.cases.public import CaseAbsence, visible_absences
from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.errors import Lang, RongchengError
from rongcheng.services.government.backoffice.absences import NewAbsence, add_absence, end_absence
from rongcheng.services.government.backoffice.assigning import (
    away_today,
    colleagues_here,
    colleagues_of,
    names_of,
)
from rongcheng.services.government.backoffice.errors import AbsenceInvalid, AbsenceNotYours
from rongcheng.web.actor import Actor, actor_required, signed_in
from rongcheng.web.i18n import language, t

HERE = "/cases/absences"
SEE_OTHER = 303
_LONGEST_TOKEN = 64
_MOST_DIGITS = 18


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@actor_required("officer", "head")
def absences(request: HttpRequest) -> HttpResponseBase:
    """Show who of one's city is or will be away, and enter or end an absence."""
    actor, said, status = signed_in(request), "", 200
    if request.method == "POST":
        lang: Lang = "en" if language() == "en" else "zh"
        try:
            _act(actor, request)
        except RongchengError as fault:
            said, status = fault.message(lang), getattr(fault, "status", 400)
        else:
            return HttpResponseRedirect(f"{HERE}?done=1", status=SEE_OTHER)
    here = [(str(one.id), one.name) for one in colleagues_of(actor)]
    standing_in = colleagues_here(actor.metro, actor.city, actor.department or None)
    context = {
        "said": said,
        "done": request.GET.get("done") == "1",
        "given": request.POST if said else {"since": get_clock().today().isoformat()},
        "who": here if actor.role == "head" else [(actor.id, actor.label)],
        "others": [(str(one.id), one.name) for one in standing_in],
        "views": _views(actor),
        "token": token_hex(16),
        "crumbs": [(t("government.back.title"), "/cases"), (t("government.back.away.title"), "")],
    }
    return render(request, "government/absences.html", context, status=status)


def _act(actor: Actor, request: HttpRequest) -> None:
    form = request.POST
    ended = form.get("end", "")
    if ended:
        if not (ended.isascii() and ended.isdigit() and len(ended) <= _MOST_DIGITS):
            raise AbsenceNotYours()
        end_absence(actor, int(ended))
        return
    substitute = form.get("substitute", "")
    wanted = NewAbsence(
        _staff(form.get("staff", "")),
        _day(form.get("since", "")),
        _day(form.get("until", "")),
        _staff(substitute) if substitute else None,
        form.get("token", "")[:_LONGEST_TOKEN],
    )
    add_absence(actor, wanted)


def _views(actor: Actor) -> list[dict[str, Any]]:
    today = get_clock().today()
    rows = list(visible_absences(actor).filter(until__gte=today, ended_at__isnull=True))
    away = away_today(actor.metro, actor.city)
    named = [*(row.staff_id for row in rows), *(row.substitute_id for row in rows)]
    names = names_of([*named, *away.values()])
    return [
        {
            "id": row.pk,
            "name": names.get(row.staff_id, "—"),
            "since": row.since,
            "until": row.until,
            "substitute": names.get(row.substitute_id, "—") if row.substitute_id else "",
            "passed_on": _passed_on(row, away, names) if row.since <= today else "",
            "now": row.since <= today,
            "may_end": actor.role == "head" or str(row.staff_id) == actor.id,
        }
        for row in reversed(rows)
    ]


def _passed_on(row: CaseAbsence, away: dict[UUID, UUID | None], names: dict[UUID, str]) -> str:
    """Say who stands in today where the substitute is away, too; nothing where she is there."""
    if row.substitute_id is None or row.substitute_id not in away:
        return ""
    name, other = names.get(row.substitute_id, "—"), away.get(row.staff_id)
    if other is None:
        return t("government.back.away.chain_ends", None, name=name)
    return t("government.back.away.passed_on", None, name=name, other=names.get(other, "—"))


def _staff(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise AbsenceNotYours() from None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise AbsenceInvalid(
            why_zh="请选开始和结束日期。", why_en="choose its first and last day."
        ) from None
