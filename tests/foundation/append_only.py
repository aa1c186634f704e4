"""Lets a transactional test clean up behind itself although some tables refuse to be emptied.

pytest-django ends such a test with TRUNCATE, which the append-only triggers refuse, as they should.
Only the owner of the tables can switch triggers off, and only here is there a reason to.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations

GUARDED = """
select distinct c.relname from pg_trigger t join pg_class c on c.oid = t.tgrelid
 where not t.tgisinternal order by 1
"""


@contextmanager
def triggers_off(*tables: str) -> Iterator[None]:
    """Switch the triggers of these tables off inside the block, as only their owner can."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"alter table {table} disable trigger user")
        yield
        for table in tables:
            cursor.execute(f"alter table {table} enable trigger user")


@pytest.fixture(autouse=True, scope="session")
def emptying_allowed() -> Iterator[None]:
    """Let the flush at the end of a transactional test empty the append-only tables."""
    original = DatabaseOperations.execute_sql_flush

    def flush(self: DatabaseOperations, sql_list: list[str]) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(GUARDED)
            tables = [name for (name,) in cursor.fetchall()]
        with triggers_off(*tables):
            return original(self, sql_list)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", flush)
        yield
