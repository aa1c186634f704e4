"""A pack under reading (读入中的政策包): every part beside its sheet, faulty fields blank.

Checks look at a draft, since it keeps the order and the lines of the files; a `Pack` is made from
it only when no fault was found.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar, cast

from rongcheng.policy.certificate_types import CertificateFile
from rongcheng.policy.item_lists import BundleFile, PowerFile, TitleFile
from rongcheng.policy.item_part import BUNDLES_FILE, TITLES_FILE
from rongcheng.policy.item_types import ServiceItem
from rongcheng.policy.nodes import Node
from rongcheng.policy.records import read_record
from rongcheng.policy.sheet import Sheet
from rongcheng.policy.types import (
    Agreement,
    CatalogueFile,
    InstitutionFile,
    Metro,
    Parameter,
    VenueFile,
)
from rongcheng.policy.values import read_tree

Kind = TypeVar("Kind")


class Part(NamedTuple, Generic[Kind]):
    """What one file holds, and the sheet that knows its lines."""

    content: Kind
    sheet: Sheet


@dataclass
class Draft:
    """All parts of a pack; `metro` is None if metro.yaml cannot be read at all.

    `unread` names the folders and files of which something could not be read: what they lack may
    stand there, so nothing is reported as unknown for it.
    """

    metro: Part[Metro] | None = None
    parameters: list[Part[Parameter]] = field(default_factory=list)
    agreements: list[Part[Agreement]] = field(default_factory=list)
    institutions: list[Part[InstitutionFile]] = field(default_factory=list)
    venues: list[Part[VenueFile]] = field(default_factory=list)
    catalogues: list[Part[CatalogueFile]] = field(default_factory=list)
    items: list[Part[ServiceItem]] = field(default_factory=list)
    titles: Part[TitleFile] | None = None
    bundles: Part[BundleFile] | None = None
    powers: Part[PowerFile] | None = None
    certificates: Part[CertificateFile] | None = None
    unread: set[str] = field(default_factory=set)

    def agreements_by_id(self) -> dict[str, Agreement] | None:
        """Return the agreements, or None if not all of their files could be read."""
        # Of two with one id the first counts; the second is reported as such.
        found = {part.content.id: part.content for part in reversed(self.agreements)}
        return None if "agreements" in self.unread or "" in found else found

    def items_by_id(self) -> dict[str, ServiceItem] | None:
        """Return the items that run, or None if not all of their files could be read."""
        found = {part.content.id: part.content for part in reversed(self.items)}
        return None if "items" in self.unread or "" in found else found


def read_metro(node: Node, sheet: Sheet) -> Part[Metro]:
    """Return the metro area that a file describes."""
    return Part(read_record(Metro, node, sheet), sheet)


def read_agreement(node: Node, sheet: Sheet) -> Part[Agreement]:
    """Return the agreement that a file describes."""
    return Part(read_record(Agreement, node, sheet), sheet)


def read_institutions(node: Node, sheet: Sheet) -> Part[InstitutionFile]:
    """Return the institutions that a file lists."""
    return Part(read_record(InstitutionFile, node, sheet), sheet)


def read_venues(node: Node, sheet: Sheet) -> Part[VenueFile]:
    """Return the parks, venues and transit operators that a file lists."""
    return Part(read_record(VenueFile, node, sheet), sheet)


def read_catalogue(node: Node, sheet: Sheet) -> Part[CatalogueFile]:
    """Return the catalogue items that a file lists."""
    return Part(read_record(CatalogueFile, node, sheet), sheet)


def read_item_file(draft: Draft, node: Node, sheet: Sheet, name: str) -> None:
    """Put into a draft what a file of the folder `items` holds; its name tells of which kind."""
    if name == TITLES_FILE:
        draft.titles = Part(read_record(TitleFile, node, sheet), sheet)
    elif name == BUNDLES_FILE:
        draft.bundles = Part(read_record(BundleFile, node, sheet), sheet)
    else:
        draft.items.append(Part(read_record(ServiceItem, node, sheet), sheet))


def read_powers(node: Node, sheet: Sheet) -> Part[PowerFile]:
    """Return the register of delegated powers that a file holds."""
    return Part(read_record(PowerFile, node, sheet), sheet)


def read_certificates(node: Node, sheet: Sheet) -> Part[CertificateFile]:
    """Return the register of e-certificates that a file holds."""
    return Part(read_record(CertificateFile, node, sheet), sheet)


def read_parameter(node: Node, sheet: Sheet, key: str) -> Part[Parameter]:
    """Return the parameter that a file describes; a value that cannot be used becomes {}."""
    written: Parameter = read_record(Parameter, node, sheet)
    rows = []
    for number, row in enumerate(written.values):
        path = ("values", number, "value")
        # The shape of a value hands on its node (see `values.WrittenValue`), or a blank string.
        node_of_value = cast(Node | str, row.value)
        tree = None
        if not isinstance(node_of_value, str):
            tree = read_tree(node_of_value, written.by, written.unit, sheet, path)
        rows.append(row._replace(value={} if tree is None else tree))
    return Part(written._replace(key=key, values=tuple(rows)), sheet)
