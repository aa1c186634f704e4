"""Sealing access records in batches (封存): by a job, never while somebody waits for a page.

Ids and commits do not come in the same order: a record with a lower id may become visible after
one with a higher id was sealed, and would be left out for ever. So only ids up to a safe one are
sealed. The safe id is found in two steps:

1. read the last id that was drawn, S;
2. then read which transactions hold the table's writing lock, and wait until they have ended.

Whoever draws an id holds that lock from before the draw until its end, and its rows are visible
before it lets go. So after step 2 every id up to S is either visible to a new statement or will
never be: what is missing below S was rolled back. `pg_snapshot_xmin` would not do: an id may be
drawn before its transaction has a number, and numbers begin anew in a restored database. Nothing
of this costs the writer anything.

Runs stand in line behind an advisory lock; each batch is a transaction of its own, so a run that
dies goes on where it was. A transaction that writes and stays open delays sealing, no more.
"""

from __future__ import annotations

import time
from typing import Any

from django.db import connection, transaction

from rongcheng.foundation.access.anchor import Anchor, anchor_file, read_anchor, write_anchor
from rongcheng.foundation.access.chain import (
    COLUMNS,
    START,
    Range,
    digest_of,
    seal_digest,
    write_marks,
)
from rongcheng.foundation.access.errors import AnchorBroken
from rongcheng.foundation.access.models import AccessBatch, AccessRecord
from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.crypto import version_of

BATCH = 1_000
"""Records of a batch at most; with the national suite in pure Python a few seconds."""
MOST_BATCHES = 200
PATIENCE = 5.0
"""Seconds to wait for writers; whoever writes longer is waited for by the next run."""
_PAUSE = 0.02
LOCK = 7104
"""Advisory lock under which one run seals at a time."""

_DRAWN = "select last_value, is_called from access_record_id_seq"
# RowExclusiveLock is what an insert holds; those above it come with maintenance.
_WRITERS = """
select virtualtransaction from pg_locks
 where locktype = 'relation' and relation = 'access_record'::regclass and granted
   and database = (select oid from pg_database where datname = current_database())
   and mode in ('RowExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock',
                'AccessExclusiveLock')
   and pid is distinct from pg_backend_pid()
"""


def seal_records(
    *, batch: int = BATCH, most_batches: int = MOST_BATCHES, patience: float = PATIENCE
) -> int:
    """Seal what was written since the last batch; return how many records were sealed.

    Safe to repeat and to run beside itself. Raises AnchorBroken where the chain's end is not the
    one noted outside the database: sealing on would hide what was cut off.
    """
    safe = find_safe_id(patience)
    if safe is None:
        return 0
    sealed = 0
    for _ in range(most_batches):
        count = _seal_next(safe, batch)
        if count == 0:
            break
        sealed += count
    return sealed


def find_safe_id(patience: float = PATIENCE) -> int | None:
    """Return an id up to which nothing will appear any more; None if writers are too slow."""
    with connection.cursor() as cursor:
        cursor.execute(_DRAWN)
        last, is_called = cursor.fetchone()
        if not is_called:
            return None
        waited_for = _writers(cursor)
        until = time.monotonic() + patience
        while waited_for:
            if time.monotonic() >= until:
                return None
            time.sleep(_PAUSE)
            waited_for &= _writers(cursor)
    return int(last)


def _writers(cursor: Any) -> set[str]:
    cursor.execute(_WRITERS)
    return {name for (name,) in cursor.fetchall()}


def _seal_next(safe: int, most: int) -> int:
    """Seal the next records up to a safe id and return their number; 0 where none are left."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])
        before = AccessBatch.objects.order_by("-sequence").first()
        _check_anchor(before)
        rows = list(
            AccessRecord.objects.filter(id__gt=before.last_record if before else 0, id__lte=safe)
            .order_by("id")
            .values_list(*COLUMNS)[:most]
        )
        if not rows:
            return 0
        made = _batch_of(rows, before)
        made.save(force_insert=True)
    write_anchor(Anchor(made.sequence, bytes(made.digest).hex()))
    return len(rows)


def _batch_of(rows: list[tuple[Any, ...]], before: AccessBatch | None) -> AccessBatch:
    sequence = before.sequence + 1 if before else 1
    previous = bytes(before.digest) if before else START
    numbers = Range(sequence, rows[0][0], rows[-1][0], len(rows))
    marks = write_marks(rows)
    digest = digest_of(numbers, previous, marks)
    seal = seal_digest(sequence, digest)
    return AccessBatch(
        sequence=sequence,
        first_record=numbers.first,
        last_record=numbers.last,
        record_count=numbers.records,
        marks=marks,
        previous=previous,
        digest=digest,
        seal=seal,
        key_version=version_of(seal),
        sealed_at=get_clock().now(),
    )


def _check_anchor(last: AccessBatch | None) -> None:
    """Refuse to go on behind an end that is not the noted one; a longer chain is fine."""
    noted = read_anchor()
    if noted is None:
        return
    held = last if last and last.sequence == noted.sequence else None
    if held is None and last is not None:
        held = AccessBatch.objects.filter(sequence=noted.sequence).first()
    if held is None or bytes(held.digest).hex() != noted.digest:
        raise AnchorBroken(sequence=noted.sequence, file=anchor_file())
