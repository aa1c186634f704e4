"""The market bureau of Zhuzhou and its neighbours: people of one department each, and cases."""

from __future__ import annotations

from datetime import date

from rongcheng.foundation.cases.public import Case, CaseDesk
from rongcheng.foundation.people.public import add_staff
from rongcheng.web.actor import Actor
from tests.services.government.backoffice.conftest import CHANGSHA, METRO, ZHUZHOU, Authority
from tests.services.government.handling.test_three_modes import MOVE

MARKET, POLICE, DISABLED = "market", "police", "disabled-persons"
DAY, END = date(2026, 3, 2), date(2026, 3, 6)


class Departments:
    """The market bureau of Zhuzhou and its neighbours, each with people of its own."""

    def __init__(self, authority: Authority) -> None:
        self.authority, self.town = authority, authority.town
        self.officer = self.member("m-officer", "officer", MARKET)
        self.head = self.member("m-head", "head", MARKET)
        self.clerk = self.member("m-clerk", "clerk", MARKET)
        self.other = self.member("p-officer", "officer", POLICE)
        self.other_head = self.member("p-head", "head", POLICE)
        self.other_clerk = self.member("p-clerk", "clerk", POLICE)

    def member(self, login: str, role: str, department: str, city: str = ZHUZHOU) -> Actor:
        """Add somebody who works for one department, and who may sign in by a card."""
        name = f"样例·{login}"
        staff = add_staff(
            login=login,
            metro=METRO,
            name=name,
            role=role,
            city=city,
            department=department,
            demo=True,
        )
        return Actor(
            "staff", str(staff), name, role=role, city=city, metro=METRO, department=department
        )

    @property
    def others(self) -> tuple[Actor, ...]:
        """Return those of the same city who must see nothing of the market bureau's."""
        return self.other, self.other_head, self.other_clerk


def seats(case: Case) -> list[tuple[str, str, str]]:
    rows = CaseDesk.objects.filter(case=case, ended_at__isnull=True)
    return sorted(rows.values_list("city", "department", "kind"))


def move_in(departments: Departments) -> Case:
    """Let somebody move her household register from Changsha to Zhuzhou, at its general window."""
    person = departments.town.resident(CHANGSHA)
    assert person.person_id is not None
    clerk = departments.authority.clerk
    answers = {**MOVE, "registered": "430102", "moving_to": "430204"}
    case = departments.town.begin(clerk, person.person_id, "hukou-transfer", answers, "430204")
    departments.town.papers(clerk, case, "id-card", "household-register", "work-proof")
    return departments.town.submit(clerk, case)
