"""Whom the app knows, and for which cities it stands (人物与城市): read from JSON, never stored."""

from __future__ import annotations

import hashlib
import json
from typing import Any, NamedTuple

from rongcheng.kernel.errors import ResidentIdInvalid
from rongcheng.kernel.identifiers import check_resident_id
from rongcheng.reference_app.errors import PeopleUnusable


class Person(NamedTuple):
    """An invented resident: the name and number that the app gives, her home and metro area.

    `home` is her city's name in both languages; without a metro she is shown in every one.
    """

    name: str
    id_number: str
    city: str
    home: dict[str, str] | None = None
    metro: str = ""

    def __repr__(self) -> str:
        """Show nothing that could identify anybody, invented or not."""
        return f"Person(city={self.city!r})"


class AppCity(NamedTuple):
    """A city for which the app stands: names, and what the pack says of its sign-in.

    `endpoint` and `webhook_secret` are its subscription to messages, empty where it has none.
    """

    metro: str
    code: str
    title: dict[str, str]
    client_id: str
    claims: dict[str, str]
    assurance: tuple[str, str]
    userinfo: bool
    algorithm: str
    endpoint: str = ""
    webhook_secret: str = ""

    def __repr__(self) -> str:
        """Show no secret."""
        return f"AppCity(code={self.code!r})"

    @property
    def callback(self) -> str:
        """Return the only path to which this city's app leads back."""
        return f"/signin/app/{self.metro}/{self.code}/callback"

    def subject_of(self, person: Person) -> str:
        """Return how this city's app calls a person: another name in each city."""
        return hashlib.sha256(f"{self.code}:{person.id_number}".encode()).hexdigest()[:24]


class Registry(NamedTuple):
    """All that the app knows when it starts; `core` is where Rongcheng answers its questions."""

    cities: dict[str, AppCity]
    people: tuple[Person, ...]
    core: str = ""

    def people_of(self, city: AppCity) -> list[tuple[int, Person]]:
        """Return the metro's people with their numbers on the page, those of the city first."""
        numbered = [pair for pair in enumerate(self.people) if pair[1].metro in ("", city.metro)]
        return sorted(numbered, key=lambda pair: (pair[1].city != city.code, pair[0]))


def registry_to_json(registry: Registry) -> str:
    """Return a registry as the JSON that `registry_of_json` reads."""
    plain = {
        "cities": [city._asdict() for city in registry.cities.values()],
        "people": [person._asdict() for person in registry.people],
        "core": registry.core,
    }
    return json.dumps(plain, ensure_ascii=False)


def registry_of_json(text: str) -> Registry:
    """Return the registry that a JSON text holds; raises PeopleUnusable."""
    try:
        plain = json.loads(text)
        cities = [_city_of(row) for row in plain["cities"]]
        people = tuple(Person(**row) for row in plain["people"])
        for person in people:
            check_resident_id(person.id_number)
    except ResidentIdInvalid as fault:
        raise PeopleUnusable(why_zh="有一个证件号码不对", why_en="an ID number is wrong") from fault
    except (ValueError, KeyError, TypeError) as fault:
        raise PeopleUnusable(
            why_zh="不是约定的 JSON", why_en="it is not the JSON agreed"
        ) from fault
    return Registry({city.code: city for city in cities}, people, str(plain.get("core", "")))


def _city_of(row: dict[str, Any]) -> AppCity:
    claim, word = row["assurance"]
    return AppCity(**{**row, "assurance": (str(claim), str(word))})
