"""Messages that were set aside (未送达重试): back in line, whoever asks and however often."""

from __future__ import annotations

from django.db import transaction

from rongcheng.foundation.webhooks.endpoints import lock_endpoint
from rongcheng.foundation.webhooks.models import Delivery, Endpoint
from rongcheng.foundation.webhooks.types import State

BACK = {
    "state": State.WAITING,
    "settled_at": None,
    "attempts": 0,
    "failed_since": None,
    "next_attempt_at": None,
}


@transaction.atomic
def retry_delivery(endpoint: str, delivery: int) -> bool:
    """Put one message back in line with all its tries, due at once (重新推送).

    Its address is tried at once, too, if it rested. False if it was not set aside: sent meanwhile,
    or on its way anyhow. Raises EndpointUnknown.
    """
    return _retry(endpoint, delivery) == 1


@transaction.atomic
def retry_all(endpoint: str) -> int:
    """Put all of a subscription's messages that were set aside back in line; return how many.

    Raises EndpointUnknown.
    """
    return _retry(endpoint, None)


def _retry(endpoint: str, delivery: int | None) -> int:
    row = lock_endpoint(endpoint)
    dead = Delivery.objects.filter(endpoint_id=row.pk, state=State.DEAD)
    if delivery is not None:
        dead = dead.filter(id=delivery)
    revived = dead.update(**BACK)
    if revived:
        Endpoint.objects.filter(pk=row.pk).update(rests_until=None)
    return revived
