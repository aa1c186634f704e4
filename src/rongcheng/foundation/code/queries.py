"""Reads of the one code (查询我的手机和卡)."""

from __future__ import annotations

from django.db.models import Count, OuterRef, QuerySet, Subquery

from rongcheng.foundation.code.errors import CarrierNotFound, CarrierRevoked
from rongcheng.foundation.code.models import Carrier, Credential, Use
from rongcheng.foundation.code.offline.claims import decode_claims
from rongcheng.foundation.code.offline.cose import read_signed
from rongcheng.foundation.code.offline.text import code_text
from rongcheng.foundation.code.offline.types import CodeKind, Purpose
from rongcheng.foundation.code.types import CardSheet, CarrierInfo
from rongcheng.kernel.clock import SHANGHAI
from rongcheng.web.actor import Actor


def list_carriers(actor: Actor) -> list[CarrierInfo]:
    """Return the phones and cards that an actor may see, those in use first, newest first."""
    current = Credential.objects.filter(carrier=OuterRef("pk"), ended_at__isnull=True)
    spent = current.annotate(spent=Count("used")).values("spent")
    rows = (
        Carrier.objects.visible_to(actor)
        .annotate(
            expires_at=Subquery(current.values("expires_at")[:1]),
            uses=Subquery(current.values("uses")[:1]),
            spent=Subquery(spent[:1]),
        )
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
            row.uses - row.spent if row.kind == CodeKind.CARD and row.uses else None,
        )
        for row in rows
    ]
    return sorted(found, key=lambda carrier: carrier.revoked_at is not None)


def get_card(actor: Actor, carrier_id: int) -> CardSheet:
    """Return what is printed on a card in use of the actor's own.

    Raises CarrierNotFound, also for a phone, and CarrierRevoked.
    """
    rows = Credential.objects.visible_to(actor).select_related("carrier")
    found = rows.filter(
        carrier_id=carrier_id, carrier__kind=CodeKind.CARD, ended_at__isnull=True
    ).first()
    if found is None:
        raise CarrierNotFound(carrier=carrier_id)
    if found.carrier.revoked_at is not None:
        raise CarrierRevoked()
    signed = bytes(found.signed)
    claims = decode_claims(read_signed(signed).payload)
    return CardSheet(
        carrier_id,
        code_text(signed),
        tuple(Purpose(number) for number in claims.purposes),
        found.uses,
        found.issued_at.astimezone(SHANGHAI),
        found.expires_at.astimezone(SHANGHAI),
    )


def visible_uses(actor: Actor) -> QuerySet[Use]:
    """Return the uses of codes that an actor may see."""
    return Use.objects.visible_to(actor)
