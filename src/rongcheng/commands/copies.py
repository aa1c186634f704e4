"""`rongcheng backup` and the second half of `rongcheng restore`: nothing of the record is lost."""

from __future__ import annotations

import os
import time
from pathlib import Path

import psycopg
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

import rongcheng
from rongcheng.commands.attachments import files_of_backup
from rongcheng.commands.output import say
from rongcheng.commands.verifying import verify_records
from rongcheng.foundation.resealing.public import versions_in_use
from rongcheng.kernel.clock import get_clock
from rongcheng.runtime.backup_errors import RestoreIncomplete
from rongcheng.runtime.backup_file import FORMAT, Manifest, check_free, write_backup
from rongcheng.runtime.console import line
from rongcheng.runtime.dump import (
    Snapshot,
    count_rows,
    dump_database,
    open_snapshot,
    server_major,
)
from rongcheng.runtime.key_sources import find_source
from rongcheng.runtime.restoring import SHOWN_MARK, own_migrations
from rongcheng.runtime.stamp import read_stamp

# What the ledger's accounts received in all; the restored ledger must come to the same.
LEDGER_TOTAL = "select coalesce(sum(amount_fen), 0) from ledger_posting where amount_fen > 0"
CURRENT_PACKS = "select metro, edition_id from policy_currentedition order by metro"
APPLIED = "select app || '.' || name from django_migrations"


def back_up(file: Path, force: bool, attachments: bool = True) -> int:
    """Write the database of one moment, and what people handed in, while counters go on working."""
    check_free(file, force=force)
    started = time.monotonic()
    url = os.environ["DATABASE_URL"]
    major = server_major(url)
    say(line("backup_taking"))
    with open_snapshot(url) as snapshot:
        draft = _describe(snapshot, url, major)
        manifest = write_backup(
            file,
            lambda keep: dump_database(url, snapshot.name, major, keep),
            lambda size, digest: draft._replace(dump_bytes=size, dump_sha256=digest),
            force=force,
            files=files_of_backup(snapshot.connection) if attachments else (),
        )
    say(
        line(
            "backup_done",
            file=file,
            settlements=manifest.rows.get("public.health_settlement", 0),
            size=f"{manifest.dump_bytes / 1_000_000:.1f}",
            seconds=f"{time.monotonic() - started:.1f}",
        )
    )
    if manifest.files:
        say(line("backup_files", count=f"{manifest.files:,}"))
    source = find_source(os.environ)
    assert source is not None  # a session names one before any command runs
    say(line("backup_keys", file=source.place, mark=manifest.key_check[:SHOWN_MARK]))
    return 0


def _describe(snapshot: Snapshot, url: str, major: int) -> Manifest:
    """Return what the backup will say about itself; the dump's size and hash are still open."""
    stamp = read_stamp(url)
    applied = {str(row[0]) for row in snapshot.connection.execute(APPLIED).fetchall()}
    return Manifest(
        format=FORMAT,
        release=rongcheng.__version__,
        made_at=get_clock().now().isoformat(timespec="seconds"),
        server_major=major,
        demo=stamp.demo,
        key_check=stamp.key_check,
        migrations=sorted(applied & set(own_migrations())),
        packs=_packs(snapshot.connection),
        rows=count_rows(snapshot.connection),
        ledger_fen=_ledger_total(snapshot.connection),
        dump_bytes=0,
        dump_sha256="",
        key_versions=versions_in_use(snapshot.connection.execute),
    )


def _ledger_total(at: psycopg.Connection) -> int:
    row = at.execute(LEDGER_TOTAL).fetchone()
    return int(row[0]) if row else 0


def _packs(at: psycopg.Connection) -> dict[str, str]:
    return {str(metro): str(edition) for metro, edition in at.execute(CURRENT_PACKS).fetchall()}


def check_restored(folder: Path, manifest: Manifest) -> int:
    """Bring restored tables up to this release, check everything, and return 1 on any fault."""
    with psycopg.connect(os.environ["DATABASE_URL"]) as at:
        if _ledger_total(at) != manifest.ledger_fen or _packs(at) != manifest.packs:
            raise RestoreIncomplete(tables="ledger_posting, policy_currentedition")
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say(line("restore_tables"))
        call_command("migrate", interactive=False, verbosity=0)
    say(line("restore_verifying"))
    status = verify_records(attachments=True)
    if status == 0:
        say(line("restore_done", folder=folder))
    return status
