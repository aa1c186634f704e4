"""The register of kinds (电子证照种类页): what works, who accepts it, each city's field names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rongcheng.kernel.clock import get_clock
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.certificate_book import FRAME_FIELDS
from rongcheng.policy.certificate_types import CertificateKind
from rongcheng.policy.editions import current_book, list_metros
from rongcheng.services.government.certificates.views import cities_words
from rongcheng.web.actor import actor_of
from rongcheng.web.export import export_kind, export_response
from rongcheng.web.i18n import pick, t
from rongcheng.web.tables import Column, Table

NAMES = "names"
"""The view of the page that shows each city's names of fields."""


@require_safe
def kinds(request: HttpRequest) -> HttpResponseBase:
    """Show which kinds of e-certificates work, who accepts them, and what is a sample."""
    metro = _metro(request)
    book = current_book(metro)
    wants_names = request.GET.get("list") == NAMES
    table = names_table(book) if wants_names else kinds_table(book)
    kind = export_kind(request)
    if kind:
        return export_response(table, kind, table.caption)
    register = book.government.certificates
    counts = register.counts(get_clock().today())
    file = register.file()
    context = {
        "title": t("government.kinds.title"),
        "lead": t("government.kinds.lead", None, metro=pick(book.metro_area().title)),
        "counts": counts,
        "tabs": _tabs(metro),
        "views": _views(metro, wants_names=wants_names),
        "is_names": wants_names,
        "table": table,
        "titles": [pick(title.title) for title in register.titles()],
        "status": file.status if file else "",
        "source": file.source if file else None,
    }
    return render(request, "government/certificate_kinds.html", context)


def kinds_table(book: PolicyBook) -> Table:
    """Return the kinds that work, with their fields and the cities that accept them."""
    on = get_clock().today()
    return Table(
        caption=t("government.kinds.table"),
        columns=[
            Column(t("government.kinds.kind"), lead=True, width=28),
            Column(t("government.kinds.fields"), width=40),
            Column(t("government.kinds.validity")),
            Column(t("government.kinds.cities"), width=28),
            Column(t("government.kinds.status"), "status"),
        ],
        rows=[_kind_row(book, kind, on) for kind in book.government.certificates.kinds()],
        empty=t("government.kinds.empty"),
    )


def names_table(book: PolicyBook) -> Table:
    """Return how each city calls each field of each kind; blank where it does not accept it."""
    on = get_clock().today()
    cities = book.cities()
    rows = []
    for kind in book.government.certificates.kinds():
        named = {city.code: _names(book, kind, city.code, on) for city in cities}
        titles = {field.name: pick(field.title) for field in kind.fields}
        for common in _common_fields(kind):
            shown = titles.get(common) or t(f"government.kinds.frame.{common}")
            rows.append(
                [pick(kind.title), shown, common, *(named[c.code].get(common, "") for c in cities)]
            )
    return Table(
        caption=t("government.kinds.names"),
        columns=[
            Column(t("government.kinds.kind"), lead=True, width=24),
            Column(t("government.kinds.field"), width=20),
            Column(t("government.kinds.common"), "code"),
            *(Column(pick(city.title), "code") for city in cities),
        ],
        rows=rows,
        empty=t("government.kinds.empty"),
    )


def _names(book: PolicyBook, kind: CertificateKind, city: str, on: date) -> Mapping[str, str]:
    if kind.recognised_by(city, on) is None:
        return {}
    return book.government.certificates.names_at(kind.id, city, on)


def _common_fields(kind: CertificateKind) -> tuple[str, ...]:
    return (*(field.name for field in kind.fields), *FRAME_FIELDS)


def _views(metro: str, *, wants_names: bool) -> list[tuple[str, str, bool]]:
    """Return links to the two views of the register."""
    return [
        (t("government.kinds.table"), f"?metro={metro}", not wants_names),
        (t("government.kinds.names"), f"?metro={metro}&list={NAMES}", wants_names),
    ]


def _tabs(metro: str) -> list[tuple[str, str, bool]]:
    """Return a link to each metro area's kinds; one alone needs none."""
    metros = list_metros()
    if len(metros) == 1:
        return []
    return [
        (pick(current_book(one).metro_area().title), f"?metro={one}", one == metro)
        for one in metros
    ]


def _kind_row(book: PolicyBook, kind: CertificateKind, on: date) -> list[object]:
    comma = t("government.kinds.comma")
    validity = kind.validity
    lasts = (
        t(f"government.kinds.lasts.{validity.unit}", None, count=validity.number)
        if validity
        else t("government.certificate.no_end")
    )
    return [
        pick(kind.title),
        comma.join(pick(field.title) for field in kind.fields),
        lasts,
        comma.join(cities_words(book, kind.id, on)),
        kind.status,
    ]


def _metro(request: HttpRequest) -> str:
    """Return the metro area of `?metro=`, else the reader's own, else the first."""
    metros, actor = list_metros(), actor_of(request)
    asked = (request.GET.get("metro", ""), actor.metro if actor else "")
    found = next((metro for metro in asked if metro in metros), "")
    if not found and not metros:
        raise Http404
    return found or metros[0]
