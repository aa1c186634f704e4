"""PostgreSQL's own dump and restore, one snapshot and one transaction each (数据库转储).

A dump sees one moment of the database while counters go on working. A restore is one transaction:
all of it, or nothing.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import IO, NamedTuple

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from rongcheng.runtime.backup_errors import DumpFailed, ProgramsTooOld
from rongcheng.runtime.binaries import Install, find_installs
from rongcheng.runtime.children import end_group, start_child
from rongcheng.runtime.cluster import ENVIRONMENT
from rongcheng.runtime.parts import STOP_STEPS

CHUNK = 1 << 20
TAIL_BYTES = 2_000
# Light compression: the counters need the processor more than the disk needs the room.
DUMP_WORDS = ("--format=custom", "--compress=1", "--no-owner", "--no-privileges")
RESTORE_WORDS = (
    "--format=custom",
    "--single-transaction",
    "--exit-on-error",
    "--no-owner",
    "--no-privileges",
)

# Every ordinary table outside PostgreSQL's own schemas.
LIST_TABLES = """
select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
 where c.relkind in ('r', 'p') and not c.relispartition and n.nspname not like 'pg\\_%'
   and n.nspname <> 'information_schema'
 order by 1, 2
"""


class Snapshot(NamedTuple):
    """One moment of the database, held open: look at it here, dump it by its ``name``."""

    connection: psycopg.Connection
    name: str


@contextmanager
def open_snapshot(url: str) -> Iterator[Snapshot]:
    """Hold one moment of the database open; nobody waits for it."""
    with psycopg.connect(url) as connection:
        connection.execute("set transaction isolation level repeatable read, read only")
        row = connection.execute("select pg_export_snapshot()").fetchone()
        assert row is not None
        yield Snapshot(connection, row[0])


def count_rows(connection: psycopg.Connection) -> dict[str, int]:
    """Return the number of rows of each table, by its name with its schema."""
    found = {}
    for schema, table in connection.execute(LIST_TABLES).fetchall():
        query = sql.SQL("select count(*) from {}").format(sql.Identifier(schema, table))
        row = connection.execute(query).fetchone()
        assert row is not None
        found[f"{schema}.{table}"] = int(row[0])
    return found


def server_major(url: str) -> int:
    """Return the major version of a server, 16 or later."""
    with psycopg.connect(url) as connection:
        return connection.info.server_version // 10_000


def programs_for(major: int) -> Install:
    """Return programs that can dump or fill a server of this version: its own, else newer ones.

    Raises `ProgramsTooOld` when the server is newer than all programs here.
    """
    installs = find_installs()
    fitting = [install for install in installs if install.major >= major]
    if not fitting:
        raise ProgramsTooOld(version=major, newest=installs[0].major)
    return fitting[-1]


def dump_database(url: str, snapshot: str, major: int, keep: Callable[[bytes], None]) -> None:
    """Dump the moment of a snapshot and give each piece to ``keep``. Raises `DumpFailed`."""
    words = (programs_for(major).program("pg_dump"), *DUMP_WORDS, f"--snapshot={snapshot}")
    with _running(url, words, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        while piece := child.stdout.read(CHUNK):
            keep(piece)


def fill_database(url: str, major: int, pieces: Iterable[bytes]) -> None:
    """Fill an empty database from a dump, in one transaction. Raises `DumpFailed`."""
    words = (programs_for(major).program("pg_restore"), *RESTORE_WORDS)
    with _running(url, words, stdin=subprocess.PIPE) as child:
        assert child.stdin is not None
        # A program that ended early closes the pipe; its status tells why it did.
        with suppress(BrokenPipeError):
            for piece in pieces:
                child.stdin.write(piece)
            child.stdin.close()


@contextmanager
def _running(
    url: str,
    words: tuple[str, ...],
    *,
    stdin: int = subprocess.DEVNULL,
    stdout: int | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run one program on a database, and check how it ended; it ends with us in any case."""
    database, environment = _address(url)
    with tempfile.TemporaryFile() as errors:
        child = start_child(
            [*words, f"--dbname={database}"],
            environment=environment,
            stdin=stdin,
            output=stdout,
            errors=errors,
        )
        try:
            yield child
            status = child.wait()
        finally:
            end_group(child, STOP_STEPS)
            for stream in (child.stdin, child.stdout):
                with suppress(BrokenPipeError):
                    if stream is not None:
                        stream.close()
        if status != 0:
            raise DumpFailed(program=words[0].rpartition("/")[2], tail=_tail(errors))


def _address(url: str) -> tuple[str, dict[str, str]]:
    """Return the address without its password, which goes into the environment alone."""
    parts = conninfo_to_dict(url)
    password = parts.pop("password", None)
    environment = dict(ENVIRONMENT)
    if password:
        environment["PGPASSWORD"] = str(password)
    return make_conninfo("", **parts), environment


def _tail(errors: IO[bytes]) -> str:
    """Return the first line of what a program complained about; a later one may quote a row."""
    errors.seek(0)
    lines = errors.read(TAIL_BYTES).decode("utf-8", "replace").splitlines()
    return next((line.strip() for line in lines if line.strip()), "-")
