"""The government part of a pack (政策包里的政务部分): items, bundles, powers, certificates.

A pack that has none of them says nothing about them, so that editions of before keep their hash.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from rongcheng.policy.certificate_types import CertificateFile, CertificateKind
from rongcheng.policy.item_lists import Bundle, BundleFile, DelegatedPower, PowerFile, TitleFile
from rongcheng.policy.item_types import ItemVersion, ServiceItem
from rongcheng.policy.nodes import Branch, Node, Rows
from rongcheng.policy.records import Record, read_record
from rongcheng.policy.sheet import Sheet

TITLES_FILE = "titles.yaml"
BUNDLES_FILE = "bundles.yaml"
POWERS_FILE = "powers.yaml"
CERTIFICATES_FILE = "certificates.yaml"


class GovernmentPart(NamedTuple):
    """What a pack says of government items, sorted by id; empty if it says nothing."""

    items: tuple[ServiceItem, ...] = ()
    titles: TitleFile | None = None
    bundles: tuple[Bundle, ...] = ()
    powers: tuple[DelegatedPower, ...] = ()
    certificates: CertificateFile | None = None


NO_GOVERNMENT = GovernmentPart()


def normal_part(
    items: Iterable[ServiceItem],
    titles: TitleFile | None,
    bundles: Iterable[Bundle],
    powers: Iterable[DelegatedPower],
    certificates: CertificateFile | None = None,
) -> GovernmentPart:
    """Return the part with everything in its fixed order; forms and materials keep theirs."""
    if titles is not None:
        titles = titles._replace(
            titles=tuple(sorted(titles.titles, key=lambda t: t.id)),
            announced=tuple(sorted(titles.announced, key=lambda a: (a.on, a.number))),
        )
    return GovernmentPart(
        items=tuple(sorted(map(_normal_item, items), key=lambda i: i.id)),
        titles=titles,
        bundles=tuple(sorted(bundles, key=lambda b: b.id)),
        powers=tuple(sorted(powers, key=lambda p: p.id)),
        certificates=None if certificates is None else _normal_register(certificates),
    )


def plain_part(part: GovernmentPart) -> dict[str, Any]:
    """Return the part as plain data by the body's keys; what is empty is left out."""
    plain: dict[str, Any] = {
        "items": [Record(ServiceItem).plain(i) for i in part.items],
        "bundles": [Record(Bundle).plain(b) for b in part.bundles],
        "powers": [Record(DelegatedPower).plain(p) for p in part.powers],
    }
    if part.titles is not None:
        plain["item_titles"] = Record(TitleFile).plain(part.titles)
    if part.certificates is not None:
        plain["certificates"] = Record(CertificateFile).plain(part.certificates)
    return {key: value for key, value in plain.items() if value}


def read_part(root: Branch, sheet: Sheet) -> GovernmentPart:
    """Return the part that a canonical body holds."""
    titles = root.entries.get("item_titles")
    certificates = root.entries.get("certificates")
    return normal_part(
        _read_list(ServiceItem, root.entries, "items", sheet),
        None if titles is None else read_record(TitleFile, titles, sheet),
        _read_list(Bundle, root.entries, "bundles", sheet),
        _read_list(DelegatedPower, root.entries, "powers", sheet),
        None if certificates is None else read_record(CertificateFile, certificates, sheet),
    )


def part_files(part: GovernmentPart) -> list[tuple[str, Any]]:
    """Return the files of the part with their plain content, as a folder holds them."""
    files: list[tuple[str, Any]] = [
        (f"items/{item.id}.yaml", Record(ServiceItem).plain(item)) for item in part.items
    ]
    if part.titles is not None:
        files.append((f"items/{TITLES_FILE}", Record(TitleFile).plain(part.titles)))
    if part.bundles:
        listed = Record(BundleFile).plain(BundleFile(part.bundles))
        files.append((f"items/{BUNDLES_FILE}", listed))
    if part.powers:
        files.append((POWERS_FILE, Record(PowerFile).plain(PowerFile(part.powers))))
    if part.certificates is not None:
        files.append((CERTIFICATES_FILE, Record(CertificateFile).plain(part.certificates)))
    return files


def _read_list(kind: type[Any], entries: Mapping[str, Node], key: str, sheet: Sheet) -> list[Any]:
    found = entries.get(key)
    if found is None:
        return []
    if not isinstance(found, Rows):
        raise TypeError(f"{key} is no list")
    return [read_record(kind, node, sheet) for node in found.items]


def _normal_item(item: ServiceItem) -> ServiceItem:
    versions = sorted(map(_normal_version, item.versions), key=lambda v: v.since)
    return item._replace(versions=tuple(versions))


def _normal_version(version: ItemVersion) -> ItemVersion:
    return version._replace(
        targets=tuple(sorted(version.targets)),
        channels=tuple(sorted(version.channels)),
        implementations=tuple(sorted(version.implementations, key=lambda i: i.at)),
    )


def _normal_register(register: CertificateFile) -> CertificateFile:
    return register._replace(
        kinds=tuple(sorted(map(_normal_kind, register.kinds), key=lambda k: k.id)),
        cities=tuple(sorted(register.cities, key=lambda c: c.at)),
        titles=tuple(sorted(register.titles, key=lambda t: t.id)),
        announced=tuple(sorted(register.announced, key=lambda a: (a.on, a.number))),
    )


def _normal_kind(kind: CertificateKind) -> CertificateKind:
    recognised = sorted(kind.recognised, key=lambda r: (r.at, r.since))
    return kind._replace(recognised=tuple(recognised))
