"""Small ledgers for tests: one metro, obviously invented accounts, and a picture of all tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import psycopg
import pytest
from django.db import Error, connection

from rongcheng.foundation.ledger.public import PostingLine, post_entry
from rongcheng.kernel.clock import SHANGHAI

METRO = "samplemetro"
NOON = datetime(2024, 4, 15, 12, 0, tzinfo=SHANGHAI)
FUND = "fund:430199:310"
CASH = "cash:430100"
HOSPITAL = "institution:H43010299999"
ACCOUNT = "account:SAMPLE-PSN-1"

TABLES = (
    "ledger_window",
    "ledger_account",
    "ledger_entry",
    "ledger_posting",
    "ledger_personal_balance",
    "ledger_position",
    "ledger_clearing_act",
)


def picture() -> dict[str, list[Any]]:
    """Return every row of the ledger, to show that a refusal changed nothing."""
    with connection.cursor() as cursor:
        rows = {}
        for table in TABLES:
            cursor.execute(f"select t::text from {table} t order by 1")
            rows[table] = cursor.fetchall()
    return rows


def post(key: str, *lines: tuple[str, int], metro: str = METRO, kind: str = "sample") -> int:
    """Post an entry at noon and return its id."""
    return post_entry(
        key=key,
        metro=metro,
        kind=kind,
        reference=f"ref-{key}",
        occurred_at=NOON,
        postings=[PostingLine(code, amount) for code, amount in lines],
    )


def grant(amount_fen: int, key: str = "grant", account: str = ACCOUNT) -> int:
    """Put money into a personal account from its fund."""
    return post(key, (FUND, -amount_fen), (account, amount_fen))


@contextmanager
def refused(sqlstate: str) -> Iterator[None]:
    """Expect the database to refuse with this SQLSTATE, and every table to stay as it was."""
    before = picture()
    # Django wraps what psycopg raises, except inside COPY.
    with pytest.raises((Error, psycopg.Error)) as caught:
        yield
    cause = caught.value.__cause__ or caught.value
    assert isinstance(cause, psycopg.Error)
    assert cause.sqlstate == sqlstate, caught.value
    assert picture() == before
