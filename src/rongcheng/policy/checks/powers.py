"""Checks of delegated powers (赋权核对): from an upper to a lower authority, once at a time."""

from __future__ import annotations

from datetime import date, timedelta

from rongcheng.policy.checks.items import Items
from rongcheng.policy.checks.parameters import check_term
from rongcheng.policy.checks.places import Places
from rongcheng.policy.draft import Part
from rongcheng.policy.item_lists import DelegatedPower, PowerFile
from rongcheng.policy.item_types import ServiceItem
from rongcheng.policy.shapes import BLANK_DAY
from rongcheng.policy.sheet import Path, Sheet

_DAY = timedelta(days=1)


def check_powers(part: Part[PowerFile] | None, places: Places | None, items: Items) -> None:
    """Report what is wrong with the register; `places` and `items` are None if unknown."""
    if part is None:
        return
    powers, sheet = part.content.powers, part.sheet
    _check_numbers(powers, sheet)
    received = {(power.receiver, item) for power in powers for item in power.items}
    for number, power in enumerate(powers):
        path: Path = ("powers", number)
        check_term(power.since, power.until, sheet, path)
        _check_recall(power, sheet, path)
        if places is not None:
            _check_places(power, places, sheet, path)
        for place, item in enumerate(power.items):
            if item and items is not None and item not in items:
                sheet.report("policy.P114", (*path, "items", place), text=item)
            elif item and items is not None and (power.giver, item) not in received:
                _check_level(power, items[item], sheet, (*path, "items", place))
    _check_pairs(powers, sheet)


def _check_numbers(powers: tuple[DelegatedPower, ...], sheet: Sheet) -> None:
    ids: dict[str, int] = {}
    numbers: dict[tuple[str, str, int], str] = {}
    for number, power in enumerate(powers):
        path: Path = ("powers", number)
        line = sheet.line_of((*path, "id"))
        if power.id and power.id in ids:
            sheet.report("policy.P130", (*path, "id"), text=power.id, other=ids[power.id])
        ids.setdefault(power.id, line)
        document = power.source.document
        key = (document, power.receiver, power.number)
        if document and power.number > 0 and key in numbers:
            texts: dict[str, object] = {"document": document, "number": power.number}
            sheet.report("policy.P137", (*path, "number"), other=numbers[key], **texts)
        numbers.setdefault(key, power.id)


def _check_recall(power: DelegatedPower, sheet: Sheet, path: Path) -> None:
    if power.recall is None or BLANK_DAY in (power.since, power.until, power.recall.since):
        return
    last = power.until or date.max
    if power.since <= last and not power.since < power.recall.since <= last:
        since = power.recall.since
        sheet.report("policy.P133", (*path, "recall", "from"), since=since)


def _check_places(power: DelegatedPower, places: Places, sheet: Sheet, path: Path) -> None:
    known = {places.province, *places.cities, *places.districts}
    unknown = [
        key
        for key in ("giver", "receiver")
        if getattr(power, key) and getattr(power, key) not in known
    ]
    for key in unknown:
        sheet.report("policy.P132", (*path, key), text=getattr(power, key))
    giver, receiver = power.giver, power.receiver
    if unknown or not giver or not receiver:
        return
    above = {places.province: {*places.cities, *places.districts}}
    for district, city in places.districts.items():
        above.setdefault(city, set()).add(district)
    if receiver not in above.get(giver, set()):
        sheet.report("policy.P131", (*path, "receiver"), giver=giver, receiver=receiver)


def _check_level(power: DelegatedPower, item: ServiceItem, sheet: Sheet, path: Path) -> None:
    """Report a power over something that its giver does not decide while it holds."""
    level = "2" if power.giver.endswith("0000") else "3"
    first, last = _term(power)
    decided = [
        version
        for version in item.versions
        if version.since <= last and (version.until or date.max) >= first
    ]
    if power.giver and not any(v.competence.level in ("", level) for v in decided):
        sheet.report("policy.P136", path, item=item.id, giver=power.giver)


def _check_pairs(powers: tuple[DelegatedPower, ...], sheet: Sheet) -> None:
    for number, power in enumerate(powers):
        for earlier, other in enumerate(powers):
            shared = sorted(set(power.items) & set(other.items) - {""})
            if earlier == number or not shared or not _overlap(power, other):
                continue
            path: Path = ("powers", number)
            if power.giver and power.giver == other.receiver:
                texts = {"item": shared[0], "giver": power.giver, "other": other.id}
                sheet.report("policy.P135", (*path, "giver"), **texts)
            elif earlier < number and power.receiver == other.receiver:
                sheet.report("policy.P134", (*path, "from"), item=shared[0], other=other.id)


def _overlap(a: DelegatedPower, b: DelegatedPower) -> bool:
    (a_first, a_last), (b_first, b_last) = _term(a), _term(b)
    return a_first <= b_last and b_first <= a_last


def _term(power: DelegatedPower) -> tuple[date, date]:
    last = power.until or date.max
    recalled = power.recall
    if recalled is not None and recalled.since > BLANK_DAY:
        last = min(last, recalled.since - _DAY)
    return power.since, last
