"""A power is taken back through the page: what was decided stays explained, new cases go back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.test import Client

from rongcheng.foundation.cases.public import Case, get_case
from rongcheng.foundation.people.public import add_staff, demo_account
from rongcheng.kernel.clock import SHANGHAI, FixedClock
from rongcheng.services.government.public import CaseState
from rongcheng.web.actor import Actor
from tests.services.government.handling.conftest import HUNAN, METRO, XIANGTAN, Town
from tests.services.government.handling.conftest import clock as clock
from tests.services.government.handling.conftest import town as town
from tests.services.government.handling.test_bundles_and_powers import PROJECT

POWER = "/office/powers/xiangtan-01"
DOCUMENT = "关于赋予长沙市、株洲市、湘潭市部分省级经济社会管理权限的通知"
RECALL = {
    "act": "recall",
    "day": "2026-03-10",
    "token": "r1",
    "document": "样例：收回通知",
    "reason_zh": "样例原因",
    "reason_en": "sample reason",
}


def signed_in(role: str, city: str) -> Client:
    """Sign a demo colleague in."""
    login = f"{role}-{city}"
    add_staff(login=login, metro=METRO, name=f"样例·{login}", role=role, city=city, demo=True)
    client = Client()
    client.force_login(demo_account(login))
    return client


def handed_in(town: Town, person: Actor) -> Case:
    """Hand a project of Xiangtan in at its counter."""
    assert person.person_id is not None
    counter = town.staff("clerk", XIANGTAN)
    answers = {**PROJECT, "project_district": "430302"}
    case = town.begin(counter, person.person_id, "project-approval", answers, "430302")
    town.papers(counter, case, "request", "feasibility-study")
    return town.submit(counter, case)


def take_back() -> None:
    """Draft the recall on the page of one of the office, confirm it on that of another."""
    author, colleague = signed_in("office", "430100"), signed_in("office", "430200")
    address = author.post(POWER, RECALL)["Location"]
    assert author.post(address, {"act": "propose"}).status_code == 302
    assert colleague.post(address, {"act": "confirm"}).status_code == 302
    guide = author.get(f"/items/project-approval?metro={METRO}&on=2026-03-10")
    assert "已收回" in guide.content.decode()


def test_decided_before_a_recall_and_handed_in_around_it(
    town: Town, clock: FixedClock, settings: Any
) -> None:
    settings.RONGCHENG_DEMO = True
    person = town.resident(XIANGTAN)
    decided = handed_in(town, person)
    town.step(town.staff("clerk", XIANGTAN), decided, "ACCEPT")
    town.step(town.staff("officer", XIANGTAN), decided, "BEGIN_REVIEW")
    head = town.staff("head", XIANGTAN)
    decided = town.step(head, decided, "DECIDE", granted=True)
    assert (decided.state, decided.power) == (CaseState.DECIDED, "xiangtan-01")
    way = decided.way
    take_back()
    clock.set(datetime(2026, 3, 9, 10, tzinfo=SHANGHAI))
    before = handed_in(town, person)
    clock.set(datetime(2026, 3, 10, 10, tzinfo=SHANGHAI))
    after = handed_in(town, person)
    assert [(c.decider_city, c.power) for c in (before, after)] == [
        (XIANGTAN, "xiangtan-01"),
        (HUNAN, ""),
    ]
    kept = get_case(head, decided.number)
    assert kept.way == way
    basis = next(b for b in kept.way["bases"] if b["answer"] == "decider")
    assert (basis["key"], basis["document"]) == ("powers:xiangtan-01", DOCUMENT)
    page = signed_in("head", XIANGTAN).get(f"/cases/{decided.number}").content.decode()
    assert DOCUMENT in page
