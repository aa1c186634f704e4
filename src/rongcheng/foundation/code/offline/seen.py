"""What was just used (防重放): a proof opens one gate once, and the memory of it stays small.

For each credential the latest proof is remembered, as time and counter; only a later one passes.
So a copied code fails although it is fresh, and the memory holds one entry for each person of the
last minute and a half. When it is full it refuses rather than forgets.
"""

from __future__ import annotations

import threading
from typing import Protocol

from rongcheng.foundation.code.offline.verdicts import OK, REPLAYED, VERIFIER_FULL
from rongcheng.kernel.outcomes import Reason

MOST_REMEMBERED = 200_000

PROOF_SECONDS = 60
"""How old a proof may be."""

SKEW_SECONDS = 30
"""How far ahead of the verifier's clock a phone's may be."""

KEPT_SECONDS = PROOF_SECONDS + SKEW_SECONDS
"""After this no remembered proof could pass by its age, so it may be forgotten."""


class Seen(Protocol):
    """A memory of proofs, in one gate or shared by several."""

    def take(self, credential_id: bytes, made_at: int, counter: int, now: int) -> Reason:
        """Remember a proof and return OK, or why it may not pass."""


class SeenHere:
    """The memory of one verifier, kept in the process; safe between threads."""

    def __init__(self, most: int = MOST_REMEMBERED) -> None:
        """Remember at most this many credentials at once."""
        self._most = most
        self._latest: dict[bytes, tuple[int, int, int]] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        """Return how many credentials are remembered."""
        return len(self._latest)

    def take(self, credential_id: bytes, made_at: int, counter: int, now: int) -> Reason:
        """Remember a proof and return OK, or why it may not pass."""
        with self._lock:
            self._forget(now)
            known = self._latest.pop(credential_id, None)
            if known is not None and (made_at, counter) <= known[:2]:
                self._latest[credential_id] = (*known[:2], now)
                return REPLAYED
            if len(self._latest) >= self._most:
                return VERIFIER_FULL
            # Taken out and put back: the memory stands in the order in which codes were used.
            self._latest[credential_id] = (made_at, counter, now)
        return OK

    def _forget(self, now: int) -> None:
        while self._latest:
            first = next(iter(self._latest))
            if now - self._latest[first][2] <= KEPT_SECONDS:
                return
            del self._latest[first]


class NotRemembered:
    """No memory (不记忆): for those who remember proofs elsewhere, such as in a database."""

    def take(self, credential_id: bytes, made_at: int, counter: int, now: int) -> Reason:
        """Return OK."""
        return OK
