"""What a backup looks like on disk, and whether one is whole (备份文件).

A backup is a plain ZIP with two members: ``database.dump``, PostgreSQL's own custom format, and
``manifest.json``, which says what the dump holds. So it can be looked at, and in need restored,
with nothing of Rongcheng at hand. It never holds the key file.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, NamedTuple

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
LARGEST_MANIFEST = 4_000_000
CHUNK = 1 << 20
# What reading a damaged archive raises: a wrong checksum, an end too early, a method unheard of.
DAMAGES = (zipfile.BadZipFile, EOFError, NotImplementedError, zlib.error)


class Manifest(NamedTuple):
    """What a backup says about itself; restoring compares each of these.

    ``rows`` counts each table in the very snapshot that was dumped; ``ledger_fen`` is the sum of
    what the ledger's accounts received; ``packs`` names the policy edition of each metro area;
    ``key_check`` tells the right keys from others and nothing about them; ``key_versions`` are
    those under which something in it is sealed.
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


def write_backup(
    path: Path,
    take: Callable[[Callable[[bytes], None]], None],
    describe: Callable[[int, str], Manifest],
    *,
    force: bool,
) -> Manifest:
    """Write a backup, whole or not at all, readable by its owner only.

    ``take`` is given a function that it calls with each piece of the dump; ``describe`` makes the
    manifest from the dump's size and SHA-256. Raises `BackupExists` when there is such a file
    and ``force`` is not given, and `BackupUnwritable`.
    """
    check_free(path, force=force)
    draft = path.with_name(path.name + ".new")
    try:
        with _private_file(draft) as file:
            with zipfile.ZipFile(file, "w") as archive:
                size, digest = _write_dump(archive, take)
                manifest = describe(size, digest)
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
    plain = (str, str, str, int, bool, str, list, dict, dict, int, int, str, list | tuple)
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
    if (size, digest.hexdigest()) != (manifest.dump_bytes, manifest.dump_sha256):
        raise BackupDamaged(file=path)
    return manifest


def dump_pieces(path: Path) -> Iterator[bytes]:
    """Yield the dump of a backup piece by piece."""
    with _opened(path) as archive, archive.open(DUMP) as member:
        while piece := member.read(CHUNK):
            yield piece


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
