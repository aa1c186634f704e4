"""Writes of access records (记录查看): one row for each request that read personal data."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from rongcheng.foundation.access.models import AccessRecord
from rongcheng.foundation.access.purposes import check_kinds, purpose_of
from rongcheng.foundation.outbox.public import refuse_id_numbers
from rongcheng.kernel.clock import get_clock
from rongcheng.web.actor import Actor

SELF, DEPUTY = "self", "deputy"
"""What a resident's own look is for, and the same look made by whoever acts for her."""


def record_access(
    *,
    actor: Actor,
    application: str,
    purpose: str,
    persons: Collection[UUID],
    data_kinds: Collection[str],
    request_id: str = "",
    acting_for: UUID | None = None,
) -> int:
    """Let residents see that somebody looked at their data (谁看过我的信息), and why.

    One row names every person whom the request showed; nothing is written if it showed nobody.
    A repeated request is a second look, so it leaves a second row. Who acts for another does not
    look for herself: the record says for whom, and `deputy` in place of `self`. Raises
    ClearIdNumber, PurposeUnknown and KindUnknown.
    Returns the record's number, 0 where nothing was written.
    """
    purpose = DEPUTY if purpose == SELF and actor.acting_for else purpose
    purpose_of(purpose)
    check_kinds(set(data_kinds))
    if not persons:
        return 0
    refuse_id_numbers([actor.id, actor.label, purpose, request_id], "access record")
    written = AccessRecord.objects.create(
        at=get_clock().now(),
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_label=actor.label,
        actor_role=actor.role,
        institution=actor.institution,
        metro=actor.metro,
        acting_for=acting_for or actor.acting_for,
        application=application,
        purpose=purpose,
        persons=sorted(set(persons)),
        data_kinds=sorted(set(data_kinds)),
        request_id=request_id,
    )
    return int(written.pk)
