"""The data folder: where everything lives that a run must find again (数据目录).

Only folders that are made here get a mode or an owner; one that exists is used as it is or
refused with the reason, and its parents are never touched.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import NamedTuple

from rongcheng.runtime.accounts import Account, account_of, can_reach, unprivileged_account
from rongcheng.runtime.console import line
from rongcheng.runtime.errors import DataFolderNotOurs, DataFolderUnreachable

SYSTEM_FOLDER = Path("/var/lib/rongcheng")


class ChosenFolder(NamedTuple):
    """A data folder and, where the choice needs saying, a line about it for the reader."""

    path: Path
    note: str


def project_folder() -> Path:
    """Return the root of the source tree, or the current folder when installed as a package."""
    root = Path(__file__).resolve().parents[3]
    return root if (root / "pyproject.toml").is_file() else Path.cwd()


def choose_data_folder(
    given: str | None, *, project: Path | None = None, system_folder: Path = SYSTEM_FOLDER
) -> ChosenFolder:
    """Return the data folder: the given one, else ``.data`` in the project.

    As root, with a project that PostgreSQL's account cannot enter (a clone under ``/root``), the
    default moves to ``/var/lib/rongcheng/<project>-<hash>``; a folder that was given is never
    replaced by another.
    """
    if given:
        return ChosenFolder(Path(given).expanduser().absolute(), "")
    project = project or project_folder()
    default = project / ".data"
    if os.geteuid() != 0 or can_reach(unprivileged_account(), [(project, os.X_OK)]):
        return ChosenFolder(default, "")
    mark = hashlib.sha256(os.fsencode(project)).hexdigest()[:8]
    moved = system_folder / f"{project.name}-{mark}"
    return ChosenFolder(moved, line("folder_moved", project=project, folder=moved))


def make_folder(path: Path, mode: int, account: Account | None = None) -> bool:
    """Make one folder with exactly this mode and owner; leave it alone if it exists.

    Returns whether it was made. Raises `DataFolderNotOurs` where we may not write.
    """
    try:
        path.mkdir(mode=0o700)
    except FileExistsError:
        return False
    except PermissionError as error:
        raise DataFolderNotOurs(folder=path, owner=owner_name(path.parent)) from error
    if account is not None:
        os.chown(path, account.uid, account.gid)
    path.chmod(mode)
    return True


def make_data_folder(path: Path, account: Account | None) -> None:
    """Make the data folder, private to us, and check that the server's account can enter it.

    With an account of its own for the server the folder may be passed through (0711) but not
    listed; everything in it is private to one of the two accounts.
    """
    missing = [path]
    while not _exists(missing[-1].parent):
        missing.append(missing[-1].parent)
    nearest = path if _exists(path) else missing[-1].parent
    if account is not None and not can_reach(account, [(nearest, os.X_OK)]):
        raise DataFolderUnreachable(account=account.name, folder=path)
    for parent in reversed(missing[1:]):
        make_folder(parent, 0o755)
    make_folder(path, 0o700 if account is None else 0o711)
    if not os.access(path, os.W_OK | os.X_OK):
        raise DataFolderNotOurs(folder=path, owner=owner_name(path))


def owner_name(path: Path) -> str:
    """Return the name of the account that owns the nearest existing folder of this path."""
    while True:
        try:
            return account_of(path.stat().st_uid).name
        except FileNotFoundError:
            path = path.parent
        except PermissionError:
            path = path.parent


def write_private(path: Path, text: str, account: Account | None = None) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        if account is not None:
            os.fchown(file.fileno(), account.uid, account.gid)
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def sync_folder(path: Path) -> None:
    """Have what was renamed or removed in a folder on disk before anything is built on it."""
    descriptor = os.open(path, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except PermissionError as error:
        raise DataFolderNotOurs(folder=path, owner=owner_name(path)) from error
