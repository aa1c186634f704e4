"""Where a change must stand to win (改动落在哪一层): the place whose word a pool follows.

A parameter asks its layers in its own order, so a change written at a weaker layer than the one
that decides would change nothing. It is put where the pool's value is decided; where that place
serves other pools too that are not meant, at the nearest stronger place of the pool's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from rongcheng.policy.changes.errors import ChangeShared
from rongcheng.policy.dimensions import Cell, Value
from rongcheng.policy.pack import Pack
from rongcheng.policy.timeline import Span
from rongcheng.policy.types import Parameter, Pool
from rongcheng.policy.vocabulary import NATION

Held = tuple[int, Value]
HeldAt = Mapping[str, Mapping[Cell, list[Span[Held]]]]
"""By place and cell, when which row (by number) gives which value; each span closed."""


class Target(NamedTuple):
    """A place that must hold the change, and the weaker places of its pool, strongest first."""

    place: str
    since: date
    until: date | None
    weaker: tuple[str, ...]


class Reach(NamedTuple):
    """Whom each place serves, and the places of each pool in a parameter's order."""

    served: dict[str, frozenset[str]]
    places: dict[str, tuple[str, ...]]


def reach_of(pack: Pack, parameter: Parameter) -> Reach:
    """Return which pools follow which places for a parameter, agreements by their parties."""
    places = {
        pool.code: tuple(_places_of(pack, pool, parameter.order)) for pool in pack.metro.pools
    }
    served: dict[str, set[str]] = {}
    for pool, found in places.items():
        for place in found:
            served.setdefault(place, set()).add(pool)
    return Reach({place: frozenset(pools) for place, pools in served.items()}, places)


def _places_of(pack: Pack, pool: Pool, order: Iterable[str]) -> Iterator[str]:
    for layer in order:
        if layer == "agreement":
            mine = [a for a in pack.agreements if pool.city in a.parties]
            for agreement in sorted(mine, key=lambda a: (-a.since.toordinal(), a.id)):
                yield f"agreement:{agreement.id}"
        elif layer == "city":
            # The provincial pool only sits in a city; the city's rules do not bind it.
            if pool.level == "city":
                yield f"city:{pool.city}"
        else:
            code = {
                "pool": pool.code,
                "province": pack.metro.province.code,
                "nation": NATION,
            }[layer]
            yield f"{layer}:{code}"


class Asked(NamedTuple):
    """A parameter with what it holds and whom its places serve, and the pools and days meant."""

    parameter: Parameter
    held: HeldAt
    reach: Reach
    scope: Scope


def targets_of(asked: Asked, cell: Cell, pool: str) -> list[Target]:
    """Return where a change of one cell must stand so that it wins at a pool; may be nowhere.

    Raises `ChangeShared` where the deciding place serves pools that are not meant.
    """
    parameter, held, reach, scope = asked
    order = reach.places[pool]
    holding = [place for place in order if _overlaps(held, place, cell, scope)]
    if not holding:
        return []
    since, until = _hull([span for p in holding for span in held[p][cell]], scope)
    # Agreements bind towards some pools only, so that what stands below them decides as well.
    agreements = [place for place in holding if place.startswith("agreement:")]
    below = [place for place in holding if place not in agreements]
    chosen = list(agreements)
    if below:
        own = _own_place(order, below[0], reach, scope.pools)
        if own is None:
            raise _shared(parameter, below[0], pool, reach)
        chosen = [a for a in agreements if order.index(a) < order.index(own)] + [own]
    for place in chosen:
        if not reach.served[place] <= scope.pools:
            raise _shared(parameter, place, pool, reach)
    return [Target(place, since, until, tuple(order[order.index(place) + 1 :])) for place in chosen]


class Scope(NamedTuple):
    """Which pools and which days a change means."""

    pools: frozenset[str]
    since: date | None
    until: date | None


def _own_place(
    order: tuple[str, ...], decides: str, reach: Reach, pools: frozenset[str]
) -> str | None:
    """Return the deciding place, or else a stronger one that serves only pools meant.

    The pool's own place comes first among the stronger ones, for the change was meant for it.
    """
    stronger = order[: order.index(decides)]
    wanted = [decides, *(p for p in stronger if p.startswith("pool:")), *reversed(stronger)]
    for place in wanted:
        if not place.startswith("agreement:") and reach.served[place] <= pools:
            return place
    return None


def _overlaps(held: HeldAt, place: str, cell: Cell, scope: Scope) -> bool:
    spans = held.get(place, {}).get(cell, [])
    return any(
        (scope.since is None or span.until is None or span.until >= scope.since)
        and (scope.until is None or span.since <= scope.until)
        for span in spans
    )


def _hull(spans: list[Span[Held]], scope: Scope) -> tuple[date, date | None]:
    """Return the days of the change on which there is policy: it makes none where none was."""
    first = min(span.since for span in spans)
    ends = [span.until for span in spans]
    last = None if None in ends else max(end for end in ends if end is not None)
    since = first if scope.since is None else max(first, scope.since)
    limits = [day for day in (last, scope.until) if day is not None]
    return since, min(limits, default=None)


def _shared(parameter: Parameter, place: str, pool: str, reach: Reach) -> ChangeShared:
    return ChangeShared(
        key=parameter.key,
        place=place,
        given=pool,
        needed=", ".join(sorted(reach.served[place])),
    )
