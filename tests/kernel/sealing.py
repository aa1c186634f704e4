"""Invented keys for the tests of sealing; they protect nothing."""

from __future__ import annotations

from rongcheng.kernel.crypto import KeyRing

FIRST_KEY = bytes(range(32))
SECOND_KEY = bytes(range(32, 64))
INDEX_KEY = bytes(range(64, 96))

RING = KeyRing({1: FIRST_KEY}, 1, INDEX_KEY)
ROTATED_RING = KeyRing({1: FIRST_KEY, 2: SECOND_KEY}, 2, INDEX_KEY)
OTHER_RING = KeyRing({1: SECOND_KEY}, 1, FIRST_KEY)
