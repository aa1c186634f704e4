"""Secrets of subscriptions (签名密钥): sealed at rest, two good ones while one is being changed."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q

from rongcheng.foundation.webhooks.figures import figures
from rongcheng.foundation.webhooks.models import Secret
from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.crypto import get_suite
from rongcheng.kernel.sealed_columns import SealedColumn
from rongcheng.kernel.webhook_signature import new_secret

SECRETS = SealedColumn(
    "webhooks.Secret",
    "secret_sealed",
    ("endpoint", "number"),
    lambda endpoint, number: _context(endpoint, number),
)
"""The secrets of all subscriptions, for the day on which sealing keys rotate."""


def make_secret(endpoint: str) -> str:
    """Give an endpoint a new secret and return it; the one before it ends some hours later.

    Call it under the endpoint's row lock.
    """
    now, rows = get_clock().now(), Secret.objects.filter(endpoint_id=endpoint)
    newest = rows.order_by("-number").first()
    number = newest.number + 1 if newest else 1
    ends_at = now + timedelta(hours=figures().old_secret_hours)
    rows.filter(ends_at__isnull=True).update(ends_at=ends_at)
    secret = new_secret()
    Secret.objects.create(
        endpoint_id=endpoint,
        number=number,
        secret_sealed=get_suite().seal(secret.encode(), _context(endpoint, number)),
        made_at=now,
    )
    return secret


def secrets_of(endpoint: str) -> tuple[str, ...]:
    """Return an endpoint's secrets that are good now, newest first; raises SealBroken."""
    good = Q(ends_at__isnull=True) | Q(ends_at__gt=get_clock().now())
    rows = Secret.objects.filter(good, endpoint_id=endpoint).order_by("-number")
    suite = get_suite()
    return tuple(
        suite.open(bytes(row.secret_sealed), _context(endpoint, row.number)).decode()
        for row in rows
    )


def _context(endpoint: str, number: int) -> bytes:
    return f"webhooks.Secret.secret:{endpoint}:{number}".encode()
