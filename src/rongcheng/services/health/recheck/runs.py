"""Decides every stored decision again (全部复核), on all cores, in the order of settlement."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.db.models import Count, Max, Min

from rongcheng.services.health.audit_looks import record_differing
from rongcheng.services.health.models import Settlement
from rongcheng.services.health.recheck.faults import DecisionFault
from rongcheng.services.health.recheck.processes import Span, check_side_by_side
from rongcheng.services.health.recheck.rows import SpanChecked, check_span, find_unpaired

SPAN = 1_000
"""Row ids of one span: as much as is held in memory at a time, some megabytes a process."""
FEW = 5_000
"""Below so many settlements, further processes take longer to start than they save."""


@dataclass
class Recount:
    """How many decisions were decided again so far, under what, and how many do not stand.

    `versions` counts the decisions of each rule version.
    """

    total: int = 0
    decisions: int = 0
    differing: int = 0
    editions: set[str] = field(default_factory=set)
    versions: Counter[str] = field(default_factory=Counter)

    def add(self, span: SpanChecked) -> None:
        """Count one more span."""
        self.decisions += span.decisions
        self.differing += len({found.decision_id for found in span.faults})
        self.editions |= span.editions
        self.versions.update(span.versions)


def verify_decisions() -> Iterator[DecisionFault]:
    """Yield a fault for every stored decision or settlement that does not stand, streamed."""
    yield from recheck_all(Recount(), processes=1)


def recheck_all(
    count: Recount,
    *,
    processes: int | None = None,
    span: int = SPAN,
    few: int = FEW,
    on_progress: Callable[[Recount], None] = lambda count: None,
) -> Iterator[DecisionFault]:
    """Yield every fault in the order of settlement, and keep `count` up to date.

    Streamed in spans of row ids, so that memory does not grow with the archive; on all cores, or
    on `processes` of them, once there are more than a `few` settlements. A span with faults
    leaves one access record: they are shown.
    """
    low, high, count.total = row_ids()
    spans = ((begin, begin + span) for begin in range(low, high + 1, span))
    processes = processes or os.cpu_count() or 1
    inline = processes == 1 or count.total <= few
    for checked in _one_by_one(spans) if inline else check_side_by_side(spans, processes):
        count.add(checked)
        on_progress(count)
        if checked.faults:
            record_differing({found.setl_id for found in checked.faults})
        yield from checked.faults
    for unpaired in find_unpaired():
        count.differing += 1
        yield unpaired


def row_ids() -> tuple[int, int, int]:
    """Return the first and last row id of settlements, and how many are to be decided again."""
    rows = Settlement.objects.filter(reverses__isnull=True)
    found = rows.aggregate(low=Min("id"), high=Max("id"), total=Count("id"))
    return found["low"] or 0, found["high"] or -1, found["total"]


def _one_by_one(spans: Iterator[Span]) -> Iterator[SpanChecked]:
    for low, high in spans:
        yield check_span(low, high)
