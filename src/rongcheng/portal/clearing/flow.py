"""The flow picture (资金流向图): who owes at the left, who is owed at the right, ribbons between.

Plain numbers for an SVG; colours are classes of the style sheet, and a table says the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

WIDTH, BAR, LABEL, GAP = 360, 12, 34, 10
HEIGHT = 230
COLOURS = 5
THINNEST = 2


class Ribbon(NamedTuple):
    """One ribbon: its shape, colour class and what it says."""

    path: str
    css: str
    title: str


class Node(NamedTuple):
    """One pool's bar with its two lines of words."""

    x: int
    y: int
    height: int
    css: str
    name: str
    amount: str
    text_x: int
    name_y: int
    amount_y: int
    anchor: str


@dataclass(frozen=True)
class Flow:
    """Everything `portal/clearing_flow.html` draws."""

    label: str
    view_box: str
    nodes: Sequence[Node]
    ribbons: Sequence[Ribbon]


def draw_flow(
    amounts: Mapping[tuple[str, str], int],
    *,
    label: str,
    name: Callable[[str], str],
    money: Callable[[int], str],
) -> Flow | None:
    """Draw what each payer owes each payee; a claim below zero runs the other way.

    `amounts` is in fen by (payer, payee); None when nobody owes anything.
    """
    flows: Counter[tuple[str, str]] = Counter()
    for (payer, payee), amount in amounts.items():
        if amount:
            flows[(payer, payee) if amount > 0 else (payee, payer)] += abs(amount)
    total = sum(flows.values())
    if not total:
        return None
    scale = _Scale(total)
    left, right = _sums(flows, 0), _sums(flows, 1)
    colours = {pool: f"f{n % COLOURS + 1}" for n, pool in enumerate(sorted({*left, *right}))}
    words = _Words(name, money, colours)
    left_at, right_at = scale.places(left), scale.places(right)
    nodes = _nodes(0, left, left_at, scale, words) + _nodes(1, right, right_at, scale, words)
    ribbons = []
    leaves, arrives = dict(left_at), dict(right_at)
    for payer in left:
        for payee in right:
            amount = flows[payer, payee]
            if not amount:
                continue
            tall = scale.tall(amount)
            title = f"{name(payer)} → {name(payee)} {money(amount)}"
            shape = _ribbon(leaves[payer], arrives[payee], tall)
            ribbons.append(Ribbon(shape, colours[payer], title))
            leaves[payer] += tall
            arrives[payee] += tall
    foot = max(scale.foot(left), scale.foot(right))
    return Flow(label, f"0 0 {WIDTH} {foot}", nodes, ribbons)


def _sums(flows: Mapping[tuple[str, str], int], side: int) -> dict[str, int]:
    """Return each pool's sum on one side, the largest first."""
    found: Counter[str] = Counter()
    for pair, amount in flows.items():
        found[pair[side]] += amount
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


class _Words(NamedTuple):
    """How pools and amounts are written, and each pool's colour class."""

    name: Callable[[str], str]
    money: Callable[[int], str]
    colours: Mapping[str, str]


class _Scale:
    """Turns amounts into heights."""

    def __init__(self, total: int) -> None:
        self.total = total

    def tall(self, amount: int) -> int:
        """Return an amount's height; what is there is seen."""
        return max(THINNEST, amount * HEIGHT // self.total)

    def places(self, sums: Mapping[str, int]) -> dict[str, int]:
        """Return each pool's upper edge, with room for its words above."""
        found, y = {}, 0
        for pool, amount in sums.items():
            y += LABEL
            found[pool] = y
            y += self.tall(amount) + GAP
        return found

    def foot(self, sums: Mapping[str, int]) -> int:
        """Return where a side ends; ribbons too thin to see have widened it a little."""
        return sum(LABEL + self.tall(amount) + GAP for amount in sums.values()) + GAP


def _nodes(
    side: int, sums: Mapping[str, int], places: Mapping[str, int], scale: _Scale, words: _Words
) -> list[Node]:
    """Return the bars of one side with their words above them."""
    return [
        Node(
            x=side * (WIDTH - BAR),
            y=places[pool],
            height=scale.tall(amount),
            css=words.colours[pool],
            name=words.name(pool),
            amount=words.money(amount),
            text_x=side * WIDTH,
            name_y=places[pool] - 19,
            amount_y=places[pool] - 5,
            anchor="end" if side else "start",
        )
        for pool, amount in sums.items()
    ]


def _ribbon(y0: int, y1: int, tall: int) -> str:
    x0, x1, middle = BAR, WIDTH - BAR, WIDTH // 2
    return (
        f"M{x0} {y0}C{middle} {y0} {middle} {y1} {x1} {y1}"
        f"V{y1 + tall}C{middle} {y1 + tall} {middle} {y0 + tall} {x0} {y0 + tall}Z"
    )
