"""Draws of a data set (抽取): by tables of whole numbers, so that no processor rounds otherwise."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[Any]

_SLOTS = 4096
_QUANTILES = 1 << 14
_FINE = 6
"""Bits between two quantiles: amounts are spread evenly over each step."""


class Choice:
    """Chooses among words by weight; a word is its place in the list."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        """Divide 4,096 slots among the words; every word has at least one."""
        self.words = tuple(weights)
        total = sum(weights.values())
        shares = [max(1, round(weight / total * _SLOTS)) for weight in weights.values()]
        shares[shares.index(max(shares))] += _SLOTS - sum(shares)
        self._slots = np.repeat(np.arange(len(shares), dtype=np.int8), shares)

    def draw(self, random: np.random.Generator, size: int) -> Numbers:
        """Return that many places."""
        chosen: Numbers = self._slots[random.integers(0, _SLOTS, size, dtype=np.uint16)]
        return chosen

    def place(self, word: str) -> int:
        """Return a word's place."""
        return self.words.index(word)


class Amounts:
    """Log-normal amounts of several groups (对数正态), in fen: half lie below a group's median."""

    def __init__(self, groups: Sequence[tuple[int, float]]) -> None:
        """Compute each group's quantiles from its median in fen and its spread."""
        normal = NormalDist()
        steps = [normal.inv_cdf((step + 0.5) / _QUANTILES) for step in range(_QUANTILES)]
        self._table = np.array(
            [
                [max(100, round(median * math.exp(spread * step))) for step in steps]
                for median, spread in groups
            ],
            dtype=np.int64,
        )

    def draw(self, random: np.random.Generator, groups: Numbers) -> Numbers:
        """Return one amount for each row's group."""
        bits = random.integers(0, _QUANTILES << _FINE, groups.size, dtype=np.uint32)
        base = self._table[groups, bits >> _FINE]
        # The step to the next quantile is about a thousandth; the last bits fill it.
        found: Numbers = base + (base * (bits & ((1 << _FINE) - 1)).astype(np.int64) >> 16)
        return found


def bits(random: np.random.Generator, size: int) -> Numbers:
    """Return numbers from 0 to 65,535, on which thresholds decide."""
    return random.integers(0, 1 << 16, size, dtype=np.uint16)


def share(per_mille: float) -> int:
    """Return the threshold below which that many of a thousand `bits` fall."""
    return round(per_mille / 1000 * (1 << 16))
