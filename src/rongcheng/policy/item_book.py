"""Government items in the policy book (事项查询): versions, who agreed, which powers hold.

Ask with the day on which a case began: what is published later never changes it. A place is a
district, a city or the province; a party covers itself and the districts of a city.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from rongcheng.policy.certificate_book import CertificateBook
from rongcheng.policy.errors import NoItemVersion, UnknownBundle, UnknownItem, UnknownPower
from rongcheng.policy.item_lists import Announced, Bundle, DelegatedPower, ItemTitle, TitleFile
from rongcheng.policy.item_part import GovernmentPart
from rongcheng.policy.item_types import Implementation, ItemVersion, ServiceItem
from rongcheng.policy.timeline import Span, Timeline
from rongcheng.policy.types import Agreement


class Counts(NamedTuple):
    """How many items a catalogue page may speak of.

    `runs` from end to end, `titled` by title only; `official` of both are known from an official
    text; `announced` are numbers that somebody published, the latest last.
    """

    runs: int
    titled: int
    official: int
    announced: tuple[Announced, ...]


class CarriedBy(NamedTuple):
    """An agreement that carries an item between places, in these modes."""

    agreement: Agreement
    modes: tuple[str, ...]


class ItemBook:
    """The government items of one edition, answering look-ups."""

    def __init__(self, part: GovernmentPart, agreements: Iterable[Agreement], metro: str) -> None:
        """Build the tables of a checked pack."""
        self._metro = metro
        self.certificates = CertificateBook(part.certificates, metro)
        self._titles: TitleFile | None = part.titles
        self._items = {item.id: item for item in part.items}
        self._versions = {
            item.id: Timeline(Span(v.since, v.until, v) for v in item.versions)
            for item in part.items
        }
        self._bundles = {bundle.id: bundle for bundle in part.bundles}
        self._powers = {power.id: power for power in part.powers}
        self._carrying: dict[str, list[CarriedBy]] = {}
        for agreement in agreements:
            for agreed in agreement.items:
                carried = CarriedBy(agreement, agreed.modes)
                self._carrying.setdefault(agreed.item, []).append(carried)

    def items(self) -> list[ServiceItem]:
        """Return the items that run, by id."""
        return list(self._items.values())

    def item(self, code: str) -> ServiceItem:
        """Return one item that runs; raises UnknownItem."""
        if code not in self._items:
            raise UnknownItem(metro=self._metro, id=code)
        return self._items[code]

    def item_on(self, code: str, on: date) -> ItemVersion:
        """Return what holds of an item for a case that begins on a day.

        Raises UnknownItem, or NoItemVersion where the item does not run on that day.
        """
        item = self.item(code)
        version = self._versions[code].on(on.toordinal())
        if version is None:
            raise NoItemVersion(id=code, title=item.title["zh"], on=on.isoformat())
        return version

    def implementation(self, code: str, on: date, at: str) -> Implementation | None:
        """Return an authority's own code and name for an item, or None if it has none."""
        found = self.item_on(code, on).implementations
        return next((carried for carried in found if carried.at == at), None)

    def titles(self) -> tuple[ItemTitle, ...]:
        """Return the items known by title only."""
        return () if self._titles is None else self._titles.titles

    def title_file(self) -> TitleFile | None:
        """Return the list of titles with its source and status, or None if there is none."""
        return self._titles

    def counts(self, on: date) -> Counts:
        """Return how many items run on a day, how many have a title only, how many are official."""
        running = [v for t in self._versions.values() if (v := t.on(on.toordinal())) is not None]
        titles = self._titles
        official = sum(version.status == "verified" for version in running)
        if titles is not None and titles.status == "verified":
            official += len(titles.titles)
        announced = () if titles is None else tuple(a for a in titles.announced if a.on <= on)
        return Counts(len(running), len(self.titles()), official, announced)

    def bundles(self, on: date) -> list[Bundle]:
        """Return the bundles (一件事) that are offered on a day, by id."""
        return [b for b in self._bundles.values() if b.since <= on <= (b.until or date.max)]

    def bundle(self, code: str) -> Bundle:
        """Return one bundle, also one that has ended; raises UnknownBundle."""
        if code not in self._bundles:
            raise UnknownBundle(metro=self._metro, id=code)
        return self._bundles[code]

    def carrying(self, code: str, places: Iterable[str], on: date) -> list[CarriedBy]:
        """Return the agreements that carry an item between places on a day, the closest first.

        Each place must lie within a party. One between districts goes before one between cities,
        then the later one first.
        """
        wanted = list(places)
        found = [c for c in self.ever_carrying(code, wanted) if c.agreement.in_force(on)]
        return sorted(found, key=_closeness)

    def ever_carrying(self, code: str, places: Iterable[str]) -> list[CarriedBy]:
        """Return the agreements that carry an item between places on any day, by their start."""
        wanted = list(places)
        found = [
            carried
            for carried in self._carrying.get(code, ())
            if all(is_within(place, carried.agreement.parties) for place in wanted)
        ]
        return sorted(found, key=lambda c: (c.agreement.since, c.agreement.id))

    def powers(self) -> list[DelegatedPower]:
        """Return the whole register, also what has ended or was recalled."""
        return list(self._powers.values())

    def powers_on(self, on: date, code: str = "") -> list[DelegatedPower]:
        """Return the powers that hold on a day, of one item or of all."""
        return [
            power
            for power in self._powers.values()
            if power.in_force(on) and code in ("", *power.items)
        ]

    def power(self, code: str) -> DelegatedPower:
        """Return one power, so that what was decided under it stays explained when it is gone."""
        if code not in self._powers:
            raise UnknownPower(metro=self._metro, id=code)
        return self._powers[code]


def is_within(place: str, parties: Iterable[str]) -> bool:
    """Tell whether a district or city is a party or lies in one.

    >>> is_within("430204", ("430200", "430111")), is_within("430200", ("430204", "430111"))
    (True, False)
    """
    return any(place == party or place[:4] + "00" == party for party in parties)


def _closeness(carried: CarriedBy) -> tuple[bool, int, str]:
    agreement = carried.agreement
    by_cities = any(party.endswith("00") for party in agreement.parties)
    return by_cities, -agreement.since.toordinal(), agreement.id
