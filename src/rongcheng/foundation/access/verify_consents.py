"""Checks of consents (同意与撤回核对): each act stands in the chain with its content.

Every act leaves an access record whose request number holds a mark over it. The chain keeps that
record, so a consent that was added, altered or removed by hand is found.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from itertools import islice
from typing import Any

from django.db.models import Exists, OuterRef

from rongcheng.foundation.access.chain import mark_of
from rongcheng.foundation.access.models import AccessRecord, ConsentAct

PURPOSE = "consent"
REFERENCE = "consent-"
_PORTION = 1_000
_COVERED = (
    "metro",
    "purpose",
    "scope",
    "number",
    "act",
    "until",
    "edition",
    "by_kind",
    "by_id",
    "by_label",
    "by_city",
    "paper",
    "by_guardian",
)


def consent_reference(act: ConsentAct) -> str:
    """Return the request number of the record that an act of consent leaves."""
    moment = act.at.astimezone(UTC).isoformat(timespec="microseconds")
    content = [str(act.person_id), moment, *(str(getattr(act, name)) for name in _COVERED)]
    return f"{REFERENCE}{act.number}-{mark_of(repr(content).encode()).hex()}"


def consent_faults() -> Iterator[tuple[str, str]]:
    """Yield code and number of each act that is not as recorded, and of each that is gone."""
    acts = ConsentAct.objects.order_by("pk").iterator(chunk_size=_PORTION)
    while portion := list(islice(acts, _PORTION)):
        records = AccessRecord.objects.in_bulk([act.record_id for act in portion])
        for act in portion:
            if not _fits(act, records.get(act.record_id)):
                yield "access.V013", f"{REFERENCE}{act.pk}"
    kept = ConsentAct.objects.filter(record_id=OuterRef("pk"))
    lost = AccessRecord.objects.filter(~Exists(kept), purpose=PURPOSE).order_by("pk")
    for number in lost.values_list("pk", flat=True).iterator(chunk_size=_PORTION):
        yield "access.V014", str(number)


def _fits(act: ConsentAct, record: Any) -> bool:
    """Tell whether an act is the one that its record keeps, of the same person."""
    return (
        record is not None
        and record.purpose == PURPOSE
        and record.persons == [act.person_id]
        and record.request_id == consent_reference(act)
    )
