"""The verification endpoint of the native API (联网核验接口): parse, call, render."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from rongcheng.foundation.code.callers import InstitutionSignature, Verifier
from rongcheng.foundation.code.errors import PurposeNotYours
from rongcheng.foundation.code.offline.types import PURPOSE_WORDS
from rongcheng.foundation.code.online import verify_online
from rongcheng.foundation.code.schemas import (
    FailureOut,
    PersonOut,
    SignatureFailureOut,
    VerificationIn,
    VerificationOut,
)
from rongcheng.foundation.code.terms import verifying_purposes
from rongcheng.foundation.code.types import OnlineAnswer
from rongcheng.web.middleware import request_id_of

ERRORS: dict[int, Any] = {
    400: FailureOut,
    401: SignatureFailureOut,
    403: FailureOut,
    409: FailureOut,
    413: FailureOut,
    422: FailureOut,
    429: SignatureFailureOut,
}

router = Router(tags=["融城码 / Rongcheng code"], auth=InstitutionSignature())


@router.post(
    "/verifications",
    response={200: VerificationOut, **ERRORS},
    summary="联网核验融城码 / Verify a code online",
    operation_id="verifyCode",
)
def verification(request: HttpRequest, body: VerificationIn) -> Any:
    """Verify a scanned code, count its use and learn who came; she sees that you looked.

    At a park, a venue and in transit you learn who came only if she agreed to it, and then name
    and date of birth; otherwise `person` is null, `person_withheld` true and the code as good.
    A code that does not open is an answer with its reason, not an error. Send the same body again
    after a lost answer: nothing is counted twice.
    """
    verifier: Verifier = request.auth  # type: ignore[attr-defined]
    purpose = PURPOSE_WORDS[body.purpose]
    place = verifier.institution
    allowed = verifying_purposes(place.metro, place.city, place.kind)
    if purpose not in allowed:
        named = ", ".join(found.word for found in allowed) or "—"
        raise PurposeNotYours(purpose=body.purpose, allowed=named)
    answer = verify_online(
        verifier.actor,
        body.text,
        purpose=purpose,
        request_id=body.request_id,
        trace_id=request_id_of(request),
    )
    return HttpResponse(_written(answer).model_dump_json(), content_type="application/json")


def _written(answer: OnlineAnswer) -> VerificationOut:
    reason, resident = answer.verdict.reason, answer.resident
    return VerificationOut(
        accepted=answer.verdict.accepted,
        code=reason.code,
        message=reason.zh,
        message_en=reason.en,
        static=answer.verdict.is_static,
        uses_left=answer.uses_left,
        person=None
        if resident is None
        else PersonOut(
            name=resident.name,
            gender=resident.gender,
            born_on=resident.born_on,
            home_city=resident.home_city,
        ),
        person_withheld=answer.withheld,
        replayed=answer.replayed,
    )
