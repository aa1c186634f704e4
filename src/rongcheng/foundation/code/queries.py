"""Reads of the one code (查询我的手机和卡)."""

from __future__ import annotations

from django.db.models import OuterRef, QuerySet, Subquery

from rongcheng.foundation.code.models import Carrier, Credential, Use
from rongcheng.foundation.code.offline.types import CodeKind
from rongcheng.foundation.code.types import CarrierInfo
from rongcheng.web.actor import Actor


def list_carriers(actor: Actor) -> list[CarrierInfo]:
    """Return the phones and cards that an actor may see, those in use first, newest first."""
    current = Credential.objects.filter(carrier=OuterRef("pk"), ended_at__isnull=True)
    rows = (
        Carrier.objects.visible_to(actor)
        .annotate(expires_at=Subquery(current.values("expires_at")[:1]))
        .order_by("-id")
    )
    found = [
        CarrierInfo(
            row.id,
            CodeKind(row.kind).name.lower(),
            row.label,
            row.registered_at,
            row.revoked_at,
            row.revoked_reason,
            row.expires_at,
        )
        for row in rows
    ]
    return sorted(found, key=lambda carrier: carrier.revoked_at is not None)


def visible_uses(actor: Actor) -> QuerySet[Use]:
    """Return the uses of codes that an actor may see."""
    return Use.objects.visible_to(actor)
