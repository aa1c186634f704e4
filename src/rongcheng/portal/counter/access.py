"""Who looked, at the counter (窗口查谁看过): to read out and to print, where there is no phone."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rongcheng.foundation.access.public import records_about
from rongcheng.foundation.people.public import (
    record_served,
    served_as_holder,
    served_person,
    serving_required,
)
from rongcheng.portal.access.views import days_of
from rongcheng.portal.access.words import Names
from rongcheng.web.i18n import t

PAGE_SIZE = 30
_LONGEST_ID = 18


@require_safe
@serving_required
def looks(request: HttpRequest) -> HttpResponseBase:
    """List who looked at the served person's data, by day; `?before=` goes on."""
    person, holder = served_person(request), served_as_holder(request)
    record_served(request, ["access"])
    asked = request.GET.get("before", "")
    is_number = asked.isascii() and asked.isdigit() and len(asked) <= _LONGEST_ID
    before = int(asked) if is_number else None
    found = records_about(person.id, PAGE_SIZE + 1, before=before, who="others")
    shown = found[:PAGE_SIZE]
    context = {
        "served": person,
        "crumbs": [(t("portal.counter.title"), "/counter"), (t("portal.access.title"), "")],
        "title": t("portal.access.title"),
        "lead": t("portal.counter.access_lead", None, name=person.name),
        "days": days_of(holder, shown, Names(person.metro)),
        "next": shown[-1].id if len(found) > PAGE_SIZE else None,
    }
    return render(request, "portal/counter_access.html", context)
