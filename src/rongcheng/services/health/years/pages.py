"""The resident's year (我的年度累计): what counted towards which limit, and what is left of it."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rongcheng.foundation.access.public import record_access
from rongcheng.kernel.clock import get_clock
from rongcheng.services.health.years.queries import list_years
from rongcheng.services.health.years.view import last_day_of, years_of
from rongcheng.web.actor import actor_required, signed_in
from rongcheng.web.i18n import t
from rongcheng.web.middleware import request_id_of


@require_safe
@actor_required("resident", matter="settlements")
def year(request: HttpRequest) -> HttpResponseBase:
    """Show one year of the resident's own counters; `?year=` chooses among those with bills."""
    actor = signed_in(request)
    this_year = get_clock().today().year
    known = sorted({this_year, *list_years(actor)}, reverse=True)
    asked = request.GET.get("year", "")
    chosen = int(asked) if asked in {str(number) for number in known} else this_year
    if actor.person_id is not None:
        record_access(
            actor=actor,
            application="web",
            purpose="self",
            persons=[actor.person_id],
            data_kinds=["insurance", "settlement"],
            request_id=request_id_of(request),
        )
    context = {
        "title": t("health.year.title", None, year=chosen),
        "lead": t("health.year.lead"),
        "insurances": years_of(actor, chosen, "/me"),
        "tabs": [_tab(number, number == chosen) for number in known],
        "label": t("health.year.choose"),
        "on": last_day_of(chosen),
    }
    return render(request, "health/year.html", context)


def _tab(number: int, is_current: bool) -> tuple[str, str, bool]:
    return t("health.year.choice", None, year=number), f"/me/year?year={number}", is_current
