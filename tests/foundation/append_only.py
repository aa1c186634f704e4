"""Lets a transactional test clean up behind itself although some tables refuse to be emptied.

Django ends such a test with TRUNCATE, which the append-only triggers refuse, as they should. Only
the owner of the tables can switch triggers off, and only here is there a reason to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.management.commands import flush
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations


@contextmanager
def triggers_off(*tables: str) -> Iterator[None]:
    """Switch the triggers of these tables off inside the block, as only their owner can."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"alter table {table} disable trigger user")
        yield
        for table in tables:
            cursor.execute(f"alter table {table} enable trigger user")


# Django fills these itself; what is in them is the same after every test.
KEPT = {"django_content_type", "auth_permission"}
EMPTYING = """
do $$ declare name text; begin
  foreach name in array array[{names}] loop execute format('delete from %I', name); end loop;
end $$
"""


def emptying(names: Sequence[str]) -> list[str]:
    """Return the statements that empty these tables, in one transaction.

    Django would truncate each, which makes a new file even of one that is empty, and nearly all
    are. Like a truncation this waits for whoever still writes, and asks no trigger.
    """
    tables = ", ".join(f'"{name}"' for name in names)
    return [
        "set local session_replication_role = replica",
        f"lock table {tables} in access exclusive mode",
        EMPTYING.format(names=", ".join(f"'{name}'" for name in names)),
    ]


@pytest.fixture(autouse=True, scope="session")
def emptying_allowed() -> Iterator[None]:
    """Let the flush at the end of a transactional test empty the append-only tables."""

    def sql_flush(self: DatabaseOperations, style: Any, tables: Any, **how: bool) -> list[str]:
        assert not how["reset_sequences"]
        return emptying(sorted(set(tables) - KEPT))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", sql_flush)
        patch.setattr(flush, "emit_post_migrate_signal", lambda *_: None)
        yield
