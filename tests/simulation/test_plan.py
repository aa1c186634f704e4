"""Plans of invented days follow from seed, person and day, and every kind of event is in them."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest

from rongcheng.kernel.clock import FixedClock
from rongcheng.policy.editions import current_book
from rongcheng.services.health.public import CareKind
from rongcheng.simulation.life.acts import ACTS
from rongcheng.simulation.life.citizens import make_citizens
from rongcheng.simulation.life.event import Event
from rongcheng.simulation.life.paper_plan import paper_of
from rongcheng.simulation.life.plan import events_of, plan_day
from rongcheng.simulation.life.stage import Stage, Wanted
from tests.simulation.conftest import METROS

FIRST = date(2026, 1, 1)
MANY = 400
KINDS = {int(kind) for kind in CareKind} - {int(CareKind.RESIDENT_BIRTH_OTHER)}


def stage_of(metro: str, run: str = "1") -> Stage:
    return Stage(Wanted(metro, run, MANY, FIRST, FIRST, intensity=2.0))


def month_of(stage: Stage) -> list[Event]:
    people = make_citizens(stage.book, stage.run, MANY, FIRST)
    days = (FIRST + timedelta(days=number) for number in range(45))
    return [event for day in days for event in plan_day(stage, people, day)]


def test_every_act_and_every_kind_of_care_is_planned(stage: FixedClock) -> None:
    acts: Counter[str] = Counter()
    kinds: Counter[int] = Counter()
    for metro in METROS:
        found = month_of(stage_of(metro))
        acts.update(event.act for event in found)
        kinds.update(event.kind for event in found if event.kind)
        assert any(event.late_days for event in found)
        assert any(stage_of(metro).infos[event.place].city != "" for event in found)
        assert {event.account_use for event in found} == {0, 1, 2}
    assert set(acts) == set(ACTS)
    assert set(kinds) == KINDS


def test_a_day_is_the_same_whoever_plans_it_and_when(stage: FixedClock) -> None:
    home = stage_of("changzhutan")
    people = make_citizens(home.book, "1", MANY, FIRST)
    day = FIRST + timedelta(days=9)
    whole = plan_day(home, people, day)
    again = stage_of("changzhutan")
    halves = [plan_day(again, people[half::2], day) for half in (1, 0)]
    assert sorted(halves[0] + halves[1], key=lambda e: (e.at, e.number, e.order)) == whole
    assert all(before.at <= after.at for before, after in pairwise(whole))
    other = stage_of("changzhutan", "2")
    assert plan_day(other, people, day) != whole


def test_a_stay_s_parts_agree_on_what_it_is(stage: FixedClock) -> None:
    home = stage_of("chengdemeizi")
    people = make_citizens(home.book, "1", MANY, FIRST)
    stays = Counter[object]()
    for citizen in people:
        for number in range(60):
            day = FIRST + timedelta(days=number)
            for event in events_of(home, citizen, day):
                if event.stay is not None and event.act in ("admit", "discharge"):
                    stays[citizen.number, event.stay.begun_at, event.stay] += 1
    # Begun and ended, but for those that go on beyond the last day.
    assert Counter(stays.values())[2] > 30
    assert set(stays.values()) <= {1, 2}


def test_people_are_plainly_invented_and_nobody_s_number_comes_twice(stage: FixedClock) -> None:
    people = make_citizens(current_book("changzhutan"), "1", 3_000, FIRST)
    assert len({citizen.id_number for citizen in people}) == 3_000
    assert len({citizen.psn_no for citizen in people}) == 3_000
    assert all(citizen.name.startswith("样例·") for citizen in people)
    assert all(citizen.born_on < FIRST for citizen in people)
    shares = Counter(citizen.scheme for citizen in people)
    assert 1_000 < shares["employee"] < 1_800
    assert {citizen.city for citizen in people} == {"430100", "430200", "430300"}
    assert sum(citizen.work_city != citizen.city for citizen in people) > 100
    assert {citizen.need for citizen in people} == {"", "2303", "2304", "2305"}
    assert make_citizens(current_book("changzhutan"), "1", 10, FIRST) == people[:10]


def test_what_is_asked_of_offices_leaves_the_day_s_care_as_it_is(
    stage: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = stage_of("changzhutan")
    people = make_citizens(home.book, home.run, MANY, FIRST)
    days = [FIRST + timedelta(days=number) for number in range(45)]
    asked = [event for day in days for one in people for event in paper_of(home, one, day)]
    acts = Counter(event.act for event in asked)
    assert acts.keys() == {"file", "withdraw", "apply", "review"}
    assert acts["file"] > acts["withdraw"]
    assert acts["apply"] == acts["review"]
    day = next(event for event in asked if event.act == "apply").at.date()
    found = plan_day(home, people, day)
    monkeypatch.setattr("rongcheng.simulation.life.paper_plan.FILES", 0.0)
    monkeypatch.setattr("rongcheng.simulation.life.paper_plan.APPLIES", 0.0)
    care = plan_day(home, people, day)
    assert care == [event for event in found if event.act not in acts]
    assert 0 < len(care) < len(found)
