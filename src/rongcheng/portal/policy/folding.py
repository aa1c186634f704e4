"""Few lines instead of many (合并同值): cells that share a value become one line of words.

`70%` for in-service and retired employees at primary and level-1 care is one line, not four.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

from rongcheng.policy.dimensions import Cell

Payload = TypeVar("Payload")
# For each dimension the words that share the value; a cell with "*" keeps the star as a word.
Folded = tuple[tuple[str, ...], ...]


def fold_cells(cells: Iterable[Cell]) -> list[Folded]:
    """Join cells that differ in one dimension only, from the last dimension to the first.

    >>> fold_cells([("a", "x"), ("a", "y"), ("b", "x"), ("b", "y"), ("c", "x")])
    [(('a', 'b'), ('x', 'y')), (('c',), ('x',))]
    """
    folded: list[Folded] = [tuple((word,) for word in cell) for cell in cells]
    width = len(folded[0]) if folded else 0
    for place in reversed(range(width)):
        joined: dict[Folded, Folded] = {}
        for item in folded:
            rest = (*item[:place], (), *item[place + 1 :])
            held = joined.get(rest)
            words = (*held[place], *item[place]) if held else item[place]
            joined[rest] = (*item[:place], words, *item[place + 1 :])
        folded = list(joined.values())
    return folded


def fold_equal(
    held: Iterable[tuple[Cell, Payload]], same: Callable[[Payload], Hashable]
) -> list[tuple[Folded, Payload]]:
    """Fold the cells whose payloads are the same by `same`, keeping the order of their firsts."""
    groups: dict[Hashable, list[tuple[Cell, Payload]]] = {}
    for cell, payload in held:
        groups.setdefault(same(payload), []).append((cell, payload))
    return [
        (cells, members[0][1])
        for members in groups.values()
        for cells in fold_cells(cell for cell, _ in members)
    ]
