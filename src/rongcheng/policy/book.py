"""The policy book (政策手册): which value holds at a place on a day, by which layer and document.

A book is one edition of one metro area's policy, read-only and fast: all tables are built once, a
look-up is a few dictionary reads and a bisection. Do not keep values out of it: ask again with the
day that governs. No value is ever guessed; `NoPolicyValue` says who must publish it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from rongcheng.policy.catalogue import Catalogue, CatalogueValue, Shelf, shelf_of
from rongcheng.policy.dimensions import ListItem
from rongcheng.policy.errors import (
    NoPolicyValue,
    UnknownAgreement,
    UnknownParameter,
    UnknownPlace,
    WrongDimensions,
)
from rongcheng.policy.item_book import ItemBook
from rongcheng.policy.pack import Pack
from rongcheng.policy.reach import Reach, reaches, strongest_first
from rongcheng.policy.resolved import ParameterIndex, Resolved
from rongcheng.policy.types import (
    Agreement,
    City,
    District,
    Institution,
    Metro,
    Parameter,
    Pool,
    Source,
    Venue,
)
from rongcheng.policy.vocabulary import NATION

__all__ = [
    "Catalogue",
    "CatalogueValue",
    "ItemBook",
    "ListItem",
    "PolicyBook",
    "Resolved",
    "Source",
]


class PolicyBook:
    """One edition of a metro area's policy, answering look-ups."""

    def __init__(self, pack: Pack) -> None:
        """Build the tables of a checked pack."""
        self.pack = pack
        self.hash = pack.hash
        self.metro = pack.id
        self._agreements = {agreement.id: agreement for agreement in pack.agreements}
        self.indexes: Mapping[str, ParameterIndex] = {
            p.key: ParameterIndex(p, self._agreements) for p in pack.parameters
        }
        self._pools = {pool.code: pool for pool in pack.metro.pools}
        named = pack.metro.departments.names if pack.metro.departments else ()
        self._departments = {department.id: department.title for department in named}
        self._cities = {city.code: city for city in pack.metro.cities}
        self._pool_of_city = {
            pool.city: pool.code for pool in pack.metro.pools if pool.level == "city"
        }
        self._reach = reaches(pack)
        self._terms_of = {city: strongest_first(pack.agreements, city) for city in self._cities}
        self.government = ItemBook(pack.government, pack.agreements, pack.id)
        self._shelves: dict[str, Shelf] = {file.at: shelf_of(file) for file in pack.catalogues}

    def resolve(self, key: str, *, at: str, on: date, toward: str = "", **dims: str) -> Resolved:
        """Return the value that holds for people of a pool or city on a day.

        `at` is a pool or city code; `dims` are the parameter's dimensions. `toward` is the pool or
        city of the other side, such as the place of care: given, an agreement counts only if that
        side is a party to it too. Raises `NoPolicyValue` if no layer holds a value.
        """
        for found in self._layers(key, at, on, toward, dims):
            return found
        raise self._missing(key, at, on, dims)

    def layers(self, key: str, at: str, on: date, toward: str = "", **dims: str) -> list[Resolved]:
        """Return the value of each layer that holds one, the winner first; may be empty."""
        found = list(self._layers(key, at, on, toward, dims))
        if not found:
            error = self._missing(key, at, on, dims)
            if not isinstance(error, NoPolicyValue):
                raise error
        return found

    def parameters(self) -> list[Parameter]:
        """Return all parameters by key."""
        return list(self.pack.parameters)

    def parameter(self, key: str) -> Parameter | None:
        """Return one parameter, or None."""
        index = self.indexes.get(key)
        return None if index is None else index.parameter

    def metro_area(self) -> Metro:
        """Return title, province and crypto suite of the metro area, with all its places."""
        return self.pack.metro

    def cities(self) -> tuple[City, ...]:
        """Return the member cities by code."""
        return self.pack.metro.cities

    def city(self, code: str) -> City:
        """Return a member city."""
        if code not in self._cities:
            raise self._unknown(code, ("城市", "city"), self._cities)
        return self._cities[code]

    def districts(self) -> tuple[District, ...]:
        """Return all districts by code; each knows its city."""
        return tuple(district for city in self.cities() for district in city.districts)

    def pools(self) -> tuple[Pool, ...]:
        """Return the pooling areas by code."""
        return self.pack.metro.pools

    def pool(self, code: str) -> Pool:
        """Return a pooling area."""
        if code not in self._pools:
            raise self._unknown(code, ("统筹区", "pool"), self._pools)
        return self._pools[code]

    def pool_of_city(self, city: str) -> str:
        """Return the code of a city's own pool."""
        if city not in self._pool_of_city:
            raise self._unknown(city, ("城市", "city"), self._pool_of_city)
        return self._pool_of_city[city]

    def adjacency(self) -> tuple[tuple[str, str], ...]:
        """Return the pairs of districts that touch across city borders, each once."""
        return self.pack.metro.adjacency.pairs

    def departments(self) -> Mapping[str, Mapping[str, str]]:
        """Return the titles of the departments by id, in the pack's order; none is none."""
        return self._departments

    def department_of(self, item: str, on: date) -> str:
        """Return the department that decides an item on a day; empty where none is named.

        Raises UnknownItem, NoItemVersion.
        """
        return self.government.item_on(item, on).competence.department

    def agreements(self) -> tuple[Agreement, ...]:
        """Return all agreements by id, also those that have ended."""
        return self.pack.agreements

    def agreement(self, code: str) -> Agreement:
        """Return one agreement by its id."""
        if code not in self._agreements:
            known = ", ".join(self._agreements) or "—"
            raise UnknownAgreement(metro=self.metro, id=code, known=known)
        return self._agreements[code]

    def institutions(self) -> tuple[Institution, ...]:
        """Return all institutions by code."""
        return self.pack.institutions

    def venues(self) -> tuple[Venue, ...]:
        """Return the parks, venues and transit operators by code."""
        return self.pack.venues

    def catalogue(self, at: str) -> Catalogue:
        """Return the catalogue of a place of care, by city or pool code."""
        reach = self._reach.get(at)
        if reach is None:
            raise self._unknown(at, ("城市或统筹区", "city or pool"), self._reach)
        province = self.pack.metro.province.code
        return Catalogue(self._shelves.get(reach.city, {}), self._shelves.get(province, {}))

    def title_of(self, code: str) -> Mapping[str, str]:
        """Return the name of a city, pool, district, province, agreement or the nation."""
        province = self.pack.metro.province
        titles: dict[str, Mapping[str, str]] = {NATION: {"zh": "国家", "en": "Nation"}}
        titles[province.code] = province.title
        titles.update((district.code, district.title) for district in self.districts())
        titles.update((city.code, city.title) for city in self.cities())
        titles.update((pool.code, pool.title) for pool in self.pools())
        titles.update((agreement.id, agreement.title) for agreement in self.agreements())
        if code not in titles:
            raise self._unknown(code, ("地方", "place"), self._reach)
        return titles[code]

    def _layers(
        self, key: str, at: str, on: date, toward: str, dims: Mapping[str, str]
    ) -> Iterator[Resolved]:
        index = self.indexes.get(key)
        reach = self._reach.get(at)
        if index is None or reach is None:
            raise self._missing(key, at, on, dims)
        cell = index.cell_of(dims)
        if cell is None:
            raise self._wrong_dimensions(index, dims)
        ordinal = on.toordinal()
        for place in self._places(index, reach, ordinal, toward):
            found = index.find(place, cell, ordinal)
            if found is not None:
                yield found

    def _places(
        self, index: ParameterIndex, reach: Reach, ordinal: int, toward: str
    ) -> Iterator[str]:
        for layer in index.order:
            if layer == "agreement":
                yield from self._agreement_places(reach, ordinal, toward)
            elif layer in reach.places:
                yield reach.places[layer]

    def _agreement_places(self, reach: Reach, ordinal: int, toward: str) -> Iterator[str]:
        other = self._reach.get(toward)
        for term in self._terms_of[reach.city]:
            joined = not toward or (other is not None and other.city in term.parties)
            if joined and term.since <= ordinal <= term.until:
                yield term.place

    def _missing(
        self, key: str, at: str, on: date, dims: Mapping[str, str]
    ) -> NoPolicyValue | UnknownPlace | WrongDimensions:
        reach = self._reach.get(at)
        if reach is None:
            return self._unknown(at, ("城市或统筹区", "city or pool"), self._reach)
        index = self.indexes.get(key)
        texts = {
            "key": key,
            "at": at,
            "on": on.isoformat(),
            "dims": "".join(f" {name}={word}" for name, word in dims.items()),
        }
        if index is None:
            return UnknownParameter(tried="—", **texts)
        cell = index.cell_of(dims)
        if cell is None or not index.knows(cell):
            return self._wrong_dimensions(index, dims)
        tried = ", ".join(self._places(index, reach, on.toordinal(), "")) or "—"
        return NoPolicyValue(tried=tried, **texts)

    def _wrong_dimensions(self, index: ParameterIndex, dims: Mapping[str, str]) -> WrongDimensions:
        wanted = ", ".join(f"{d.name}={'|'.join(d.values)}" for d in index.parameter.by) or "—"
        given = ", ".join(f"{name}={word}" for name, word in dims.items()) or "—"
        return WrongDimensions(key=index.parameter.key, wanted=wanted, given=given)

    def _unknown(
        self, code: str, kind: tuple[str, str], known: Mapping[str, object]
    ) -> UnknownPlace:
        return UnknownPlace(
            metro=self.metro,
            code=code,
            kind_zh=kind[0],
            kind_en=kind[1],
            known=", ".join(known),
        )
