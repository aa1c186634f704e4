"""What is due, and what became of it (取出与登记): the statements of delivery.

One run delivers at a time, so no row is locked while a message is on its way. A run that dies
leaves its messages waiting; they are sent again under the same id.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from rongcheng.foundation.webhooks.figures import Figures
from rongcheng.foundation.webhooks.lanes import Message, Sent
from rongcheng.foundation.webhooks.models import Delivery, Endpoint
from rongcheng.foundation.webhooks.resting import Health, after_failure, wait_seconds
from rongcheng.foundation.webhooks.types import Delivered, State
from rongcheng.foundation.webhooks.wire import Kind

SPREAD_PPM = 200_000

CLAIM = """
-- The next messages in line for one endpoint; a case whose oldest message waits for a later moment
-- stays behind as a whole.
select d.id, d.message_id, d.key, d.body, d.attempts
  from webhooks_delivery d
 where d.endpoint_id = %(endpoint)s and d.state = 1
   and d.key <> all (array(select later.key from webhooks_delivery later
                            where later.endpoint_id = %(endpoint)s and later.state = 1
                              and later.next_attempt_at > %(now)s))
 order by d.position
 limit %(most)s
"""


def due_endpoints(now: datetime) -> list[Endpoint]:
    """Return the endpoints for which something may be sent now, longest unserved first."""
    waiting = Delivery.objects.filter(endpoint=OuterRef("pk"), state=State.WAITING)
    awake = Q(rests_until__isnull=True) | Q(rests_until__lte=now)
    rows = Endpoint.objects.filter(awake, off_reason="").exclude(url="")
    return list(rows.filter(Exists(waiting)).order_by("id"))


def claim(endpoint: Endpoint, most: int, now: datetime) -> list[Message]:
    """Return the next messages for an endpoint, in order."""
    given = {"endpoint": endpoint.pk, "now": now, "most": most}
    return [
        Message(row.id, endpoint.pk, row.message_id, row.key, row.body.encode(), row.attempts)
        for row in Delivery.objects.raw(CLAIM, given)
    ]


def health_of(endpoint: Endpoint) -> Health:
    """Return how an endpoint fares."""
    return Health(endpoint.failures, endpoint.rests, 0)


def note(endpoint_id: str, sent: Sequence[Sent], terms: Figures, now: datetime) -> Delivered:
    """Write down what became of an endpoint's messages; call it in a transaction."""
    endpoint = Endpoint.objects.select_for_update().get(pk=endpoint_id)
    taken = [one.message.id for one in sent if one.tried.kind is Kind.TAKEN]
    if taken:
        Delivery.objects.filter(id__in=taken).update(
            state=State.DELIVERED, settled_at=now, next_attempt_at=None
        )
        endpoint.last_taken_at = now
    failed = dead = 0
    for one in sent:
        if one.tried.kind in (Kind.FAILED, Kind.REFUSED):
            failed += 1
            dead += _set_back(endpoint, one, terms, now)
    _note_health(endpoint, sent, terms, now)
    return Delivered(len(taken), failed, dead)


def _set_back(endpoint: Endpoint, one: Sent, terms: Figures, now: datetime) -> bool:
    """Let a message wait, or set it aside after its last try; say whether it was set aside.

    An address that takes nothing at all costs no message its place: only the address is at fault.
    """
    row = Delivery.objects.get(id=one.message.id)
    row.attempts += 1
    row.failed_since = row.failed_since or now
    row.last_failure = one.tried.why
    taken_at = endpoint.last_taken_at
    its_own = one.tried.kind is Kind.REFUSED or (taken_at and taken_at >= row.failed_since)
    # Jitter needs no secrecy.
    spread = random.randint(-SPREAD_PPM, SPREAD_PPM)  # noqa: S311
    row.next_attempt_at = now + timedelta(seconds=wait_seconds(row.attempts, terms, spread))
    dead = row.attempts >= terms.most_tries and bool(its_own)
    if dead:
        row.state, row.settled_at, row.next_attempt_at = State.DEAD, now, None
    row.save()
    return dead


def _note_health(endpoint: Endpoint, sent: Sequence[Sent], terms: Figures, now: datetime) -> None:
    before = health = health_of(endpoint)
    for one in sent:
        kind = one.tried.kind
        if kind in (Kind.TAKEN, Kind.REFUSED):
            # Whoever refuses a message is there and reads.
            health = Health()
        elif kind is Kind.FAILED and health.rests <= before.rests:
            health = after_failure(health, terms)
        elif kind is Kind.BUSY:
            health = health._replace(rest_seconds=one.tried.rest_seconds)
        elif kind is Kind.GONE:
            endpoint.off_reason = "gone"
        if kind not in (Kind.TAKEN, Kind.UNTRIED):
            endpoint.last_failure, endpoint.last_failure_at = one.tried.why, now
    endpoint.failures, endpoint.rests = health.failures, health.rests
    rest = timedelta(seconds=health.rest_seconds)
    endpoint.rests_until = now + rest if health.rest_seconds else None
    endpoint.save()
    if before.on_trial and not health.on_trial:
        later(endpoint.pk).update(next_attempt_at=None)


def later(endpoint_id: str) -> QuerySet[Delivery]:
    """Return an endpoint's messages that wait for a later moment."""
    rows = Delivery.objects.filter(endpoint_id=endpoint_id, state=State.WAITING)
    return rows.filter(next_attempt_at__isnull=False)
