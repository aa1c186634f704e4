"""What everybody may do with a certificate (证照核验): check one, and see which kinds there are.

Reading needs the number and the code on the paper, and a press of the button: a link that a QR
leads to fills the form and shows nothing yet, so that no preview or robot reads anything.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from rongcheng.foundation.certificates.public import (
    CertificateInfo,
    CertificateUnknown,
    check_certificate,
    sign_status,
)
from rongcheng.foundation.code.public import StatusListNotFound
from rongcheng.foundation.people.public import TooManyTries, give_back, take_try
from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.errors import Lang
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.certificate_types import CertificateKind
from rongcheng.policy.editions import current_book, list_metros
from rongcheng.services.government.certificate_views import cities_words, record_look, view_of
from rongcheng.web.actor import Actor, actor_of
from rongcheng.web.client_address import client_address
from rongcheng.web.errors import error_json, status_of
from rongcheng.web.export import export_kind, export_response
from rongcheng.web.i18n import language, pick, t
from rongcheng.web.tables import Column, Table

CHECK = "certificate_check"
_TRIES = "certificate_check"
_STATUS_SECONDS = 300
# Nobody is signed in on this page: the holder reads that somebody with number and code looked.
READER = Actor("system", "certificate-check", label="certificate-check")


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponseBase:
    """Tell whoever has number and code what the certificate says and whether it holds."""
    context: dict[str, Any] = {
        "title": t("government.verify.title"),
        "lead": t("government.verify.lead"),
        "number": (request.POST or request.GET).get("number", "")[:60],
        "code": (request.POST or request.GET).get("code", "")[:60],
    }
    status = 200
    if request.method == "POST":
        try:
            info = _checked(request, context["number"], context["code"])
        except (CertificateUnknown, TooManyTries) as fault:
            context["fault"] = fault.message(_lang())
            status = status_of(fault)
        else:
            record_look(request, _reader(request), [info.person_id], CHECK)
            context |= {"view": view_of(info)}
    return render(request, "government/certificate_verify.html", context, status=status)


@require_safe
def kinds(request: HttpRequest) -> HttpResponseBase:
    """Show which kinds of e-certificates work, who accepts them, and what is a sample."""
    metro = _metro(request)
    book = current_book(metro)
    table = kinds_table(book)
    kind = export_kind(request)
    if kind:
        return export_response(table, kind, t("government.kinds.title"))
    register = book.government.certificates
    counts = register.counts(get_clock().today())
    file = register.file()
    context = {
        "title": t("government.kinds.title"),
        "lead": t("government.kinds.lead", None, metro=pick(book.metro_area().title)),
        "counts": counts,
        "tabs": _tabs(metro),
        "table": table,
        "titles": [pick(title.title) for title in register.titles()],
        "status": file.status if file else "",
        "source": file.source if file else None,
    }
    return render(request, "government/certificate_kinds.html", context)


@require_GET
def status_list(request: HttpRequest, metro: str, number: int) -> HttpResponse:
    """Return the signed list of ended certificates, for verifiers without a network."""
    if metro not in list_metros():
        return error_json(StatusListNotFound(metro=metro, number=number))
    try:
        signed = sign_status(metro, number)
    except StatusListNotFound as fault:
        return error_json(fault)
    answer = HttpResponse(signed, content_type="application/cose")
    answer["Cache-Control"] = f"public, max-age={_STATUS_SECONDS}"
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


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


def _checked(request: HttpRequest, number: str, code: str) -> CertificateInfo:
    """Count one try of this address; a right one is given back."""
    address = client_address(request)
    take_try(_TRIES, address)
    info = check_certificate(number, code)
    give_back(_TRIES, address)
    return info


def _lang() -> Lang:
    return "en" if language() == "en" else "zh"


def _reader(request: HttpRequest) -> Actor:
    """Return who looks: whoever is signed in for herself, else somebody with number and code."""
    actor = actor_of(request)
    return READER if actor is None or actor.acting_for is not None else actor


def _metro(request: HttpRequest) -> str:
    """Return the metro area of `?metro=`, else the reader's own, else the first."""
    metros, actor = list_metros(), actor_of(request)
    asked = (request.GET.get("metro", ""), actor.metro if actor else "")
    found = next((metro for metro in asked if metro in metros), "")
    if not found and not metros:
        raise Http404
    return found or metros[0]
