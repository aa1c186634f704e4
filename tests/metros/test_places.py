"""Places of the two metro areas: codes, neighbours, tiles, pools and apps."""

from __future__ import annotations

import pytest

from rongcheng.policy.book import PolicyBook

from .conftest import Books

# National Bureau of Statistics, division codes of 2023; table of the 58 districts and counties.
DISTRICTS = {
    "430100": "430102 430103 430104 430105 430111 430112 430121 430181 430182",
    "430200": "430202 430203 430204 430211 430212 430223 430224 430225 430281",
    "430300": "430302 430304 430321 430381 430382",
    "510100": "510104 510105 510106 510107 510108 510112 510113 510114 510115 510116 510117 510118 "
    "510121 510129 510131 510181 510182 510183 510184 510185",
    "510600": "510603 510604 510623 510681 510682 510683",
    "511400": "511402 511403 511421 511423 511424 511425",
    "512000": "512002 512021 512022",
}
NAMES = [
    ("430102", "芙蓉区", "Furong"),
    ("430121", "长沙县", "Changsha County"),
    ("430225", "炎陵县", "Yanling"),
    ("430382", "韶山市", "Shaoshan"),
    ("510112", "龙泉驿区", "Longquanyi"),
    ("510185", "简阳市", "Jianyang"),
    ("510682", "什邡市", "Shifang"),
    ("511425", "青神县", "Qingshen"),
    ("512022", "乐至县", "Lezhi"),
]
# Pairs of districts by pair of cities (first four digits).
PAIRS = {
    ("4301", "4302"): 5,
    ("4301", "4303"): 8,
    ("4302", "4303"): 4,
    ("5101", "5106"): 6,
    ("5101", "5114"): 9,
    ("5101", "5120"): 3,
    ("5106", "5120"): 1,
    ("5114", "5120"): 1,
}
PREDECESSORS = [
    ("430102", "430102", "东区", 1995),
    ("430212", "430221", "株洲县", 2018),
    ("430302", "430303", "湘江区", 1992),
    ("510185", "512081", "简阳（旧代码）", 2016),
    ("510185", "511027", "简阳县", 1994),
    ("511403", "511422", "彭山（旧代码）", 2014),
]


def test_the_58_districts_have_their_codes(books: Books) -> None:
    """Each city has exactly the districts of the national list."""
    found = {
        city.code: " ".join(district.code for district in city.districts)
        for book in books.values()
        for city in book.cities()
    }
    assert found == DISTRICTS
    assert sum(len(codes.split()) for codes in found.values()) == 58


@pytest.mark.parametrize(("code", "zh", "en"), NAMES)
def test_districts_have_their_names(books: Books, code: str, zh: str, en: str) -> None:
    """Names stand in Chinese and in English."""
    titles = {d.code: d.title for book in books.values() for d in book.districts()}
    assert titles[code] == {"zh": zh, "en": en}


@pytest.mark.parametrize(("code", "former", "zh", "until"), PREDECESSORS)
def test_former_codes_are_kept(books: Books, code: str, former: str, zh: str, until: int) -> None:
    """An old identity number or file finds the district of today."""
    earlier = {d.code: d.predecessors for book in books.values() for d in book.districts()}[code]
    found = {(p.code, (p.title or {}).get("zh", ""), p.until) for p in earlier}
    assert (former, zh, until) in found


def test_37_pairs_of_neighbours(books: Books) -> None:
    """The pairs that touch across city borders are those of the computed list, none twice."""
    pairs = [pair for book in books.values() for pair in book.adjacency()]
    counted: dict[tuple[str, str], int] = {}
    for first, second in pairs:
        cities = (min(first, second)[:4], max(first, second)[:4])
        counted[cities] = counted.get(cities, 0) + 1
    assert counted == PAIRS
    assert len({frozenset(pair) for pair in pairs}) == 37


def test_every_city_of_czt_touches_both_others_and_deyang_never_meishan(books: Books) -> None:
    """What a map shows at a glance."""
    czt = {(a[:4], b[:4]) for a, b in books["changzhutan"].adjacency()}
    cdmz = {(a[:4], b[:4]) for a, b in books["chengdemeizi"].adjacency()}
    assert czt == {("4301", "4302"), ("4301", "4303"), ("4302", "4303")}
    assert ("5106", "5114") not in cdmz
    assert ("430181", "430281") in books["changzhutan"].adjacency()
    assert ("510623", "512022") in books["chengdemeizi"].adjacency()


def test_tiles_fit_a_phone_and_none_is_used_twice(book: PolicyBook) -> None:
    """One tile a district, from column and row 0, at most ten columns."""
    tiles = [tuple(district.tile) for district in book.districts()]
    assert len(set(tiles)) == len(tiles)
    assert min(column for column, _ in tiles) == 0
    assert min(row for _, row in tiles) == 0
    assert max(column for column, _ in tiles) < 10


def test_each_city_is_one_piece_of_the_tile_map(book: PolicyBook) -> None:
    """From any tile of a city one walks to all its others over shared edges."""
    for city in book.cities():
        tiles = {tuple(district.tile) for district in city.districts}
        reached, ahead = set(), [min(tiles)]
        while ahead:
            column, row = ahead.pop()
            reached.add((column, row))
            around = {(column + 1, row), (column - 1, row), (column, row + 1), (column, row - 1)}
            ahead += (around & tiles) - reached
        assert reached == tiles, city.code


def test_most_neighbours_are_neighbours_on_the_tile_map(books: Books) -> None:
    """A schematic map cannot keep all borders; it keeps at least half of them side by side."""
    kept = 0
    for book in books.values():
        tiles = {district.code: district.tile for district in book.districts()}
        for first, second in book.adjacency():
            (c1, r1), (c2, r2) = tiles[first], tiles[second]
            kept += max(abs(c1 - c2), abs(r1 - r2)) == 1
    assert kept == 22


def test_pools_are_one_a_city_and_the_provinces_own(books: Books) -> None:
    """Nine pools: a city's own level ends in 99; only Zhuzhou's code is officially known."""
    found = {
        pool.code: (pool.city, pool.level, pool.status)
        for book in books.values()
        for pool in book.pools()
    }
    assert found == {
        "430199": ("430100", "city", "illustrative"),
        "430299": ("430200", "city", "verified"),
        "430399": ("430300", "city", "illustrative"),
        "439900": ("430100", "province", "illustrative"),
        "510199": ("510100", "city", "illustrative"),
        "510699": ("510600", "city", "illustrative"),
        "511499": ("511400", "city", "illustrative"),
        "512099": ("512000", "city", "illustrative"),
        "519900": ("510100", "province", "illustrative"),
    }


def test_city_apps_carry_their_status(books: Books) -> None:
    """The three of the press report are verified, Chengdu's is by repute, the rest unknown."""
    found = {
        city.title["zh"]: (city.app.title["zh"], city.app.status) if city.app else None
        for book in books.values()
        for city in book.cities()
    }
    assert found == {
        "长沙市": ("我的长沙", "verified"),
        "株洲市": ("诸事达", "verified"),
        "湘潭市": ("e潭就办", "verified"),
        "成都市": ("天府市民云", "illustrative"),
        "德阳市": None,
        "眉山市": None,
        "资阳市": None,
    }
