"""Subscriptions (订阅登记): made, given a new secret, switched on and off.

A subscription begins with what happens after it was made. While it is off, its messages are kept
in line: nothing is lost when it is switched on again.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import IntegrityError, transaction

from rongcheng.foundation.webhooks.addresses import check_address
from rongcheng.foundation.webhooks.errors import EndpointKnown, EndpointUnknown
from rongcheng.foundation.webhooks.models import Delivery, Endpoint
from rongcheng.foundation.webhooks.signing_secrets import make_secret
from rongcheng.foundation.webhooks.types import MadeEndpoint, State
from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.errors import shown
from rongcheng.kernel.identifiers import new_id


def add_endpoint(*, metro: str, app: str, url: str, topics: Sequence[str]) -> MadeEndpoint:
    """Subscribe a city's app (登记订阅) and return its secret, once; an empty `url`: it only asks.

    Raises AddressRefused, EndpointKnown.
    """
    if url:
        check_address(url)
    try:
        with transaction.atomic():
            made = Endpoint.objects.create(
                id=new_id("ep_"),
                metro=metro,
                app=app,
                url=url,
                topics=sorted(set(topics)),
                created_at=get_clock().now(),
            )
            return MadeEndpoint(made.pk, make_secret(made.pk))
    except IntegrityError as fault:
        known = Endpoint.objects.filter(metro=metro, app=app, url=url).first()
        if known is None:
            raise
        raise EndpointKnown(app=app, endpoint=known.pk) from fault


@transaction.atomic
def rotate_secret(endpoint: str) -> MadeEndpoint:
    """Give a subscription a new secret (换密钥); the old one is good for some hours more.

    Raises EndpointUnknown.
    """
    row = lock_endpoint(endpoint)
    return MadeEndpoint(row.pk, make_secret(row.pk))


@transaction.atomic
def move_endpoint(endpoint: str, url: str) -> None:
    """Send to another address from now on (改地址); raises EndpointUnknown, AddressRefused."""
    if url:
        check_address(url)
    row = lock_endpoint(endpoint)
    Endpoint.objects.filter(pk=row.pk).update(
        url=url, failures=0, rests=0, rests_until=None, last_failure="", last_failure_at=None
    )
    if not url:
        # What nobody will push any more is kept for whoever asks.
        open_states = (State.WAITING, State.DEAD)
        waiting = Delivery.objects.filter(endpoint_id=row.pk, state__in=open_states)
        waiting.update(state=State.KEPT, settled_at=get_clock().now(), next_attempt_at=None)


@transaction.atomic
def switch_endpoint(endpoint: str, *, on: bool) -> None:
    """Switch a subscription on or off (启用、停用); on again, all that waited is due at once.

    Raises EndpointUnknown.
    """
    row = lock_endpoint(endpoint)
    if not on:
        Endpoint.objects.filter(pk=row.pk).update(off_reason="closed")
        return
    Endpoint.objects.filter(pk=row.pk).update(off_reason="", failures=0, rests=0, rests_until=None)
    waiting = Delivery.objects.filter(endpoint_id=row.pk, state=State.WAITING)
    waiting.filter(next_attempt_at__isnull=False).update(next_attempt_at=None)


def lock_endpoint(endpoint: str) -> Endpoint:
    """Return an endpoint's row, locked until the transaction ends; raises EndpointUnknown."""
    row = Endpoint.objects.select_for_update().filter(pk=endpoint).first()
    if row is None:
        raise EndpointUnknown(endpoint=shown(endpoint))
    return row
