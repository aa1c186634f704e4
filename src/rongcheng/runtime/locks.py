"""A lock on the data folder that no crash can leave behind (目录锁).

The lock is the kernel's, on an open file, so it ends with its holder however that ends. The file
holds a few words of JSON about the holder, for whoever finds it taken.
"""

from __future__ import annotations

import fcntl
import json
import os
from pathlib import Path
from typing import Any


class FolderLock:
    """One lock file; at most one process holds it."""

    def __init__(self, path: Path) -> None:
        """Name the file; nothing is opened yet."""
        self.path = path
        self._descriptor: int | None = None

    @property
    def held(self) -> bool:
        """Whether this object holds the lock."""
        return self._descriptor is not None

    def take(self) -> bool:
        """Take the lock if it is free, and say whether we hold it now; never waits."""
        if self._descriptor is not None:
            return True
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        return True

    def read(self) -> dict[str, Any]:
        """Return what the holder, or the last one, wrote; empty when there is nothing to read."""
        try:
            content = json.loads(self.path.read_text(encoding="utf-8"))
        except (FileNotFoundError, json.JSONDecodeError):
            return {}
        return content if isinstance(content, dict) else {}

    def write(self, content: dict[str, Any]) -> None:
        """Say who we are; only the holder may."""
        if self._descriptor is None:
            raise RuntimeError("only the holder of a lock writes into it")
        # Padded over what was there and written at once: a reader never sees half of it.
        text = json.dumps(content).ljust(os.fstat(self._descriptor).st_size)
        os.pwrite(self._descriptor, text.encode("ascii"), 0)

    def free(self) -> None:
        """Give the lock back; harmless when it is not held."""
        if self._descriptor is not None:
            os.ftruncate(self._descriptor, 0)
            os.close(self._descriptor)
            self._descriptor = None
