"""Puts a changed item into a pack (改事项): a version from a day on, checked as a folder is.

What held before the day stays as it is, to the letter: cases that began then are decided by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from rongcheng.policy.certificate_types import CertificateFile
from rongcheng.policy.checks.certificates import check_certificates
from rongcheng.policy.checks.item_agreements import check_item_agreements
from rongcheng.policy.checks.items import check_bundles, check_items, check_titles, department_ids
from rongcheng.policy.checks.places import places_of
from rongcheng.policy.checks.powers import check_powers
from rongcheng.policy.draft import Draft, Part
from rongcheng.policy.faults import PackFault
from rongcheng.policy.item_lists import BundleFile, PowerFile, TitleFile
from rongcheng.policy.item_part import (
    CERTIFICATES_FILE,
    POWERS_FILE,
    GovernmentPart,
    normal_part,
)
from rongcheng.policy.item_types import ItemVersion, ServiceItem
from rongcheng.policy.nodes import Node
from rongcheng.policy.pack import Pack, assemble
from rongcheng.policy.records import read_record
from rongcheng.policy.sheet import Sheet

_ONE_DAY = timedelta(days=1)


def read_item(node: Node, sheet: Sheet) -> Part[ServiceItem]:
    """Return an item that somebody wrote; what is wrong is reported to its sheet."""
    return Part(read_record(ServiceItem, node, sheet), sheet)


def pack_with_items(
    pack: Pack, changed: Sequence[Part[ServiceItem]], faults: list[PackFault]
) -> Pack | None:
    """Return the pack in which changed items stand, or None after reporting to `faults`.

    An item that was known by its title only is taken off that list when it begins to run.
    """
    ids = {part.content.id for part in changed}
    kept = [item for item in pack.government.items if item.id not in ids]
    parts = [Part(item, Sheet(f"items/{item.id}.yaml", faults)) for item in kept]
    draft = _draft(pack, [*parts, *changed], faults)
    items, places = draft.items_by_id(), places_of(pack.metro)
    check_items(draft.items, places, department_ids(pack.metro))
    check_titles(draft.titles, items)
    check_bundles(draft.bundles, items)
    check_item_agreements(draft.agreements, places, items)
    check_powers(draft.powers, places, items)
    check_certificates(draft.certificates, draft.items, places)
    if faults:
        return None
    return assemble(
        pack.metro,
        parameters=pack.parameters,
        agreements=pack.agreements,
        institutions=pack.institutions,
        venues=pack.venues,
        catalogues=pack.catalogues,
        government=_government(pack, draft),
    )


def with_version(item: ServiceItem, version: ItemVersion) -> ServiceItem:
    """Return the item in which a version holds from its first day on.

    The one that held is cut on the day before; one that begins on the same day is replaced. A later
    version stays, and ends the new one.
    """
    first = version.since
    earlier = [v for v in item.versions if v.since < first]
    later = [v for v in item.versions if v.since > first]
    if earlier and (earlier[-1].until is None or earlier[-1].until >= first):
        earlier[-1] = earlier[-1]._replace(until=first - _ONE_DAY)
    if later:
        version = version._replace(until=later[0].since - _ONE_DAY)
    return item._replace(versions=(*earlier, version, *later))


def first_changed_day(old: ServiceItem | None, new: ServiceItem) -> date | None:
    """Return the first day on which a case would begin under something else; None if there is none.

    A name is no part of it: it holds for all versions, and decides nothing.
    """
    days = {day for item in (old, new) if item for day in _borders(item)}
    return next((day for day in sorted(days) if _held(old, day) != _held(new, day)), None)


def _borders(item: ServiceItem) -> Iterable[date]:
    for version in item.versions:
        yield version.since
        if version.until is not None and version.until < date.max:
            yield version.until + _ONE_DAY


def _held(item: ServiceItem | None, on: date) -> ItemVersion | None:
    versions = item.versions if item else ()
    held = next((v for v in versions if v.since <= on <= (v.until or date.max)), None)
    return held and held._replace(since=date.min, until=None)


def _draft(pack: Pack, items: list[Part[ServiceItem]], faults: list[PackFault]) -> Draft:
    part = pack.government
    return Draft(
        items=items,
        agreements=[
            Part(agreement, Sheet(f"agreements/{agreement.id}.yaml", faults))
            for agreement in pack.agreements
        ],
        titles=_remaining_titles(part.titles, items, faults),
        bundles=Part(BundleFile(part.bundles), Sheet("items/bundles.yaml", faults)),
        powers=Part(PowerFile(part.powers), Sheet(POWERS_FILE, faults)),
        certificates=_register(part.certificates, faults),
    )


def _register(
    file: CertificateFile | None, faults: list[PackFault]
) -> Part[CertificateFile] | None:
    return None if file is None else Part(file, Sheet(CERTIFICATES_FILE, faults))


def _remaining_titles(
    file: TitleFile | None, items: list[Part[ServiceItem]], faults: list[PackFault]
) -> Part[TitleFile] | None:
    if file is None:
        return None
    running = {part.content.id for part in items}
    kept = tuple(titled for titled in file.titles if titled.id not in running)
    return Part(file._replace(titles=kept), Sheet("items/titles.yaml", faults))


def _government(pack: Pack, draft: Draft) -> GovernmentPart:
    return normal_part(
        [part.content for part in draft.items],
        draft.titles.content if draft.titles else None,
        pack.government.bundles,
        pack.government.powers,
        pack.government.certificates,
    )
