"""Writes of the outbox (事件与通知): told in the same transaction as what happened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import connection

from rongcheng.foundation.outbox.clear_text import refuse_id_numbers
from rongcheng.foundation.outbox.errors import NotInTransaction
from rongcheng.foundation.outbox.models import Notice, OutboxEvent
from rongcheng.kernel.clock import get_clock


def emit(topic: str, key: str, payload: Mapping[str, Any]) -> None:
    """Record that something happened (事件), for delivery after the transaction commits.

    Events of one topic and key arrive in the order of emission. Raises NotInTransaction outside
    `transaction.atomic()` and ClearIdNumber for an ID number in the payload.
    """
    if not connection.in_atomic_block:
        raise NotInTransaction(topic=topic)
    refuse_id_numbers([key, payload], f"event {topic}")
    now = get_clock().now()
    OutboxEvent.objects.create(topic=topic, key=key, payload=dict(payload), created_at=now)


def retry(event_id: int) -> bool:
    """Give a dead event all its attempts again (重新投递), due at once.

    Returns False if it is not dead: delivered meanwhile, or on its way anyhow.
    """
    revived = OutboxEvent.objects.filter(id=event_id, dead=True).update(
        dead=False, attempts=0, next_attempt_at=None
    )
    return revived == 1


def notify(person_id: UUID, key: str, title_key: str, params: Mapping[str, Any]) -> None:
    """Tell a resident something (通知), once for each key however often it is repeated.

    `title_key` names a text of the message catalogues, `params` fills it.
    """
    refuse_id_numbers([key, params], f"notice {title_key}")
    notice = Notice(
        person_id=person_id,
        key=key,
        title_key=title_key,
        params=dict(params),
        created_at=get_clock().now(),
    )
    Notice.objects.bulk_create([notice], ignore_conflicts=True)


def mark_read(person_id: UUID, notice_id: int) -> bool:
    """Note that the resident has read a notice; False if it is not hers or was read before."""
    own = Notice.objects.filter(id=notice_id, person_id=person_id, read_at__isnull=True)
    return own.update(read_at=get_clock().now()) == 1
