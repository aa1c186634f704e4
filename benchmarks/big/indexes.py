"""Takes keys and indexes off the big tables for the load, and puts them back (索引拆装)."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import psycopg

_CONSTRAINTS = """
select c.contype, c.conrelid::regclass::text, quote_ident(c.conname), pg_get_constraintdef(c.oid)
  from pg_constraint c
 where (c.contype in ('p', 'u') and c.conrelid = any(%(tables)s::regclass[]))
    or (c.contype = 'f' and (c.conrelid = any(%(tables)s::regclass[])
                             or c.confrelid = any(%(tables)s::regclass[])))
 order by c.contype = 'f' desc, c.conname
"""
_INDEXES = """
select quote_ident(i.relname), pg_get_indexdef(x.indexrelid)
  from pg_index x join pg_class i on i.oid = x.indexrelid
 where x.indrelid = any(%(tables)s::regclass[])
   and not exists (select 1 from pg_constraint c where c.conindid = x.indexrelid
                    and c.contype in ('p', 'u', 'x'))
"""
_MEMORY = "set maintenance_work_mem = '768MB'; set max_parallel_maintenance_workers = 1"


def take_off(url: str, tables: list[str]) -> None:
    """Remember the definitions in `bench_ddl`, then drop foreign keys, keys and indexes."""
    with psycopg.connect(url) as at:
        at.execute("create table if not exists bench_ddl (step int, words text unique)")
        constraints = at.execute(_CONSTRAINTS, {"tables": tables}).fetchall()
        indexes = at.execute(_INDEXES, {"tables": tables}).fetchall()
        for kind, table, name, words in constraints:
            foreign = kind in ("f", b"f")
            made = f"alter table {table} add constraint {name} {words}"
            _remember(at, 2 if foreign else 1, made)
            at.execute(f"alter table {table} drop constraint {name}")  # type: ignore[call-overload]
        for name, words in indexes:
            _remember(at, 1, words)
            at.execute(f"drop index {name}")


def _remember(at: psycopg.Connection, step: int, words: str) -> None:
    at.execute("insert into bench_ddl values (%s, %s) on conflict do nothing", [step, words])


def put_back(url: str, workers: int, said: Callable[[str], None]) -> None:
    """Build the keys and indexes, then the foreign keys, each checked against the rows."""
    with psycopg.connect(url) as at:
        steps = [
            [row[0] for row in at.execute(
                "select words from bench_ddl where step = %s order by words", [step]
            ).fetchall()]
            for step in (1, 2)
        ]  # fmt: skip
    for words in steps:
        with ThreadPoolExecutor(workers) as pool:
            for done in pool.map(lambda word: _build(url, word), words):
                said(done)


def _build(url: str, words: str) -> str:
    with psycopg.connect(url, autocommit=True) as at:
        at.execute(_MEMORY)
        at.execute(words)  # type: ignore[call-overload]
        at.execute("delete from bench_ddl where words = %s", [words])
    return words[:90]
