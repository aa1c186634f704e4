"""How a register calls what its entries name by codes (登记用语): places, items, fields of work."""

from __future__ import annotations

from collections.abc import Iterable

from rongcheng.policy.book import PolicyBook
from rongcheng.policy.item_words import MODES
from rongcheng.services.government.catalogue.words import joined, word_of
from rongcheng.services.government.catalogue_editor.entries import Plain
from rongcheng.web.i18n import catalogue, language, pick, t

Choices = tuple[tuple[str, str], ...]
_SERVICES = "government.register.service."


class Names:
    """The names of one book's places and items, also of codes that it does not know."""

    def __init__(self, book: PolicyBook) -> None:
        """Read the names once."""
        metro = book.metro_area()
        self._province = (metro.province.code, pick(metro.province.title))
        self._cities = [(city.code, pick(city.title)) for city in book.cities()]
        self._districts = [
            (district.code, f"{pick(city.title)} {pick(district.title)}")
            for city in book.cities()
            for district in city.districts
        ]
        self._places = dict((self._province, *self._cities, *self._districts))
        self._items = {item.id: pick(item.title) for item in book.government.items()}

    def parties(self) -> Choices:
        """Return the cities, then the districts."""
        return (*self._cities, *self._districts)

    def givers(self) -> Choices:
        """Return who may give a power: the province and the cities."""
        return (self._province, *self._cities)

    def services(self, given: Iterable[str]) -> Choices:
        """Return the fields of work that an agreement may be about, also those it names."""
        known = [
            key.removeprefix(_SERVICES)
            for key in catalogue(language())
            if key.startswith(_SERVICES)
        ]
        return tuple((code, self.service(code)) for code in dict.fromkeys((*known, *given)))

    def service(self, code: str) -> str:
        """Name a field of work."""
        return catalogue(language()).get(f"{_SERVICES}{code}", code)

    def place(self, code: str) -> str:
        """Name a place."""
        return self._places.get(code, code)

    def item(self, code: str) -> str:
        """Name an item."""
        return self._items.get(code, code)

    def modes(self, given: Iterable[str]) -> str:
        """Name the modes in which an item is carried."""
        return joined(word_of(MODES, mode) if mode in MODES else mode for mode in given)

    def worded(self, plain: Plain) -> Plain:
        """Return an entry with names for its codes, its days as a term, and without its matrix."""
        found = {key: value for key, value in plain.items() if key not in ("id", "from", "to")}
        if "giver" in found:
            # The number of a power in its document is not the number of the document.
            found["power_number"] = found.pop("number", "")
        found["term"] = {key: plain[key] for key in ("from", "to") if plain.get(key)}
        for key in ("giver", "receiver"):
            if plain.get(key):
                found[key] = self.place(plain[key])
        if "parties" in plain:
            found["parties"] = [self.place(code) for code in plain["parties"]]
        if "services" in plain:
            found["services"] = [self.service(code) for code in plain["services"]]
        found["status"] = status_words(plain.get("status", ""))
        recall = plain.get("recall")
        if recall:
            found["recall"] = {**recall, "status": status_words(recall.get("status", ""))}
        items = plain.get("items", [])
        if items and isinstance(items[0], dict):
            found.pop("items")
        elif items:
            found["items"] = [self.item(code) for code in items]
        return found

    def carried(self, plain: Plain) -> dict[str, str]:
        """Return the modes of each item that an agreement carries, by item."""
        items = [one for one in plain.get("items", []) if isinstance(one, dict)]
        return {str(one.get("item")): self.modes(one.get("modes", [])) for one in items}


def status_words(status: str) -> str:
    """Say how sure an entry is."""
    return t(f"web.status.{status}") if status else ""
