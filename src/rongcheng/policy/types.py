"""What a metro pack holds (政策包的内容): places, parameters, agreements, institutions, items.

Every type is a flat, frozen record; its annotations are also its file format (see `records`). Money
is fen, rates are parts per million, prices are micro-yuan. Titles are {"zh": …, "en": …}.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, NamedTuple

from rongcheng.policy.city_apps import CityApp
from rongcheng.policy.dimension_list import DimensionList
from rongcheng.policy.dimensions import Dimension, Tree
from rongcheng.policy.item_words import MODES
from rongcheng.policy.records import Bilingual, Key, Many, PerTier, Record
from rongcheng.policy.shapes import Code, Day, Flag, Whole, Word
from rongcheng.policy.sources import Source as Source
from rongcheng.policy.sources import Sourced, Status, Title, Words
from rongcheng.policy.values import WrittenValue
from rongcheng.policy.vocabulary import (
    ANY,
    LAYERS,
    LETTER_OF_KIND,
    TIERS,
    TIERS_OF_LEVEL,
    UNITS,
    VENUE_KINDS,
    VENUE_LETTER,
)

REGION = Code(r"[0-9]{6}", "带引号的 6 位数字", "six digits in quotes")
NAME = Code(r"[a-z][a-z0-9_]{0,63}", "小写字母、数字、下划线", "lower case, digits, underscores")
SLUG = Code(r"[a-z][a-z0-9_-]{0,63}", "小写字母、数字、连字符", "lower case, digits, hyphens")
_INSTITUTION = Code(r"[HP][0-9]{11}", "H 或 P 加 11 位数字", "H or P and 11 digits")
_VENUE = Code(rf"{VENUE_LETTER}[0-9]{{11}}", "V 加 11 位数字", "V and 11 digits")
_ITEM = Code(r"[A-Za-z0-9._-]{1,50}", "50 位以内字母数字", "at most 50 letters and digits")

Region = Annotated[str, REGION]
Slug = Annotated[str, SLUG]
Since = Annotated[date, Key("from"), Day()]
Until = Annotated[date | None, Key("to"), Day()]
ReviewBy = Annotated[date, Day()]


class Province(NamedTuple):
    """The province of the metro area."""

    code: Region
    title: Title


class Predecessor(NamedTuple):
    """A former code or name of a district, with its last year."""

    code: Region
    title: Annotated[dict[str, str] | None, Bilingual()] = None
    until: Annotated[int | None, Whole(1900, 2200)] = None


class District(NamedTuple):
    """A district or county: code (GB/T 2260), tile on the metro map (column, row), history."""

    code: Region
    title: Title
    tile: Annotated[tuple[int, int], Many(Whole(0, 99), least=2, most=2)]
    since: Annotated[int | None, Whole(1900, 2200)] = None
    predecessors: Annotated[tuple[Predecessor, ...], Many(Record(Predecessor))] = ()

    @property
    def city(self) -> str:
        """The code of its city."""
        return self.code[:4] + "00"


class City(NamedTuple):
    """A member city with its districts."""

    code: Region
    title: Title
    districts: Annotated[tuple[District, ...], Many(Record(District), least=1)]
    app: Annotated[CityApp | None, Record(CityApp)] = None


class Pool(NamedTuple):
    """A pooling area (统筹区) of medical insurance, with the city where it sits.

    `core` says who decides its settlements: `local`, our own engine, or `remote`, the pool's own
    core system. Where that system is reached is a matter of the installation, not of policy.
    """

    code: Region
    title: Title
    city: Region
    level: Annotated[str, Word(("city", "province"))]
    status: Status
    source: Sourced
    core: Annotated[str, Word(("local", "remote"))] = "local"


class Adjacency(NamedTuple):
    """Which districts touch across city borders."""

    status: Status
    source: Sourced
    pairs: Annotated[tuple[tuple[str, str], ...], Many(Many(REGION, least=2, most=2))]


class Department(NamedTuple):
    """A department of the cities' authorities (部门), as its people are told apart at work."""

    id: Slug
    title: Title


class Departments(NamedTuple):
    """The departments into which the work of every city and of the province is divided."""

    status: Status
    source: Sourced
    names: Annotated[tuple[Department, ...], Many(Record(Department), least=1)]


class Metro(NamedTuple):
    """A metro area: `metro.yaml`."""

    id: Annotated[str, NAME]
    title: Title
    province: Annotated[Province, Record(Province)]
    crypto_suite: Annotated[str, Word(("international", "national"))]
    cities: Annotated[tuple[City, ...], Many(Record(City), least=1)]
    pools: Annotated[tuple[Pool, ...], Many(Record(Pool), least=1)]
    adjacency: Annotated[Adjacency, Record(Adjacency)]
    departments: Annotated[Departments | None, Record(Departments)] = None


