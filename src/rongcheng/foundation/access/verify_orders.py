"""Checks of delays of disclosure (推迟告知核对): each act stands in the chain with its content.

Every order, confirmation and lifting leaves an access record whose request number holds a mark
over its content. The chain keeps that record, so the order is kept by it.
"""

from __future__ import annotations

from collections.abc import Iterator

from rongcheng.foundation.access.chain import mark_of
from rongcheng.foundation.access.filters import REFERENCE
from rongcheng.foundation.access.models import AccessRecord, Withholding, WithholdingAct


def order_reference(order: Withholding) -> str:
    """Return the request number of the record that an order leaves."""
    content = (
        order.pk,
        order.record_id,
        order.metro,
        order.until.isoformat(),
        order.basis,
        order.document,
        order.reason,
        order.ordered_by,
        order.token,
    )
    return f"{REFERENCE}{order.pk}-order-{mark_of(repr(content).encode()).hex()}"


def act_reference(act: WithholdingAct) -> str:
    """Return the request number of the record that a confirmation or lifting leaves."""
    content = (act.withholding_id, act.act, act.by_id)
    return f"{REFERENCE}{act.withholding_id}-{act.act}-{mark_of(repr(content).encode()).hex()}"


def order_faults() -> Iterator[tuple[str, str]]:
    """Yield code and reference of each delay that is not as recorded, or has lost its order."""
    known = set()
    for order in Withholding.objects.order_by("pk").iterator(chunk_size=500):
        known.add(order_reference(order))
    for act in WithholdingAct.objects.order_by("pk").iterator(chunk_size=500):
        known.add(act_reference(act))
    recorded = set(
        AccessRecord.objects.filter(
            purpose="withholding", request_id__startswith=REFERENCE
        ).values_list("request_id", flat=True)
    )
    yield from (("access.V011", _shown(name)) for name in sorted(known - recorded))
    yield from (("access.V012", _shown(name)) for name in sorted(recorded - known))


def _shown(reference: str) -> str:
    return reference.rpartition("-")[0]
