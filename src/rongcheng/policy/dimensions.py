"""Cells of a parameter (取值单元): one value for each combination of scheme, tier and the like.

A file may write "*" for every value of a dimension that is not named beside it. A book never sees
the star: `expand` spreads it over the dimension's words, and `collapse` folds equal cells together
again for people to read.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import Annotated, NamedTuple, TypeVar

from rongcheng.policy.shapes import Code, Text
from rongcheng.policy.vocabulary import ANY

Cell = tuple[str, ...]
Payload = TypeVar("Payload")


class ListItem(NamedTuple):
    """One entry of a value of unit list: a code with its names."""

    code: Annotated[str, Code(r"[A-Za-z0-9._-]{1,50}", "字母数字", "letters and digits")]
    zh: Annotated[str, Text()]
    en: Annotated[str, Text()]


Value = int | str | tuple[ListItem, ...]
Tree = Value | Mapping[str, "Tree"]


class Dimension(NamedTuple):
    """A dimension of a parameter; `common` ones have the same words in every parameter."""

    name: str
    values: tuple[str, ...]
    common: bool = True


def expand(tree: Tree, by: tuple[Dimension, ...]) -> Iterator[tuple[Cell, Value]]:
    """Yield each concrete cell of a written value with its value; flags become 1 or 0.

    >>> tier = Dimension("tier", ("primary", "level_1", "level_2"))
    >>> list(expand({"primary": 0, "*": 200}, (tier,)))
    [(('primary',), 0), (('level_1',), 200), (('level_2',), 200)]
    """
    if not by:
        if not isinstance(tree, Mapping):
            yield (), int(tree) if isinstance(tree, bool) else tree
        return
    if not isinstance(tree, Mapping):
        return
    for word in by[0].values:
        branch = tree.get(word, tree.get(ANY))
        if branch is not None:
            for cell, value in expand(branch, by[1:]):
                yield (word, *cell), value


def collapse(
    cells: Mapping[Cell, Payload],
    by: tuple[Dimension, ...],
    same: Callable[[Payload], Hashable],
) -> dict[Cell, Payload]:
    """Fold cells that agree over a whole dimension into one cell with "*" there.

    `same` gives what two payloads must share to be folded; the first one is kept. The cells come
    in the order of the dimensions' words, the star last.
    """
    folded = dict(cells)
    for place in reversed(range(len(by))):
        folded = _fold(folded, by[place].values, place, same)
    ranks = [{word: rank for rank, word in enumerate((*d.values, ANY))} for d in by]
    return {
        cell: folded[cell]
        for cell in sorted(
            folded, key=lambda c: [rank[word] for rank, word in zip(ranks, c, strict=True)]
        )
    }


def _fold(
    cells: Mapping[Cell, Payload],
    words: tuple[str, ...],
    place: int,
    same: Callable[[Payload], Hashable],
) -> dict[Cell, Payload]:
    groups: dict[Cell, list[tuple[Cell, Payload]]] = {}
    for cell, payload in cells.items():
        groups.setdefault((*cell[:place], ANY, *cell[place + 1 :]), []).append((cell, payload))
    folded: dict[Cell, Payload] = {}
    for starred, members in groups.items():
        complete = len(members) == len(words) > 1
        if complete and len({same(payload) for _, payload in members}) == 1:
            folded[starred] = members[0][1]
        else:
            folded.update(members)
    return folded
