"""The zone's endpoints (专区接口): items for everybody, messages and cases for a city's app."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Router

from rongcheng.foundation.webhooks.public import events_after
from rongcheng.kernel.clock import get_clock
from rongcheng.services.government.zone import schemas
from rongcheng.services.government.zone.asking import ask_case, ask_cases
from rongcheng.services.government.zone.callers import AppSignature, CallingApp, source_answers
from rongcheng.services.government.zone.items import ZoneItem, find_app, list_zone_items

OPEN_ERRORS: dict[int, Any] = {
    404: schemas.ZoneFailureOut,
    422: schemas.ZoneFailureOut,
    503: schemas.ZoneFailureOut,
}
ERRORS: dict[int, Any] = {
    401: schemas.ZoneSignatureOut,
    403: schemas.ZoneFailureOut,
    422: schemas.ZoneFailureOut,
    429: schemas.ZoneSignatureOut,
    503: schemas.ZoneFailureOut,
}
CASE_ERRORS = {**ERRORS, 404: schemas.ZoneFailureOut}
App = Annotated[str, Query(pattern=r"^[0-9]{6}$", description="城市代码 / code of the app's city")]
Subject = Annotated[
    str,
    Query(min_length=1, max_length=200, description="应用里这位用户的 sub / the user's own sub"),
]
Number = Annotated[str, Path(pattern=r"^[0-9A-Z]{1,40}$", description="办件编号 / case number")]
After = Annotated[
    int, Query(ge=0, le=9_000_000_000_000_000, description="序号 / after this number")
]
Most = Annotated[int, Query(ge=1, le=500, description="最多几条 / at most so many")]

router = Router(tags=["服务专区 / Service zone"])


@router.get(
    "/zone/items",
    response={200: schemas.ZoneItemsOut, **OPEN_ERRORS},
    summary="专区事项清单 / Items of an app's zone",
    operation_id="listZoneItems",
)
def items(request: HttpRequest, app: App) -> Any:
    """Return what an app's users can apply for on their phones, each with its deep link."""
    with source_answers():
        book, _, title = find_app(app)
        today = get_clock().today()
        found = list_zone_items(book, app, today)
    return schemas.ZoneItemsOut(
        app=app,
        title=dict(title),
        metro=book.metro,
        on=today,
        items=[_written(request, one) for one in found],
    )


@router.get(
    "/zone/events",
    response={200: schemas.ZoneEventsOut, **ERRORS},
    auth=AppSignature(),
    summary="补拉推送 / Ask for messages",
    operation_id="listZoneEvents",
)
def events(request: HttpRequest, after: After, most: Most = 500) -> Any:
    """Return what was told to this subscription after a number: the very texts that are pushed.

    An app that keeps ids may ask again at any time; nothing is counted twice.
    """
    app = _app(request)
    with source_answers():
        page = events_after(app.endpoint.id, after, most)
    told = [
        schemas.ZoneEventOut(id=one.message_id, position=one.position, body=one.body)
        for one in page.events
    ]
    return schemas.ZoneEventsOut(events=told, newest=page.newest, oldest=page.oldest)


@router.get(
    "/zone/cases",
    response={200: schemas.ZoneCasesOut, **ERRORS},
    auth=AppSignature(),
    summary="本人的办件 / A user's cases",
    operation_id="listZoneCases",
)
def cases(request: HttpRequest, subject: Subject) -> Any:
    """Return the newest cases of whoever is signed in to the app; she sees that the app looked."""
    with source_answers():
        return {"cases": ask_cases(request, _app(request), subject)}


@router.get(
    "/zone/cases/{number}",
    response={200: schemas.ZoneCaseOut, **CASE_ERRORS},
    auth=AppSignature(),
    summary="一个办件 / One case",
    operation_id="getZoneCase",
)
def case(request: HttpRequest, number: Number, subject: Subject) -> Any:
    """Return how one case of the app's user stands.

    404 `zone.E002`: there is no such case of hers. 403: the app may not ask. 503 `zone.E004`: we
    cannot look now. An app says each in words of its own.
    """
    with source_answers():
        return ask_case(request, _app(request), number, subject)


def _app(request: HttpRequest) -> CallingApp:
    app: CallingApp = request.auth  # type: ignore[attr-defined]
    return app


def _written(request: HttpRequest, one: ZoneItem) -> schemas.ZoneItemOut:
    return schemas.ZoneItemOut(
        item=one.item.id,
        title=dict(one.item.title),
        theme=dict(one.item.theme),
        summary=dict(one.version.content),
        href=request.build_absolute_uri(one.href),
        fee=one.version.fee.charged,
        promised_days=one.version.promised_limit.number,
        status=one.version.status,
    )
