"""Checks of metro.yaml (都市圈核对): codes, tiles, pools and neighbours."""

from __future__ import annotations

from collections.abc import Iterator

from rongcheng.policy.checks.apps import check_apps
from rongcheng.policy.checks.places import places_of
from rongcheng.policy.draft import Part
from rongcheng.policy.sheet import Path
from rongcheng.policy.types import District, Metro


def check_metro(part: Part[Metro]) -> None:
    """Report what is wrong between the places of a metro area."""
    _check_codes(part)
    _check_nesting(part)
    _check_tiles(part)
    _check_pools(part)
    _check_adjacency(part)
    _check_departments(part)
    check_apps(part)


def _districts(metro: Metro) -> Iterator[tuple[Path, str, District]]:
    for c, city in enumerate(metro.cities):
        for d, district in enumerate(city.districts):
            yield ("cities", c, "districts", d), city.code, district


def _check_codes(part: Part[Metro]) -> None:
    metro, sheet = part
    named: list[tuple[Path, str]] = [(("province", "code"), metro.province.code)]
    named += [(("cities", n, "code"), city.code) for n, city in enumerate(metro.cities)]
    named += [((*path, "code"), district.code) for path, _, district in _districts(metro)]
    named += [(("pools", n, "code"), pool.code) for n, pool in enumerate(metro.pools)]
    first: dict[str, Path] = {}
    for path, code in named:
        if code and code in first:
            sheet.report("policy.P060", path, text=code, other=sheet.line_of(first[code]))
        first.setdefault(code, path)


def _check_nesting(part: Part[Metro]) -> None:
    metro, sheet = part
    province = metro.province.code
    for number, city in enumerate(metro.cities):
        inside = city.code[:2] == province[:2] and city.code.endswith("00")
        if city.code and province and not inside:
            at: Path = ("cities", number, "code")
            sheet.report("policy.P062", at, text=city.code, province=province)
    for path, city_code, district in _districts(metro):
        if district.code and city_code and district.code[:4] != city_code[:4]:
            sheet.report("policy.P061", (*path, "code"), text=district.code, city=city_code)


def _check_tiles(part: Part[Metro]) -> None:
    metro, sheet = part
    taken: dict[tuple[int, int], tuple[Path, str]] = {}
    for path, _, district in _districts(metro):
        if len(district.tile) != 2 or -1 in district.tile:
            continue
        if district.tile in taken:
            other_path, other_code = taken[district.tile]
            sheet.report(
                "policy.P063",
                (*path, "tile"),
                text=district.code,
                tile=list(district.tile),
                other=sheet.line_of((*other_path, "tile")),
                other_code=other_code,
            )
        taken.setdefault(district.tile, (path, district.code))


def _check_pools(part: Part[Metro]) -> None:
    metro, sheet = part
    cities = places_of(metro).cities
    for number, pool in enumerate(metro.pools):
        if pool.city and pool.city not in cities:
            path = ("pools", number, "city")
            sheet.report("policy.P068", path, pool=pool.code, city=pool.city)
    # A pool whose level or city was not readable may be the missing one.
    if not metro.pools or any(not pool.level or not pool.city for pool in metro.pools):
        return
    for number, city in enumerate(metro.cities):
        own = [p for p in metro.pools if p.city == city.code and p.level == "city"]
        if city.code and len(own) != 1:
            path = ("cities", number, "code")
            sheet.report("policy.P069", path, city=city.code, given=len(own))


def _check_adjacency(part: Part[Metro]) -> None:
    metro, sheet = part
    city_of = places_of(metro).districts
    first: dict[frozenset[str], Path] = {}
    for number, pair in enumerate(metro.adjacency.pairs):
        path: Path = ("adjacency", "pairs", number)
        if len(pair) != 2 or "" in pair:
            continue
        a, b = pair
        if a == b:
            sheet.report("policy.P065", path, text=a)
            continue
        for code in pair:
            if code not in city_of:
                sheet.report("policy.P064", path, text=code)
        both = frozenset(pair)
        if both in first:
            sheet.report("policy.P066", path, a=a, b=b, other=sheet.line_of(first[both]))
        elif a in city_of and b in city_of and city_of[a] == city_of[b]:
            sheet.report("policy.P067", path, a=a, b=b)
        first.setdefault(both, path)


def _check_departments(part: Part[Metro]) -> None:
    metro, sheet = part
    first: dict[str, Path] = {}
    for number, department in enumerate(metro.departments.names if metro.departments else ()):
        path: Path = ("departments", "names", number, "id")
        if department.id and department.id in first:
            text, other = department.id, sheet.line_of(first[department.id])
            sheet.report("policy.P106", path, text=text, other=other)
        first.setdefault(department.id, path)
