"""Work is shared out, looked at and warned of department by department."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from rongcheng.foundation.cases.public import (
    Case,
    CaseDesk,
    CasePart,
    CaseTurn,
    follow_department,
    visible_absences,
    visible_cases,
    visible_turns,
)
from rongcheng.foundation.people.public import demo_account
from rongcheng.services.government.backoffice.absences import NewAbsence, add_absence
from rongcheng.services.government.backoffice.assigning import give_turn, stands_in_for
from rongcheng.services.government.backoffice.errors import (
    AbsenceInvalid,
    AbsenceNotYours,
    ColleagueUnknown,
)
from rongcheng.services.government.backoffice.loads import loads_of_city, waits_by_city
from rongcheng.services.government.backoffice.queues import count_turns
from rongcheng.services.government.models import CaseWarning, FollowUp
from rongcheng.services.government.public import (
    place_open_cases,
)
from tests.services.government.backoffice.bureaus import (
    DAY,
    DISABLED,
    END,
    MARKET,
    POLICE,
    Departments,
    move_in,
    seats,
)
from tests.services.government.backoffice.conftest import (
    CHANGSHA,
    METRO,
    ZHUZHOU,
    Authority,
    holder,
    name_of_holder,
    token,
)


@pytest.fixture
def departments(authority: Authority) -> Departments:
    return Departments(authority)


def test_each_case_goes_to_its_departments_officers(departments: Departments) -> None:
    """General officers get what no officer of the department is there for, and nothing else."""
    cases = [departments.authority.case() for _ in range(3)]
    assert departments.authority.share_out() == 3
    assert {name_of_holder(case) for case in cases} == {"样例·m-officer"}
    away = NewAbsence(UUID(departments.officer.id), DAY, END, None, token())
    add_absence(departments.head, away)
    more = [departments.authority.case() for _ in range(2)]
    assert departments.authority.share_out() == 2
    assert {name_of_holder(case) for case in more} == {"样例·王", "样例·李"}


def test_what_nobody_here_may_have_does_not_stop_the_rest(departments: Departments) -> None:
    """A city whose officers all work for departments leaves what is none of theirs waiting."""
    authority = departments.authority
    for login in (authority.wang, authority.li):
        add_absence(authority.head, NewAbsence(UUID(login.id), DAY, END, None, token()))
    waiting, given = authority.case(), authority.case()
    CaseTurn.objects.filter(case=waiting).update(department=DISABLED)
    assert authority.share_out() == 1
    assert (holder(waiting), str(holder(given))) == (None, departments.officer.id)


def test_a_case_is_given_to_nobody_who_may_not_see_it(departments: Departments) -> None:
    case = departments.authority.case()
    with pytest.raises(ColleagueUnknown):
        give_turn(departments.authority.head, case.number, UUID(departments.other.id))
    assert holder(case) is None
    give_turn(departments.authority.head, case.number, UUID(departments.officer.id))
    give_turn(departments.head, case.number, UUID(departments.authority.wang.id), reason="改派")
    assert name_of_holder(case) == "样例·王"


def test_who_stands_in_sees_what_she_sees(departments: Departments) -> None:
    away = NewAbsence(UUID(departments.officer.id), DAY, END, UUID(departments.other.id), token())
    with pytest.raises(AbsenceInvalid):
        add_absence(departments.head, away)
    with pytest.raises(AbsenceNotYours):
        add_absence(departments.other_head, away._replace(substitute_id=None))
    add_absence(departments.head, away._replace(substitute_id=UUID(departments.authority.wang.id)))
    assert stands_in_for(departments.authority.wang) == [UUID(departments.officer.id)]
    general = NewAbsence(
        UUID(departments.authority.li.id), DAY, END, UUID(departments.officer.id), token()
    )
    with pytest.raises(AbsenceInvalid):
        add_absence(departments.authority.li, general)


def test_a_heads_load_is_her_departments(departments: Departments) -> None:
    authority = departments.authority
    for _ in range(2):
        authority.case()
    move_in(departments)
    assert loads_of_city(departments.head).by_person[None].number == 2
    assert loads_of_city(departments.other_head).by_person[None].number == 1
    assert loads_of_city(authority.head).by_person[None].number == 3
    assert loads_of_city(authority.head, MARKET).by_person[None].number == 2
    assert loads_of_city(departments.head, POLICE).by_person[None].number == 2
    assert waits_by_city(departments.head)[ZHUZHOU].number == 2
    assert waits_by_city(authority.head, POLICE)[ZHUZHOU].number == 1
    assert count_turns(authority.head, MARKET)["city"] == 2
    assert count_turns(departments.other_head)["city"] == 1


def test_warnings_and_follow_ups_are_the_departments(departments: Departments) -> None:
    case = departments.authority.case()
    for number, department in enumerate((MARKET, POLICE)):
        CaseWarning.objects.create(
            case_id=case.id, number=case.number, metro=METRO, city=ZHUZHOU, item=case.item,
            department=department, stage=2, part=number, alert=3, due_on=DAY,
            raised_at=case.opened_at,
        )  # fmt: skip
    found = {
        actor.label: list(
            CaseWarning.objects.visible_to(actor).values_list("department", flat=True)
        )
        for actor in (departments.head, departments.other_head, departments.authority.head)
    }
    assert sorted(found["样例·m-head"]) == [MARKET]
    assert sorted(found["样例·p-head"]) == [POLICE]
    assert sorted(found["样例·赵"]) == [MARKET, POLICE]
    assert FollowUp.objects.visible_to(departments.head).count() == 0


def test_a_list_of_warnings_is_narrowed(departments: Departments, settings: Any) -> None:
    """A head of all departments chooses one and an urgency; what is not hers opens nothing."""
    settings.RONGCHENG_DEMO = True
    case = departments.authority.case()
    for part, (department, alert) in enumerate(((MARKET, 3), (POLICE, 3), (POLICE, 2))):
        CaseWarning.objects.create(
            case_id=case.id, number=f"C{part}", metro=METRO, city=ZHUZHOU, item=case.item,
            department=department, stage=2, part=part, alert=alert, due_on=DAY,
            raised_at=case.opened_at,
        )  # fmt: skip

    def listed(login: str, query: str) -> tuple[list[str], str]:
        client = Client()
        client.force_login(demo_account(login))
        page = client.get(f"/cases/warnings?{query}").content.decode()
        return [number for number in ("C0", "C1", "C2") if f">{number}<" in page], page

    assert listed("zhao", "")[0] == ["C0", "C1", "C2"]
    assert listed("zhao", "department=police")[0] == ["C1", "C2"]
    found, page = listed("zhao", "department=police&alert=3")
    assert (found, "有 1 件已经超期" in page) == (["C1"], True)
    assert '<option value="police" selected>' in page
    assert '<option value="3" selected>已经超期</option>' in page
    # A head is not told of half time; unknown words narrow nothing.
    assert listed("zhao", "department=none&alert=1")[0] == ["C0", "C1", "C2"]
    found, page = listed("p-head", "department=market&alert=2")
    assert (found, 'name="department"' in page) == (["C2"], False)


def test_cases_from_before_find_their_department_once(departments: Departments) -> None:
    """After the release's tables came, only general staff see a case; then it is placed."""
    authority, town = departments.authority, departments.town
    waits, ended, moves = authority.case(), authority.accepted(), move_in(departments)
    town.step(departments.head, ended, "DECIDE", granted=True)
    give_turn(authority.wang, waits.number, UUID(authority.wang.id))
    _forget_departments()
    Case.objects.filter(id=ended.pk).update(is_open=False)
    assert visible_cases(departments.head).count() == 0
    assert visible_cases(authority.head).count() == 3
    assert place_open_cases(METRO) == 2
    assert seats(waits) == [(ZHUZHOU, "", "decider"), (ZHUZHOU, MARKET, "decider")]
    assert (CHANGSHA, POLICE, "part") in seats(moves)
    assert [turn.case for turn in visible_turns(departments.head)] == [waits]
    assert name_of_holder(waits) == "样例·王"
    assert list(visible_cases(departments.head)) == [waits]
    assert list(visible_cases(departments.other_head)) == [moves]
    assert place_open_cases(METRO) == 0


