"""Checks of agreements about government items (通办协议核对): parties, known items, modes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from rongcheng.policy.checks.items import Items
from rongcheng.policy.checks.places import Places
from rongcheng.policy.draft import Part
from rongcheng.policy.item_types import ServiceItem
from rongcheng.policy.shapes import BLANK_DAY
from rongcheng.policy.sheet import Path, Sheet
from rongcheng.policy.timeline import Span, closed
from rongcheng.policy.types import Agreement

GOVERNMENT = "government"
_COUNTIES_ONLY = "4"


def check_item_agreements(
    parts: list[Part[Agreement]], places: Places | None, items: Items
) -> None:
    """Report what is wrong between agreements and the items that they carry."""
    for agreement, sheet in parts:
        if agreement.services and (GOVERNMENT in agreement.services) != bool(agreement.items):
            sheet.report("policy.P120", ("services",))
        if places is not None:
            _check_parties(agreement, places, sheet)
        if items is not None:
            _check_carried(agreement, items, sheet)


def _check_parties(agreement: Agreement, places: Places, sheet: Sheet) -> None:
    for number, party in enumerate(agreement.parties):
        city = places.districts.get(party)
        path: Path = ("parties", number)
        if city is None:
            continue
        if agreement.services and agreement.services != (GOVERNMENT,):
            sheet.report("policy.P121", path, text=party)
        if city in agreement.parties:
            sheet.report("policy.P122", path, text=party, city=city)


def _check_carried(agreement: Agreement, items: Mapping[str, ServiceItem], sheet: Sheet) -> None:
    cities = {party[:4] for party in agreement.parties}
    seen: set[str] = set()
    for number, agreed in enumerate(agreement.items):
        path: Path = ("items", number)
        text = agreed.item
        if text and text in seen:
            sheet.report("policy.P024", path, field="items", text=text)
        seen.add(text)
        item = items.get(text)
        if item is None:
            if text:
                sheet.report("policy.P114", path, text=text)
            continue
        if len(cities) > 1 and any(v.range == _COUNTIES_ONLY for v in item.versions):
            sheet.report("policy.P123", path, text=text)
        if not _meets(agreement, item):
            sheet.report("policy.P124", path, text=text)
        if "joint" in agreed.modes and not any(v.joint for v in item.versions):
            sheet.report("policy.P125", (*path, "modes"), text=text)


def _meets(agreement: Agreement, item: ServiceItem) -> bool:
    """Tell whether some version of the item holds on some day of the agreement."""
    ends = agreement.until or date.max
    days = [day for v in item.versions for day in (v.since, v.until)]
    if BLANK_DAY in (agreement.since, agreement.until, *days):
        return True
    spans = closed(Span(v.since, v.until, v) for v in item.versions)
    return any(s.since <= ends and (s.until or date.max) >= agreement.since for s in spans)
