"""What the database holds (库内所有行): a fingerprint of each table, a search of each value."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from types import TracebackType
from typing import Any

from django.db import connection

TABLES = """
select format('%I.%I', schemaname, tablename) from pg_tables
 where schemaname not in ('pg_catalog', 'information_schema') order by 1
"""
COLUMNS = """
select format('%I.%I', c.table_schema, c.table_name), quote_ident(c.column_name), c.data_type
  from information_schema.columns c
  join pg_tables t on t.schemaname = c.table_schema and t.tablename = c.table_name
 where c.table_schema not in ('pg_catalog', 'information_schema') order by 1, 2
"""


@cache
def all_tables() -> tuple[str, ...]:
    """Return the names of all tables, quoted."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        return tuple(row[0] for row in cursor.fetchall())


def fingerprint(tables: Sequence[str]) -> dict[str, tuple[int, Any]]:
    """Return count and place of all rows of each table; an update moves a row to another place.

    Planning a look at every table costs the server more than the look, so it plans once.
    """
    parts = [
        f"select '{name}', count(*), sum(hashtextextended(ctid::text, 0)) from {name}"
        for name in tables
    ]
    query = " union all ".join(parts)
    plan = f"look_{hashlib.sha256(query.encode()).hexdigest()[:16]}"
    with connection.cursor() as cursor:
        # A connection keeps its plans whatever becomes of its transactions.
        cursor.execute("select 1 from pg_prepared_statements where name = %s", [plan])
        if cursor.fetchone() is None:
            cursor.execute(f"prepare {plan} as {query}")
        cursor.execute(f"execute {plan}")
        return {row[0]: (row[1], row[2]) for row in cursor.fetchall()}


def values_holding(text: str) -> list[str]:
    """Return table and column of every stored value that holds a text, as such or as its bytes."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        for table, column, kind in cursor.fetchall():
            if kind == "bytea":
                condition = f"position(%s::bytea in {column}) > 0"
                needle: str | bytes = text.encode()
            else:
                condition = f"position(%s in {column}::text) > 0"
                needle = text
            cursor.execute(f"select count(*) from {table} where {condition}", [needle])
            if cursor.fetchone()[0]:
                found.append(f"{table}.{column}")
    return found


LOOKS = "public.access_record"
LIMITS = "public.people_limit"
LOOKED_UP_ONLY = """
select count(*) from access_record
 where data_kinds = array['lookup']
    or (actor_kind = 'resident' and persons = array[actor_id::uuid])
"""


def fingerprint_but_refused_looks(tables: Sequence[str]) -> dict[str, tuple[int, Any]]:
    """Return the fingerprint; of access records only the number of those that showed something.

    A refused request may leave one thing: the record that it looked somebody up, or that the page
    which refuses shows a resident what is her own.
    """
    found = fingerprint(tables)
    if LOOKS in found:
        with connection.cursor() as cursor:
            cursor.execute(LOOKED_UP_ONLY)
            found[LOOKS] = (found[LOOKS][0] - cursor.fetchone()[0], None)
    # A call whose signature did not hold is counted, and so is a look-up: nobody is named there.
    if LIMITS in found:
        found[LIMITS] = (0, None)
    return found


class Unchanged:
    """`with unchanged:` asserts that no row of any table came, changed or went.

    But for the record that a refused request looked somebody up, and for counts of tries.
    """

    def __init__(self) -> None:
        """Learn the tables once."""
        self.tables = all_tables()
        assert len(self.tables) > 25
        self.before: dict[str, tuple[int, Any]] = {}

    def __enter__(self) -> Unchanged:
        """Take the fingerprint."""
        self.before = fingerprint_but_refused_looks(self.tables)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Compare, unless the body failed by itself."""
        if kind is None:
            after = fingerprint_but_refused_looks(self.tables)
            moved = {name for name in self.tables if self.before[name] != after[name]}
            assert moved == set()
