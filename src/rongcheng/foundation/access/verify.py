"""Checks of the chain over access records (访问记录核对): what was tampered with is named.

Batches are read one after the other and their records with them, so a chain of any length costs
reading it and no memory. Found: a record altered, deleted, inserted below the chain's end or
exchanged with another; a batch altered, removed, reordered or forged without the key; the chain
cut off at its end, against the anchor; records that were never sealed; a delay of disclosure or a
consent altered, removed or added by hand. Not found: what was altered before it was sealed, within
a minute or so; a chain cut off together with its anchor, unless its last line was kept elsewhere;
anything done by whoever has both the database and the key file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, NamedTuple

from django.db.models import F
from django.db.models.functions import Now

from rongcheng.foundation.access.anchor import Anchor, read_anchor
from rongcheng.foundation.access.chain import (
    COLUMNS,
    START,
    Range,
    SealState,
    canonical,
    digest_of,
    mark_of,
    read_marks,
    seal_state,
)
from rongcheng.foundation.access.models import AccessBatch, AccessRecord
from rongcheng.foundation.access.purposes import limits
from rongcheng.foundation.access.verify_consents import consent_faults
from rongcheng.foundation.access.verify_orders import order_faults
from rongcheng.kernel.crypto import version_of

_PORTION = 2_000
MOST_UNSEALED = 100

TEXTS = {
    "access.V001": ("批次不连续，缺少批次", "a batch is missing here"),
    "access.V002": ("批次被改动，摘要不符", "a batch was altered, its digest does not fit"),
    "access.V003": ("批次与上一批接不上", "a batch does not follow the one before"),
    "access.V004": ("批次封签不是本系统密钥所作", "a batch was not sealed with this key"),
    "access.V005": ("记录被改动", "a record was altered"),
    "access.V006": ("记录被删除", "a record was deleted"),
    "access.V007": ("插入了没有封存的记录", "a record was inserted behind the chain"),
    "access.V008": ("记录被调换次序", "a record changed places with another"),
    "access.V009": ("链尾与留底不符，末尾批次被删或被换", "the chain's end is not the noted one"),
    "access.V010": ("记录过时仍未封存", "a record is overdue to be sealed"),
    "access.V011": ("推迟告知与封存的记录不符", "a delay of disclosure is not as recorded"),
    "access.V012": ("推迟告知的记录没有对应的决定", "a recorded delay has lost its order"),
    "access.V013": ("同意或撤回与封存的记录不符", "a consent or its end is not as recorded"),
    "access.V014": ("记录过的同意或撤回不见了", "a recorded consent or its end is gone"),
}


class AccessFault(NamedTuple):
    """Something that does not fit, with what it is about (差错)."""

    code: str
    reference: str

    @property
    def zh(self) -> str:
        """Say it in Chinese."""
        return TEXTS[self.code][0]

    @property
    def en(self) -> str:
        """Say it in English."""
        return TEXTS[self.code][1]


def verify_access(kept: Anchor | None = None) -> Iterator[AccessFault]:
    """Yield every fault of the chain; `kept` is an end that somebody kept elsewhere."""
    noted = [anchor for anchor in (read_anchor(), kept) if anchor is not None]
    open_anchors = dict.fromkeys(noted, True)
    before: AccessBatch | None = None
    for batch in AccessBatch.objects.order_by("sequence").iterator(chunk_size=50):
        for anchor in noted:
            if anchor == (batch.sequence, bytes(batch.digest).hex()):
                open_anchors[anchor] = False
        yield from _batch_faults(batch, before)
        # What lies in a batch that is gone was not inserted; the batch is named instead.
        follows = batch.sequence == (before.sequence if before else 0) + 1
        yield from _record_faults(batch, _end_of(before) if follows else batch.first_record - 1)
        before = batch
    if before is not None and _state_of(before) is SealState.KEY_RETIRED:
        # Nothing follows that could vouch for it.
        yield AccessFault("access.V004", f"#{before.sequence}")
    for anchor, is_open in open_anchors.items():
        if is_open:
            yield AccessFault("access.V009", f"#{anchor.sequence} {anchor.digest[:16]}")
    yield from _unsealed(_end_of(before))
    yield from (AccessFault(code, reference) for code, reference in order_faults())
    yield from (AccessFault(code, reference) for code, reference in consent_faults())


def _end_of(batch: AccessBatch | None) -> int:
    return batch.last_record if batch else 0


def chain_end() -> Anchor | None:
    """Return the chain's end as it stands, to be kept apart; None before the first batch."""
    last = AccessBatch.objects.order_by("-sequence").first()
    return Anchor(last.sequence, bytes(last.digest).hex()) if last else None


