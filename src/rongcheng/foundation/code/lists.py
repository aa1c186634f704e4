"""Status lists (状态清单): which phones and cards were revoked, signed anew every few minutes.

Offline desks fetch them when they can. A carrier's place is its id: list `id div 131 072`, bit
`id mod 131 072`; so nobody counts residents from it, and a revoked bit never moves.
"""

from __future__ import annotations

from django.db.models import Max

from rongcheng.foundation.code.errors import StatusListNotFound
from rongcheng.foundation.code.keys import signing_key
from rongcheng.foundation.code.models import Carrier, PublishedStatusList
from rongcheng.foundation.code.offline.claims import LIST_SIZE
from rongcheng.foundation.code.offline.status import LIST_BYTES, StatusList, encode_status_list
from rongcheng.foundation.code.terms import status_life
from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.errors import shown

BEGUN_AHEAD = 10_000
"""A list is published before its first phone comes, so that none is unknown for minutes."""


def publish_status_lists(metro: str) -> int:
    """Sign all status lists of a metro area anew (签发状态清单) and return how many there are.

    Safe to run at any time and twice at once: the younger list stands.
    """
    highest = Carrier.objects.aggregate(highest=Max("id"))["highest"] or 0
    numbers = range((highest + BEGUN_AHEAD) // LIST_SIZE + 1)
    for number in numbers:
        _publish(metro, number)
    return len(numbers)


def get_status_list(metro: str, number: int) -> PublishedStatusList:
    """Return the published list of this number; raises StatusListNotFound."""
    row = PublishedStatusList.objects.filter(metro=metro, number=number).first()
    if row is None:
        raise StatusListNotFound(metro=shown(metro), number=number)
    return row


def list_status_lists() -> list[tuple[str, int]]:
    """Return metro area and number of every published list."""
    rows = PublishedStatusList.objects.order_by("metro", "number")
    return list(rows.values_list("metro", "number"))


def _publish(metro: str, number: int) -> None:
    now = get_clock().now().replace(microsecond=0)
    expires_at = now + status_life(metro)
    key = signing_key(metro)
    first = number * LIST_SIZE
    revoked = Carrier.objects.filter(
        metro=metro, revoked_at__isnull=False, id__gte=first, id__lt=first + LIST_SIZE
    ).values_list("id", flat=True)
    bits = bytearray(LIST_BYTES)
    for carrier_id in revoked:
        index = carrier_id - first
        bits[index >> 3] |= 1 << (index & 7)
    found = StatusList(
        metro, number, int(now.timestamp()), int(expires_at.timestamp()), bytes(bits)
    )
    PublishedStatusList.objects.update_or_create(
        metro=metro,
        number=number,
        defaults={
            "issued_at": now,
            "expires_at": expires_at,
            "signed": encode_status_list(found, key.key_id, key.private),
        },
    )
