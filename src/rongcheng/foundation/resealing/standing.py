"""Where re-sealing stands (重封现状): how many values lie under which key version."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from rongcheng.foundation.resealing.columns import Place
from rongcheng.foundation.resealing.models import Progress
from rongcheng.kernel.sealed_columns import sealed_columns


class ColumnStanding(NamedTuple):
    """One sealed column: values by key version, those that do not open, and when it was done.

    `finished_at` is the moment at which re-sealing towards `version` ended, None while it goes on
    or was never needed.
    """

    name: str
    values: dict[int, int]
    unreadable: int
    version: int
    finished_at: datetime | None


def list_standings() -> list[ColumnStanding]:
    """Return every sealed column with its values by version; reads every row."""
    notes = {row.column: row for row in Progress.objects.all()}
    found = []
    for column in sealed_columns():
        note = notes.get(column.name)
        found.append(
            ColumnStanding(
                column.name,
                Place(column).count_versions(_execute),
                note.unreadable if note else 0,
                note.version if note else 0,
                note.finished_at if note else None,
            )
        )
    return found


def versions_in_use(execute: Callable[..., Any]) -> list[int]:
    """Return the versions under which anything lies, by a query runner of one's own.

    `execute` is a psycopg connection's, so that a backup asks its own snapshot.
    """
    used: set[int] = set()
    for column in sealed_columns():
        used |= set(Place(column).count_versions(execute))
    return sorted(used)


def _execute(query: Any) -> Any:
    cursor = connection.cursor()
    cursor.execute(query)
    return cursor
