"""Decides the histories of made-up residents (就诊史): every bill by the rules of the counter.

Each history is decided once by `assess`, in order, with its own running totals; the load then gives
it to many residents. A copy has the same facts, totals and result, so deciding it again agrees.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from rongcheng.policy.book import PolicyBook
from rongcheng.policy.load import load_pack
from rongcheng.services.health.assessing.counting import Counted
from rongcheng.services.health.domain.types import STAYS, CareKind, SettledAmounts
from rongcheng.services.health.types import Place

METROS = Path(__file__).resolve().parents[2] / "metros"
OWN, AID = "own", "aid"
"""Stand for the person's own accounts in postings."""


@dataclass
class Bill:
    """One settled bill, or the reversal of one; `decision` is None for a reversal."""

    metro: str
    place: Place
    scheme: str
    insured_pool: str
    at: datetime
    year: int
    kind: int
    disease: str
    amounts: SettledAmounts
    ratio_ppm: int
    balance_fen: int
    counted: Counted
    fund_type: str
    lines: list[tuple[Any, ...]]
    postings: list[tuple[str, int]]
    decision: dict[str, str] | None
    entitlement: int
    begun_on: date
    reverses: int = -1
    first_of_visit: int = -1
    is_interim: bool = False
    is_reversed: bool = False


@dataclass
class History:
    """A made-up resident with all that was decided about her; bills in order."""

    row: dict[str, Any]
    metro: str
    account_fen: int
    aid_fen: int
    granted: tuple[str, ...]
    bills: list[Bill] = field(default_factory=list)
    years: dict[int, dict[str, int]] = field(default_factory=dict)
    months: dict[int, int] = field(default_factory=dict)
    stays: dict[tuple[int, str], int] = field(default_factory=dict)
    pregnancies: dict[int, list[int]] = field(default_factory=dict)
    opened_account_fen: int = 0
    opened_aid_fen: int = 0


class World(NamedTuple):
    """The packs and the places of care that the histories play in."""

    books: Mapping[str, PolicyBook]
    places: Mapping[tuple[str, str, bool], tuple[Place, ...]]

    def place_for(self, row: dict[str, Any]) -> Place:
        """Return an institution of the row's pool and tier; the next lower tier where none is."""
        tiers = ("provincial", "level_3", "level_2", "level_1", "primary")
        for tier in tiers[tiers.index(row["tier"]) :]:
            found = self.places.get((row["care_pool"], tier, row["campus"]))
            if found:
                return found[row["visit"] * 7919 % len(found)]
        raise AssertionError(f"no place for {row}")


def make_world() -> World:
    """Read the packs and list the institutions by pool, tier and whether they are on a campus."""
    books: dict[str, PolicyBook] = {}
    places: dict[tuple[str, str, bool], list[Place]] = {}
    for folder in sorted(METROS.glob("*/metro.yaml")):
        pack, _ = load_pack(folder.parent)
        assert pack is not None
        book = PolicyBook(pack)
        books |= {pool.code: book for pool in book.pools()}
        for item in book.institutions():
            if item.kind == "pharmacy":
                continue
            pool = book.pool_of_city(item.city)
            place = Place(
                item.code, book.metro, item.title["zh"], item.city, item.district, pool, item.tier,
                item.direct_settlement, item.kind,
            )  # fmt: skip
            places.setdefault((pool, item.tier, item.kind == "campus"), []).append(place)
    return World(books, {key: tuple(found) for key, found in places.items()})


def is_stay(kind: int) -> bool:
    """Say whether a category of care begins with an admission."""
    return CareKind(kind) in STAYS
