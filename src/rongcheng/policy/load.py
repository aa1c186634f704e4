"""Loads a metro pack (载入政策包): a checked pack, or every fault of the folder in one run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from rongcheng.policy.checks.agreements import check_agreements
from rongcheng.policy.checks.catalogues import check_catalogues, prepay_lookup
from rongcheng.policy.checks.certificates import check_certificates
from rongcheng.policy.checks.institutions import check_institutions, check_venues
from rongcheng.policy.checks.item_agreements import check_item_agreements
from rongcheng.policy.checks.items import check_bundles, check_items, check_titles, department_ids
from rongcheng.policy.checks.metro import check_metro
from rongcheng.policy.checks.parameters import check_parameter
from rongcheng.policy.checks.places import Places, places_of
from rongcheng.policy.checks.powers import check_powers
from rongcheng.policy.draft import (
    Draft,
    read_agreement,
    read_catalogue,
    read_certificates,
    read_institutions,
    read_item_file,
    read_metro,
    read_parameter,
    read_powers,
    read_venues,
)
from rongcheng.policy.faults import PackFault, render_faults
from rongcheng.policy.item_part import (
    CERTIFICATES_FILE,
    POWERS_FILE,
    GovernmentPart,
    normal_part,
)
from rongcheng.policy.nodes import Node, nodes_of_yaml
from rongcheng.policy.pack import Pack, assemble
from rongcheng.policy.sheet import Sheet
from rongcheng.policy.vocabulary import CLASS_B_PREPAY

__all__ = ["PackFault", "load_pack", "render_faults"]

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_PLACES = (
    "metro.yaml",
    "policies/<service>/<group>/",
    "agreements/",
    "institutions/",
    "venues/",
    "catalogues/",
    "items/",
    POWERS_FILE,
    CERTIFICATES_FILE,
)
_FLAT = frozenset({"agreements", "institutions", "venues", "catalogues", "items"})
_PREPAY_FILE = f"policies/{CLASS_B_PREPAY.replace('.', '/')}.yaml"


def load_pack(path: str | Path) -> tuple[Pack | None, list[PackFault]]:
    """Return the pack of a folder and no faults, or None and all its faults by file and line.

    Files ending in .md and hidden files are notes; anything else without a place is a fault, so
    that a misspelt folder never loses a policy in silence.
    """
    faults: list[PackFault] = []
    draft = _read_folder(Path(path), faults)
    _check(draft, faults)
    if faults or draft.metro is None:
        return None, sorted(faults)
    pack = assemble(
        draft.metro.content,
        parameters=[part.content for part in draft.parameters],
        agreements=[part.content for part in draft.agreements],
        institutions=[i for part in draft.institutions for i in part.content.institutions],
        venues=[venue for part in draft.venues for venue in part.content.venues],
        catalogues=[part.content for part in draft.catalogues],
        government=_government(draft),
    )
    return pack, []


def _government(draft: Draft) -> GovernmentPart:
    return normal_part(
        [part.content for part in draft.items],
        draft.titles.content if draft.titles else None,
        draft.bundles.content.bundles if draft.bundles else (),
        draft.powers.content.powers if draft.powers else (),
        draft.certificates.content if draft.certificates else None,
    )


def _read_folder(folder: Path, faults: list[PackFault]) -> Draft:
    draft = Draft()
    if not (folder / "metro.yaml").is_file():
        Sheet("metro.yaml", faults).report("policy.P007", ())
    for file in _files(folder):
        relative = file.relative_to(folder)
        sheet = Sheet(relative.as_posix(), faults)
        if not _has_place(relative.parts):
            _report_place(sheet, relative.parts)
            continue
        node = nodes_of_yaml(file.read_bytes(), sheet.desk)
        if node is None:
            draft.unread.add(relative.parts[0])
        else:
            _read_file(draft, node, sheet, relative.parts)
    return draft


def _files(folder: Path) -> Iterator[Path]:
    for file in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
        if file.is_file() and not hidden and file.suffix != ".md":
            yield file


def _has_place(parts: tuple[str, ...]) -> bool:
    stem, _, ending = parts[-1].rpartition(".")
    if ending != "yaml":
        return False
    if parts[0] == "policies":
        return len(parts) == 4 and all(map(_NAME.fullmatch, (*parts[1:3], stem)))
    if len(parts) == 1:
        return parts[0] in {"metro.yaml", POWERS_FILE, CERTIFICATES_FILE}
    return len(parts) == 2 and parts[0] in _FLAT


def _report_place(sheet: Sheet, parts: tuple[str, ...]) -> None:
    if parts[0] == "policies" and parts[-1].endswith(".yaml"):
        sheet.report("policy.P009", ())
    else:
        sheet.report("policy.P008", (), places=_PLACES)


def _read_file(draft: Draft, node: Node, sheet: Sheet, parts: tuple[str, ...]) -> None:
    if parts[0] == "metro.yaml":
        draft.metro = read_metro(node, sheet)
    elif parts[0] == "policies":
        key = ".".join((*parts[1:3], parts[3].removesuffix(".yaml")))
        draft.parameters.append(read_parameter(node, sheet, key))
    elif parts[0] == "agreements":
        draft.agreements.append(read_agreement(node, sheet))
    elif parts[0] == "institutions":
        draft.institutions.append(read_institutions(node, sheet))
    elif parts[0] == "venues":
        draft.venues.append(read_venues(node, sheet))
    elif parts[0] == "items":
        read_item_file(draft, node, sheet, parts[1])
    elif parts[0] == POWERS_FILE:
        draft.powers = read_powers(node, sheet)
    elif parts[0] == CERTIFICATES_FILE:
        draft.certificates = read_certificates(node, sheet)
    else:
        draft.catalogues.append(read_catalogue(node, sheet))


def _check(draft: Draft, faults: list[PackFault]) -> None:
    places = None if draft.metro is None else places_of(draft.metro.content)
    agreements = draft.agreements_by_id()
    if draft.metro is not None:
        check_metro(draft.metro)
    check_agreements(draft.agreements, places)
    for part in draft.parameters:
        check_parameter(part, places, agreements)
    check_institutions(draft.institutions, places)
    check_venues(draft.venues, places)
    has_prepay = None
    # A fault in the parameter's own file would show again at every class B item.
    if places is not None and _PREPAY_FILE not in {fault.file for fault in faults}:
        has_prepay = prepay_lookup(draft, places)
    check_catalogues(draft.catalogues, places, has_prepay)
    _check_government(draft, places)


def _check_government(draft: Draft, places: Places | None) -> None:
    items = draft.items_by_id()
    departments = None if draft.metro is None else department_ids(draft.metro.content)
    check_items(draft.items, places, departments)
    check_titles(draft.titles, items)
    check_bundles(draft.bundles, items)
    check_item_agreements(draft.agreements, places, items)
    check_powers(draft.powers, places, items)
    check_certificates(draft.certificates, draft.items, places)
