"""Writes of access records (记录查看): one row for each request that read personal data."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from rongcheng.foundation.access.models import AccessRecord
from rongcheng.foundation.access.purposes import check_kinds, purpose_of
from rongcheng.foundation.outbox.public import refuse_id_numbers
from rongcheng.kernel.clock import get_clock
from rongcheng.web.actor import Actor


def record_access(
    *,
    actor: Actor,
    application: str,
    purpose: str,
    persons: Collection[UUID],
    data_kinds: Collection[str],
    request_id: str = "",
    acting_for: UUID | None = None,
) -> None:
    """Let residents see that somebody looked at their data (谁看过我的信息), and why.

    One row names every person whom the request showed; nothing is written if it showed nobody.
    A repeated request is a second look, so it leaves a second row. Raises ClearIdNumber,
    PurposeUnknown and KindUnknown.
    """
    if persons:
        write_record(
            actor=actor,
            application=application,
            purpose=purpose,
            persons=persons,
            data_kinds=data_kinds,
            request_id=request_id,
            acting_for=acting_for,
        )
    else:
        _check_words(purpose, data_kinds)


def write_record(
    *,
    actor: Actor,
    application: str,
    purpose: str,
    persons: Collection[UUID],
    data_kinds: Collection[str],
    request_id: str = "",
    acting_for: UUID | None = None,
) -> AccessRecord:
    """Write the record and return it, for what refers to it; see `record_access`."""
    _check_words(purpose, data_kinds)
    refuse_id_numbers([actor.id, actor.label, purpose, request_id], "access record")
    written: AccessRecord = AccessRecord.objects.create(
        at=get_clock().now(),
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_label=actor.label,
        actor_role=actor.role,
        institution=actor.institution,
        metro=actor.metro,
        acting_for=acting_for,
        application=application,
        purpose=purpose,
        persons=sorted(set(persons)),
        data_kinds=sorted(set(data_kinds)),
        request_id=request_id,
    )
    return written


def _check_words(purpose: str, data_kinds: Collection[str]) -> None:
    purpose_of(purpose)
    check_kinds(set(data_kinds))
