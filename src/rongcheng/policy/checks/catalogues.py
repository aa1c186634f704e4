"""Checks of catalogues (目录核对): each item once, classes that fit their prices and shares."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from rongcheng.policy.checks.parameters import check_term
from rongcheng.policy.checks.places import Places
from rongcheng.policy.draft import Draft, Part
from rongcheng.policy.resolved import ParameterIndex
from rongcheng.policy.shapes import BLANK_DAY
from rongcheng.policy.sheet import Path, Sheet
from rongcheng.policy.timeline import Span, clashes
from rongcheng.policy.types import CatalogueFile, CatalogueItem, ItemValue
from rongcheng.policy.vocabulary import CLASS_B_PREPAY, NATION

HasPrepay = Callable[[str, date], bool]


def check_catalogues(
    parts: list[Part[CatalogueFile]], places: Places | None, has_prepay: HasPrepay | None
) -> None:
    """Report what is wrong with the catalogues of a pack.

    `has_prepay` tells whether a city has a general share for class B on a day; None if the
    parameter itself could not be read.
    """
    first: dict[tuple[str, str], str] = {}
    for file, sheet in parts:
        known = places is None or file.at in (*places.cities, places.province)
        if file.at and not known:
            sheet.report("policy.P090", ("at",), text=file.at)
        for number, item in enumerate(file.items):
            path: Path = ("items", number)
            if item.code and (file.at, item.code) in first:
                other = first[file.at, item.code]
                sheet.report("policy.P091", (*path, "code"), text=item.code, other=other)
            first.setdefault((file.at, item.code), sheet.where((*path, "code")))
            _check_values(item, sheet, path)
            if places is not None and known and has_prepay is not None:
                cities = places.cities if file.at == places.province else (file.at,)
                _check_prepay(item, cities, has_prepay, sheet, path)


def prepay_lookup(draft: Draft, places: Places) -> HasPrepay:
    """Return the look-up of the general class B share for `check_catalogues`."""
    found = [part.content for part in draft.parameters if part.content.key == CLASS_B_PREPAY]
    agreements = draft.agreements_by_id() or {}
    indexes = [ParameterIndex(parameter, agreements) for parameter in found]

    def has_prepay(city: str, on: date) -> bool:
        pools = [p.code for p in places.pools.values() if p.city == city and p.level == "city"]
        names = [f"pool:{pool}" for pool in pools]
        names += [f"city:{city}", f"province:{places.province}", f"nation:{NATION}"]
        names += [f"agreement:{a.id}" for a in agreements.values() if city in a.parties]
        ordinal = on.toordinal()
        return any(index.find(name, (), ordinal) for index in indexes for name in names)

    return has_prepay


def _check_values(item: CatalogueItem, sheet: Sheet, path: Path) -> None:
    spans = []
    for number, value in enumerate(item.values):
        inner = (*path, "values", number)
        check_term(value.since, value.until, sheet, inner)
        _check_class(value, sheet, inner)
        if BLANK_DAY not in (value.since, value.until):
            spans.append(Span(value.since, value.until, number))
    for earlier, later, gap in clashes(spans):
        texts: dict[str, object] = {
            "other": sheet.line_of((*path, "values", earlier, "from")),
            "where": item.code,
            "days": gap,
        }
        code = "policy.P049" if gap else "policy.P048"
        sheet.report(code, (*path, "values", later, "from"), **texts)


def _check_class(value: ItemValue, sheet: Sheet, path: Path) -> None:
    if value.charge_class == "C":
        if value.prepay_ppm is not None:
            sheet.report("policy.P094", (*path, "prepay_ppm"), key="prepay_ppm")
        if value.cap_micro is not None:
            sheet.report("policy.P094", (*path, "cap_micro"), key="cap_micro")
    elif value.charge_class == "A" and value.prepay_ppm is not None:
        sheet.report("policy.P095", (*path, "prepay_ppm"))


def _check_prepay(
    item: CatalogueItem,
    cities: tuple[str, ...],
    has_prepay: HasPrepay,
    sheet: Sheet,
    path: Path,
) -> None:
    for number, value in enumerate(item.values):
        general = value.charge_class == "B" and value.prepay_ppm is None
        if not general or value.since == BLANK_DAY:
            continue
        lacking = tuple(city for city in cities if not has_prepay(city, value.since))
        if lacking:
            texts = {"place": lacking, "since": value.since, "key": CLASS_B_PREPAY}
            sheet.report("policy.P093", (*path, "values", number), **texts)
