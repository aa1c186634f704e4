"""A published metro with residents and staff of its cities, for cases on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from rongcheng.foundation.cases.public import Case, Handed
from rongcheng.foundation.people.public import register_resident
from rongcheng.kernel.clock import SHANGHAI, FixedClock, use_clock
from rongcheng.policy.editions import current_book, publish
from rongcheng.services.government.public import (
    CHANNEL_COUNTER,
    CHANNEL_PHONE,
    CaseEvent,
    NewCase,
    Step,
    Submission,
    hand_in_materials,
    open_case,
    submit_case,
    take_step,
)
from rongcheng.simulation.population import sample_id_number
from rongcheng.web.actor import Actor
from tests.packs import pack_in
from tests.tidy.tree import PROJECT

METRO = "changzhutan"
CHANGSHA, ZHUZHOU, XIANGTAN, HUNAN = "430100", "430200", "430300", "430000"


class Town:
    """The metro as a test sees it: who lives there and who works there."""

    def __init__(self, metro: str = METRO) -> None:
        self.metro = metro
        self.book = current_book(metro)
        self.made = 0

    def resident(self, city: str = ZHUZHOU) -> Actor:
        """Register an invented resident and return her as who asks."""
        self.made += 1
        number = sample_id_number(f"{city[:4]}02", date(1990, 1, 1 + self.made % 28), self.made)
        name = f"样例·居民{self.made}"
        person = register_resident(metro=self.metro, name=name, id_number=number, home_city=city)
        return Actor("resident", str(person), name, person_id=person, city=city, metro=self.metro)

    def staff(self, role: str, city: str, label: str = "") -> Actor:
        """Return a member of staff of a city."""
        name = label or f"样例·{role}"
        return Actor("staff", str(uuid4()), name, role=role, city=city, metro=self.metro)

    def begin(
        self, actor: Actor, person: UUID, item: str, answers: dict[str, Any], at: str
    ) -> Case:
        """Open a case at a counter or, for a resident, in the app of a city."""
        online = actor.kind == "resident"
        channel = CHANNEL_PHONE if online else CHANNEL_COUNTER
        wanted = NewCase(person, item, at, online, str(uuid4()), channel, answers)
        return open_case(actor, wanted)

    def papers(self, actor: Actor, case: Case, *materials: str) -> None:
        """Hand papers in at a counter."""
        hand_in_materials(
            actor, case.number, [Handed(material, "paper", originals=1) for material in materials]
        )

    def submit(self, actor: Actor, case: Case, **more: Any) -> Case:
        """Hand a case over; a counter has seen the card."""
        identity = "" if actor.kind == "resident" else "card"
        return submit_case(actor, case.number, Submission(str(uuid4()), identity, **more))

    def step(self, actor: Actor, case: Case, event: str, reason: str = "", **data: Any) -> Case:
        """Make a step."""
        step = Step(str(uuid4()), reason, data)
        return take_step(actor, case.number, CaseEvent[event], step)


@pytest.fixture
def clock() -> Iterator[FixedClock]:
    """Stand at ten in the morning of 2 March 2026, a Monday."""
    fixed = FixedClock(datetime(2026, 3, 2, 10, 0, tzinfo=SHANGHAI))
    with use_clock(fixed):
        yield fixed


@pytest.fixture
def town(db: None, clock: FixedClock) -> Town:
    """Publish the pack and open the doors."""
    pack = pack_in(PROJECT / "metros" / METRO)
    publish(pack, by="test")
    return Town()
