"""The native API of the health room (原生接口): parse, call, render."""

import hashlib
from contextlib import AbstractContextManager
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Path, Router
from pydantic import BaseModel

from rongcheng.foundation.access.public import record_access
from rongcheng.services.health.looking import refusals_recorded
from rongcheng.services.health.machines import Caller, identify_caller
from rongcheng.services.health.models import Settlement
from rongcheng.services.health.native_api.native import (
    governed_days,
    request_of,
    settlement_out,
    why_out,
)
from rongcheng.services.health.native_api.schemas import (
    NUMBER,
    ErrorOut,
    ReversalIn,
    SettlementIn,
    SettlementOut,
    SignatureOut,
    WhyOut,
)
from rongcheng.services.health.queries import get_settlement, settled_of_row
from rongcheng.services.health.recheck.deciding_again import explain_stored
from rongcheng.services.health.settling.reversing import reverse_settlement
from rongcheng.services.health.settling.settlement import settle_visit, try_settlement
from rongcheng.services.health.types import SettlementRequest
from rongcheng.web.middleware import request_id_of

SettlementId = Annotated[
    str,
    Path(
        min_length=1,
        max_length=30,
        pattern=NUMBER,
        description="结算编号 / settlement id",
    ),
]

ERRORS: dict[int, Any] = {
    400: ErrorOut,
    401: SignatureOut,
    404: ErrorOut,
    409: ErrorOut,
    413: ErrorOut,
    422: ErrorOut,
    429: SignatureOut,
    502: ErrorOut,
    503: ErrorOut,
}


class HospitalSignature:
    """Signature of an institution's system; the five gateway headers, as at `/hsa`."""

    openapi_type = "apiKey"
    openapi_in = "header"
    openapi_name = "_api_signature"

    @property
    def openapi_security_schema(self) -> dict[str, str]:
        """Return how OpenAPI documents the signature."""
        return {"type": self.openapi_type, "in": self.openapi_in, "name": self.openapi_name}

    def __call__(self, request: HttpRequest) -> Caller:
        """Return the caller, or raise `SignatureRefused`, answered 401."""
        return identify_caller(request)


router = Router(tags=["医疗结算 / Health settlement"], auth=HospitalSignature())


def _answer(shape: BaseModel) -> HttpResponse:
    """Return an answer that is written once; its shape is the one that OpenAPI shows."""
    return HttpResponse(shape.model_dump_json(), content_type="application/json")


def _content_hash(request: HttpRequest) -> bytes:
    return hashlib.sha256(request.path.encode() + b"\n" + request.body).digest()


def _caller(request: HttpRequest) -> Caller:
    caller: Caller = request.auth  # type: ignore[attr-defined]
    return caller


def _refusals(request: HttpRequest, purpose: str) -> AbstractContextManager[None]:
    """Record whom a call looked up if it is refused."""
    actor = _caller(request).actor
    return refusals_recorded(actor, "health", purpose, request_id_of(request))


@router.post(
    "/settlements",
    response={200: SettlementOut, **ERRORS},
    summary="结算一次就诊 / Settle a visit",
    operation_id="settleVisit",
)
def settle(request: HttpRequest, body: SettlementIn) -> Any:
    """Settle a visit with all its lines in one call; the person pays only her own share.

    Send the same body with the same `request_id` again after a lost answer: the first answer
    comes back with `replayed` true and nothing is charged twice.
    """
    caller = _caller(request)
    with _refusals(request, "settlement"), governed_days():
        settled = settle_visit(
            caller.place,
            request_of(body, _content_hash(request)),
            caller.actor,
            trace_id=request_id_of(request),
        )
    return _answer(settlement_out(settled))


@router.post(
    "/settlements/trial",
    response={200: SettlementOut, **ERRORS},
    summary="预结算 / Try a settlement",
    operation_id="trySettlement",
)
def trial(request: HttpRequest, body: SettlementIn) -> Any:
    """Say what a settlement would come to now; nothing is kept but the access record."""
    caller = _caller(request)
    with _refusals(request, "trial"), governed_days():
        settled, decided = try_settlement(caller.place, request_of(body, _content_hash(request)))
    record_access(
        actor=caller.actor,
        application="health",
        purpose="trial",
        persons=[decided.insured.person_id],
        data_kinds=["insurance", "totals"],
        request_id=request_id_of(request),
    )
    return _answer(settlement_out(settled))


@router.post(
    "/settlements/{settlement}/reversal",
    response={200: SettlementOut, **ERRORS},
    summary="撤销结算 / Reverse a settlement",
    operation_id="reverseSettlement",
)
def reverse(request: HttpRequest, settlement: SettlementId, body: ReversalIn) -> Any:
    """Take a settlement back by a counter-settlement; safe to retry with its `request_id`."""
    caller = _caller(request)
    wanted = SettlementRequest(
        psn_no=body.psn_no,
        kind=0,
        disease_code="",
        charges=(),
        account_use=0,
        request_id=body.request_id,
        request_hash=_content_hash(request),
    )
    with _refusals(request, "settlement"):
        settled = reverse_settlement(
            caller.place,
            settlement,
            body.visit,
            wanted,
            caller.actor,
            trace_id=request_id_of(request),
        )
    return _answer(settlement_out(settled))


def _read(request: HttpRequest, settlement: str, purpose: str) -> Settlement:
    """Return a settlement of the caller's institution and record who looked."""
    caller = _caller(request)
    row = get_settlement(caller.actor, settlement)
    record_access(
        actor=caller.actor,
        application="health",
        purpose=purpose,
        persons=[row.person_id],
        data_kinds=["settlement"],
        request_id=request_id_of(request),
    )
    return row


@router.get(
    "/settlements/{settlement}",
    response={200: SettlementOut, **ERRORS},
    summary="查询结算 / Get a settlement",
    operation_id="getSettlement",
)
def get(request: HttpRequest, settlement: SettlementId) -> Any:
    """Return a settlement of the calling institution."""
    return _answer(settlement_out(settled_of_row(_read(request, settlement, "query"))))


@router.get(
    "/settlements/{settlement}/why",
    response={200: WhyOut, **ERRORS},
    summary="为什么？/ Why?",
    operation_id="whySettlement",
)
def why(request: HttpRequest, settlement: SettlementId, lang: Literal["zh", "en"] = "zh") -> Any:
    """Explain a settlement: each step with its parameter, value, layer and document."""
    row = _read(request, settlement, "explain")
    return _answer(why_out(row.setl_id, row.decision, explain_stored(row.decision, lang)))
