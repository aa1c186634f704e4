"""Checks of institutions (机构核对): codes of their own place, tiers that fit."""

from __future__ import annotations

from rongcheng.policy.checks.places import Places
from rongcheng.policy.draft import Part
from rongcheng.policy.sheet import Path, Sheet
from rongcheng.policy.types import Institution, InstitutionFile, VenueFile
from rongcheng.policy.vocabulary import LETTER_OF_KIND, TIERS_OF_LEVEL


def check_institutions(parts: list[Part[InstitutionFile]], places: Places | None) -> None:
    """Report what is wrong with the institutions of a pack; `places` is None if unknown."""
    first: dict[str, str] = {}
    for file, sheet in parts:
        if places is not None and file.city and file.city not in places.cities:
            sheet.report("policy.P080", ("city",), text=file.city)
        for number, institution in enumerate(file.institutions):
            path: Path = ("institutions", number)
            _check_own_code(institution, first, sheet, (*path, "code"))
            _check_grade(institution, sheet, path)
            if places is not None:
                of = (institution.district, institution.tier)
                _check_region(institution.code, of, file.city, places, (sheet, path))


def check_venues(parts: list[Part[VenueFile]], places: Places | None) -> None:
    """Report what is wrong with the venues of a pack; `places` is None if unknown."""
    first: dict[str, str] = {}
    for file, sheet in parts:
        if places is not None and file.city and file.city not in places.cities:
            sheet.report("policy.P080", ("city",), text=file.city)
        for number, venue in enumerate(file.venues):
            path: Path = ("venues", number)
            _check_once(venue.code, first, sheet, (*path, "code"))
            if places is not None:
                _check_region(venue.code, (venue.district, ""), file.city, places, (sheet, path))


def _check_own_code(
    institution: Institution, first: dict[str, str], sheet: Sheet, path: Path
) -> None:
    code = institution.code
    if not code:
        return
    _check_once(code, first, sheet, path)
    letter = LETTER_OF_KIND.get(institution.kind, code[0])
    if code[0] != letter:
        sheet.report("policy.P085", path, text=code, kind=institution.kind, letter=letter)


def _check_grade(institution: Institution, sheet: Sheet, path: Path) -> None:
    level, tier = institution.hosp_lv, institution.tier
    allowed = TIERS_OF_LEVEL.get(level, ())
    if level and tier and tier not in allowed:
        sheet.report("policy.P084", (*path, "tier"), tier=tier, level=level, allowed=allowed)


def _check_once(code: str, first: dict[str, str], sheet: Sheet, path: Path) -> None:
    if not code:
        return
    if code in first:
        sheet.report("policy.P081", path, text=code, other=first[code])
    first.setdefault(code, sheet.where(path))


def _check_region(
    code: str, of: tuple[str, str], city: str, places: Places, at: tuple[Sheet, Path]
) -> None:
    """Report a district outside the file's city, or a code of elsewhere; `of` is district, tier."""
    (district, tier), (sheet, path) = of, at
    if not district:
        return
    if city in places.cities and places.districts.get(district) != city:
        sheet.report("policy.P083", (*path, "district"), text=district, city=city)
        return
    region = code[1:7]
    if region and region not in _regions(district, city, tier, places):
        texts = {"text": code, "region": region, "district": district}
        sheet.report("policy.P082", (*path, "code"), **texts)


def _regions(district: str, city: str, tier: str, places: Places) -> set[str]:
    """Return the region codes that an institution of this district may carry."""
    pools = {p.code for p in places.pools.values() if p.city == city and p.level == "city"}
    upper = {p.code for p in places.pools.values() if p.level == "province"}
    provincial = {places.province, *upper} if tier == "provincial" else set()
    return {district, city, *pools, *provincial}
