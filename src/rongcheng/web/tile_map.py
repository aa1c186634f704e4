"""The metro at a glance (方块地图): each district a tile, coloured and numbered by one indicator.

Schematic, from the pack's tile places; no boundary data. Colours are classes of the style sheet,
every tile also carries its figure, and the seams between cities are drawn as stitches.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rongcheng.web import i18n
from rongcheng.web.formats import DASH, show_money, show_percent, show_value

WIDTH, HEIGHT, GAP = 100, 74, 6
STEP_X, STEP_Y = WIDTH + GAP, HEIGHT + GAP
# A row or column that only holds a city's name needs less room than tiles do.
MARGIN_X, MARGIN_Y = 96, 44
CLASSES = 5
LONGEST_NAME = 12
_SIDES = ((1, 0), (-1, 0), (0, 1), (0, -1))
Place = tuple[int, int]


class District(NamedTuple):
    """A district's tile: code, name, its city's code, column and row, and its figure."""

    code: str
    name: str
    city: str
    place: Place
    value: int | None


class Bucket(NamedTuple):
    """A class of figures: the style class and the smallest and largest figure in it."""

    name: str
    low: int
    high: int


class Tile(NamedTuple):
    """A tile ready to draw, in the drawing's units."""

    bucket: str
    name: str
    short_name: str
    shown: str
    x: int
    y: int
    width: int
    height: int
    middle: int
    name_line: int
    value_line: int
    name_size: str
    value_size: str


class Label(NamedTuple):
    """A city's name beside its tiles; `anchor` is start, middle or end, `long` if it is long."""

    text: str
    x: int
    y: int
    anchor: str


class LegendEntry(NamedTuple):
    """A class of the legend in words."""

    bucket: str
    text: str


@dataclass(frozen=True)
class TileMap:
    """Everything `components/tile_map.html` draws."""

    label: str
    view_box: str
    tiles: Sequence[Tile]
    seams: Sequence[str]
    labels: Sequence[Label]
    legend: Sequence[LegendEntry]


