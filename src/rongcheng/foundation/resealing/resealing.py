"""Re-sealing (换钥重封): every stored value under the newest key, while counters go on working.

A column is walked along its primary key, a window of rows at a time. Each window is a transaction
of its own that also notes how far it came, so a run that is stopped, or dies, goes on from there,
and doing it twice changes nothing. Rows that somebody holds are passed over; a pass that left
something begins again from the first row. A column is finished when nothing is sealed under an
older version but what does not open at all: that is counted, left as it is, and keeps its key.

Nobody is shown anything: a value is opened and sealed in memory, for the same row and column.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import NamedTuple

from django.db import connection, transaction

from rongcheng.foundation.resealing.columns import Place, SealedRow
from rongcheng.foundation.resealing.errors import AlreadyRunning
from rongcheng.foundation.resealing.models import Progress
from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.crypto import get_suite
from rongcheng.kernel.errors import SealBroken
from rongcheng.kernel.sealed_columns import sealed_columns

WINDOW = 500
"""Rows of one transaction: some hundredths of a second, so that no writer waits long."""
LOCK = 7105
"""Advisory lock under which one run re-seals at a time."""
SECOND_LOOK = timedelta(minutes=2)
"""After a column's end until it is looked at once more, for writers who were late."""
MOST_PASSES = 20
"""Passes over one column in one run; what writers hold for so long is left to the next run."""

OnWindow = Callable[[str, int], None]


class Resealed(NamedTuple):
    """What a run did: how many values it sealed anew, and whether all columns are finished."""

    values: int
    finished: bool


class _Limits(NamedTuple):
    """How a run behaves: until when, how long it rests, how many rows a window has, who hears."""

    until: float
    rest: float
    window: int
    on_window: OnWindow


def reseal(
    *,
    seconds: float = float("inf"),
    rest: float = 0.0,
    window: int = WINDOW,
    on_window: OnWindow | None = None,
) -> Resealed:
    """Seal what lies under older versions anew, for at most so many seconds.

    After each window the run rests for `rest` times as long as the window took. `on_window` is
    told column and number of values. Raises AlreadyRunning.
    """
    limits = _Limits(time.monotonic() + seconds, rest, window, on_window or (lambda name, n: None))
    version = get_suite().keyring.current
    values, finished = 0, True
    with _alone():
        for column in sealed_columns():
            place = Place(column)
            progress = _progress_of(column.name, version)
            if progress.finished_at is None:
                values += _walk(place, progress, limits)
                finished = finished and progress.finished_at is not None
    return Resealed(values, finished)


def is_finished() -> bool:
    """Tell whether every column is known to be under the version that seals now, in one query.

    An installation that never rotated is finished by nature.
    """
    ring = get_suite().keyring
    if len(ring.versions) == 1:
        return True
    done = Progress.objects.filter(version=ring.current, finished_at__isnull=False)
    return _all_columns() <= set(done.values_list("column", flat=True))


def is_rechecked() -> bool:
    """Tell whether every column was also looked at once more, so that no job need look again."""
    ring = get_suite().keyring
    if len(ring.versions) == 1:
        return True
    done = Progress.objects.filter(version=ring.current, rechecked_at__isnull=False)
    return _all_columns() <= set(done.values_list("column", flat=True))


def look_again() -> None:
    """Look once more at columns that were finished a while ago; what came late begins them anew."""
    now = get_clock().now()
    due = Progress.objects.filter(rechecked_at__isnull=True, finished_at__lte=now - SECOND_LOOK)
    places = {column.name: Place(column) for column in sealed_columns()}
    for progress in due.filter(version=get_suite().keyring.current, column__in=places):
        if places[progress.column].count_older(progress.version) <= progress.unreadable:
            progress.rechecked_at = now
        else:
            progress.cursor, progress.unreadable, progress.finished_at = "", 0, None
        progress.save()


def begin_again() -> None:
    """Forget which columns are finished, so that the next run looks at every row of them."""
    Progress.objects.filter(finished_at__isnull=False).delete()


def _all_columns() -> set[str]:
    return {column.name for column in sealed_columns()}


def _progress_of(name: str, version: int) -> Progress:
    """Return how far a column is towards this version; a newer version begins it anew."""
    fresh = Progress(column=name, version=version, begun_at=get_clock().now())
    Progress.objects.bulk_create([fresh], ignore_conflicts=True)
    progress: Progress = Progress.objects.get(column=name)
    if progress.version != version:
        fresh.save(force_update=True)
        return fresh
    return progress


def _walk(place: Place, progress: Progress, limits: _Limits) -> int:
    """Walk a column until it is finished or time is up; return how many values were sealed."""
    values = 0
    for _ in range(MOST_PASSES):
        while time.monotonic() < limits.until:
            began = time.monotonic()
            count = _window(place, progress, limits.window)
            if count is None:
                break
            values += count
            limits.on_window(place.column.name, count)
            time.sleep(min((time.monotonic() - began) * limits.rest, 1.0))
        else:
            return values
        if place.count_older(progress.version) <= progress.unreadable:
            progress.finished_at = get_clock().now()
            progress.save()
            return values
        progress.cursor, progress.unreadable = "", 0
        progress.save()
    return values


def _window(place: Place, progress: Progress, most: int) -> int | None:
    """Seal the next window anew and note it; return how many values, None behind the last row."""
    with transaction.atomic():
        until = place.end_of_window(progress.cursor, most)
        if until is None:
            return None
        fresh = []
        for row in place.lock_old(progress.cursor, until, progress.version):
            sealed = _sealed_anew(place, row)
            if sealed is None:
                progress.unreadable += 1
            else:
                fresh.append((row.key, sealed))
        if fresh:
            place.write(fresh)
        progress.cursor = until
        progress.resealed += len(fresh)
        progress.save()
        return len(fresh)


def _sealed_anew(place: Place, row: SealedRow) -> bytes | None:
    """Return the value under the newest key, None where it does not open."""
    suite, context = get_suite(), place.column.context_of(*row.bound_to)
    try:
        return suite.seal(suite.open(row.sealed, context), context)
    except SealBroken:
        return None


@contextmanager
def _alone() -> Iterator[None]:
    """Hold the lock of re-sealing for this connection; raises AlreadyRunning."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            raise AlreadyRunning()
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_unlock(%s)", [LOCK])
