"""The catalogue of a place of care (就医地目录): class, prepaid share, price cap of an item."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from rongcheng.policy.timeline import Span, Timeline, closed
from rongcheng.policy.types import CatalogueFile, CatalogueItem, ItemValue, Source
from rongcheng.policy.vocabulary import ANY


class CatalogueValue(NamedTuple):
    """What a catalogue says of an item on a day.

    `charge_class` is "A", "B" or "C". `prepay_ppm` is None where the place's general rate for class
    B holds. `cap_micro` gives price caps in micro-yuan by tier, with "*" for the tiers not named.
    `at` is the city or province whose catalogue it is.
    """

    code: str
    title: Mapping[str, str]
    list_type: str
    charge_type: str
    restricted: bool
    charge_class: str
    prepay_ppm: int | None
    cap_micro: Mapping[str, int]
    since: date
    until: date | None
    source: Source
    status: str
    at: str

    def cap_for(self, tier: str) -> int | None:
        """Return the price cap of a tier in micro-yuan, or None if the price is free."""
        return self.cap_micro.get(tier, self.cap_micro.get(ANY))


Shelf = dict[str, Timeline[CatalogueValue]]


class Catalogue:
    """The items of a city; where it has no entry of its own on a day, its province's holds."""

    def __init__(self, own: Shelf, province: Shelf) -> None:
        """Look into `own` first, then into `province`."""
        self._shelves = (own, province)

    def item(self, code: str, on: date) -> CatalogueValue | None:
        """Return what holds for an item on a day, or None if it is not in the catalogue."""
        ordinal = on.toordinal()
        for shelf in self._shelves:
            timeline = shelf.get(code)
            found = timeline.on(ordinal) if timeline is not None else None
            if found is not None:
                return found
        return None

    def items(self, on: date) -> list[CatalogueValue]:
        """Return every item that the catalogue has on a day, by code."""
        codes = sorted({code for shelf in self._shelves for code in shelf})
        return [found for code in codes if (found := self.item(code, on)) is not None]


def shelf_of(file: CatalogueFile) -> Shelf:
    """Return the items of one place, ready for look-ups."""
    return {item.code: Timeline(_spans(file.at, item)) for item in file.items}


def _spans(at: str, item: CatalogueItem) -> Iterable[Span[CatalogueValue]]:
    for span in closed(Span(value.since, value.until, value) for value in item.values):
        yield Span(span.since, span.until, _value(at, item, span))


def _value(at: str, item: CatalogueItem, span: Span[ItemValue]) -> CatalogueValue:
    return CatalogueValue(
        code=item.code,
        title=item.title,
        list_type=item.list_type,
        charge_type=item.charge_type,
        restricted=item.restricted,
        charge_class=span.held.charge_class,
        prepay_ppm=span.held.prepay_ppm,
        cap_micro=span.held.cap_micro or {},
        since=span.since,
        until=span.until,
        source=span.held.source,
        status=span.held.status,
        at=at,
    )
