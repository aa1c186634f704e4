"""Reads of webhooks (推送查询): how subscriptions fare, what was set aside, what an app missed."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count, Min, Q

from rongcheng.foundation.webhooks.errors import EndpointUnknown
from rongcheng.foundation.webhooks.figures import figures
from rongcheng.foundation.webhooks.models import Delivery, Endpoint
from rongcheng.foundation.webhooks.types import DeadDelivery, EndpointInfo, Page, State, Told
from rongcheng.kernel.errors import shown


def list_endpoints(metro: str = "", apps: Sequence[str] = ()) -> list[EndpointInfo]:
    """Return the subscriptions of a metro area (empty: of all), or of some of its apps."""
    rows = Endpoint.objects.order_by("metro", "app", "created_at", "id")
    if metro:
        rows = rows.filter(metro=metro)
    if apps:
        rows = rows.filter(app__in=apps)
    found = list(rows)
    counts = _counts([row.pk for row in found])
    return [_info(row, *counts.get(row.pk, (0, 0))) for row in found]


def get_endpoint(endpoint: str) -> EndpointInfo:
    """Return one subscription; raises EndpointUnknown."""
    row = Endpoint.objects.filter(pk=endpoint).first()
    if row is None:
        raise EndpointUnknown(endpoint=shown(endpoint))
    return _info(row, *_counts([row.pk]).get(row.pk, (0, 0)))


def list_dead(endpoint: str = "", *, metro: str = "", limit: int = 100) -> list[DeadDelivery]:
    """Return messages that were set aside, of one subscription or a metro area, oldest first."""
    rows = Delivery.objects.filter(state=State.DEAD).select_related("endpoint")
    if endpoint:
        rows = rows.filter(endpoint_id=endpoint)
    if metro:
        rows = rows.filter(endpoint__metro=metro)
    return [
        DeadDelivery(
            id=row.id,
            endpoint=row.endpoint_id,
            app=row.endpoint.app,
            topic=row.topic,
            key=row.key,
            position=row.position,
            created_at=row.created_at,
            attempts=row.attempts,
            last_failure=row.last_failure,
        )
        for row in rows.order_by("endpoint_id", "id")[:limit]
    ]


def events_after(endpoint: str, after: int, most: int | None = None) -> Page:
    """Return what a subscription was told after a number (补拉), in order, a page at a time.

    The same texts that are pushed, pushed or not: an app that got some of them knows them by their
    ids. `oldest` is the first number still kept; raises EndpointUnknown.
    """
    row = Endpoint.objects.filter(pk=endpoint).first()
    if row is None:
        raise EndpointUnknown(endpoint=shown(endpoint))
    most = min(most or figures().page, figures().page)
    kept = Delivery.objects.filter(endpoint_id=endpoint)
    rows = kept.filter(position__gt=after).order_by("position")[:most]
    events = [Told(found.message_id, found.position, found.body) for found in rows]
    oldest = kept.aggregate(oldest=Min("position"))["oldest"]
    return Page(events, row.last_position, row.last_position + 1 if oldest is None else oldest)


def _counts(endpoints: Sequence[str]) -> dict[str, tuple[int, int]]:
    open_rows = Delivery.objects.filter(
        endpoint_id__in=endpoints, state__in=(State.WAITING, State.DEAD)
    )
    counted = open_rows.values_list("endpoint_id").annotate(
        waiting=Count("id", filter=Q(state=State.WAITING)),
        dead=Count("id", filter=Q(state=State.DEAD)),
    )
    return {endpoint: (waiting, dead) for endpoint, waiting, dead in counted}


def _info(row: Endpoint, waiting: int, dead: int) -> EndpointInfo:
    return EndpointInfo(
        id=row.pk,
        metro=row.metro,
        app=row.app,
        url=row.url,
        topics=tuple(row.topics),
        off_reason=row.off_reason,
        position=row.last_position,
        waiting=waiting,
        dead=dead,
        failures=row.failures,
        rests_until=row.rests_until,
        last_taken_at=row.last_taken_at,
        last_failure=row.last_failure,
        last_failure_at=row.last_failure_at,
    )
