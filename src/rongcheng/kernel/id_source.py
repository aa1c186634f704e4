"""Source of new ids (编号来源): unguessable in real traffic, repeatable on an invented day.

Every opaque id is drawn from here. Without `use_ids` the bits are the system's own secrets; an
invented day or a test chooses a seeded source, so that the same seed makes the same records.
Keys, tokens, vouchers and nonces are never drawn from here.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from random import Random
from typing import Protocol


class IdSource(Protocol):
    """Where the bits of a new id come from (编号来源)."""

    def bits(self, count: int) -> int:
        """Return that many bits as a number."""


class SecretIds:
    """The system's own randomness (系统随机数), used wherever no other source was chosen."""

    def bits(self, count: int) -> int:
        """Return that many unguessable bits."""
        return secrets.randbits(count)


class SeededIds:
    """Ids that follow from a text (种子编号): for invented people and tests, never for real ones.

    >>> SeededIds("a").bits(20) == SeededIds("a").bits(20)
    True
    """

    def __init__(self, seed: str) -> None:
        """Begin the row of ids that belongs to this text."""
        self._random = Random(seed)  # noqa: S311 - repeatable on purpose

    def bits(self, count: int) -> int:
        """Return the next bits of the row."""
        return self._random.getrandbits(count)


_source: ContextVar[IdSource] = ContextVar("rongcheng_ids")
_SECRET_IDS = SecretIds()


def id_bits(count: int) -> int:
    """Return bits for a new id, from the source of the present context."""
    return _source.get(_SECRET_IDS).bits(count)


@contextmanager
def use_ids(source: IdSource) -> Iterator[IdSource]:
    """Draw ids from another source inside this block.

    It binds to the present thread or task: a new thread draws secrets again.
    """
    token = _source.set(source)
    try:
        yield source
    finally:
        _source.reset(token)
