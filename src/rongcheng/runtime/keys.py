"""The keys of this installation, made once and turned over in time (密钥文件).

One file, readable by its owner only, holds the sealing keys by version, the key of the look-up
hashes and the secret of sign-in sessions. It is made once, with the data folder. Whoever has
it and the database can read everything; whoever loses it can read nothing: back it up apart from
the database. Other sources of keys are read in `key_sources`, never written.
"""

from __future__ import annotations

import json
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from rongcheng.kernel import crypto
from rongcheng.runtime.errors import KeyFileBusy, KeysUnusable, LastKey
from rongcheng.runtime.folders import sync_folder, write_private
from rongcheng.runtime.followed_keys import FollowedSuite
from rongcheng.runtime.key_sources import find_source
from rongcheng.runtime.key_text import (
    ACCEPTED,
    Keys,
    accepted_of,
    check_mark,
    load_keys,
    new_key,
    new_secret,
)
from rongcheng.runtime.locks import FolderLock

__all__ = [
    "DEFAULT_SUITE",
    "FILE_NAME",
    "Keys",
    "check_mark",
    "configure_from_environment",
    "load_keys",
    "make_keys",
    "remove_version",
    "rotate_keys",
    "rotate_secret",
]

FILE_NAME = "keys.json"
DEFAULT_SUITE = "international"
LOCK_SUFFIX = ".lock"
DRAFT_SUFFIX = ".next"
PAUSE_SECONDS = 3.0
"""Processes look once a second: after so long each one that answers accepts what was added."""


def make_keys(path: Path) -> None:
    """Make a new key file; one that exists is never overwritten.

    Raises `KeysUnusable` where it cannot be written.
    """
    if path.exists():
        return
    content = {
        "current": 1,
        "keys": {"1": new_key()},
        "index_key": new_key(),
        "django_secret": new_secret(),
    }
    try:
        write_private(path, _text(content))
    except OSError as error:
        raise KeysUnusable(file=path, problem=error.strerror) from error


def rotate_keys(path: Path) -> int:
    """Add a new sealing key that seals from now on, and return its version (轮换密钥).

    Older versions go on opening. Raises `KeysUnusable`, or `KeyFileBusy` while another command
    writes the file: two at once would lose a key under which something may be sealed already.
    """
    with _rewriting(path) as content:
        version = max(int(number) for number in content["keys"]) + 1
        content["keys"][str(version)] = new_key()
        content["current"] = version
    return version


def remove_version(path: Path, version: int) -> None:
    """Take an old version out of the file for good; harmless if it is not there.

    Whether anything is still sealed under it is not known here: ask first. Raises `LastKey` for
    the version that seals.
    """
    with _rewriting(path) as content:
        if version == int(content["current"]):
            raise LastKey(version=version)
        content["keys"].pop(str(version), None)


def rotate_secret(path: Path, longest: timedelta, pause_seconds: float = PAUSE_SECONDS) -> datetime:
    """Sign sessions by a new secret from now on, and return until when the old one is accepted.

    `longest` is how long a session may last. First the new one is accepted everywhere, then it
    signs; a rotation that was cut off between goes on with the same one. Raises as `rotate_keys`.
    """
    with _rewriting(path) as content:
        if not any(row["until"] is None for row in content[ACCEPTED]):
            content[ACCEPTED].append({"secret": new_secret(), "until": None})
    time.sleep(pause_seconds)
    until = datetime.now(UTC).replace(microsecond=0) + longest
    with _rewriting(path) as content:
        coming = [row for row in content[ACCEPTED] if row["until"] is None]
        if coming:  # else another command was quicker
            old = {"secret": content["django_secret"], "until": until.isoformat()}
            content[ACCEPTED].remove(coming[0])
            content[ACCEPTED].append(old)
            content["django_secret"] = coming[0]["secret"]
    return until


def configure_from_environment() -> None:
    """Set the process's crypto suite from where the environment says that the keys are.

    It follows them: a new version is taken up within a second, without a restart. Without any
    keys nothing is set, and the first use of one says so.
    """
    source = find_source(os.environ)
    if source is None:
        return
    name = os.environ.get("RONGCHENG_CRYPTO_SUITE") or DEFAULT_SUITE
    crypto.configure(FollowedSuite(name, source))


@contextmanager
def _rewriting(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the file's content, and put what it has become in its place, whole or not at all.

    Owner and mode stay. The draft is read back as keys before it takes the place.
    """
    load_keys(path)
    draft = path.with_name(path.name + DRAFT_SUFFIX)
    with _alone_with(path):
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            _drop_what_is_over(content)
            yield content
            _write_like(draft, _text(content), path.stat())
            load_keys(draft)
            draft.replace(path)
            sync_folder(path.parent)
        except OSError as error:
            raise KeysUnusable(file=path, problem=error.strerror) from error
        finally:
            draft.unlink(missing_ok=True)


@contextmanager
def _alone_with(path: Path) -> Iterator[None]:
    """Let nobody else write the file meanwhile; raises `KeyFileBusy`, or `KeysUnusable`."""
    lock = FolderLock(path.with_name(path.name + LOCK_SUFFIX))
    try:
        taken = lock.take()
    except OSError as error:
        raise KeysUnusable(file=path, problem=error.strerror) from error
    if not taken:
        raise KeyFileBusy(file=path)
    try:
        yield
    finally:
        lock.free()


def _drop_what_is_over(content: dict[str, Any]) -> None:
    """Leave out session secrets by which no session can be good any more."""
    now = datetime.now(UTC)
    held = [(old.secret, old.until) for old in accepted_of(content)]
    content[ACCEPTED] = [
        {"secret": secret, "until": until.isoformat() if until else None}
        for secret, until in held
        if until is None or until > now
    ]


def _write_like(draft: Path, text: str, before: os.stat_result) -> None:
    """Write a file with the owner and mode of the one that it will replace."""
    write_private(draft, text)
    if (before.st_uid, before.st_gid) != (draft.stat().st_uid, draft.stat().st_gid):
        os.chown(draft, before.st_uid, before.st_gid)
    draft.chmod(stat.S_IMODE(before.st_mode))


def _text(content: dict[str, Any]) -> str:
    return json.dumps(content, indent=2) + "\n"
