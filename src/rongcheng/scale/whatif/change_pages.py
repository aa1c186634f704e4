"""Adding a change to a scenario (添加改动): choose a parameter, then for whom, what and when."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.dates import parse_date
from rongcheng.kernel.errors import RongchengError
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.changes.errors import ChangeKeyUnknown
from rongcheng.policy.changes.types import PolicyChange
from rongcheng.policy.editions import current_book
from rongcheng.policy.types import Parameter
from rongcheng.scale.whatif import scenarios
from rongcheng.scale.whatif.pages import BASE, crumbs_to, said
from rongcheng.scale.whatif.picking import changeable, held_table, matching
from rongcheng.scale.whatif.words import dimension_choices, dimension_name
from rongcheng.web.actor import actor_required, signed_in
from rongcheng.web.i18n import pick, t

LONGEST_VALUE = 40


@require_safe
@actor_required("office")
def choose_parameter(request: HttpRequest, code: str) -> HttpResponseBase:
    """List the parameters that may be changed, by group, searched by `?q=`."""
    scenario = scenarios.get_scenario(signed_in(request), code)
    asked = request.GET.get("q", "").strip()[:100]
    groups = matching(current_book(scenario.metro), asked)
    context = {
        "title": t("scale.whatif.choose"),
        "lead": t("scale.whatif.choose_lead"),
        "crumbs": crumbs_to(
            (scenario.name, f"{BASE}/{code}"), (t("scale.whatif.choose_crumb"), "")
        ),
        "asked": asked,
        "groups": groups,
        "total": sum(len(entries) for _, entries in groups),
        "here": f"{BASE}/{code}/add",
    }
    return render(request, "scale/whatif_choose.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required("office")
def add_change(request: HttpRequest, code: str, key: str) -> HttpResponseBase:
    """Show what a parameter holds, and take the change that is meant."""
    actor = signed_in(request)
    scenario = scenarios.get_scenario(actor, code)
    book = current_book(scenario.metro)
    parameter = _parameter(book, key)
    wrong, status = "", 200
    if request.method == "POST":
        try:
            scenarios.add_change(actor, code, _change_of(request.POST, parameter))
        except RongchengError as error:
            wrong, status = said(error), getattr(error, "status", 400)
        else:
            return HttpResponseRedirect(f"{BASE}/{code}?done=added")
    context = _context(request, book, parameter)
    context |= {
        "crumbs": crumbs_to(
            (scenario.name, f"{BASE}/{code}"),
            (t("scale.whatif.choose_crumb"), f"{BASE}/{code}/add"),
            (pick(parameter.title), ""),
        ),
        "wrong": wrong,
        "back": f"{BASE}/{code}/add",
    }
    return render(request, "scale/whatif_change.html", context, status=status)


def _parameter(book: PolicyBook, key: str) -> Parameter:
    found = next((p for p in changeable(book) if p.key == key), None)
    if found is None:
        raise ChangeKeyUnknown(metro=book.metro, key=key[:80], known="—")
    return found


def _change_of(posted: QueryDict, parameter: Parameter) -> PolicyChange:
    where = {
        dimension.name: str(posted[f"dim-{dimension.name}"])
        for dimension in parameter.by
        if posted.get(f"dim-{dimension.name}")
    }
    pool = posted.get("pool", "")
    return PolicyChange(
        key=parameter.key,
        value=_value(posted.get("value", ""), parameter.unit),
        where=tuple(sorted(where.items())),
        pools=(pool,) if pool else (),
        since=_day(posted.get("since", ""), "since"),
        until=_day(posted.get("until", ""), "until"),
    )


def _value(given: str, unit: str) -> str:
    """Return a value as a change writes it: the field stands beside its unit already."""
    value = " ".join(given.split())[:LONGEST_VALUE]
    is_bare = bool(value) and value[-1] not in "%％"
    return f"{value}%" if unit == "ppm" and is_bare else value


def _day(given: str, name: str) -> date | None:
    return parse_date(given, name) if given else None


def _context(request: HttpRequest, book: PolicyBook, parameter: Parameter) -> dict[str, Any]:
    given = request.POST
    today = get_clock().today()
    return {
        "title": pick(parameter.title),
        "note": pick(parameter.note) if parameter.note else "",
        "parameter": parameter,
        "unit_word": t(f"scale.whatif.unit.{parameter.unit}"),
        "unit_hint": t(f"scale.whatif.unit_hint.{parameter.unit}"),
        "pools": [
            (pool.code, pick(pool.title), pool.code == given.get("pool")) for pool in book.pools()
        ],
        "dimensions": [
            {
                "name": f"dim-{dimension.name}",
                "label": dimension_name(dimension.name),
                "choices": [
                    (word, name, word == given.get(f"dim-{dimension.name}"))
                    for word, name in dimension_choices(dimension)
                ],
            }
            for dimension in parameter.by
        ],
        "value": given.get("value", ""),
        "since": given.get("since", date(today.year, 1, 1).isoformat()),
        "until": given.get("until", ""),
        "held": held_table(book, parameter, today),
        "policy_href": f"/policy/{book.metro}/{parameter.key}",
    }
