"""An authority with people in it: officers and a head in Zhuzhou, colleagues elsewhere."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from rongcheng.foundation.cases.public import Case
from rongcheng.foundation.people.public import add_staff, name_colleagues
from rongcheng.services.government.backoffice.distributing import distribute_queue
from rongcheng.simulation.population import sample_id_number
from rongcheng.web.actor import Actor
from tests.services.government.handling.conftest import (
    CHANGSHA,
    METRO,
    ZHUZHOU,
    Town,
    clock,
    town,
)

__all__ = ["CHANGSHA", "METRO", "ZHUZHOU", "Authority", "authority", "clock", "town"]
LICENCE = {
    "name": "样例·居民1",
    "id_number": sample_id_number("430202", date(1990, 1, 2), 1),
    "mobile": "13900000000",
    "company_name": "样例便民店",
    "company_kind": "sole",
    "premises_district": "430204",
    "premises_address": "样例路 1 号",
    "business_scope": "食品零售",
}


class Authority:
    """Those who work in the authorities of Zhuzhou, and cases that come to them."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.wang = self.member("wang", "officer", "样例·王")
        self.li = self.member("li", "officer", "样例·李")
        self.head = self.member("zhao", "head", "样例·赵")
        self.other_head = self.member("qian", "head", "样例·钱")
        self.clerk = self.member("sun", "clerk", "样例·孙")
        self.abroad = self.member("zhou", "officer", "样例·周", CHANGSHA)

    def member(self, login: str, role: str, name: str, city: str = ZHUZHOU) -> Actor:
        """Add a member of staff, who may sign in by a card."""
        staff = add_staff(login=login, metro=METRO, name=name, role=role, city=city, demo=True)
        return Actor("staff", str(staff), name, role=role, city=city, metro=METRO)

    def case(self, *, complete: bool = True) -> Case:
        """Let a resident of Changsha apply online for what Zhuzhou decides."""
        person = self.town.resident(CHANGSHA)
        assert person.person_id is not None
        case = self.town.begin(person, person.person_id, "business-licence", LICENCE, CHANGSHA)
        if complete:
            self.town.papers(person, case, "id-card", "premises-proof")
        return self.town.submit(person, case, incomplete=not complete, delivery="certificate")

    def accepted(self) -> Case:
        """Return a case in the review of Wang."""
        case = self.case()
        self.town.step(self.clerk, case, "ACCEPT")
        return self.town.step(self.wang, case, "BEGIN_REVIEW")

    def share_out(self) -> int:
        """Share out what waits in Zhuzhou."""
        with transaction.atomic():
            return distribute_queue(METRO, ZHUZHOU)


def holder(case: Case) -> UUID | None:
    """Return in whose hands the whole of a case is."""
    turn: Any = case.turns.get(part=-1)
    found: UUID | None = turn.assignee
    return found


def name_of_holder(case: Case) -> str:
    """Return the name of whoever has the case; empty for nobody."""
    staff = holder(case)
    return name_colleagues([staff])[staff].name if staff else ""


def token() -> str:
    return str(uuid4())


@pytest.fixture
def authority(town: Town) -> Authority:
    return Authority(town)
