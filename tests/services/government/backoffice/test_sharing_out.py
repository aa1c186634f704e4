"""Cases are shared out fairly: by open work, not to the absent, and once."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.test import Client

from rongcheng.foundation.cases.public import assignments_of
from rongcheng.foundation.outbox.public import drain
from rongcheng.foundation.people.public import demo_account
from rongcheng.services.government.backoffice.absences import NewAbsence, add_absence, end_absence
from rongcheng.services.government.backoffice.assigning import stands_in_for
from rongcheng.services.government.backoffice.distributing import distribute_everywhere, loads_of
from rongcheng.web.actor import SYSTEM, Actor
from tests.services.government.backoffice.conftest import (
    CHANGSHA,
    LICENCE,
    METRO,
    ZHUZHOU,
    Authority,
    holder,
    name_of_holder,
    token,
)

DAY = date(2026, 3, 2)


def test_cases_go_round_and_are_noted(authority: Authority) -> None:
    cases = [authority.case() for _ in range(4)]
    assert authority.share_out() == 4
    by_officer = {authority.wang.id: 0, authority.li.id: 0}
    for case in cases:
        by_officer[str(holder(case))] += 1
        notes = assignments_of(SYSTEM, case)
        assert [(note.why, note.by_id, note.city) for note in notes] == [
            ("fair", "system", ZHUZHOU)
        ]
    assert set(by_officer.values()) == {2}
    # Each weighs three: a promised case, as the pack's sample says.
    officers = [UUID(authority.wang.id), UUID(authority.li.id)]
    assert set(loads_of(METRO, ZHUZHOU, officers, DAY).values()) == {6}
    assert authority.share_out() == 0
    assert [len(assignments_of(SYSTEM, case)) for case in cases] == [1, 1, 1, 1]


def test_a_step_is_followed_by_its_share(authority: Authority) -> None:
    case = authority.case()
    assert holder(case) is None
    drain()
    assert name_of_holder(case) in ("样例·王", "样例·李")


def test_who_is_away_gets_none_and_gets_some_on_return(authority: Authority) -> None:
    away = NewAbsence(UUID(authority.wang.id), DAY, date(2026, 3, 6), None, token())
    absence = add_absence(authority.wang, away)
    cases = [authority.case() for _ in range(3)]
    assert authority.share_out() == 3
    assert [name_of_holder(case) for case in cases] == ["样例·李"] * 3
    both = NewAbsence(UUID(authority.li.id), DAY, DAY, None, token())
    add_absence(authority.head, both)
    waiting = authority.case()
    assert authority.share_out() == 0
    assert holder(waiting) is None
    end_absence(authority.wang, absence.pk)
    assert name_of_holder(waiting) == "样例·王"


def test_what_a_window_still_has_is_not_for_officers(authority: Authority) -> None:
    town = authority.town
    person, counter = town.resident(CHANGSHA), town.staff("clerk", CHANGSHA)
    assert person.person_id is not None
    from_counter = town.begin(
        counter,
        person.person_id,
        "business-licence",
        LICENCE,
        "430111",
    )
    town.papers(counter, from_counter, "id-card", "premises-proof")
    case = town.submit(counter, from_counter)
    assert distribute_everywhere() == 0
    assert holder(case) is None
    town.step(counter, case, "TRANSFER", by="wire", papers_checked=True)
    assert distribute_everywhere() == 0
    town.step(authority.clerk, case, "ARRIVE")
    assert distribute_everywhere() == 1
    assert name_of_holder(case) in ("样例·王", "样例·李")


def away(authority: Authority, staff: Actor, substitute: Actor | None) -> None:
    """Let somebody be away for the week."""
    other = UUID(substitute.id) if substitute else None
    add_absence(authority.head, NewAbsence(UUID(staff.id), DAY, date(2026, 3, 6), other, token()))


def test_a_substitute_who_is_away_passes_on_to_hers(authority: Authority, settings: Any) -> None:
    case = authority.accepted()
    away(authority, authority.wang, authority.li)
    away(authority, authority.li, authority.head)
    assert stands_in_for(authority.li) == []
    settings.RONGCHENG_DEMO = True
    client = Client()
    client.force_login(demo_account("zhao"))
    assert "样例·李也请假，今天由样例·赵代班" in client.get("/cases/absences").content.decode()
    assert set(stands_in_for(authority.head)) == {UUID(authority.wang.id), UUID(authority.li.id)}
    assert distribute_everywhere() == 0
    assert name_of_holder(case) == "样例·王"


def test_where_nobody_of_the_chain_is_there_it_is_shared_out(authority: Authority) -> None:
    case = authority.accepted()
    away(authority, authority.wang, authority.li)
    away(authority, authority.li, authority.wang)
    # Nobody else is there either: it stays where it is.
    assert distribute_everywhere() == 0
    assert name_of_holder(case) == "样例·王"
    authority.member("wu", "officer", "样例·吴")
    assert distribute_everywhere() == 1
    assert name_of_holder(case) == "样例·吴"
    assert [row.why for row in assignments_of(SYSTEM, case)] == ["taken", "fair"]
    assert distribute_everywhere() == 0


def test_who_names_nobody_keeps_hers_until_a_head_shares_out(authority: Authority) -> None:
    case = authority.accepted()
    away(authority, authority.wang, None)
    assert distribute_everywhere() == 0
    assert name_of_holder(case) == "样例·王"
