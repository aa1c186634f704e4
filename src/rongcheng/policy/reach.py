"""Which layers reach a place (适用范围): pool, city, province, nation, and its agreements."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from rongcheng.policy.pack import Pack
from rongcheng.policy.types import Agreement
from rongcheng.policy.vocabulary import NATION


class Reach(NamedTuple):
    """The city behind a pool or city code, and the place that each layer looks at."""

    city: str
    places: dict[str, str]


class Term(NamedTuple):
    """An agreement's place, its parties, and the ordinals of its first and last day."""

    place: str
    parties: frozenset[str]
    since: int
    until: int


def reaches(pack: Pack) -> dict[str, Reach]:
    """Return what each pool and city code of a metro area is reached by."""
    province = pack.metro.province.code
    upper = {"province": f"province:{province}", "nation": f"nation:{NATION}"}
    found: dict[str, Reach] = {}
    for pool in pack.metro.pools:
        places = {"pool": f"pool:{pool.code}", **upper}
        if pool.level == "city":
            # The provincial pool only sits in a city; the city's rules do not bind it.
            places["city"] = f"city:{pool.city}"
            found[pool.city] = Reach(pool.city, places)
        found[pool.code] = Reach(pool.city, places)
    return found


def strongest_first(agreements: Iterable[Agreement], city: str) -> tuple[Term, ...]:
    """Return the agreements of a city; of two that hold, the later one is the stronger."""
    mine = [agreement for agreement in agreements if city in agreement.parties]
    return tuple(
        Term(
            place=f"agreement:{agreement.id}",
            parties=frozenset(agreement.parties),
            since=agreement.since.toordinal(),
            until=(agreement.until or date.max).toordinal(),
        )
        for agreement in sorted(mine, key=lambda a: (-a.since.toordinal(), a.id))
    )
