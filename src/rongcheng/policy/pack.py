"""A metro pack (政策包): one metro area's policy, checked, in a form that does not depend on files.

Two folders that say the same have the same canonical body and the same hash, whatever the order of
their files, lists and keys, and whatever their comments. The hash names the edition for ever.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from rongcheng.policy.draft import read_parameter
from rongcheng.policy.errors import BodyUnreadable
from rongcheng.policy.faults import PackFault
from rongcheng.policy.item_part import NO_GOVERNMENT, GovernmentPart, plain_part, read_part
from rongcheng.policy.nodes import Branch, Rows, nodes_of_json
from rongcheng.policy.records import Record, read_record
from rongcheng.policy.sheet import Sheet
from rongcheng.policy.types import (
    Adjacency,
    AgreedItem,
    Agreement,
    CatalogueFile,
    CatalogueItem,
    City,
    District,
    Institution,
    Metro,
    Parameter,
    Venue,
)
from rongcheng.policy.values import plain_tree

FORMAT = 1


@dataclass(frozen=True, eq=False)
class Pack:
    """All that a metro area's folder says, sorted by code; made by `load_pack`."""

    metro: Metro
    parameters: tuple[Parameter, ...]
    agreements: tuple[Agreement, ...]
    institutions: tuple[Institution, ...]
    catalogues: tuple[CatalogueFile, ...]
    venues: tuple[Venue, ...] = ()
    government: GovernmentPart = NO_GOVERNMENT

    @property
    def id(self) -> str:
        """The metro area's name in addresses and commands."""
        return self.metro.id

    @cached_property
    def body(self) -> str:
        """The canonical JSON text: sorted keys, no blanks, Chinese as it is."""
        return canonical(self.plain())

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the body in UTF-8, 64 hexadecimal digits."""
        return hash_of_body(self.body)

    def plain(self) -> dict[str, Any]:
        """Return the pack as plain data, each part in its file's own form."""
        found = {
            "format": FORMAT,
            "metro": Record(Metro).plain(self.metro),
            "policies": {p.key: Record(Parameter).plain(p) for p in self.parameters},
            "agreements": [Record(Agreement).plain(a) for a in self.agreements],
            "institutions": [Record(Institution).plain(i) for i in self.institutions],
            "catalogues": [Record(CatalogueFile).plain(c) for c in self.catalogues],
            **plain_part(self.government),
        }
        # A pack without venues keeps the body, and so the hash, that it had before there were any.
        venues = [Record(Venue).plain(venue) for venue in self.venues]
        return found | {"venues": venues} if venues else found


def canonical(data: Any) -> str:
    """Return plain data as the one JSON text that stands for it."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def hash_of_body(body: str) -> str:
    """Return the edition's name: SHA-256 of the body in UTF-8, in hexadecimal digits."""
    return hashlib.sha256(body.encode()).hexdigest()


def assemble(
    metro: Metro,
    *,
    parameters: Iterable[Parameter],
    agreements: Iterable[Agreement],
    institutions: Iterable[Institution],
    catalogues: Iterable[CatalogueFile],
    venues: Iterable[Venue] = (),
    government: GovernmentPart = NO_GOVERNMENT,
) -> Pack:
    """Return the pack of parts without faults, everything in its fixed order."""
    return Pack(
        metro=_normal_metro(metro),
        parameters=tuple(sorted(map(_normal_parameter, parameters), key=lambda p: p.key)),
        agreements=tuple(sorted(map(_normal_agreement, agreements), key=lambda a: a.id)),
        institutions=tuple(sorted(institutions, key=lambda i: i.code)),
        catalogues=_merged_catalogues(catalogues),
        venues=tuple(sorted(venues, key=lambda v: v.code)),
        government=government,
    )


def pack_from_body(body: str) -> Pack:
    """Return the pack of a canonical body; `BodyUnreadable` if the text is not one.

    The body was checked before it was published; here it is only read, so that later, stricter
    checks never lock an archived edition.
    """
    faults: list[PackFault] = []
    sheet = Sheet("body", faults)
    try:
        root = nodes_of_json(body)
        if not isinstance(root, Branch):
            raise BodyUnreadable(why_zh="不是 JSON 对象", why_en="it is no JSON object")
        pack = assemble(
            read_record(Metro, root.entries["metro"], sheet),
            parameters=[
                read_parameter(node, sheet, key).content
                for key, node in _branch(root, "policies").entries.items()
            ],
            agreements=_read_all(Agreement, root, "agreements", sheet),
            institutions=_read_all(Institution, root, "institutions", sheet),
            catalogues=_read_all(CatalogueFile, root, "catalogues", sheet),
            venues=_read_all(Venue, root, "venues", sheet) if "venues" in root.entries else (),
            government=read_part(root, sheet),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise BodyUnreadable(why_zh=str(error), why_en=str(error)) from error
    if faults:
        raise BodyUnreadable(why_zh=faults[0].zh, why_en=faults[0].en)
    return pack


def _branch(root: Branch, key: str) -> Branch:
    found = root.entries[key]
    if not isinstance(found, Branch):
        raise TypeError(f"{key} is no object")
    return found


def _read_all(kind: type[Any], root: Branch, key: str, sheet: Sheet) -> list[Any]:
    found = root.entries[key]
    if not isinstance(found, Rows):
        raise TypeError(f"{key} is no list")
    return [read_record(kind, node, sheet) for node in found.items]


def _normal_metro(metro: Metro) -> Metro:
    return metro._replace(
        cities=tuple(sorted(map(_normal_city, metro.cities), key=lambda c: c.code)),
        pools=tuple(sorted(metro.pools, key=lambda p: p.code)),
        adjacency=_normal_adjacency(metro.adjacency),
    )


def _normal_city(city: City) -> City:
    districts = map(_normal_district, city.districts)
    return city._replace(districts=tuple(sorted(districts, key=lambda d: d.code)))


def _normal_district(district: District) -> District:
    earlier = sorted(district.predecessors, key=lambda p: (p.code, p.until or 0))
    return district._replace(predecessors=tuple(earlier))


def _normal_adjacency(adjacency: Adjacency) -> Adjacency:
    pairs = sorted((min(pair), max(pair)) for pair in adjacency.pairs)
    return adjacency._replace(pairs=tuple(pairs))


def _normal_parameter(parameter: Parameter) -> Parameter:
    # Two rows of one place and day hold different cells, so their values put them in order.
    rows = sorted(parameter.values, key=lambda r: (r.at, r.since, canonical(plain_tree(r.value))))
    return parameter._replace(values=tuple(rows))


def _normal_agreement(agreement: Agreement) -> Agreement:
    return agreement._replace(
        parties=tuple(sorted(agreement.parties)),
        services=tuple(sorted(agreement.services)),
        items=tuple(sorted(map(_normal_agreed, agreement.items), key=lambda i: i.item)),
    )


def _normal_agreed(agreed: AgreedItem) -> AgreedItem:
    return agreed._replace(modes=tuple(sorted(agreed.modes)))


def _merged_catalogues(files: Iterable[CatalogueFile]) -> tuple[CatalogueFile, ...]:
    items: dict[str, list[CatalogueItem]] = {}
    for file in files:
        items.setdefault(file.at, []).extend(map(_normal_item, file.items))
    return tuple(
        CatalogueFile(at, tuple(sorted(found, key=lambda i: i.code)))
        for at, found in sorted(items.items())
    )


def _normal_item(item: CatalogueItem) -> CatalogueItem:
    return item._replace(values=tuple(sorted(item.values, key=lambda v: v.since)))
