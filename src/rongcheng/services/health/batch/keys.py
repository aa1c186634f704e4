"""Questions to policy as one number each (政策提问): packed, and looked up in compiled code.

Rows ask few different questions: whatever of a row the terms depend on, and the epoch of each day
that governs, make a key; what has been resolved stands in a table of integers.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rongcheng.services.health.columns import Column

WIDTH = 16
"""Integers of a resolved question: its state and the fields of its terms."""
_LOW = (1 << 31) - 1
_STIR, _STIR_HIGH = 0x2545F491, 0x1B873593


class Ask(IntEnum):
    """What is asked of policy; the terms of each stand in rows of one table."""

    CARE = 0
    LAYERS = 1
    AID = 2
    MONTH = 3


class State(IntEnum):
    """Whether a question has its answer; `PARTLY`: whether the fund pays at all is known."""

    ANSWERED = 0
    PARTLY = 1
    NO_VALUE = 2


class Sizes(NamedTuple):
    """How many numbers each part of a question can have; their product fits 62 bits."""

    asks: int
    pools: int
    schemes: int
    standings: int
    tiers: int
    benefits: int
    emergencies: int
    categories: int
    epochs: int
    extras: int


class Question(NamedTuple):
    """One question; parts that do not matter to it are 0.

    `begun` is the epoch of the day of registration. `extra` depends on the kind: age and premium
    of a stay, the word of a birth or disease, pooling, means and supplement.
    """

    ask: int
    insured: int
    care: int
    scheme: int
    standing: int
    tier: int
    benefit: int
    emergency: int
    category: int
    epoch: int
    begun: int
    extra: int


class Tables(NamedTuple):
    """What was resolved: open addressing from key to row; `slots` hold the row's number + 1."""

    keys: Column
    slots: Column
    terms: NDArray[np.int64]


def pack_question(question: Question, sizes: Sizes) -> int:
    """Return a question as one number."""
    key = question.ask
    key = key * sizes.pools + question.insured
    key = key * sizes.pools + question.care
    key = key * sizes.schemes + question.scheme
    key = key * sizes.standings + question.standing
    key = key * sizes.tiers + question.tier
    key = key * sizes.benefits + question.benefit
    key = key * sizes.emergencies + question.emergency
    key = key * sizes.categories + question.category
    key = key * sizes.epochs + question.epoch
    key = key * sizes.epochs + question.begun
    return key * sizes.extras + question.extra


def unpack_question(key: int, sizes: Sizes) -> Question:
    """Return the question that a number stands for.

    >>> sizes = Sizes(4, 8, 2, 6, 5, 10, 2, 6, 30, 500)
    >>> question = Question(1, 3, 2, 1, 5, 4, 9, 0, 5, 29, 7, 499)
    >>> unpack_question(pack_question(question, sizes), sizes) == question
    True
    """
    parts = []
    for size in (
        sizes.extras,
        sizes.epochs,
        sizes.epochs,
        sizes.categories,
        sizes.emergencies,
        sizes.benefits,
        sizes.tiers,
        sizes.standings,
        sizes.schemes,
        sizes.pools,
        sizes.pools,
    ):
        key, part = divmod(key, size)
        parts.append(part)
    return Question(key, *reversed(parts))


def first_slot(key: int, mask: int) -> int:
    """Return where the search for a number begins, in a table of mask + 1 slots."""
    stirred = (key & _LOW) * _STIR + (key >> 31) * _STIR_HIGH
    return (stirred ^ (stirred >> 29)) & mask


def find_terms(keys: Column, slots: Column, key: int) -> int:
    """Return the row of a question's terms, or -1 where it was not resolved yet."""
    mask = len(slots) - 1
    slot = first_slot(key, mask)
    while slots[slot] != 0:
        if keys[slot] == key:
            return int(slots[slot] - 1)
        slot = (slot + 1) & mask
    return -1


def keep_unknown(unknown: Column, key: int) -> None:
    """Remember a question that is to be resolved; a full set leaves it for the next round."""
    mask = len(unknown) - 1
    slot = first_slot(key, mask)
    for _ in range(64):
        if unknown[slot] == key + 1:
            return
        if unknown[slot] == 0:
            unknown[slot] = key + 1
            return
        slot = (slot + 1) & mask
