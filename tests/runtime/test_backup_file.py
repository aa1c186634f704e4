"""A backup file is whole or refused, private, and never written over another unasked."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from random import Random

import pytest

from rongcheng.runtime.backup_errors import (
    BackupDamaged,
    BackupExists,
    BackupForeign,
    BackupUnwritable,
    ProgramsTooOld,
)
from rongcheng.runtime.backup_file import (
    DUMP,
    MANIFEST,
    Manifest,
    NamedFile,
    check_whole,
    dump_pieces,
    file_pieces,
    read_manifest,
    write_backup,
)
from rongcheng.runtime.dump import programs_for

CONTENT = Random(7).randbytes(300_000)


def manifest_of(size: int, digest: str) -> Manifest:
    return Manifest(
        format="rongcheng-backup-1",
        release="0.0.1",
        made_at="2026-01-02T03:04:05+08:00",
        server_major=18,
        demo=False,
        key_check="ab" * 32,
        migrations=["health.0001_initial"],
        packs={"changzhutan": "cd" * 32},
        rows={"public.t": 3},
        ledger_fen=4_000,
        dump_bytes=size,
        dump_sha256=digest,
    )


def give(keep: Callable[[bytes], None]) -> None:
    for start in range(0, len(CONTENT), 100_000):
        keep(CONTENT[start : start + 100_000])


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    path = tmp_path / "a.backup"
    write_backup(path, give, manifest_of, force=False)
    return path


def test_what_was_written_is_read_again(backup: Path) -> None:
    manifest = check_whole(backup)
    assert manifest.rows == {"public.t": 3}
    assert manifest.dump_bytes == 300_000
    assert b"".join(dump_pieces(backup)) == CONTENT
    assert backup.stat().st_mode & 0o777 == 0o600
    assert os.listdir(backup.parent) == ["a.backup"]


def test_it_is_a_plain_archive_that_other_programs_open(backup: Path) -> None:
    with zipfile.ZipFile(backup) as archive:
        assert archive.namelist() == [DUMP, MANIFEST]
        assert json.loads(archive.read(MANIFEST))["release"] == "0.0.1"


FILES = {f"attachments/{n:02x}/{n:032x}": Random(n).randbytes(n * 90_000) for n in (1, 20)}


def handed_in(*more: NamedFile) -> list[NamedFile]:
    found = [NamedFile(name, lambda c=content: BytesIO(c)) for name, content in FILES.items()]
    return [*found, *more]


def missing() -> BytesIO:
    raise BackupForeign(file="x")  # any error of ours, as of a file that is gone


def test_what_people_handed_in_comes_along_and_one_that_is_gone_is_left_out(
    tmp_path: Path,
) -> None:
    path = tmp_path / "f.backup"
    gone = NamedFile("attachments/ff/" + "f" * 32, missing)
    assert write_backup(path, give, manifest_of, force=False, files=handed_in(gone)).files == 2
    assert check_whole(path).files == 2
    assert {name: b"".join(pieces) for name, pieces in file_pieces(path)} == FILES


def test_a_damaged_or_missing_file_is_found_before_anything_is_touched(tmp_path: Path) -> None:
    path = tmp_path / "f.backup"
    write_backup(path, give, manifest_of, force=False, files=handed_in())
    whole = path.read_bytes()
    place = whole.index(FILES["attachments/14/" + f"{20:032x}"][:40]) + 1_000_000
    path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
    with pytest.raises(BackupDamaged):
        check_whole(path)
    path.write_bytes(whole.replace(b"attachments/01/", b"attachments/0x/"))
    with pytest.raises(BackupDamaged):
        check_whole(path)


def test_a_name_that_leads_elsewhere_is_never_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "f.backup"
    outside = NamedFile("attachments/../../keys.json", lambda: BytesIO(b"{}"))
    write_backup(path, give, manifest_of, force=False, files=[outside])
    assert list(file_pieces(path)) == []


def test_a_file_that_exists_is_replaced_only_when_asked(backup: Path) -> None:
    before = backup.read_bytes()
    with pytest.raises(BackupExists):
        write_backup(backup, give, manifest_of, force=False)
    assert backup.read_bytes() == before
    write_backup(backup, lambda keep: keep(b"other"), manifest_of, force=True)
    assert check_whole(backup).dump_bytes == 5


def test_a_dump_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def fail(keep: Callable[[bytes], None]) -> None:
        keep(b"half")
        raise OSError(28, "No space left on device")

    with pytest.raises(BackupUnwritable) as raised:
        write_backup(tmp_path / "a.backup", fail, manifest_of, force=False)
    assert "No space left" in raised.value.message("en")
    assert os.listdir(tmp_path) == []


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(BackupUnwritable):
        write_backup(tmp_path / "no" / "a.backup", give, manifest_of, force=False)


def test_one_changed_bit_anywhere_is_found(backup: Path) -> None:
    whole = backup.read_bytes()
    random = Random(3)
    places = [random.randrange(len(whole)) for _ in range(60)]
    places += [random.randrange(300_000, len(whole)) for _ in range(60)]
    manifest = check_whole(backup)
    for place in places:
        changed = bytearray(whole)
        changed[place] ^= 1 << random.randrange(8)
        backup.write_bytes(bytes(changed))
        try:
            # Dates and unused fields of the archive may change without harm to what it holds.
            assert check_whole(backup) == manifest
        except (BackupDamaged, BackupForeign):
            continue


@pytest.mark.parametrize("kept", [0, 3, 1_000, 200_000, 299_999])
def test_a_file_that_was_cut_off_is_refused(backup: Path, kept: int) -> None:
    backup.write_bytes(backup.read_bytes()[:kept])
    with pytest.raises((BackupDamaged, BackupForeign)):
        check_whole(backup)


def test_other_files_are_refused_as_such(tmp_path: Path) -> None:
    plain = tmp_path / "note.txt"
    plain.write_text("样例", encoding="utf-8")
    archive = tmp_path / "other.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("database.dump", b"x")
        file.writestr("manifest.json", '{"format": "something-else"}')
    for path in (plain, archive, tmp_path / "missing"):
        with pytest.raises(BackupForeign):
            read_manifest(path)


def test_an_altered_dump_with_a_right_checksum_is_found(backup: Path) -> None:
    with zipfile.ZipFile(backup) as archive:
        text = archive.read(MANIFEST)
    with zipfile.ZipFile(backup, "w") as archive:
        archive.writestr(DUMP, b"another dump")
        archive.writestr(MANIFEST, text)
    with pytest.raises(BackupDamaged):
        check_whole(backup)


def test_programs_are_as_new_as_the_server_or_newer() -> None:
    assert programs_for(16).major == 16
    assert programs_for(18).major == 18
    with pytest.raises(ProgramsTooOld) as raised:
        programs_for(99)
    assert "version 99" in raised.value.message("en")
