"""Brings a backup back, in another place, whole or not at all (恢复备份).

Everything that can be wrong with the file, the keys or the place is found before anything is
touched. From then until all rows are there and counted, a marker lies in the data folder, with
which `rongcheng up` refuses to start; running the restore again does the whole.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from rongcheng.runtime.backup_errors import (
    BackupKeyRetired,
    BackupKeysMissing,
    BackupKeysWrong,
    BackupNewer,
    RestoreIncomplete,
    RestoreNotEmpty,
    RestoreUnfinished,
    ServerTooOld,
)
from rongcheng.runtime.backup_file import Manifest, check_whole, dump_pieces, file_pieces
from rongcheng.runtime.console import Say, line
from rongcheng.runtime.dump import LIST_TABLES, count_rows, fill_database, server_major
from rongcheng.runtime.folders import make_data_folder, make_folder, sync_folder, write_private
from rongcheng.runtime.key_sources import KeyFile, KeySource
from rongcheng.runtime.keys import check_mark
from rongcheng.runtime.plan import key_source
from rongcheng.runtime.postgres import EmbeddedPostgres
from rongcheng.runtime.sharing import check_answer
from rongcheng.runtime.stamp import PACKAGE_FOLDER

MARKER = "restore-unfinished"
SHOWN_MARK = 12
MOST_NAMED = 5


def restore_files(
    file: Path, folder: Path, *, keys: Path | None, database_url: str, say: Say
) -> Manifest:
    """Restore a backup into a data folder without a database, or into an empty one of one's own.

    Raises an error that says what to do; then either nothing was touched, or the folder is
    marked and the same call again does the whole.
    """
    manifest = check_whole(file)
    say(
        line(
            "restore_checked",
            made_at=manifest.made_at,
            release=manifest.release,
            settlements=manifest.rows.get("public.health_settlement", 0),
        )
    )
    if set(manifest.migrations) - set(own_migrations()):
        raise BackupNewer(file=file, release=manifest.release)
    place = key_source(folder)
    found = _find_keys(place, keys, manifest)
    server = None if database_url else EmbeddedPostgres(folder, holder="rongcheng restore")
    _check_place(folder, server, database_url)
    if server is None:
        make_data_folder(folder, None)
    else:
        server.prepare()
    write_private(folder / MARKER, json.dumps({"file": str(file)}) + "\n")
    if isinstance(found, KeyFile) and isinstance(place, KeyFile) and found != place:
        write_private(place.path, found.path.read_text(encoding="utf-8"))
    with _database(server, database_url) as url:
        _fill(url, file, manifest, say)
    _bring_files(folder, file, manifest, say)
    (folder / MARKER).unlink()
    sync_folder(folder)
    return manifest


def own_migrations() -> list[str]:
    """Return the migrations of this release, as ``room.0001_initial``."""
    files = PACKAGE_FOLDER.glob("**/migrations/[0-9]*.py")
    return sorted(f"{path.parent.parent.name}.{path.stem}" for path in files)


def check_finished(folder: Path) -> None:
    """Raise `RestoreUnfinished` when a restore into this folder was cut off."""
    marker = folder / MARKER
    if marker.exists():
        said = json.loads(marker.read_text(encoding="utf-8"))
        raise RestoreUnfinished(folder=folder, file=said["file"])


def _bring_files(folder: Path, file: Path, manifest: Manifest, say: Say) -> None:
    """Put the attachments of a backup into the data folder, all of them; safe to repeat."""
    count = 0
    for name, pieces in file_pieces(file):
        target = folder / name
        for parent in (target.parent.parent, target.parent):
            make_folder(parent, 0o700)
        draft = target.with_suffix(".new")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as written:
            for piece in pieces:
                written.write(piece)
        draft.replace(target)
        count += 1
    if count != manifest.files:
        raise RestoreIncomplete(tables="attachments")
    if count:
        os.sync()  # at once for all of them: waiting for each would take hours
        say(line("restore_files", count=f"{count:,}"))


def _find_keys(place: KeySource, given: Path | None, manifest: Manifest) -> KeySource:
    """Return the keys that open this backup: those in their place, else the file given.

    Raises `BackupKeysMissing` or `BackupKeysWrong`.
    """
    in_place = not isinstance(place, KeyFile) or place.path.exists()
    found = [place] if in_place else []
    found += [KeyFile(given)] if given else []
    if not found:
        raise BackupKeysMissing(file=place.place)
    for source in found:
        keys = source.load()
        if check_mark(keys) != manifest.key_check:
            raise BackupKeysWrong(file=source.place, mark=manifest.key_check[:SHOWN_MARK])
        missing = sorted(set(manifest.key_versions) - set(keys.keyring.versions))
        if missing:
            versions = ", ".join(str(version) for version in missing)
            raise BackupKeyRetired(file=source.place, versions=versions)
    return found[0]


def _check_place(folder: Path, server: EmbeddedPostgres | None, database_url: str) -> None:
    """Make sure that nothing is there to be overwritten, unless a restore left it half done."""
    if (folder / MARKER).exists():
        return
    if server is None:
        check_answer(database_url)
        if _has_tables(database_url):
            raise RestoreNotEmpty(place="DATABASE_URL")
    elif server.database_folder.exists():
        raise RestoreNotEmpty(place=folder)


def _has_tables(url: str) -> bool:
    with psycopg.connect(url) as connection:
        return connection.execute(LIST_TABLES).fetchone() is not None


@contextmanager
def _database(server: EmbeddedPostgres | None, database_url: str) -> Iterator[str]:
    if server is None:
        yield database_url
        return
    with server:
        yield server.url


def _fill(url: str, file: Path, manifest: Manifest, say: Say) -> None:
    """Fill the database, unless the try that was cut off had got so far, and count its rows."""
    started = time.monotonic()
    major = server_major(url)
    if major < manifest.server_major:
        raise ServerTooOld(version=manifest.server_major, given=major)
    if not _has_tables(url):
        say(line("restore_filling"))
        fill_database(url, major, dump_pieces(file))
    with psycopg.connect(url) as connection:
        rows = count_rows(connection)
    wrong = sorted(
        table
        for table in rows.keys() | manifest.rows.keys()
        if rows.get(table) != manifest.rows.get(table)
    )
    if wrong:
        raise RestoreIncomplete(tables=", ".join(wrong[:MOST_NAMED]))
    say(line("restore_filled", seconds=round(time.monotonic() - started, 1)))
