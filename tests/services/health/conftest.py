"""A published metro with hospitals and invented people, for the health room's tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from rongcheng.foundation.institutions.public import (
    forget_credentials,
    get_institution,
    sync_institutions,
)
from rongcheng.foundation.ledger.public import PostingLine, open_window, post_entry
from rongcheng.foundation.people.public import Enrolment, enrol, register_resident
from rongcheng.kernel.clock import SHANGHAI, FixedClock, use_clock
from rongcheng.policy.editions import current_book, publish
from rongcheng.policy.pack import Pack
from rongcheng.services.health.public import Place, place_of_institution
from rongcheng.simulation.population import sample_id_number
from tests.packs import pack_in

METRO = "changzhutan"
PACK = Path(__file__).parents[3] / "metros" / METRO
CHANGSHA, ZHUZHOU, XIANGTAN = "430199", "430299", "430399"


@pytest.fixture(scope="session")
def pack() -> Pack:
    """Return the Changsha-Zhuzhou-Xiangtan pack."""
    found = pack_in(PACK)
    return found


@dataclass(frozen=True)
class Person:
    """An invented insured person; her number is known to the test only."""

    psn_no: str
    name: str
    id_number: str
    pool: str
    insutype: str


class World:
    """The metro as a test sees it: places by code, people made on demand."""

    def __init__(self, metro: str = METRO) -> None:
        self.metro = metro
        self.book = current_book(metro)
        self.made = 0

    def place(self, code: str) -> Place:
        """Return an institution of the pack."""
        return place_of_institution(get_institution(code))

    def at_tier(self, city: str, tier: str) -> Place:
        """Return the first institution of a city at a tier."""
        code = min(
            found.code
            for found in self.book.institutions()
            if found.tier == tier and found.code[1:5] == city[:4] and found.direct_settlement
        )
        return self.place(code)

    def person(
        self,
        pool: str = CHANGSHA,
        scheme: str = "employee",
        standing: str = "in_service",
        *,
        account_fen: int = 0,
        aid_fen: int = 0,
        status: str = "1",
        born_on: date | None = None,
        **enrolled_as: Any,
    ) -> Person:
        """Register and enrol an invented person, with money in her accounts."""
        self.made += 1
        district = f"{pool[:4]}02"
        born_on = born_on or date(1980, 1, 1 + self.made % 28)
        number = sample_id_number(district, born_on, self.made)
        name = f"样例·甲{self.made}"
        person_id = register_resident(
            metro=self.metro, name=name, id_number=number, home_city=f"{pool[:4]}00"
        )
        types = {"in_service": "11", "retired": "12", "adult": "15", "senior": "16"}
        info = enrol(
            Enrolment(
                resident_id=person_id,
                pool=pool,
                scheme=scheme,
                standing=standing,
                psn_type=types.get(standing, "1403"),
                insured_from=date(2020, 1, 1),
                status=status,
                **enrolled_as,
            )
        )
        for code, amount in (("account", account_fen), ("aid", aid_fen)):
            if amount:
                post_entry(
                    key=f"test:{code}:{info.psn_no}",
                    metro=self.metro,
                    kind="test.opening",
                    reference=info.psn_no,
                    occurred_at=datetime(2024, 1, 1, tzinfo=SHANGHAI),
                    postings=[
                        PostingLine(f"{code}:{info.psn_no}", amount),
                        PostingLine(f"opening:{pool}", -amount),
                    ],
                )
        return Person(info.psn_no, name, number, pool, info.insutype)


@pytest.fixture
def clock() -> Iterator[FixedClock]:
    """Stand at ten in the morning of 2 March 2026, in this thread."""
    fixed = FixedClock(datetime(2026, 3, 2, 10, 0, tzinfo=SHANGHAI))
    with use_clock(fixed):
        yield fixed


@pytest.fixture
def world(db: None, pack: Pack, clock: FixedClock) -> World:
    """Publish the pack, list its institutions and open the clearing window."""
    forget_credentials()
    publish(pack, by="test")
    sync_institutions(current_book(METRO))
    open_window(METRO)
    return World()
