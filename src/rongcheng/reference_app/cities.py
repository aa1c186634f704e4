"""For which cities the app stands (从政策包读城市): those whose pack describes a sign-in."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rongcheng.policy.load import load_pack
from rongcheng.policy.types import City
from rongcheng.reference_app.errors import NoCities
from rongcheng.reference_app.people import AppCity


def cities_of_packs(folders: Iterable[Path]) -> list[AppCity]:
    """Return the cities of metro packs that can be signed in to; raises NoCities."""
    found = []
    for folder in folders:
        pack, _ = load_pack(folder)
        if pack is None:
            raise NoCities(folder=folder.name)
        found += list_app_cities(pack.id, pack.metro.cities)
    return found


def list_app_cities(metro: str, cities: Iterable[City]) -> list[AppCity]:
    """Return the cities of one metro area whose app signs residents in."""
    found = []
    for city in cities:
        if city.app is None or city.app.oidc is None:
            continue
        oidc = city.app.oidc
        found.append(
            AppCity(
                metro=metro,
                code=city.code,
                title=dict(city.app.title),
                client_id=oidc.client_id,
                claims=oidc.claims._asdict(),
                assurance=(oidc.assurance.claim, oidc.assurance.accepted[0]),
                userinfo=oidc.userinfo,
                algorithm=oidc.algorithms[0],
            )
        )
    return found
