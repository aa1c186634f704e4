"""A sealed column in the database (密文列的读写): its SQL, composed once from names of the program.

Versions are compared as the two bytes in which they are written, so that a value which is no
sealed one is found too, and stops a retirement instead of breaking a query.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from functools import cached_property
from typing import Any, NamedTuple

from django.apps import apps
from django.db import connection, models
from psycopg import sql

from rongcheng.kernel.sealed_columns import SealedColumn

WINDOW_BYTES = 8_000_000
"""Sealed bytes of one window, give or take its last value."""
_ANYWHERE = sql.SQL("")
_SET_MEMBER = "{column} = jsonb_set(t.{column}, array[{member}], to_jsonb(fresh.value))"
# The version that really sealed it: a rotation may come between two windows.
_SET_VERSION = ", {version} = get_byte(fresh.value, 1) * 256 + get_byte(fresh.value, 2)"


class SealedRow(NamedTuple):
    """One value to be sealed anew: its row's key as text, the value, what it is bound to."""

    key: str
    sealed: bytes
    bound_to: tuple[Any, ...]


class Place:
    """Where one registered column lies, and the statements that read and write it."""

    def __init__(self, column: SealedColumn) -> None:
        """Find the table; raises LookupError for a model that does not exist."""
        self.column = column
        self._model: type[models.Model] = apps.get_model(column.model)

    @cached_property
    def table(self) -> str:
        """The table's name."""
        return self._model._meta.db_table

    @cached_property
    def _key_type(self) -> str:
        return str(self._model._meta.pk.db_type(connection))

    @cached_property
    def _names(self) -> dict[str, sql.Composable]:
        def column_of(field: str) -> sql.Composable:
            return sql.Identifier(str(getattr(self._model._meta.get_field(field), "column", field)))

        column = column_of(self.column.column)
        member = sql.Literal(self.column.member)
        plain = sql.SQL("decode({}->>{}, 'base64')").format(column, member)
        return {
            "table": sql.Identifier(self.table),
            "key": sql.Identifier(str(self._model._meta.pk.column)),
            "key_type": sql.SQL(self._key_type),
            "column": column,
            "member": member,
            "sealed": plain if self.column.member else column,
            "bound_to": sql.SQL(", ").join(column_of(name) for name in self.column.bound_to),
            "version": column_of(self.column.version) if self.column.version else column,
        }

    def _compose(self, text: str) -> sql.Composed:
        return sql.SQL(text).format(**self._names)

    def end_of_window(self, after: str, most: int) -> str | None:
        """Return the key of the last of the next rows, None behind the last row.

        A window also ends after some megabytes: hospitals' files are large, and a run holds a
        window in memory.
        """
        where = sql.SQL("where {key} > %(after)s::{key_type}").format(**self._names)
        query = sql.SQL(
            "select w.k::text from (select {key} as k, coalesce(sum(octet_length({sealed})) over"
            " (order by {key} rows between unbounded preceding and 1 preceding), 0) as before"
            " from (select * from {table} {where} order by {key} limit %(most)s) n) w"
            " where w.before < %(bytes)s order by w.k desc limit 1"
        ).format(where=where if after else _ANYWHERE, **self._names)
        found = _fetch(query, {"after": after, "most": most, "bytes": WINDOW_BYTES})
        return str(found[0][0]) if found else None

    def lock_old(self, after: str, until: str, version: int) -> list[SealedRow]:
        """Return what lies sealed under older versions between two keys, its rows locked.

        A row that somebody else holds is left out: whoever waits for one while holding others
        could block, or be blocked by, a writer.
        """
        query = sql.SQL(
            "select {key}::text as row_key, {sealed}, {bound_to} from {table}"
            " where {key} <= %(until)s::{key_type} {after} and octet_length({sealed}) > 0"
            " and substring({sealed} from 2 for 2) < %(floor)s"
            " order by {key} for no key update skip locked"
        ).format(
            after=self._compose("and {key} > %(after)s::{key_type}") if after else _ANYWHERE,
            **self._names,
        )
        rows = _fetch(query, {"after": after, "until": until, "floor": two_bytes(version)})
        return [SealedRow(key, bytes(sealed), tuple(bound)) for key, sealed, *bound in rows]

    def write(self, rows: list[tuple[str, bytes]]) -> None:
        """Put newly sealed values in their places."""
        values: list[Any] = [sealed for _, sealed in rows]
        kind, change = "bytea", self._compose("{column} = fresh.value")
        if self.column.member:
            values = [b64encode(sealed).decode() for sealed in values]
            kind, change = "text", self._compose(_SET_MEMBER)
        if self.column.version:
            change += self._compose(_SET_VERSION)
        query = sql.SQL(
            "update {table} t set {change}"
            " from unnest(%(keys)s::text[], %(values)s::{kind}[]) as fresh(key, value)"
            " where t.{key} = fresh.key::{key_type}"
        ).format(change=change, kind=sql.SQL(kind), **self._names)
        with connection.cursor() as cursor:
            cursor.execute(query, {"keys": [key for key, _ in rows], "values": values})

    def count_older(self, version: int) -> int:
        """Return how many values lie sealed under versions older than this one."""
        query = self._compose(
            "select count(*) from {table} where octet_length({sealed}) > 0"
            " and substring({sealed} from 2 for 2) < %(floor)s"
        )
        return int(_fetch(query, {"floor": two_bytes(version)})[0][0])

    def count_versions(self, execute: Callable[..., Any]) -> dict[int, int]:
        """Return how many values lie under each version; `execute` runs a query of its own."""
        query = self._compose(
            "select substring({sealed} from 2 for 2), count(*) from {table}"
            " where octet_length({sealed}) > 0 group by 1"
        )
        found = execute(query).fetchall()
        return {int.from_bytes(bytes(mark), "big"): int(count) for mark, count in found}

    def guard(self, oldest: int) -> sql.Composed:
        """Return the condition that nothing is sealed under versions older than this one."""
        return self._compose(
            "octet_length({sealed}) = 0 or substring({sealed} from 2 for 2) >= "
        ) + sql.Literal(two_bytes(oldest))

    @property
    def guard_stem(self) -> str:
        """The beginning of the guards' names."""
        names = (self.table, self.column.column, self.column.member)
        return "sealed_" + "_".join(name for name in names if name) + "_from_"


def two_bytes(version: int) -> bytes:
    """Return a version as it stands in a sealed value."""
    return version.to_bytes(2, "big")


def _fetch(query: sql.Composable, words: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, words)
        return list(cursor.fetchall())
