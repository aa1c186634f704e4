"""Retiring a key version (停用旧密钥): only once nothing can lie, or come to lie, under it.

Counting alone would not do: a process that has not taken up the newest key, or a transaction that
is not finished yet, may write under the old one a moment later, and that value would be lost with
the key. So each table gets a guard, a check constraint on the two bytes of the version. Adding it
waits for the writers of that moment; from then on the database refuses the old version; validating
it looks at every row beside everybody's work. Only then may the key go.
"""

from __future__ import annotations

import time
from typing import Any

from django.db import IntegrityError, OperationalError, connection, transaction
from psycopg import sql
from psycopg.errors import LockNotAvailable

from rongcheng.foundation.resealing.columns import Place
from rongcheng.foundation.resealing.errors import (
    StillSealed,
    TableBusy,
    VersionInUse,
    VersionUnknown,
)
from rongcheng.kernel.crypto import KeyRing, get_suite
from rongcheng.kernel.sealed_columns import sealed_columns

PATIENCE_MS = 2_000
"""How long writers may have to wait behind a guard that is being added."""
ATTEMPTS = 5
_PAUSE = 0.5

_GUARDS = """
select conname from pg_constraint
 where conrelid = %s::regclass and contype = 'c' and left(conname, %s) = %s
"""


def close_version(version: int) -> None:
    """Make sure for good that nothing is sealed under this version any more.

    Safe to repeat. Raises VersionUnknown, VersionInUse, StillSealed or TableBusy; then the guards
    are as they were.
    """
    _check_oldest(version, get_suite().keyring)
    places = [Place(column) for column in sealed_columns()]
    _check_none(places, version)
    added: list[tuple[Place, str]] = []
    try:
        for place in places:
            added.extend((place, name) for name in _add_guard(place, version + 1))
        for place in places:
            _validate(place, f"{place.guard_stem}{version + 1}")
    except IntegrityError as late:
        _drop(added)
        _check_none(places, version)
        raise StillSealed(version=version, where="?") from late
    except TableBusy:
        _drop(added)
        raise
    for place in places:
        _drop_older(place, version + 1)


def _check_oldest(version: int, ring: KeyRing) -> None:
    if version not in ring.versions:
        versions = ", ".join(str(number) for number in sorted(ring.versions))
        raise VersionUnknown(version=version, versions=versions)
    if version == ring.current or version != min(ring.versions):
        raise VersionInUse(version=version, current=ring.current, oldest=min(ring.versions))


def _check_none(places: list[Place], version: int) -> None:
    counts = {place.column.name: place.count_older(version + 1) for place in places}
    left = [f"{name} {count:,}" for name, count in counts.items() if count]
    if left:
        raise StillSealed(version=version, where=", ".join(left))


def _add_guard(place: Place, oldest: int) -> list[str]:
    """Add a guard for what is written from now on; return its name, nothing if it was there."""
    name = f"{place.guard_stem}{oldest}"
    if name in _guards(place):
        return []
    statement = sql.SQL("alter table {table} add constraint {name} check ({guard}) not valid")
    change = statement.format(
        table=sql.Identifier(place.table), name=sql.Identifier(name), guard=place.guard(oldest)
    )
    for _ in range(ATTEMPTS):
        if _done_in_time(change):
            return [name]
        time.sleep(_PAUSE)
    raise TableBusy(table=place.table)


def _done_in_time(change: sql.Composable) -> bool:
    """Run a change of a table, or give it up before writers have waited long behind it."""
    try:
        with transaction.atomic():
            _run(sql.SQL("set local lock_timeout = {}").format(sql.Literal(PATIENCE_MS)))
            _run(change)
            _run(sql.SQL("set local lock_timeout = 0"))
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            return False
        raise
    return True


def _validate(place: Place, name: str) -> None:
    with transaction.atomic():
        statement = sql.SQL("alter table {} validate constraint {}")
        _run(statement.format(sql.Identifier(place.table), sql.Identifier(name)))


def _drop_older(place: Place, oldest: int) -> None:
    newest = f"{place.guard_stem}{oldest}"
    _drop([(place, name) for name in _guards(place) if name != newest])


def _drop(guards: list[tuple[Place, str]]) -> None:
    for place, name in guards:
        statement = sql.SQL("alter table {} drop constraint if exists {}")
        _run(statement.format(sql.Identifier(place.table), sql.Identifier(name)))


def _guards(place: Place) -> list[str]:
    stem = place.guard_stem
    with connection.cursor() as cursor:
        cursor.execute(_GUARDS, [place.table, len(stem), stem])
        return [str(name) for (name,) in cursor.fetchall()]


def _run(statement: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
