"""Raw SQL of the application's own role, for attacks on the ledger."""

from __future__ import annotations

from typing import Any

from django.db import connection

from tests.foundation.ledger.books import METRO

ENTRY = """insert into ledger_entry (id, key, body_hash, metro, kind, reference, occurred_at, lines)
values (0, %s, '\\x00', %s, 'raw', 'raw', now(), %s) returning id"""
LINE = """insert into ledger_posting (entry_id, line, account_id, amount_fen)
select %s, %s, id, %s from ledger_account where code = %s"""


def sql(statement: str, *params: Any) -> list[tuple[object, ...]]:
    """Run one statement as the application and return its rows."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchall() if cursor.description else []


def new_entry(lines: int, key: str = "raw") -> object:
    """Insert a bare entry and return its id."""
    return sql(ENTRY, key, METRO, lines)[0][0]
