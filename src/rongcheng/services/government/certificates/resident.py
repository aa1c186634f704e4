"""My e-certificates (我的电子证照): what I hold, how it stands, on paper and to show."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rongcheng.foundation.certificates.public import (
    VALID,
    CertificateInfo,
    certificate_pdf,
    get_certificate,
    get_credential,
    list_certificates,
)
from rongcheng.kernel.clock import get_clock
from rongcheng.policy.editions import current_book
from rongcheng.services.government.certificates.views import (
    cities_words,
    last_day_words,
    record_look,
    said,
    view_of,
)
from rongcheng.web.actor import actor_required, signed_in
from rongcheng.web.export import export_kind, export_response
from rongcheng.web.i18n import t
from rongcheng.web.qr import qr_picture
from rongcheng.web.tables import Column, Table

HERE = "/me/certificates"
MATTER = "certificates"


@require_safe
@actor_required("resident", matter=MATTER)
def certificates(request: HttpRequest) -> HttpResponseBase:
    """List the resident's certificates, those that hold first, then the newest."""
    actor = signed_in(request)
    found = sorted(list_certificates(actor), key=lambda info: info.state != VALID)
    persons = [actor.person_id] if actor.person_id else []
    kind = export_kind(request)
    record_look(request, actor, persons, "export" if kind else "self")
    if kind:
        return export_response(_table(found), kind, t("government.certificate.mine"))
    context = {
        "title": t("government.certificate.mine"),
        "lead": t("government.certificate.mine_lead"),
        "views": [view_of(info) for info in found],
    }
    return render(request, "government/certificates.html", context)


@require_safe
@actor_required("resident", matter=MATTER)
def certificate(request: HttpRequest, number: str) -> HttpResponseBase:
    """Show one certificate, with the code that lets a counter check it."""
    actor = signed_in(request)
    info = get_certificate(actor, number)
    record_look(request, actor, [info.person_id], "self")
    book = current_book(info.claims.metro)
    context = {
        "title": said(info.claims.title),
        "crumbs": [(t("government.certificate.mine"), HERE), (info.number, "")],
        "view": view_of(info),
        "code": info.code,
        "picture": qr_picture(verify_address(request, info), t("government.certificate.picture")),
        "cities": cities_words(book, info.kind, get_clock().today()),
    }
    return render(request, "government/certificate.html", context)


@require_safe
@actor_required("resident", matter=MATTER)
def paper(request: HttpRequest, number: str) -> HttpResponse:
    """Return the certificate as a PDF to keep, print or hand over."""
    actor = signed_in(request)
    info = get_certificate(actor, number)
    record_look(request, actor, [info.person_id], "self")
    written = certificate_pdf(
        info,
        credential=get_credential(actor, number),
        verify_at=verify_address(request, info),
    )
    return _file(written, "application/pdf", f"{info.number}.pdf")


@require_safe
@actor_required("resident", matter=MATTER)
def credential(request: HttpRequest, number: str) -> HttpResponse:
    """Return the signed credential, for programs that verify without a network."""
    actor = signed_in(request)
    info = get_certificate(actor, number)
    record_look(request, actor, [info.person_id], "self")
    return _file(get_credential(actor, number), "application/cose", f"{info.number}.cose")


def verify_address(request: HttpRequest, info: CertificateInfo) -> str:
    """Return the page of verification with number and code filled in, as the QR holds it."""
    asked = urlencode({"number": info.number, "code": info.code})
    return request.build_absolute_uri(f"{reverse('certificate-verify')}?{asked}")


def _table(found: list[CertificateInfo]) -> Table:
    return Table(
        caption=t("government.certificate.mine"),
        columns=[
            Column(t("government.certificate.kind"), lead=True),
            Column(t("government.certificate.number"), "code", width=24),
            Column(t("government.certificate.authority"), width=28),
            Column(t("government.certificate.issued_on"), "date"),
            Column(t("government.certificate.valid_until")),
            Column(t("government.certificate.standing")),
        ],
        rows=[
            [
                said(info.claims.title),
                info.number,
                said(info.claims.authority),
                info.valid_from,
                last_day_words(info.valid_until),
                t(f"government.certificate.state.{info.state}"),
            ]
            for info in found
        ],
    )


def _file(content: bytes, media_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
