"""Certificates for other cities' systems (证照核验接口): by number and code, in their own names."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router

from rongcheng.foundation.access.public import record_access
from rongcheng.foundation.certificates.public import (
    CertificateInfo,
    CertificateUnknown,
    check_certificate,
)
from rongcheng.foundation.code.public import InstitutionSignature, Verifier
from rongcheng.kernel.clock import get_clock
from rongcheng.policy.editions import current_book
from rongcheng.services.government.certificates.schemas import (
    CertificateFailureOut,
    CertificateOut,
    CertificateSignatureOut,
)
from rongcheng.services.government.errors import NotAServiceCentre
from rongcheng.web.middleware import request_id_of

BUREAU = "bureau"
ERRORS: dict[int, Any] = {
    **dict.fromkeys((400, 403, 404, 422), CertificateFailureOut),
    **dict.fromkeys((401, 429), CertificateSignatureOut),
}
Number = Annotated[str, Path(min_length=1, max_length=40, description="证照编号 / its number")]
Code = Annotated[
    str, Query(min_length=1, max_length=40, description="校验码 / the verification code on it")
]

router = Router(tags=["电子证照 / E-certificates"], auth=InstitutionSignature())


@router.get(
    "/certificates/{number}",
    response={200: CertificateOut, **ERRORS},
    summary="核验电子证照 / Check an e-certificate",
    operation_id="getCertificate",
)
def certificate(request: HttpRequest, number: Number, code: Code) -> Any:
    """Return what a certificate says and how it stands, in your city's names of its fields.

    You need the number and the verification code that its holder showed you; she sees that you
    looked. Only a centre of government services may ask, and only for kinds that its city
    recognises today. A certificate that was revoked is an answer with its state, not an error.
    """
    verifier: Verifier = request.auth  # type: ignore[attr-defined]
    place = verifier.institution
    if place.kind != BUREAU:
        raise NotAServiceCentre(title=place.title_zh, title_en=place.title_en)
    info = check_certificate(number, code)
    # Member cities recognise one another's certificates; another metro area's are not theirs.
    if info.claims.metro != place.metro:
        raise CertificateUnknown
    names = current_book(place.metro).government.certificates.names_at(
        info.kind, place.city, get_clock().today()
    )
    record_access(
        actor=verifier.actor,
        application="government",
        purpose="certificate_check",
        persons=[info.person_id],
        data_kinds=["certificate"],
        request_id=request_id_of(request),
    )
    answer = _written(info, dict(names), place.city)
    return HttpResponse(answer.model_dump_json(), content_type="application/json")


def _written(info: CertificateInfo, names: dict[str, str], city: str) -> CertificateOut:
    claims = info.claims
    common = {
        "number": info.number,
        "kind": claims.title.zh,
        "authority": claims.authority.zh,
        "place": claims.place.zh,
        "issued_on": claims.valid_from.isoformat(),
        "valid_from": claims.valid_from.isoformat(),
        "valid_until": claims.valid_until.isoformat() if claims.valid_until else "",
        **{field.name: field.value.zh for field in claims.fields},
    }
    return CertificateOut(
        number=info.number,
        kind=info.kind,
        title=claims.title.zh,
        title_en=claims.title.en,
        state=info.state,  # type: ignore[arg-type]
        ended_on=info.ending.at.date() if info.ending else None,
        valid_from=claims.valid_from,
        valid_until=claims.valid_until,
        issuing_city=claims.city,
        recognised_by=city,
        # A field that today's register has no more keeps its common name.
        fields={names.get(name, name): value for name, value in common.items()},
        names=names,
        sample=claims.sample,
    )
