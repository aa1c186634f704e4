"""The places of a pack (地方), as the other checks ask for them."""

from __future__ import annotations

from typing import NamedTuple

from rongcheng.policy.types import Metro, Pool
from rongcheng.policy.vocabulary import NATION


class Places(NamedTuple):
    """The province, the cities, the pools by code, and each district's city."""

    province: str
    cities: tuple[str, ...]
    pools: dict[str, Pool]
    districts: dict[str, str]

    def names(self) -> dict[str, tuple[str, ...]]:
        """Return the codes that each layer of policy may name."""
        return {
            "pool": tuple(self.pools),
            "city": self.cities,
            "province": (self.province,),
            "nation": (NATION,),
        }


def places_of(metro: Metro) -> Places:
    """Return the places that a metro area names; blank codes are left out."""
    return Places(
        province=metro.province.code,
        cities=tuple(city.code for city in metro.cities if city.code),
        pools={pool.code: pool for pool in metro.pools if pool.code},
        districts={
            district.code: city.code
            for city in metro.cities
            for district in city.districts
            if district.code
        },
    )
