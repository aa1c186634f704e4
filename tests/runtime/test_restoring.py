"""Restoring touches nothing before all is known to be right, and is done wholly or again."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import psycopg
import pytest

from rongcheng.runtime.backup_errors import (
    BackupKeyRetired,
    BackupKeysMissing,
    BackupKeysWrong,
    BackupNewer,
    DumpFailed,
    RestoreIncomplete,
    RestoreNotEmpty,
    RestoreUnfinished,
    ServerTooOld,
)
from rongcheng.runtime.backup_file import Manifest, NamedFile, write_backup
from rongcheng.runtime.dump import count_rows, dump_database, open_snapshot, server_major
from rongcheng.runtime.key_text import new_key
from rongcheng.runtime.keys import check_mark, load_keys, make_keys
from rongcheng.runtime.postgres import EmbeddedPostgres
from rongcheng.runtime.restoring import MARKER, check_finished, restore_files

HANDED_IN = "attachments/0a/" + "0a" * 16
TABLES = """
create table kept (id int primary key, words text not null);
insert into kept select n, 'row ' || n from generate_series(1, 1000) n;
create function refuse() returns trigger language plpgsql as
  $$ begin raise exception 'kept rows do not change'; end $$;
create trigger no_change before update or delete on kept
  for each row execute function refuse();
"""


class Place:
    """A server with something in it, its backup, and the key file that was kept apart."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server = EmbeddedPostgres(folder / "source", fast_tests=True)
        self.server.start()
        self.keys = folder / "apart.json"
        make_keys(self.keys)
        self.file = folder / "a.backup"
        with psycopg.connect(self.server.url) as connection:
            connection.execute(TABLES)
        self.back_up()

    def back_up(self, **changed: object) -> None:
        """Write the backup, with something changed in what it says about itself."""
        url = self.server.url
        major = server_major(url)
        with open_snapshot(url) as snapshot:
            # What comes after the snapshot is not in the backup.
            with psycopg.connect(url) as connection:
                connection.execute("insert into kept select max(id) + 1, 'late' from kept")
            rows = count_rows(snapshot.connection)

            def describe(size: int, digest: str) -> Manifest:
                made = Manifest(
                    format="rongcheng-backup-1",
                    release="9.9",
                    made_at="2026-01-02T03:04:05+08:00",
                    server_major=major,
                    demo=False,
                    key_check=check_mark(load_keys(self.keys)),
                    migrations=["health.0001_initial"],
                    packs={},
                    rows=rows,
                    ledger_fen=0,
                    dump_bytes=size,
                    dump_sha256=digest,
                )
                return made._replace(**changed)

            write_backup(
                self.file,
                lambda keep: dump_database(url, snapshot.name, major, keep),
                describe,
                force=True,
                files=[NamedFile(HANDED_IN, lambda: BytesIO(b"sealed"))],
            )

    def restore(self, folder: Path, *, keys: Path | None = None, url: str = "") -> None:
        """Restore it."""
        restore_files(
            self.file, folder, keys=keys or self.keys, database_url=url, say=lambda words: None
        )

    def new_database(self, name: str) -> str:
        """Make an empty database beside the source and return its address."""
        with psycopg.connect(self.server.url, autocommit=True) as connection:
            connection.execute(f"create database {name}")
        return self.server.url.replace("/rongcheng?", f"/{name}?")


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    """One source for all tests of this file, where PostgreSQL's own account can enter."""
    folder = Path(tempfile.mkdtemp(prefix="rcb-", dir="/tmp"))
    folder.chmod(0o711)
    found = Place(folder)
    yield found
    found.server.stop()
    shutil.rmtree(folder)


@pytest.fixture(autouse=True)
def keys_in_the_data_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests' own key file is not that of the folders here."""
    monkeypatch.delenv("RONGCHENG_KEYS_FILE")


def rows_at(url: str) -> tuple[int, int]:
    with psycopg.connect(url) as connection:
        row = connection.execute("select count(*), max(id) from kept").fetchone()
    assert row is not None
    return row


def test_a_folder_gets_the_moment_of_the_snapshot_and_its_triggers(place: Place) -> None:
    place.back_up()
    folder = place.folder / "first"
    place.restore(folder)
    assert (folder / HANDED_IN).read_bytes() == b"sealed"
    for path, mode in ((HANDED_IN, 0o600), ("attachments/0a", 0o700), ("attachments", 0o700)):
        assert (folder / path).stat().st_mode & 0o777 == mode
    assert [path.name for path in (folder / "attachments" / "0a").iterdir()] == ["0a" * 16]
    assert not (folder / MARKER).exists()
    assert (folder / "keys.json").read_text() == place.keys.read_text()
    assert (folder / "keys.json").stat().st_mode & 0o777 == 0o600
    with EmbeddedPostgres(folder, fast_tests=True) as server:
        with open_snapshot(place.server.url) as now:
            assert rows_at(server.url)[0] == count_rows(now.connection)["public.kept"] - 1
        with (
            pytest.raises(psycopg.errors.RaiseException, match="do not change"),
            psycopg.connect(server.url) as connection,
        ):
            connection.execute("update kept set words = 'x' where id = 1")
    before = (folder / "postgres" / "PG_VERSION").stat().st_mtime_ns
    with pytest.raises(RestoreNotEmpty):
        place.restore(folder)
    assert (folder / "postgres" / "PG_VERSION").stat().st_mtime_ns == before


