"""Where the tour plays (体验的地点与角色): two cities of the metro, their hospitals, who acts.

Chosen from the pack by its order, so that every metro has its own tour without code of its own.
"""

from __future__ import annotations

from typing import NamedTuple

from rongcheng.foundation.institutions.public import InstitutionInfo, list_institutions
from rongcheng.foundation.people.public import actor_of_account, demo_account
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.editions import current_book
from rongcheng.simulation.places import first_hospital
from rongcheng.web.actor import Actor
from rongcheng.web.i18n import pick


class Scene(NamedTuple):
    """The centre of the metro, the family's home city, and the hospitals of the story."""

    book: PolicyBook
    centre: str
    home: str
    centre_hospital: InstitutionInfo
    home_hospital: InstitutionInfo
    great_hospital: InstitutionInfo

    @property
    def names(self) -> dict[str, str]:
        """Return the story's names in the reader's language."""
        return {
            "centre": pick(self.book.title_of(self.centre)),
            "home": pick(self.book.title_of(self.home)),
            "clinic": title_of(self.centre_hospital),
            "desk": title_of(self.home_hospital),
            "great": title_of(self.great_hospital),
        }


def title_of(place: InstitutionInfo) -> str:
    """Return an institution's name in the reader's language."""
    return pick({"zh": place.title_zh, "en": place.title_en})


def scene_of(metro: str) -> Scene:
    """Return the metro's scene: its first city is the centre, its last the family's home."""
    book = current_book(metro)
    cities = [city.code for city in book.cities()]
    centre, home = cities[0], cities[-1]
    found = list_institutions(metro, city=centre)
    clinic = first_hospital(metro, centre)
    great = next((place for place in found if place.tier == "provincial"), clinic)
    return Scene(book, centre, home, clinic, first_hospital(metro, home), great)


def staff_actor(role: str, city: str) -> Actor:
    """Return the demo's own member of staff for this action; the visitor's sign-in is left."""
    return actor_of_account(demo_account(f"{role}-{city}"))
