"""What everybody may do with a certificate (证照核验): check one, and see which kinds there are.

Reading needs the number and the code on the paper, and a press of the button: a link that a QR
leads to fills the form and shows nothing yet, so that no preview or robot reads anything.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from rongcheng.foundation.certificates.public import (
    CertificateInfo,
    CertificateUnknown,
    check_certificate,
    sign_status,
)
from rongcheng.foundation.code.public import StatusListNotFound
from rongcheng.foundation.people.public import TooManyTries, give_back, take_try
from rongcheng.kernel.errors import Lang
from rongcheng.policy.editions import list_metros
from rongcheng.services.government.certificates.views import record_look, view_of
from rongcheng.web.actor import Actor, actor_of
from rongcheng.web.client_address import client_address
from rongcheng.web.errors import error_json, status_of
from rongcheng.web.i18n import language, t

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
