"""In whose hands a case is: taken, passed on, reassigned, and what is refused changes nothing."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from rongcheng.foundation.cases.public import (
    WHOLE,
    Case,
    CaseAbsence,
    CaseAssignment,
    CaseUnknown,
    ReasonMissing,
    assignments_of,
)
from rongcheng.kernel.clock import FixedClock
from rongcheng.services.government.backoffice.absences import NewAbsence, add_absence, end_absence
from rongcheng.services.government.backoffice.assigning import give_turn, stands_in_for
from rongcheng.services.government.backoffice.errors import (
    AbsenceInvalid,
    AbsenceNotYours,
    ColleagueUnknown,
    TurnGone,
    TurnNotYours,
)
from rongcheng.services.government.backoffice.queues import turn_rows
from rongcheng.web.actor import SYSTEM, Actor
from tests.services.government.backoffice.conftest import Authority, holder, name_of_holder, token

DAY, LATER = date(2026, 3, 2), date(2026, 3, 6)


def ways(case: Case) -> list[str]:
    return [note.why for note in assignments_of(SYSTEM, case)]


def mine(actor: Actor) -> list[str]:
    return [turn.case.number for turn in turn_rows(actor, "mine")]


def test_taken_passed_on_and_reassigned_each_with_its_note(authority: Authority) -> None:
    case, wang, li = authority.case(), UUID(authority.wang.id), UUID(authority.li.id)
    give_turn(authority.wang, case.number, wang)
    give_turn(authority.wang, case.number, wang)
    assert (mine(authority.wang), mine(authority.li)) == ([case.number], [])
    give_turn(authority.wang, case.number, li, reason="转给熟悉的同事")
    assert (mine(authority.wang), mine(authority.li)) == ([], [case.number])
    with pytest.raises(ReasonMissing):
        give_turn(authority.head, case.number, wang)
    assert name_of_holder(case) == "样例·李"
    give_turn(authority.head, case.number, wang, reason="李手上太多")
    assert ways(case) == ["taken", "passed", "reassigned"]


def test_whoever_works_on_what_nobody_had_has_it(authority: Authority) -> None:
    case = authority.case()
    authority.town.step(authority.clerk, case, "ACCEPT")
    assert holder(case) is None
    authority.town.step(authority.wang, case, "BEGIN_REVIEW")
    assert (name_of_holder(case), ways(case)) == ("样例·王", ["taken"])
    assert authority.share_out() == 0


@pytest.mark.parametrize("who", ["wang", "clerk", "abroad"])
def test_what_is_in_another_s_hands_is_hers(authority: Authority, who: str) -> None:
    case = authority.case()
    give_turn(authority.li, case.number, UUID(authority.li.id))
    wanted = {"wang": TurnNotYours, "clerk": TurnGone, "abroad": CaseUnknown}[who]
    actor = getattr(authority, who)
    if who == "abroad":
        # Changsha takes no part in a case that was asked for online in Zhuzhou.
        actor = authority.member("far", "head", "样例·远", "430300")
    with pytest.raises(wanted):
        give_turn(actor, case.number, UUID(authority.wang.id), reason="我来")
    assert name_of_holder(case) == "样例·李"
    assert ways(case) == ["taken"]


def test_only_who_works_here_and_is_here_gets_one(authority: Authority) -> None:
    case = authority.case()
    away = NewAbsence(UUID(authority.li.id), DAY, LATER, None, token())
    add_absence(authority.li, away)
    for staff in (authority.abroad.id, authority.clerk.id, authority.li.id):
        with pytest.raises(ColleagueUnknown):
            give_turn(authority.head, case.number, UUID(staff), reason="改派")
    assert holder(case) is None
    assert ways(case) == []


def test_a_decided_case_goes_back_to_its_officer(authority: Authority) -> None:
    case = authority.accepted()
    give_turn(authority.wang, case.number, UUID(authority.wang.id))
    give_turn(authority.wang, case.number, UUID(authority.head.id), reason="拟准予")
    assert name_of_holder(case) == "样例·赵"
    authority.town.step(authority.head, case, "DECIDE", granted=True)
    assert name_of_holder(case) == "样例·王"
    assert ways(case) == ["taken", "passed", "returned"]


def test_a_substitute_has_it_in_her_queue_from_day_to_day(
    authority: Authority, clock: FixedClock
) -> None:
    case, wang, li = authority.case(), UUID(authority.wang.id), UUID(authority.li.id)
    give_turn(authority.wang, case.number, wang)
    absence = add_absence(authority.wang, NewAbsence(wang, DAY, LATER, li, "one"))
    assert stands_in_for(authority.li) == [wang]
    assert mine(authority.li) == [case.number]
    # She may pass it on, too, while she stands in.
    give_turn(authority.li, case.number, li)
    assert name_of_holder(case) == "样例·李"
    again = add_absence(authority.wang, NewAbsence(wang, DAY, LATER, li, "one"))
    assert (again.pk, CaseAbsence.objects.count()) == (absence.pk, 1)
    end_absence(authority.wang, absence.pk)
    end_absence(authority.wang, absence.pk)
    assert stands_in_for(authority.li) == []


@pytest.mark.parametrize("wrong", ["before", "past", "long", "self", "elsewhere", "twice"])
def test_an_absence_that_cannot_be_is_not_entered(authority: Authority, wrong: str) -> None:
    wang, li = UUID(authority.wang.id), UUID(authority.li.id)
    if wrong == "twice":
        add_absence(authority.wang, NewAbsence(wang, DAY, LATER, li, token()))
    known = CaseAbsence.objects.count()
    since, until, other = {
        "before": (LATER, DAY, None),
        "past": (date(2026, 2, 2), date(2026, 2, 3), None),
        "long": (DAY, date(2027, 3, 3), None),
        "self": (DAY, LATER, wang),
        "elsewhere": (DAY, LATER, UUID(authority.abroad.id)),
        "twice": (LATER, date(2026, 3, 9), li),
    }[wrong]
    with pytest.raises(AbsenceInvalid):
        add_absence(authority.wang, NewAbsence(wang, since, until, other, token()))
    assert CaseAbsence.objects.count() == known


def test_one_enters_one_s_own_absence_and_a_head_those_of_her_city(authority: Authority) -> None:
    wanted = NewAbsence(UUID(authority.wang.id), DAY, LATER, None, token())
    for actor in (authority.li, authority.clerk, authority.abroad):
        with pytest.raises(AbsenceNotYours):
            add_absence(actor, wanted)
    far_head = authority.member("far", "head", "样例·远", "430300")
    with pytest.raises(AbsenceNotYours):
        add_absence(far_head, wanted)
    assert CaseAbsence.objects.count() == 0
    absence = add_absence(authority.head, wanted)
    for actor in (authority.li, far_head):
        with pytest.raises(AbsenceNotYours):
            end_absence(actor, absence.pk)
    absence.refresh_from_db()
    assert absence.ended_at is None
    assert CaseAssignment.objects.filter(part=WHOLE).count() == 0
