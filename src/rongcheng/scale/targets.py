"""Where results go (结果文件): whole, or not at all.

Results are written under a hidden name beside their place and renamed at the end, so that a run
that was killed leaves nothing under the final name. A lock on the hidden file, which ends with
its process, tells what a dead run left behind from what another run is writing now.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from rongcheng.scale.errors import (
    TargetBusy,
    TargetExists,
    TargetFolderMissing,
    TargetIsInput,
    TargetsAlike,
    TargetUnwritable,
)
from rongcheng.scale.source import Source


class Targets(NamedTuple):
    """The hidden files of a run, and a folder for what it needs meanwhile."""

    settled: Path
    faults: Path
    workroom: Path


def faults_beside(out: Path) -> Path:
    """Return where the faulty rows of a file of results go if nobody says where."""
    return out.with_name(f"{out.stem}.faults.parquet")


def check_targets(source: Source, out: Path, faults: Path, *, force: bool) -> None:
    """Refuse a place where results must not go, before anything is read or written.

    Raises TargetsAlike, TargetFolderMissing, TargetIsInput or TargetExists. A file of faults alone
    stands in nobody's way: a run that was killed between its two files may have left it.
    """
    if out.resolve() == faults.resolve():
        raise TargetsAlike(target=str(out))
    inputs = {file.path.resolve() for file in source.files}
    folder = Path(source.given).resolve()
    for target in (out, faults):
        if not target.parent.is_dir():
            raise TargetFolderMissing(folder=str(target.parent))
        read_again = folder.is_dir() and target.resolve().is_relative_to(folder)
        if target.resolve() in inputs or read_again:
            raise TargetIsInput(target=str(target))
        if target.is_dir():
            raise TargetExists(target=str(target))
    if out.exists() and not force:
        raise TargetExists(target=str(out))


@contextlib.contextmanager
def writing(out: Path, faults: Path) -> Iterator[Targets]:
    """Give hidden files to write; they take their final names when the block ends well.

    Raises TargetBusy, or TargetUnwritable for whatever the disk refuses within the block.
    """
    workroom = out.with_name(f".{out.name}.work")
    hidden = Targets(_hidden(out), _hidden(faults), workroom)
    with contextlib.ExitStack() as stack:
        try:
            for path, target in ((hidden.settled, out), (hidden.faults, faults)):
                stack.enter_context(_locked(path, target))
            # Whoever held the lock before is dead, and its workroom nobody's.
            stack.callback(shutil.rmtree, workroom, ignore_errors=True)
            shutil.rmtree(workroom, ignore_errors=True)
            workroom.mkdir()
            yield hidden
            # The results come last: where they lie, their faults lie too.
            _publish(hidden.faults, faults)
            _publish(hidden.settled, out)
        except OSError as error:
            reason = error.strerror or str(error).partition("\n")[0]
            raise TargetUnwritable(folder=str(out.parent), reason=reason) from error


def _hidden(target: Path) -> Path:
    return target.with_name(f".{target.name}.part")


@contextlib.contextmanager
def _locked(path: Path, target: Path) -> Iterator[None]:
    """Hold the lock of a hidden file, emptied; what is still there at the end is removed."""
    descriptor = _take(path, target)
    try:
        os.ftruncate(descriptor, 0)
        yield
    finally:
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(descriptor), path.stat()):
                path.unlink()
        os.close(descriptor)


def _take(path: Path, target: Path) -> int:
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # Its holder may have renamed or removed the file between our two calls.
            if path.exists() and os.path.samestat(os.fstat(descriptor), path.stat()):
                return descriptor
        except BlockingIOError as error:
            os.close(descriptor)
            raise TargetBusy(target=str(target)) from error
        os.close(descriptor)


def _publish(hidden: Path, target: Path) -> None:
    descriptor = os.open(hidden, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    hidden.replace(target)
