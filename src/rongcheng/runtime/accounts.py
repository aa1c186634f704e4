"""The account that PostgreSQL runs under, so that it never runs as root (运行数据库的系统用户).

PostgreSQL refuses to run as root, rightly. Started as root, Rongcheng runs it under an existing
unprivileged account; started by anybody else, under that person's own.
"""

from __future__ import annotations

import json
import os
import pwd
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from rongcheng.runtime.errors import AccountNameless

LAUNCHER = Path(__file__).with_name("launch.py")
PREFERRED_NAMES = ("postgres", "nobody")


class Account(NamedTuple):
    """A system user with its main group."""

    uid: int
    gid: int
    name: str


def account_of(uid: int) -> Account:
    """Return the account with this user id; one without a name is called by its number."""
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        return Account(uid, uid, str(uid))
    return Account(entry.pw_uid, entry.pw_gid, entry.pw_name)


def unprivileged_account() -> Account:
    """Return the account to run PostgreSQL under when we are root.

    The distribution's ``postgres`` if there is one, else ``nobody``.
    """
    for name in PREFERRED_NAMES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid, entry.pw_name)
    return account_of(65534)


def server_account(database_folder: Path) -> Account | None:
    """Return the account for the server of this folder, or None to stay as we are.

    A database that already exists keeps its owner, so that root may start a database that a
    person made before, and nothing needs a change of ownership. Raises AccountNameless.
    """
    if os.geteuid() != 0:
        _check_named(os.geteuid())
        return None
    try:
        owner = database_folder.stat().st_uid
    except FileNotFoundError:
        return unprivileged_account()
    return account_of(owner) if owner != 0 else unprivileged_account()


def _check_named(uid: int) -> None:
    """Refuse an account that has a number only, as containers may give: initdb wants a name."""
    try:
        pwd.getpwuid(uid)
    except KeyError:
        raise AccountNameless(uid=uid) from None


def can_reach(account: Account | None, wanted: Sequence[tuple[Path, int]]) -> bool:
    """Say whether the account has the wanted access (``os.X_OK`` ...) to every path.

    Asks the kernel from a process that took on the account, so that access lists and
    mount options count as they will later.
    """
    if account is None:
        return all(os.access(path, mode) for path, mode in wanted)
    access = [[str(path), mode] for path, mode in wanted]
    spec = json.dumps({"uid": account.uid, "gid": account.gid, "access": access})
    answer = subprocess.run(  # noqa: S603 (our own script)
        [sys.executable, "-I", "-S", str(LAUNCHER), spec],
        check=True,
        capture_output=True,
        cwd="/",
        text=True,
    )
    return all(json.loads(answer.stdout))
