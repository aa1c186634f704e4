"""What the days of one metro are played on (舞台): policy, places and items, each read once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from random import Random
from typing import NamedTuple

from rongcheng.foundation.institutions.public import InstitutionInfo, list_institutions
from rongcheng.policy.book import CatalogueValue, PolicyBook
from rongcheng.policy.editions import current_book
from rongcheng.services.health.public import Place, place_of_institution
from rongcheng.simulation.visits import OUTPATIENT_TYPES
from rongcheng.web.actor import Actor


class Wanted(NamedTuple):
    """What is to be simulated: which metro, how many people from which seed, from which day.

    `run` names all of it and begins every number; `intensity` multiplies how often people go.
    """

    metro: str
    run: str
    residents: int
    first_day: date
    people_as_of: date
    intensity: float = 1.0
    prefix: str = "SIM"


class Stage:
    """One metro as the days need it; nothing here changes while they are played."""

    def __init__(self, wanted: Wanted) -> None:
        """Read the policy in force and the listed institutions."""
        self.wanted = wanted
        self.metro = wanted.metro
        self.run = wanted.run
        self.book: PolicyBook = current_book(wanted.metro)
        self.infos = {info.code: info for info in list_institutions(wanted.metro)}
        self.places = {code: place_of_institution(info) for code, info in self.infos.items()}
        self._by_city: dict[tuple[str, str], list[str]] = {}
        for code, info in self.infos.items():
            for word in _words_of(info):
                self._by_city.setdefault((info.city, word), []).append(code)

    def random(self, *names: object) -> Random:
        """Return randomness that follows from seed and names alone, for one person's matter."""
        key = ":".join(map(str, (self.metro, self.run, *names)))
        return Random(key)  # noqa: S311 - synthetic, not secret

    def places_in(self, city: str, word: str) -> Sequence[str]:
        """Return a city's institutions that settle directly, of a sort: any, hospital, campus."""
        return self._by_city.get((city, word), ())

    def cities(self) -> list[str]:
        """Return the member cities' codes."""
        return [city.code for city in self.book.cities()]

    def actor(self, place: Place) -> Actor:
        """Return the hospital's own system, as its messages come in."""
        return Actor(
            "machine",
            place.code,
            label=place.name,
            city=place.city,
            institution=place.code,
            metro=place.metro,
        )


def _words_of(info: InstitutionInfo) -> list[str]:
    if not info.direct_settlement:
        return ["unnetworked"]
    words = ["any"]
    if info.kind == "hospital":
        words.append("hospital")
    if info.kind == "campus":
        words.append("campus")
    return words


@lru_cache(maxsize=512)
def outpatient_items(book: PolicyBook, city: str, on: date) -> tuple[CatalogueValue, ...]:
    """Return what an outpatient bill may hold in a city on a day, by code."""
    return tuple(
        item
        for item in book.catalogue(city).items(on)
        if item.charge_type in OUTPATIENT_TYPES and not item.restricted
    )


@lru_cache(maxsize=512)
def plain_items(
    book: PolicyBook, city: str, tier: str, on: date
) -> tuple[tuple[CatalogueValue, ...], ...]:
    """Return a stay's items without price cap or restriction, for class A, B and C."""
    items = book.catalogue(city).items(on)
    return tuple(
        tuple(
            item
            for item in items
            if item.charge_class == word and not item.restricted and item.cap_for(tier) is None
        )
        for word in "ABC"
    )