def test_keys_are_checked_before_anything_is_touched(place: Place, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.json"
    make_keys(wrong)
    folder = place.folder / "untouched"
    with pytest.raises(BackupKeysWrong) as raised:
        place.restore(folder, keys=wrong)
    assert check_mark(load_keys(place.keys))[:12] in raised.value.message("en")
    with pytest.raises(BackupKeysMissing) as missing:
        restore_files(place.file, folder, keys=None, database_url="", say=lambda words: None)
    assert str(folder / "keys.json") in missing.value.message("zh")
    assert not folder.exists()


def test_keys_without_a_version_of_the_backup_are_refused(place: Place) -> None:
    folder = place.folder / "retired"
    place.back_up(key_versions=[1, 2])
    with pytest.raises(BackupKeyRetired, match="key version 2"):
        place.restore(folder)
    assert not folder.exists()
    place.back_up()


def test_keys_that_somebody_else_keeps_are_compared_and_not_written(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = json.loads(place.keys.read_text())
    monkeypatch.delenv("RONGCHENG_KEYS_FILE", raising=False)
    monkeypatch.setenv("RONGCHENG_KEYS_SEAL_1", content["keys"]["1"])
    monkeypatch.setenv("RONGCHENG_KEYS_SESSION", content["django_secret"])
    monkeypatch.setenv("RONGCHENG_KEYS_INDEX", new_key())
    folder = place.folder / "kept-elsewhere"
    with pytest.raises(BackupKeysWrong):
        place.restore(folder)
    assert not folder.exists()
    monkeypatch.setenv("RONGCHENG_KEYS_INDEX", content["index_key"])
    (folder / "postgres").mkdir(parents=True)
    # The right keys: only now is the place looked at, and found to be taken.
    with pytest.raises(RestoreNotEmpty):
        place.restore(folder)
    assert [found.name for found in folder.iterdir()] == ["postgres"]


def test_keys_in_their_place_are_used_and_never_replaced(place: Place) -> None:
    folder = place.folder / "with-other-keys"
    folder.mkdir()
    make_keys(folder / "keys.json")
    before = (folder / "keys.json").read_bytes()
    with pytest.raises(BackupKeysWrong):
        place.restore(folder)
    assert (folder / "keys.json").read_bytes() == before
    assert [path.name for path in folder.iterdir()] == ["keys.json"]


def test_a_backup_of_a_newer_release_is_refused(place: Place) -> None:
    folder = place.folder / "newer"
    place.back_up(migrations=["health.0001_initial", "health.9999_from_tomorrow"])
    with pytest.raises(BackupNewer):
        place.restore(folder)
    place.back_up(server_major=99)
    with pytest.raises(ServerTooOld):
        place.restore(place.folder / "older-server")
    place.back_up()
    assert not folder.exists()


def test_an_empty_database_of_ones_own_is_filled_once(place: Place) -> None:
    url = place.new_database("own")
    place.restore(place.folder / "own", url=url)
    assert rows_at(url)[0] >= 1000
    with pytest.raises(RestoreNotEmpty):
        place.restore(place.folder / "own-again", url=url)
    assert not (place.folder / "own-again").exists()


def test_what_was_cut_off_is_marked_and_done_again(place: Place) -> None:
    url = place.new_database("halved")
    folder = place.folder / "halved"
    place.back_up(rows={"public.kept": 1})
    with pytest.raises(RestoreIncomplete, match=r"public\.kept"):
        place.restore(folder, url=url)
    with pytest.raises(RestoreUnfinished) as raised:
        check_finished(folder)
    assert str(place.file) in raised.value.message("en")
    # Its rows were committed, so the next try, with a right list, only counts them.
    with psycopg.connect(url) as connection:
        row = connection.execute("select count(*) from kept").fetchone()
    assert row is not None
    place.back_up(rows={"public.kept": row[0]})
    place.restore(folder, url=url)
    check_finished(folder)


def test_a_dump_that_does_not_fit_fills_nothing(place: Place) -> None:
    url = place.new_database("broken")
    write_backup(
        place.file,
        lambda keep: keep(b"PGDMP but nothing more"),
        lambda size, digest: manifest_like(place)._replace(dump_bytes=size, dump_sha256=digest),
        force=True,
    )
    with pytest.raises(DumpFailed) as raised:
        place.restore(place.folder / "broken", url=url)
    assert "pg_restore" in raised.value.message("en")
    with psycopg.connect(url) as connection:
        assert count_rows(connection) == {}
    assert json.loads((place.folder / "broken" / MARKER).read_text())["file"] == str(place.file)
    place.back_up()
    place.restore(place.folder / "broken", url=url)
    assert rows_at(url)[0] >= 1000


def manifest_like(place: Place) -> Manifest:
    return Manifest(
        "rongcheng-backup-1",
        "9.9",
        "2026-01-02T03:04:05+08:00",
        16,
        demo=False,
        key_check=check_mark(load_keys(place.keys)),
        migrations=[],
        packs={},
        rows={},
        ledger_fen=0,
        dump_bytes=0,
        dump_sha256="",
    )
