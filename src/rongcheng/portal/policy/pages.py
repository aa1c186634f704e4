"""The policy book for readers (政策手册): browse, one parameter on a day, changes, reviews.

Open to everyone without signing in: what decides about people is public.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.dates import parse_date
from rongcheng.policy import survey
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.types import Parameter
from rongcheng.portal.metros import chosen_metro, find_book, metro_switch, published_books
from rongcheng.portal.policy import tables as policy_tables
from rongcheng.portal.policy.lists import places_of, values_in_force, written_values
from rongcheng.portal.policy.words import (
    dimension_names,
    group_name,
    group_of,
    group_rank,
    layer_order,
    service_name,
)
from rongcheng.web.actor import actor_of
from rongcheng.web.export import export_kind, export_response
from rongcheng.web.i18n import pick, t
from rongcheng.web.tables import Table

# One screen of a phone is some seven rows; a page stays under the weight that we promise.
ROWS = 25
REVIEW_AHEAD = timedelta(days=180)


def _day(request: HttpRequest, name: str, default: date) -> date:
    """Return the day of a parameter of the address; a misspelt one is refused with its form."""
    given = request.GET.get(name, "")
    return parse_date(given, name) if given else default


def _tabs(metro: str, here: str) -> list[tuple[str, str, bool]]:
    places = {
        "browse": f"/policy?metro={metro}",
        "compare": f"/policy/{metro}/compare",
        "review": f"/policy/{metro}/review",
        "samples": f"/policy/{metro}/samples",
        "agreements": f"/policy/{metro}/agreements",
    }
    return [(t(f"portal.policy.tab.{key}"), href, key == here) for key, href in places.items()]


def _crumbs(book: PolicyBook, *further: str) -> list[tuple[str, str]]:
    metro = pick(book.metro_area().title)
    trail = [(t("portal.policy.title"), "/policy"), (metro, f"/policy?metro={book.metro}")]
    trail += [(text, "") for text in further]
    return [*trail[:-1], (trail[-1][0], "")]


def _matches(parameter: Parameter, words: Sequence[str]) -> bool:
    note = parameter.note or {}
    names = [*parameter.title.values(), *note.values(), parameter.key, group_name(parameter)]
    text = " ".join(names).lower()
    return all(word in text for word in words)


def _found(book: PolicyBook, service: str, asked: str) -> list[Parameter]:
    words = asked.lower().split()
    found = [
        parameter
        for parameter in book.parameters()
        if service in ("", parameter.service) and _matches(parameter, words)
    ]
    return sorted(found, key=lambda p: (p.service, group_rank(p), p.key))


def _grouped(parameters: Sequence[Parameter]) -> list[Mapping[str, object]]:
    groups = groupby(parameters, key=lambda p: (p.service, group_of(p)))
    return [
        {
            "service": service_name(service),
            "group": group_name(members[0]),
            "entries": [policy_tables.entry(parameter) for parameter in members],
        }
        for (service, _), listed in groups
        if (members := list(listed))
    ]


@require_safe
def browse(request: HttpRequest) -> HttpResponseBase:
    """List the parameters of a metro by service and group, searched by `?q=`."""
    books = published_books()
    metro = chosen_metro(request, books)
    if not metro:
        return render(request, "portal/home_empty.html")
    book = books[metro]
    asked = request.GET.get("q", "").strip()[:100]
    service = request.GET.get("service", "")
    parameters = _found(book, service, asked)
    kind = export_kind(request)
    if kind:
        return export_response(policy_tables.parameter_table(parameters), kind, f"policy-{metro}")
    services = sorted({parameter.service for parameter in book.parameters()})
    page = Paginator(parameters, ROWS).get_page(request.GET.get("page"))
    context = {
        "book": book,
        "metros": metro_switch(books, metro),
        "tabs": _tabs(metro, "browse"),
        "asked": asked,
        "service": service,
        "services": [(name, service_name(name)) for name in services],
        "groups": _grouped(list(page.object_list)),
        "page": page,
        "total": len(parameters),
    }
    return render(request, "portal/policy_browse.html", context)


@require_safe
def parameter_of_key(request: HttpRequest, key: str) -> HttpResponseBase:
    """Lead a key without a metro to its page: in the chosen metro, else the first that has it."""
    books = published_books()
    chosen = chosen_metro(request, books)
    for metro in sorted(books, key=lambda name: name != chosen):
        if books[metro].parameter(key) is not None:
            kept = {name: request.GET[name] for name in ("at", "on") if request.GET.get(name)}
            return HttpResponseRedirect(f"/policy/{metro}/{key}?{urlencode(kept)}".rstrip("?"))
    raise Http404


def _place(request: HttpRequest, book: PolicyBook, places: Sequence[str]) -> str:
    asked = request.GET.get("at", "")
    if asked in places:
        return asked
    actor = actor_of(request)
    own = [code for code in places if actor and actor.city[:4] and code.startswith(actor.city[:4])]
    return own[0] if own else places[0]


@require_safe
def parameter_page(request: HttpRequest, metro: str, key: str) -> HttpResponseBase:
    """Show one parameter: what holds at a place on a day, by which layer, and all it ever was."""
    book = find_book(metro)
    parameter = book.parameter(key)
    if parameter is None:
        raise Http404
    history = policy_tables.history_table(book, parameter, written_values(parameter))
    kind = export_kind(request)
    if kind:
        return export_response(history, kind, key)
    on = _day(request, "on", get_clock().today())
    places = places_of(book, parameter)
    at = _place(request, book, places)
    holding, covered = values_in_force(book, parameter, at, on)
    rows = list(history.rows)
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    context = {
        "book": book,
        "parameter": parameter,
        "crumbs": _crumbs(book, group_name(parameter), pick(parameter.title)),
        "dimensions": dimension_names(parameter.by),
        "order": layer_order(parameter),
        "unit": t(f"portal.unit.{parameter.unit}"),
        "on": on,
        "at": at,
        "at_name": pick(book.title_of(at)),
        "places": [(code, pick(book.title_of(code))) for code in places],
        "holding": policy_tables.held_table(book, parameter, holding),
        "has_values": bool(holding),
        "covered": policy_tables.held_table(book, parameter, covered) if covered else None,
        "history": replace(history, rows=list(page.object_list)),
        "page": page,
        "total": len(rows),
    }
    return render(request, "portal/policy_parameter.html", context)


def _list_page(
    request: HttpRequest, book: PolicyBook, here: str, table: Table, more: Mapping[str, object]
) -> HttpResponseBase:
    """Answer one list of the book: as a file when asked, else page by page."""
    kind = export_kind(request)
    if kind:
        return export_response(table, kind, f"{here}-{book.metro}")
    rows = list(table.rows)
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    context = {
        "book": book,
        "title": t(f"portal.policy.tab.{here}"),
        "crumbs": _crumbs(book, t(f"portal.policy.tab.{here}")),
        "tabs": _tabs(book.metro, here),
        "listed": replace(table, rows=list(page.object_list)),
        "page": page,
        "total": len(rows),
        **more,
    }
    return render(request, f"portal/policy_{here}.html", context)


def _day_before_last_change(book: PolicyBook, today: date) -> date:
    """Return the day before some value last began, so that the first look shows a change."""
    starts = [row.since for p in book.parameters() for row in p.values if row.since <= today]
    return max(starts, default=today) - timedelta(days=1)


@require_safe
def compare(request: HttpRequest, metro: str) -> HttpResponseBase:
    """List every value that differs between `?a=`, else before the last change, and `?b=`."""
    book = find_book(metro)
    today = get_clock().today()
    first = _day(request, "a", _day_before_last_change(book, today))
    second = _day(request, "b", today)
    table = policy_tables.change_table(book, survey.compare(book, first, second))
    return _list_page(request, book, "compare", table, {"a": first, "b": second})


@require_safe
def review(request: HttpRequest, metro: str) -> HttpResponseBase:
    """List the values whose review falls due by `?by=` (default: within half a year)."""
    book = find_book(metro)
    by = _day(request, "by", get_clock().today() + REVIEW_AHEAD)
    table = policy_tables.review_table(book, survey.due_for_review(book, by))
    return _list_page(request, book, "review", table, {"by": by})


@require_safe
def samples(request: HttpRequest, metro: str) -> HttpResponseBase:
    """List the sample values that still stand in for official ones today."""
    book = find_book(metro)
    on = get_clock().today()
    table = policy_tables.sample_table(book, survey.sample_values(book, on))
    return _list_page(request, book, "samples", table, {"on": on})


@require_safe
def agreements(request: HttpRequest, metro: str) -> HttpResponseBase:
    """List what the cities agreed with one another, and for how long."""
    book = find_book(metro)
    today = get_clock().today()
    return _list_page(request, book, "agreements", policy_tables.agreement_table(book, today), {})
