"""Keys that a running process follows (随时更新的密钥): a rotation costs no request and no restart.

Each process looks once a second whether its keys have changed, and at once when it meets a value
sealed under a version that it does not know: another process may have taken up a new key a moment
earlier. Keys that cannot be read, or are those of another installation, are not taken up; the
process goes on with those it has and says so in its log.
"""

from __future__ import annotations

import logging
import threading
import time

from rongcheng.kernel.crypto import CryptoSuite, KeyRing, suite
from rongcheng.kernel.errors import KeyVersionUnknown
from rongcheng.runtime.errors import KeysUnusable
from rongcheng.runtime.key_sources import KeySource

LOOK_SECONDS = 1.0
_log = logging.getLogger(__name__)


class FollowedSuite:
    """The crypto suite of a process, under the keys as they are now."""

    def __init__(self, name: str, source: KeySource) -> None:
        """Load the keys; raises `KeysUnusable` or SuiteUnknown."""
        self._source = source
        self._lock = threading.Lock()
        self._stamp = source.stamp()
        self._suite = suite(name, source.load().keyring)
        self._due_at = time.monotonic() + LOOK_SECONDS

    @property
    def name(self) -> str:
        """Return the suite's name."""
        return self._suite.name

    @property
    def keyring(self) -> KeyRing:
        """Return the keys as they are now."""
        return self._now().keyring

    def seal(self, plaintext: bytes, context: bytes) -> bytes:
        """Return the plaintext sealed under the version that seals now."""
        return self._now().seal(plaintext, context)

    def open(self, sealed: bytes, context: bytes) -> bytes:
        """Return the plaintext, or raise SealBroken."""
        try:
            return self._now().open(sealed, context)
        except KeyVersionUnknown:
            self._look()
            return self._suite.open(sealed, context)

    def keyed_hash(self, value: bytes, purpose: str) -> bytes:
        """Return 32 bytes to look a value up by; rotation does not change them."""
        return self._suite.keyed_hash(value, purpose)

    def digest(self, data: bytes) -> bytes:
        """Return the 32 bytes that stand for public data."""
        return self._suite.digest(data)

    def _now(self) -> CryptoSuite:
        if time.monotonic() >= self._due_at:
            self._look()
        return self._suite

    def _look(self) -> None:
        """Take up the keys if they changed; whoever comes second waits for whoever looks."""
        with self._lock:
            self._due_at = time.monotonic() + LOOK_SECONDS
            stamp = self._source.stamp()
            if stamp == self._stamp:
                return
            self._stamp = stamp
            try:
                ring = self._source.load().keyring
            except KeysUnusable as error:
                _log.error("%s The keys in use stay.", error.message("en"))
                return
            if ring.index_key != self._suite.keyring.index_key:
                _log.error("The keys in %s are another installation's.", self._source.place)
                return
            self._suite = suite(self._suite.name, ring)
            _log.warning("Keys were taken up anew: version %d seals.", ring.current)