def _batch_faults(batch: AccessBatch, before: AccessBatch | None) -> Iterator[AccessFault]:
    name = f"#{batch.sequence}"
    follows = before.sequence if before else 0
    if batch.sequence != follows + 1:
        missing = f"#{follows + 1}" + (
            f"-#{batch.sequence - 1}" if batch.sequence > follows + 2 else ""
        )
        yield AccessFault("access.V001", missing)
    elif bytes(batch.previous) != (bytes(before.digest) if before else START):
        yield AccessFault("access.V003", name)
    numbers = Range(batch.sequence, batch.first_record, batch.last_record, batch.record_count)
    digest = bytes(batch.digest)
    if digest_of(numbers, bytes(batch.previous), bytes(batch.marks)) != digest:
        yield AccessFault("access.V002", name)
    if _state_of(batch) is SealState.BROKEN:
        yield AccessFault("access.V004", name)


def _state_of(batch: AccessBatch) -> SealState:
    return seal_state(batch.sequence, bytes(batch.digest), bytes(batch.seal))


def chain_needs_version(version: int) -> bool:
    """Tell whether the chain's end is sealed under this key version or an older one.

    Then nothing after it could vouch for it once the key is gone.
    """
    last = AccessBatch.objects.order_by("-sequence").first()
    return last is not None and version_of(bytes(last.seal)) <= version


def _record_faults(batch: AccessBatch, after: int) -> Iterator[AccessFault]:
    """Compare the records up to a batch's last one with their marks."""
    expected = dict(read_marks(bytes(batch.marks)))
    wrong: dict[int, bytes] = {}
    for row in _records(after, batch.last_record):
        mark = expected.pop(row[0], None)
        if mark is None:
            yield AccessFault("access.V007", str(row[0]))
        elif mark != mark_of(canonical(row)):
            wrong[row[0]] = mark
    yield from (AccessFault("access.V006", str(number)) for number in expected)
    if wrong:
        yield from _wrong_faults(wrong)


def _records(after: int, last: int) -> Iterator[tuple[Any, ...]]:
    rows = AccessRecord.objects.filter(id__gt=after, id__lte=last).order_by("id")
    return rows.values_list(*COLUMNS).iterator(chunk_size=_PORTION)


def _wrong_faults(wrong: dict[int, bytes]) -> Iterator[AccessFault]:
    """Tell records that changed places from those whose words were altered."""
    rows = AccessRecord.objects.filter(id__in=list(wrong)).order_by("id").values_list(*COLUMNS)
    held = Counter(wrong.values())
    for row in rows:
        moved = held[mark_of(canonical(row))] > 0
        yield AccessFault("access.V008" if moved else "access.V005", str(row[0]))


def _unsealed(last: int) -> Iterator[AccessFault]:
    # The database's own clock wrote the moment, so the database's own clock compares it.
    waited = timedelta(minutes=limits().unsealed_after_minutes)
    overdue = AccessRecord.objects.filter(id__gt=last, written_at__lt=Now() - waited)
    for number in overdue.order_by("id").values_list(F("id"), flat=True)[:MOST_UNSEALED]:
        yield AccessFault("access.V010", str(number))
