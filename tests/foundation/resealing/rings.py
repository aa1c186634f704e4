"""Key rings of one installation over time: the first key, then a second, then the first is gone."""

from __future__ import annotations

from rongcheng.kernel.crypto import CryptoSuite, KeyRing, configure, suite

INDEX_KEY = b"i" * 32
KEYS = {1: b"1" * 32, 2: b"2" * 32, 3: b"3" * 32}


def ring(*versions: int) -> KeyRing:
    """Return a ring of these versions; the last one seals."""
    return KeyRing({version: KEYS[version] for version in versions}, versions[-1], INDEX_KEY)


def use_ring(*versions: int, name: str = "international") -> CryptoSuite:
    """Let the process seal and open with these versions from now on, and return the suite."""
    chosen = suite(name, ring(*versions))
    configure(chosen)
    return chosen
