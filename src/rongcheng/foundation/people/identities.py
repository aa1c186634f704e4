"""Recognised identities (人员身份类别): who is destitute, on minimum income, a care group.

A recognition comes from the civil-affairs office, is dated and never changed but for its end.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import models
from django.db.models import Q, QuerySet

from rongcheng.foundation.people.errors import IdentityRecordedDifferently, ResidentNotFound
from rongcheng.foundation.people.models import Identity, Resident
from rongcheng.foundation.people.types import IdentityInfo
from rongcheng.web.actor import Actor


def record_identity(
    resident_id: UUID,
    identity_type: str,
    *,
    begins_on: date,
    ends_on: date | None = None,
    level: str = "",
) -> IdentityInfo:
    """Record what a resident was recognised as (身份认定), once however often repeated.

    Raises ResidentNotFound, or IdentityRecordedDifferently for other facts from the same day.
    """
    if not Resident.objects.filter(id=resident_id).exists():
        raise ResidentNotFound()
    wanted = IdentityInfo(identity_type, level, begins_on, ends_on)
    row = Identity(resident_id=resident_id, **wanted._asdict())
    Identity.objects.bulk_create([row], ignore_conflicts=True)
    stored = identity_info(
        Identity.objects.get(
            resident_id=resident_id, identity_type=identity_type, begins_on=begins_on
        )
    )
    if stored != wanted:
        raise IdentityRecordedDifferently(
            identity_type=identity_type, begins_on=begins_on.isoformat()
        )
    return stored


def end_identity(resident_id: UUID, identity_type: str, *, ends_on: date) -> bool:
    """Write the last day of a running recognition (身份认定结束); False if none was running."""
    running = Identity.objects.filter(
        resident_id=resident_id,
        identity_type=identity_type,
        ends_on__isnull=True,
        begins_on__lte=ends_on,
    )
    return running.update(ends_on=ends_on) > 0


def list_identities(resident_id: UUID, on: date | None = None) -> list[IdentityInfo]:
    """Return a resident's identities, those in force on a day if one is given, oldest first."""
    rows: models.QuerySet[Identity] = Identity.objects.filter(resident_id=resident_id)
    if on is not None:
        rows = rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), begins_on__lte=on)
    return [identity_info(row) for row in rows.order_by("begins_on", "identity_type")]


def visible_identities(actor: Actor) -> QuerySet[Identity]:
    """Return the identities that this actor may see in a list: a resident her own."""
    return Identity.objects.visible_to(actor)


def identity_info(row: Identity) -> IdentityInfo:
    """Return a stored identity as a plain value."""
    return IdentityInfo(row.identity_type, row.level, row.begins_on, row.ends_on)
