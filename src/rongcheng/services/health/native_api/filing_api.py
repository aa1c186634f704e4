"""Filings over the native API (备案接口): register, revoke, look up; parse, call, render."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Annotated, Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router
from pydantic import BaseModel

from rongcheng.foundation.access.public import record_access
from rongcheng.kernel.clock import get_clock
from rongcheng.policy.errors import NoPolicyValue
from rongcheng.services.health.filings.queries import list_filings, local_day
from rongcheng.services.health.filings.registering import NewFiling, register_filing, revoke_filing
from rongcheng.services.health.filings.states import state_of
from rongcheng.services.health.hsa.faults import DayNotGoverned
from rongcheng.services.health.looking import refusals_recorded
from rongcheng.services.health.machines import Caller
from rongcheng.services.health.models import Filing
from rongcheng.services.health.native_api.api import ERRORS, HospitalSignature
from rongcheng.services.health.native_api.filing_schemas import (
    CategoryName,
    FilingIn,
    FilingOut,
    FilingRevocationIn,
    FilingsOut,
)
from rongcheng.services.health.native_api.schemas import NUMBER, ErrorOut
from rongcheng.services.health.persons import find_member
from rongcheng.web.middleware import request_id_of

FilingNumber = Annotated[
    str,
    Path(min_length=1, max_length=30, pattern=NUMBER, description="备案流水号 / filing number"),
]
Person = Annotated[
    str,
    Query(min_length=1, max_length=30, pattern=NUMBER, description="人员编号 / person number"),
]
REVOCATION_ERRORS: dict[int, Any] = {**ERRORS, 403: ErrorOut}

router = Router(tags=["异地就医备案 / Filing"], auth=HospitalSignature())


@contextmanager
def _governed() -> Iterator[None]:
    """Name the day that no policy governs: no validity is guessed."""
    try:
        yield
    except NoPolicyValue as missing:
        raise DayNotGoverned(
            path="begins_on",
            name="开始日期",
            on=missing.params["on"],
            key=missing.params["key"],
        ) from missing


@router.post(
    "/filings",
    response={200: FilingOut, **ERRORS},
    summary="登记异地就医备案 / Register a filing",
    operation_id="registerFiling",
)
def register(request: HttpRequest, body: FilingIn) -> Any:
    """File care away from home for a person; how long it holds comes from the policy book.

    Send the same body again after a lost answer: the first filing comes back, `replayed` true.
    """
    caller = _caller(request)
    wanted = NewFiling(
        psn_no=body.psn_no,
        category=body.category,
        care_pool=body.care_pool,
        begins_on=body.begins_on,
        ends_on=body.ends_on,
        institution=caller.place.code if body.category == "referred" else "",
    )
    with _refusals(request, "filing"), _governed():
        found = register_filing(
            caller.actor, wanted, source=f"api:{caller.place.code}", number=body.request_id
        )
    _record(request, caller, found.filing.person_id, "filing")
    return _answer(filing_out(found.filing, found.replayed))


@router.post(
    "/filings/{number}/revocation",
    response={200: FilingOut, **REVOCATION_ERRORS},
    summary="撤销备案 / Revoke a filing",
    operation_id="revokeFiling",
)
def revoke(request: HttpRequest, number: FilingNumber, body: FilingRevocationIn) -> Any:
    """Revoke a filing of one's own from today on; care begun before keeps it.

    The same call again changes nothing and is answered alike.
    """
    caller = _caller(request)
    with _refusals(request, "filing"):
        find_member(caller.place, body.psn_no)
        found = revoke_filing(caller.actor, number, body.psn_no, reason=body.reason)
    _record(request, caller, found.filing.person_id, "filing")
    return _answer(filing_out(found.filing, found.replayed))


@router.get(
    "/filings",
    response={200: FilingsOut, **ERRORS},
    summary="查询备案 / List a person's filings",
    operation_id="listFilings",
)
def listed(request: HttpRequest, psn_no: Person) -> Any:
    """Return a person's filings toward your own pool, and those that you registered."""
    caller = _caller(request)
    with _refusals(request, "query"):
        member = find_member(caller.place, psn_no)
    rows = list(list_filings(caller.actor, psn_no))
    _record(request, caller, member.person.id, "query")
    return _answer(FilingsOut(filings=[filing_out(row) for row in rows]))


def filing_out(row: Filing, replayed: bool = False) -> FilingOut:
    """Return a filing as the native API answers it."""
    return FilingOut(
        filing=row.filing_no,
        psn_no=row.psn_no,
        category=cast(CategoryName, row.category),
        insured_pool=row.insured_pool,
        care_pool=row.care_pool,
        begins_on=row.begins_on,
        ends_on=row.ends_on,
        state=state_of(row, get_clock().today()),
        registered_on=local_day(row.registered_at),
        revoked_on=local_day(row.revoked_at) if row.revoked_at else None,
        revoked_reason=row.revoked_reason,
        replayed=replayed,
    )


def _answer(shape: BaseModel) -> HttpResponse:
    return HttpResponse(shape.model_dump_json(), content_type="application/json")


def _caller(request: HttpRequest) -> Caller:
    caller: Caller = request.auth  # type: ignore[attr-defined]
    return caller


def _refusals(request: HttpRequest, purpose: str) -> AbstractContextManager[None]:
    """Record whom a call looked up if it is refused."""
    actor = _caller(request).actor
    return refusals_recorded(actor, "health", purpose, request_id_of(request))


def _record(request: HttpRequest, caller: Caller, person_id: UUID, purpose: str) -> None:
    record_access(
        actor=caller.actor,
        application="health",
        purpose=purpose,
        persons=[person_id],
        data_kinds=["insurance", "filing"],
        request_id=request_id_of(request),
    )
