"""The session secret that a running process follows (随时更新的登录密钥): nobody is signed out.

A rotation is two steps: first everybody accepts the new secret, then everybody signs by it and
accepts the old one until the sessions of before are over. So of two processes one of which looks a
second later, each accepts what the other signs.
"""

from __future__ import annotations

import logging
import threading
import time
from datetime import UTC, datetime
from typing import NamedTuple

from rongcheng.runtime.errors import KeysUnusable
from rongcheng.runtime.key_sources import KeySource
from rongcheng.runtime.key_text import check_mark

LOOK_SECONDS = 1.0
_log = logging.getLogger(__name__)


class Secrets(NamedTuple):
    """The secret that signs now, and those that are accepted as well."""

    signs: str
    accepted: tuple[str, ...]


class FollowedSecrets:
    """The session secrets of a process, as its source has them now."""

    def __init__(self, source: KeySource) -> None:
        """Load them; raises `KeysUnusable`."""
        self._source = source
        self._lock = threading.Lock()
        self._stamp = source.stamp()
        self._keys = source.load()
        self._due_at = time.monotonic() + LOOK_SECONDS

    def now(self) -> Secrets:
        """Return what signs and what is accepted, looked up once a second."""
        if time.monotonic() >= self._due_at:
            self._look()
        moment = datetime.now(UTC)
        held = [old for old in self._keys.accepted if old.until is None or old.until > moment]
        return Secrets(self._keys.django_secret, tuple(old.secret for old in held))

    def _look(self) -> None:
        with self._lock:
            self._due_at = time.monotonic() + LOOK_SECONDS
            stamp = self._source.stamp()
            if stamp == self._stamp:
                return
            self._stamp = stamp
            try:
                found = self._source.load()
            except KeysUnusable as error:
                _log.error("%s The session secret in use stays.", error.message("en"))
                return
            if check_mark(found) != check_mark(self._keys):
                _log.error("The keys in %s are another installation's.", self._source.place)
                return
            self._keys = found