def buckets(values: Sequence[int]) -> list[Bucket]:
    """Sort figures into at most five classes of about as many distinct figures each.

    >>> [(b.name, b.low, b.high) for b in buckets([0, 0, 3, 9])]
    [('b1', 0, 0), ('b3', 3, 3), ('b5', 9, 9)]
    """
    distinct = sorted(set(values))
    classes = min(CLASSES, len(distinct))
    found = []
    for number in range(classes):
        low = distinct[number * len(distinct) // classes]
        high = distinct[(number + 1) * len(distinct) // classes - 1]
        shade = 3 if classes == 1 else 1 + round(number * (CLASSES - 1) / (classes - 1))
        found.append(Bucket(f"b{shade}", low, high))
    return found


def show_figure(value: int | None, unit: str, lang: str) -> str:
    """Write a figure short enough for a tile: whole yuan, at most one decimal of a percentage."""
    if value is None:
        return DASH
    if unit == "fen":
        return show_money(value, lang).removesuffix(" 元").partition(".")[0]
    if unit == "ppm":
        return show_percent((value + 500) // 1000 * 1000)
    return show_value(value, unit, lang)


def draw(
    districts: Sequence[District], cities: Mapping[str, str], *, unit: str, label: str
) -> TileMap:
    """Draw the tiles of a metro in the current language; `cities` gives each city's name."""
    lang = i18n.language()
    classes = buckets([item.value for item in districts if item.value is not None])
    places = {item.place: item.city for item in districts}
    spots = _label_places(places)
    columns = [column for column, _ in places]
    rows = [row for _, row in places]
    left = MARGIN_X if any(c < min(columns) for c, _ in spots.values()) else 0
    right = MARGIN_X if any(c > max(columns) for c, _ in spots.values()) else 0
    top = MARGIN_Y if any(r < min(rows) for _, r in spots.values()) else 0
    foot = MARGIN_Y if any(r > max(rows) for _, r in spots.values()) else 0
    width = (max(columns) + 1) * STEP_X + GAP
    height = (max(rows) + 1) * STEP_Y + GAP
    return TileMap(
        label=label,
        view_box=f"{-left} {-top} {width + left + right} {height + top + foot}",
        tiles=[_tile(item, classes, unit, lang) for item in districts],
        seams=_seams(places),
        labels=[_label(cities[city], spot, places, city) for city, spot in spots.items()],
        legend=_legend(classes, unit, lang, any(item.value is None for item in districts)),
    )


def _tile(item: District, classes: Sequence[Bucket], unit: str, lang: str) -> Tile:
    x, y = _corner(item.place)
    shown = show_figure(item.value, unit, lang)
    short = item.name if len(item.name) <= LONGEST_NAME else item.name.removesuffix(" County")
    bucket = "none"
    if item.value is not None:
        bucket = next(b.name for b in classes if b.low <= item.value <= b.high)
    return Tile(
        bucket=bucket,
        name=item.name,
        short_name=short,
        shown=shown,
        x=x,
        y=y,
        width=WIDTH,
        height=HEIGHT,
        middle=x + WIDTH // 2,
        name_line=y + 30,
        value_line=y + 58,
        name_size=_size(short, lang),
        value_size=" long" if len(shown) > 6 else "",
    )


def _size(name: str, lang: str) -> str:
    """Return the size class under which the name fits into its tile."""
    if lang == "zh":
        return " long" if len(name) > 4 else ""
    return " longer" if len(name) > 9 else " long" if len(name) > 7 else ""


def _corner(place: Place) -> Place:
    return GAP + place[0] * STEP_X, GAP + place[1] * STEP_Y


def _seams(places: Mapping[Place, str]) -> list[str]:
    """Return the lines between tiles of different cities, each once."""
    found = []
    for (column, row), city in sorted(places.items()):
        x, y = _corner((column, row))
        if places.get((column + 1, row), city) != city:
            found.append(f"M{x + WIDTH + GAP // 2} {y}v{HEIGHT}")
        if places.get((column, row + 1), city) != city:
            found.append(f"M{x} {y + HEIGHT + GAP // 2}h{WIDTH}")
    return found


def _label_places(places: Mapping[Place, str]) -> dict[str, Place]:
    """Choose for each city a free place beside its tiles: inside the grid, away from others."""
    columns = [column for column, _ in places]
    rows = [row for _, row in places]
    taken: set[Place] = set(places)
    chosen: dict[str, Place] = {}
    for city in sorted(set(places.values())):
        best: tuple[int, Place] | None = None
        for place in sorted(_free_beside(places, taken, city)):
            others = sum(places.get(_moved(place, side), city) != city for side in _SIDES)
            outside = not (
                min(columns) <= place[0] <= max(columns) and min(rows) <= place[1] <= max(rows)
            )
            # A name above or below its city needs little room; beside it, a whole column.
            aside = not min(columns) <= place[0] <= max(columns)
            score = others + 2 * outside + 2 * aside
            if best is None or score < best[0]:
                best = (score, place)
        if best is not None:
            chosen[city] = best[1]
            taken.add(best[1])
    return chosen


def _free_beside(places: Mapping[Place, str], taken: set[Place], city: str) -> set[Place]:
    own = [place for place, owner in places.items() if owner == city]
    return {_moved(place, side) for place in own for side in _SIDES} - taken


def _moved(place: Place, side: Place) -> Place:
    return place[0] + side[0], place[1] + side[1]


def _label(text: str, spot: Place, places: Mapping[Place, str], city: str) -> Label:
    """Set a city's name close to its own tile."""
    x, y = _corner(spot)
    size = " long" if len(text) > 4 else ""
    beside = {side for side in _SIDES if places.get(_moved(spot, side)) == city}
    if (1, 0) in beside:
        return Label(text, x + WIDTH - GAP, y + HEIGHT // 2 + 8, f"end{size}")
    if (-1, 0) in beside:
        return Label(text, x + GAP, y + HEIGHT // 2 + 8, f"start{size}")
    line = HEIGHT - 12 if (0, 1) in beside else 28
    return Label(text, x + WIDTH // 2, y + line, f"middle{size}")


def _legend(classes: Sequence[Bucket], unit: str, lang: str, has_gaps: bool) -> list[LegendEntry]:
    entries = []
    for bucket in classes:
        low, high = (show_figure(edge, unit, lang) for edge in (bucket.low, bucket.high))
        entries.append(LegendEntry(bucket.name, low if low == high else f"{low} – {high}"))
    if has_gaps:
        entries.append(LegendEntry("none", i18n.t("web.map.none")))
    return entries
