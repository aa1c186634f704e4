"""Which hospitals the demonstration uses, and as whom they act (演示用的医院)."""

from __future__ import annotations

from rongcheng.foundation.institutions.public import InstitutionInfo, list_institutions
from rongcheng.web.actor import Actor


def first_hospital(metro: str, city: str) -> InstitutionInfo:
    """Return the city's first level-3 hospital, else its first institution, by code."""
    found = list_institutions(metro, city=city)
    return next((place for place in found if place.tier == "level_3"), found[0])


def machine_actor(place: InstitutionInfo) -> Actor:
    """Return a hospital's own system, as its messages come in."""
    return Actor(
        "machine",
        place.code,
        label=place.title_zh,
        city=place.city,
        institution=place.code,
        metro=place.metro,
    )
