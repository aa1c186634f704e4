"""Acting for another (代办): for whom a session works, and what was done is noted for ever."""

from __future__ import annotations

from dataclasses import replace

from django.db import connection

from rongcheng.foundation.outbox.public import NotInTransaction, refuse_id_numbers
from rongcheng.foundation.people import mandate_models as tables
from rongcheng.foundation.people.delegation.errors import MandateUnknown
from rongcheng.foundation.people.delegation.standing import mandate_rows, standing_of
from rongcheng.kernel.clock import get_clock
from rongcheng.web.actor import Actor, NotEntrusted


def acting_actor(own: Actor, number: int) -> Actor:
    """Return a resident as she acts under a mandate or guardianship of hers.

    She keeps her own id and name; matters are those open today. Of a mandate that is over nothing
    is open, and the reason is given: she is never silently herself again. Raises MandateUnknown.
    """
    row = mandate_rows().filter(pk=number, agent_id=own.person_id).first()
    if row is None or own.person_id is None:
        raise MandateUnknown()
    standing = standing_of(row, get_clock().today())
    return replace(
        own,
        person_id=None,
        city=row.principal.home_city,
        acting_for=row.principal_id,
        acting_name=row.principal.name,
        mandate=row.pk,
        matters=standing.open,
        closed=standing.closed,
    )


def note_act(actor: Actor, act: str, reference: str) -> None:
    """Note what was done for another (代办记录), in the transaction that does it; else nothing.

    The mandate is locked and looked at once more: one that was revoked meanwhile takes the whole
    act back. Raises NotEntrusted then, NotInTransaction, ClearIdNumber.
    """
    if actor.acting_for is None:
        return
    if not connection.in_atomic_block:
        raise NotInTransaction(topic=act)
    refuse_id_numbers(reference, "act for another")
    # Held to the end of the transaction: a revocation comes before the act or after it.
    tables.Mandate.objects.select_for_update().get(pk=actor.mandate)
    row = mandate_rows().get(pk=actor.mandate)
    standing = standing_of(row, get_clock().today())
    if actor.matter not in standing.open:
        why = replace(actor, matters=standing.open, closed=standing.closed).why_closed(actor.matter)
        raise NotEntrusted(name=actor.acting_name, why_zh=why.zh, why_en=why.en)
    done = tables.MandateAct(
        mandate=row,
        matter=actor.matter,
        act=act,
        reference=reference,
        agent_label=actor.label,
        at=get_clock().now(),
    )
    tables.MandateAct.objects.bulk_create([done], ignore_conflicts=True)
