"""A lock ends with its holder, however that ends."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from rongcheng.runtime.locks import FolderLock
from tests.runtime.waiting import wait_until

HOLDER = """
import sys, time
from pathlib import Path
from rongcheng.runtime.locks import FolderLock
lock = FolderLock(Path(sys.argv[1]))
print(lock.take(), flush=True)
lock.write({"pid": 1, "words": "a long description of whoever holds it"})
print("said", flush=True)
time.sleep(600)
"""


def test_a_taken_lock_tells_who_has_it_and_ends_with_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "True\n"
        assert holder.stdout.readline() == "said\n"
        lock = FolderLock(path)
        assert lock.take() is False
        assert lock.held is False
        assert lock.read()["pid"] == 1
        holder.send_signal(signal.SIGKILL)
    wait_until(lock.take, "the lock after its holder's end")
    # What the last holder wrote is still there for us to look at.
    assert lock.read()["pid"] == 1
    lock.free()


def test_shorter_words_replace_longer_ones(tmp_path: Path) -> None:
    lock = FolderLock(tmp_path / "lock")
    assert lock.take()
    lock.write({"words": "x" * 500})
    lock.write({"words": "short"})
    assert lock.read() == {"words": "short"}
    lock.free()
    assert lock.read() == {}
    assert lock.held is False


def test_only_the_holder_writes(tmp_path: Path) -> None:
    lock = FolderLock(tmp_path / "lock")
    with pytest.raises(RuntimeError, match="only the holder"):
        lock.write({})
    assert not (tmp_path / "lock").exists()


def test_a_lock_file_with_other_content_reads_as_empty(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    for content in ("", "no json", "[1]"):
        path.write_text(content)
        assert FolderLock(path).read() == {}
