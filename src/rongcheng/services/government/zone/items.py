"""What an app offers in its service zone (专区事项): whatever one can apply for on a phone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from rongcheng.kernel.errors import shown
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.editions import current_book, list_metros
from rongcheng.policy.item_types import ItemVersion, ServiceItem
from rongcheng.policy.types import City
from rongcheng.services.government.zone.errors import AppUnknown

ONLINE = frozenset({"2", "3"})
"""The forms of handling that need no counter (GB/T 39046 table A.5: computer, mobile)."""


class ZoneItem(NamedTuple):
    """One item of the zone, and where its page begins."""

    item: ServiceItem
    version: ItemVersion
    href: str


def find_app(app: str) -> tuple[PolicyBook, City, Mapping[str, str]]:
    """Return the metro area, the city and the name of a city's app; raises AppUnknown."""
    for metro in list_metros():
        book = current_book(metro)
        for city in book.cities():
            if city.code == app and city.app is not None:
                return book, city, city.app.title
    raise AppUnknown(app=shown(app))


def list_zone_items(book: PolicyBook, app: str, on: date) -> list[ZoneItem]:
    """Return what runs on a day and can be applied for online, by theme and id."""
    found = [
        ZoneItem(item, version, item_address(app, item.id))
        for item in book.government.items()
        if (version := _running(item, on)) is not None and ONLINE & set(version.channels)
    ]
    return sorted(found, key=lambda one: (one.item.theme["zh"], one.item.id))


def item_address(app: str, item: str) -> str:
    """Return where an item begins for whoever comes from an app (深链接)."""
    return f"/zone/{app}/{item}"


def _running(item: ServiceItem, on: date) -> ItemVersion | None:
    held = (v for v in item.versions if v.since <= on <= (v.until or date.max))
    return next(held, None)
