"""The two metro packs as policy books, read once for all tests of government services."""

from __future__ import annotations

from functools import lru_cache

from rongcheng.policy.book import PolicyBook
from tests.packs import pack_in
from tests.tidy.tree import PROJECT

METROS = ("changzhutan", "chengdemeizi")


@lru_cache
def book_of(metro: str) -> PolicyBook:
    """Return a metro's book; a pack with a fault stops the test, naming its faults."""
    pack = pack_in(PROJECT / "metros" / metro)
    return PolicyBook(pack)