def test_a_step_places_a_case_from_before(departments: Departments) -> None:
    case = departments.authority.case()
    _forget_departments()
    departments.town.step(departments.authority.clerk, case, "ACCEPT")
    case.refresh_from_db()
    assert case.decider_department == MARKET
    assert [turn.case for turn in visible_turns(departments.officer)] == [case]


def _forget_departments() -> None:
    """Leave the tables as a release without departments filled them."""
    CaseDesk.objects.exclude(department="").delete()
    CaseTurn.objects.update(department="")
    CasePart.objects.update(department="")
    Case.objects.update(decider_department="")


def test_whoever_moves_leaves_what_she_no_longer_sees(departments: Departments) -> None:
    case = departments.authority.case()
    departments.authority.share_out()
    assert name_of_holder(case) == "样例·m-officer"
    assert follow_department(UUID(departments.officer.id), "") == 0
    assert follow_department(UUID(departments.officer.id), MARKET) == 0
    add_absence(departments.head, NewAbsence(UUID(departments.officer.id), DAY, END, None, token()))
    assert visible_absences(departments.other_head).count() == 0
    assert follow_department(UUID(departments.officer.id), POLICE) == 1
    assert holder(case) is None
    assert visible_absences(departments.other_head).count() == 1
    assert visible_absences(departments.head).count() == 0
