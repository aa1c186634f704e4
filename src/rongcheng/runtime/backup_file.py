"""What a backup looks like on disk, and whether one is whole (备份文件).

A backup is a plain ZIP: ``database.dump``, PostgreSQL's own custom format; what people handed in,
sealed as it lies, under ``attachments/``; and ``manifest.json``, which says what it holds. So it
can be looked at, and in need restored, with nothing of Rongcheng at hand. It never holds the key
file.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import time
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, BinaryIO, NamedTuple

from rongcheng.kernel.errors import RongchengError
from rongcheng.runtime.backup_errors import (
    BackupDamaged,
    BackupExists,
    BackupForeign,
    BackupUnwritable,
)
from rongcheng.runtime.folders import sync_folder

FORMAT = "rongcheng-backup-1"
DUMP = "database.dump"
MANIFEST = "manifest.json"
ATTACHMENTS = "attachments"
# Nothing else is unpacked: a name can never lead out of the folder.
FILE_NAME = re.compile(r"attachments/[0-9a-f]{2}/[0-9a-f]{32}")
LARGEST_MANIFEST = 4_000_000
CHUNK = 1 << 20
# What reading a damaged archive raises: a wrong checksum, an end too early, a method unheard of.
DAMAGES = (zipfile.BadZipFile, EOFError, NotImplementedError, zlib.error)


class Manifest(NamedTuple):
    """What a backup says about itself; restoring compares each of these.

    ``rows`` counts each table in the very snapshot that was dumped; ``ledger_fen`` is the sum of
    what the ledger's accounts received; ``packs`` names the policy edition of each metro area;
    ``key_check`` tells the right keys from others and nothing about them; ``key_versions`` are
    those under which something in it is sealed; ``files`` counts the attachments beside the dump.
    """

    format: str
    release: str
    made_at: str
    server_major: int
    demo: bool
    key_check: str
    migrations: list[str]
    packs: dict[str, str]
    rows: dict[str, int]
    ledger_fen: int
    dump_bytes: int
    dump_sha256: str
    key_versions: Sequence[int] = ()
    files: int = 0


class NamedFile(NamedTuple):
    """A file to take along: its name in the backup, and what opens it."""

    name: str
    open: Callable[[], contextlib.AbstractContextManager[BinaryIO]]


def write_backup(
    path: Path,
    take: Callable[[Callable[[bytes], None]], None],
    describe: Callable[[int, str], Manifest],
    *,
    force: bool,
    files: Iterable[NamedFile] = (),
) -> Manifest:
    """Write a backup, whole or not at all, readable by its owner only.

    ``take`` is given a function that it calls with each piece of the dump; ``describe`` makes the
    manifest from the dump's size and SHA-256; ``files`` come behind the dump. Raises
    `BackupExists` when there is such a file and ``force`` is not given, and `BackupUnwritable`.
    """
    check_free(path, force=force)
    draft = path.with_name(path.name + ".new")
    try:
        with _private_file(draft) as file:
            with zipfile.ZipFile(file, "w") as archive:
                size, digest = _write_dump(archive, take)
                manifest = describe(size, digest)._replace(files=_write_files(archive, files))
                text = json.dumps(manifest._asdict(), ensure_ascii=False, indent=2) + "\n"
                archive.writestr(MANIFEST, text)
            file.flush()
            os.fsync(file.fileno())
        _put_in_place(draft, path, force=force)
    except OSError as error:
        raise BackupUnwritable(file=path, problem=str(error)) from error
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def check_free(path: Path, *, force: bool) -> None:
    """Make sure that nothing is overwritten unasked, or raise `BackupExists`."""
    if path.exists() and not force:
        raise BackupExists(file=path)


def _private_file(path: Path) -> IO[bytes]:
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    return os.fdopen(descriptor, "w+b")


def _write_dump(
    archive: zipfile.ZipFile, take: Callable[[Callable[[bytes], None]], None]
) -> tuple[int, str]:
    digest = hashlib.sha256()
    size = 0
    entry = zipfile.ZipInfo(DUMP, time.localtime()[:6])
    with archive.open(entry, "w", force_zip64=True) as member:

        def keep(piece: bytes) -> None:
            nonlocal size
            size += len(piece)
            digest.update(piece)
            member.write(piece)

        take(keep)
    return size, digest.hexdigest()


def _write_files(archive: zipfile.ZipFile, files: Iterable[NamedFile]) -> int:
    """Take files along as they lie; one that is gone meanwhile is left out."""
    count = 0
    for file in files:
        with contextlib.ExitStack() as stack:
            try:
                source = stack.enter_context(file.open())
            except RongchengError:
                continue  # its row is in the dump, and a check of the restored house names it
            entry = zipfile.ZipInfo(file.name, time.localtime()[:6])
            with archive.open(entry, "w", force_zip64=True) as member:
                shutil.copyfileobj(source, member, CHUNK)
            count += 1
    return count


def _put_in_place(draft: Path, path: Path, *, force: bool) -> None:
    """Give the finished file its name, also when somebody else made one of that name meanwhile."""
    if force:
        draft.replace(path)
    else:
        try:
            os.link(draft, path)
        except FileExistsError as error:
            raise BackupExists(file=path) from error
        except OSError:
            # A file system without links, as on many sticks.
            check_free(path, force=force)
            draft.replace(path)
    sync_folder(path.parent)


def read_manifest(path: Path) -> Manifest:
    """Return what a backup says about itself.

    Raises `BackupForeign` for a file that is no backup, `BackupDamaged` for one that is cut off.
    """
    with _opened(path) as archive:
        if MANIFEST not in archive.namelist() or DUMP not in archive.namelist():
            raise BackupForeign(file=path)
        if archive.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
            raise BackupForeign(file=path)
        try:
            return _manifest_of(json.loads(archive.read(MANIFEST)))
        except (ValueError, TypeError) as error:
            raise BackupForeign(file=path) from error


def _manifest_of(content: object) -> Manifest:
    if not isinstance(content, Mapping) or content.get("format") != FORMAT:
        raise ValueError("another format")
    found = Manifest(**content)
    plain = (str, str, str, int, bool, str, list, dict, dict, int, int, str, list | tuple, int)
    if not all(isinstance(value, kind) for value, kind in zip(found, plain, strict=True)):
        raise ValueError("another shape")
    return found


def check_whole(path: Path) -> Manifest:
    """Return the manifest of a backup whose dump is, bit for bit, what was written.

    Raises `BackupForeign` or `BackupDamaged`.
    """
    manifest = read_manifest(path)
    digest = hashlib.sha256()
    size = 0
    for piece in dump_pieces(path):
        digest.update(piece)
        size += len(piece)
    files = sum(_read_through(pieces) for _, pieces in file_pieces(path))
    if (size, digest.hexdigest(), files) != (
        manifest.dump_bytes,
        manifest.dump_sha256,
        manifest.files,
    ):
        raise BackupDamaged(file=path)
    return manifest


def dump_pieces(path: Path) -> Iterator[bytes]:
    """Yield the dump of a backup piece by piece."""
    with _opened(path) as archive, archive.open(DUMP) as member:
        while piece := member.read(CHUNK):
            yield piece


def file_pieces(path: Path) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield each attachment of a backup: its name, and its content piece by piece."""
    with _opened(path) as archive:
        for name in archive.namelist():
            if FILE_NAME.fullmatch(name):
                yield name, _member_pieces(path, archive, name)


def _member_pieces(path: Path, archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    try:
        with archive.open(name) as member:
            while piece := member.read(CHUNK):
                yield piece
    except DAMAGES as error:
        raise BackupDamaged(file=path) from error


def _read_through(pieces: Iterator[bytes]) -> int:
    """Read a file to its end, where the archive checks its sum, and return that it is one."""
    for _ in pieces:
        pass
    return 1


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open an archive; whatever is wrong with it is told as the backup's damage."""
    try:
        archive = zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        with path.open("rb") as file:
            begun = file.read(len(b"PK\x03\x04")) == b"PK\x03\x04"
        raise (BackupDamaged if begun else BackupForeign)(file=path) from error
    except OSError as error:
        raise BackupForeign(file=path) from error
    with archive:
        try:
            yield archive
        except DAMAGES as error:
            raise BackupDamaged(file=path) from error
