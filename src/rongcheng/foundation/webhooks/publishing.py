"""What happened becomes messages (生成推送): one for each subscription of the city's app, numbered.

Called by a listener of the outbox, in the transaction that deletes its events.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from rongcheng.foundation.outbox.public import refuse_id_numbers
from rongcheng.foundation.webhooks.models import Delivery, Endpoint
from rongcheng.foundation.webhooks.types import Draft, State
from rongcheng.kernel.clock import get_clock


@transaction.atomic
def publish(drafts: Sequence[Draft]) -> int:
    """Put messages in line for whoever subscribed (登记推送); return how many are new.

    The same event told again changes nothing. Raises ClearIdNumber, and then nothing is kept.
    """
    by_app: dict[tuple[str, str], list[Draft]] = defaultdict(list)
    for draft in drafts:
        refuse_id_numbers([draft.key, draft.data], f"webhook {draft.topic}")
        by_app[draft.metro, draft.app].append(draft)
    if not by_app:
        return 0
    # Always locked in the order of their ids, so that two runs never wait for each other.
    rows = Endpoint.objects.select_for_update().order_by("id")
    apps = {app for _, app in by_app}
    return sum(
        _append(row, by_app[row.metro, row.app])
        for row in rows.filter(app__in=apps)
        if (row.metro, row.app) in by_app
    )


def _append(endpoint: Endpoint, drafts: Iterable[Draft]) -> int:
    wanted = [draft for draft in drafts if draft.topic in endpoint.topics]
    ids = [draft.event_id for draft in wanted]
    told = Delivery.objects.filter(endpoint=endpoint, message_id__in=ids)
    known = set(told.values_list("message_id", flat=True))
    now, rows = get_clock().now(), []
    for draft in wanted:
        if draft.event_id in known:
            continue
        known.add(draft.event_id)
        endpoint.last_position += 1
        rows.append(_row(endpoint, draft, now))
    if rows:
        Delivery.objects.bulk_create(rows)
        endpoint.save(update_fields=["last_position"])
    return len(rows)


def _row(endpoint: Endpoint, draft: Draft, now: datetime) -> Delivery:
    body = {
        "type": draft.topic,
        "timestamp": draft.happened_at.isoformat(),
        "position": endpoint.last_position,
        "key": draft.key,
        "data": dict(draft.data),
    }
    return Delivery(
        endpoint=endpoint,
        position=endpoint.last_position,
        message_id=draft.event_id,
        topic=draft.topic,
        key=draft.key,
        body=json.dumps(body, ensure_ascii=False, separators=(",", ":")),
        state=State.WAITING if endpoint.url else State.KEPT,
        created_at=now,
        settled_at=None if endpoint.url else now,
    )
