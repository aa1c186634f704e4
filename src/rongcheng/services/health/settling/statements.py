"""Named SQL with parameters by place (命名语句): parsed once, prepared once a connection.

Every integer travels as a bigint: else each size of number would make a prepared statement, and
its plan, of its own.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import psycopg
from django.db import connection
from psycopg.types.numeric import Int8


class Statement(NamedTuple):
    """A named statement and the names of its parameters in order."""

    text: str
    names: tuple[str, ...]


def numbered(statement: str) -> Statement:
    """Turn `%(name)s` into `$n`, each name once.

    >>> numbered("select %(a)s, %(b)s, %(a)s")
    Statement(text='select $1, $2, $1', names=('a', 'b'))
    """
    names: dict[str, int] = {}

    def place(found: re.Match[str]) -> str:
        return f"${names.setdefault(found.group(1), len(names) + 1)}"

    text = re.sub(r"%\((\w+)\)s", place, statement)
    return Statement(text, tuple(names))


def raw_connection() -> psycopg.Connection[Any]:
    """Return the database connection beneath the ORM, inside its transaction."""
    connection.ensure_connection()
    raw: psycopg.Connection[Any] = connection.connection
    return raw


def run(statement: Statement, params: dict[str, Any]) -> psycopg.RawCursor[Any]:
    """Execute a numbered statement and return its cursor."""
    values = [_sized(params[name]) for name in statement.names]
    return psycopg.RawCursor(raw_connection()).execute(statement.text, values, prepare=True)


def _sized(value: Any) -> Any:
    if type(value) is int:
        return Int8(value)
    if type(value) is list and value and type(value[0]) is int:
        return [Int8(item) for item in value]
    return value