class ValueRow(NamedTuple):
    """The values of a parameter at one place from one day on; `at` is "layer:code"."""

    at: Words
    since: Since
    value: Annotated[Tree, WrittenValue()]
    source: Sourced
    status: Status
    review_by: ReviewBy
    until: Until = None


class Parameter(NamedTuple):
    """A policy parameter: unit, dimensions, the layers that may hold it, its dated values."""

    title: Title
    unit: Annotated[str, Word(UNITS, "policy.P030")]
    by: Annotated[tuple[Dimension, ...], DimensionList()]
    order: Annotated[tuple[str, ...], Many(Word(LAYERS, "policy.P042"), least=1, distinct=True)]
    values: Annotated[tuple[ValueRow, ...], Many(Record(ValueRow), least=1)]
    note: Annotated[dict[str, str] | None, Bilingual()] = None
    # Not a field of the file: the file's place gives "<service>.<group>.<name>".
    key: str = ""

    @property
    def service(self) -> str:
        """The service that the parameter belongs to."""
        return self.key.partition(".")[0]


class AgreedItem(NamedTuple):
    """A government item that an agreement carries, and in which modes (通办方式)."""

    item: Slug
    modes: Annotated[tuple[str, ...], Many(Word(tuple(MODES)), least=1, distinct=True)]


class Agreement(NamedTuple):
    """What members agreed: parties, services, items, the days from and to which it holds.

    Parties are cities; an agreement about government items may be one between districts.
    """

    id: Slug
    title: Title
    parties: Annotated[tuple[str, ...], Many(REGION, least=2, distinct=True)]
    services: Annotated[tuple[str, ...], Many(NAME, least=1, distinct=True)]
    summary: Title
    since: Since
    source: Sourced
    status: Status
    review_by: ReviewBy
    until: Until = None
    items: Annotated[tuple[AgreedItem, ...], Many(Record(AgreedItem))] = ()

    def in_force(self, on: date) -> bool:
        """Tell whether the agreement holds on a day; first and last day included."""
        return self.since <= on and (self.until is None or on <= self.until)


class Institution(NamedTuple):
    """A hospital, community centre, clinic, campus clinic or pharmacy of a member city."""

    code: Annotated[str, _INSTITUTION]
    title: Title
    kind: Annotated[str, Word(tuple(LETTER_OF_KIND))]
    hosp_lv: Annotated[str, Word(TIERS_OF_LEVEL)]
    tier: Annotated[str, Word(TIERS)]
    district: Region
    ownership: Annotated[str, Word(("public", "private"))]
    direct_settlement: Annotated[bool, Flag()]
    core: Annotated[str, Word(("local", "remote"))]
    status: Status
    source: Sourced

    @property
    def city(self) -> str:
        """The code of its city."""
        return self.district[:4] + "00"


class InstitutionFile(NamedTuple):
    """The institutions of one city in one file."""

    city: Region
    institutions: Annotated[tuple[Institution, ...], Many(Record(Institution))]


class Venue(NamedTuple):
    """A park, a library or hall, or a transit operator of a member city (公共场所)."""

    code: Annotated[str, _VENUE]
    title: Title
    kind: Annotated[str, Word(VENUE_KINDS)]
    district: Region
    status: Status
    source: Sourced

    @property
    def city(self) -> str:
        """The code of its city."""
        return self.district[:4] + "00"


class VenueFile(NamedTuple):
    """The parks, venues and transit operators of one city in one file."""

    city: Region
    venues: Annotated[tuple[Venue, ...], Many(Record(Venue))]


class ItemValue(NamedTuple):
    """Class, prepaid share and price caps (micro-yuan by tier, "*" for the rest) from a day on."""

    since: Since
    charge_class: Annotated[str, Key("class"), Word(("A", "B", "C"), "policy.P092")]
    source: Sourced
    status: Status
    until: Until = None
    prepay_ppm: Annotated[int | None, Whole(0, 1_000_000)] = None
    cap_micro: Annotated[
        Mapping[str, int] | None, PerTier(Whole(1, 9_000_000_000_000), (*TIERS, ANY))
    ] = None


class CatalogueItem(NamedTuple):
    """A drug, service or consumable of a catalogue of the place of care."""

    code: Annotated[str, _ITEM]
    title: Title
    list_type: Annotated[str, Word(("101", "102", "103", "104", "105", "106", "201", "301"))]
    charge_type: Annotated[str, Word(tuple(f"{n:02}" for n in range(1, 15)))]
    restricted: Annotated[bool, Flag()]
    values: Annotated[tuple[ItemValue, ...], Many(Record(ItemValue), least=1)]


class CatalogueFile(NamedTuple):
    """The catalogue items of one city or province in one file."""

    at: Region
    items: Annotated[tuple[CatalogueItem, ...], Many(Record(CatalogueItem))]
