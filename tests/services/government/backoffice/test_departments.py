"""Whoever works for one department sees its cases and nothing of another's, all the way through."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from rongcheng.foundation.attachments.public import (
    AttachmentUnknown,
    Placed,
    open_for,
    store,
    use_storage,
)
from rongcheng.foundation.cases.public import (
    Case,
    CaseNote,
    CasePart,
    CaseUnknown,
    Wanted,
    assignments_of,
    get_case,
    letters_of,
    list_cases,
    notes_of,
    visible_cases,
    visible_turns,
    write_note,
)
from rongcheng.foundation.people.public import demo_account, open_account
from rongcheng.services.government.applying.drafting import takes_in
from rongcheng.services.government.backoffice.assigning import give_turn
from rongcheng.services.government.backoffice.calling import (
    call_city_in,
    end_all_calls,
    end_city_s_call,
)
from rongcheng.services.government.backoffice.errors import (
    CallRefused,
)
from rongcheng.services.government.backoffice.queues import case_rows, turn_rows
from rongcheng.services.government.case_errors import AnothersWindow, PartRefused
from rongcheng.services.government.domain.joint import PartEvent, PartState
from rongcheng.services.government.handling.joining import take_part_step
from rongcheng.services.government.public import (
    EventRefused,
    files_by_material,
    keep_materials,
)
from tests.foundation.attachments.samples import LIMITS, PDF
from tests.services.government.backoffice.bureaus import (
    DAY,
    MARKET,
    POLICE,
    Departments,
    move_in,
    seats,
)
from tests.services.government.backoffice.conftest import (
    CHANGSHA,
    LICENCE,
    ZHUZHOU,
    Authority,
    name_of_holder,
    token,
)


@pytest.fixture
def departments(authority: Authority) -> Departments:
    return Departments(authority)


def test_a_case_is_seen_by_its_department_and_the_general_staff(departments: Departments) -> None:
    case = departments.authority.case()
    assert seats(case) == [(ZHUZHOU, "", "decider"), (ZHUZHOU, MARKET, "decider")]
    assert (case.intake_department, case.decider_department) == ("", MARKET)
    general = departments.authority.wang, departments.authority.head, departments.authority.clerk
    for actor in (departments.officer, departments.head, departments.clerk, *general):
        assert get_case(actor, case.number) == case
        assert list_cases(actor, Wanted(), 10) == [case]
        assert [turn.case for turn in visible_turns(actor)] == [case]
    for actor in departments.others:
        with pytest.raises(CaseUnknown):
            get_case(actor, case.number)
        assert list_cases(actor, Wanted(), 10) == []
        assert list_cases(actor, Wanted(number=case.number, department=MARKET), 10) == []
        assert list(visible_turns(actor)) == []
        assert list(turn_rows(actor, "city", MARKET)) == []
        assert case_rows(actor, "all", Wanted(department=MARKET), 10) == []


def test_nothing_of_a_case_is_another_departments(departments: Departments) -> None:
    """Attachments, letters, notes and assignments start from the same row filter."""
    authority = departments.authority
    case = authority.accepted()
    write_note(case, departments.officer, "样例备注", token())
    assert [letter.kind for letter in letters_of(departments.officer, case)] == ["acceptance"]
    assert len(notes_of(departments.officer, case)) == 1
    assert len(assignments_of(departments.officer, case)) == 1
    for actor in departments.others:
        assert letters_of(actor, case) == []
        assert notes_of(actor, case) == []
        assert assignments_of(actor, case) == []
        with pytest.raises(CaseUnknown):
            authority.town.step(actor, case, "EXTEND", "理由", days=1)
        with pytest.raises(CaseUnknown):
            give_turn(actor, case.number, UUID(actor.id))
    assert name_of_holder(case) == "样例·王"


def test_only_the_department_acts_and_general_staff_still_do(departments: Departments) -> None:
    town, case = departments.town, departments.authority.case()
    town.step(departments.clerk, case, "ACCEPT")
    town.step(departments.officer, case, "BEGIN_REVIEW")
    assert name_of_holder(case) == "样例·m-officer"
    # A called-in department sees it, and decides nothing.
    call_city_in(departments.head, case.number, ZHUZHOU, department=POLICE, reason="看看",
                 token=token())  # fmt: skip
    assert get_case(departments.other, case.number) == case
    for actor, event in (
        (departments.other, "BEGIN_PROCEDURE"),
        (departments.other_head, "DECIDE"),
    ):
        with pytest.raises(EventRefused):
            town.step(actor, case, event, "理由", granted=True)
    with pytest.raises(CallRefused):
        call_city_in(departments.other, case.number, CHANGSHA, reason="看看", token=token())
    town.step(departments.head, case, "DECIDE", granted=True)
    case.refresh_from_db()
    assert case.granted is True


def test_joint_parts_are_their_departments_own(departments: Departments) -> None:
    """A move of the household register is the police's in both cities."""
    case = move_in(departments)
    assert seats(case) == [
        (CHANGSHA, "", "part"),
        (CHANGSHA, POLICE, "part"),
        (ZHUZHOU, "", "decider"),
        (ZHUZHOU, POLICE, "decider"),
    ]
    town, there = departments.town, departments.member("cs-p", "officer", POLICE, CHANGSHA)
    beside = departments.member("cs-m", "officer", MARKET, CHANGSHA)
    town.step(departments.other, case, "ACCEPT")
    assert [(turn.part, turn.department) for turn in visible_turns(there)] == [(0, POLICE)]
    assert [turn.part for turn in visible_turns(departments.authority.abroad)] == [0]
    assert list(visible_turns(beside)) == []
    with pytest.raises(CaseUnknown):
        take_part_step(beside, case.number, 0, PartEvent.TAKE_UP, token=token())
    # Called in, it sees the case and still does nobody else's part.
    call_city_in(departments.other, case.number, CHANGSHA, department=MARKET, reason="核对",
                 token=token())  # fmt: skip
    with pytest.raises(PartRefused):
        take_part_step(beside, case.number, 0, PartEvent.TAKE_UP, token=token())
    assert CasePart.objects.get(case=case).state == PartState.WAITING
    take_part_step(there, case.number, 0, PartEvent.TAKE_UP, token=token())
    assert CasePart.objects.get(case=case).state == PartState.IN_HAND
    for actor in (departments.officer, departments.head, departments.clerk):
        with pytest.raises(CaseUnknown):
            get_case(actor, case.number)


def test_a_departments_window_takes_in_what_is_its_own(departments: Departments) -> None:
    person, book = departments.town.resident(CHANGSHA), departments.town.book
    assert person.person_id is not None
    items = {item.id for item in book.government.items()}
    assert {one for one in items if takes_in(book, departments.clerk, one, DAY)} == {
        "business-licence",
        "food-permit",
    }
    assert takes_in(book, departments.authority.clerk, "residence-permit", DAY)
    # An item that did not run yet is no department's.
    assert not takes_in(book, departments.clerk, "business-licence", date(1999, 1, 1))
    with pytest.raises(AnothersWindow):
        departments.town.begin(
            departments.other_clerk, person.person_id, "business-licence", LICENCE, "430204"
        )
    assert Case.objects.count() == 0
    begun = departments.town.begin(
        departments.clerk, person.person_id, "business-licence", LICENCE, "430204"
    )
    assert seats(begun) == [(ZHUZHOU, "", "intake"), (ZHUZHOU, MARKET, "intake")]
    case = departments.town.submit(departments.clerk, begun, incomplete=True)
    assert (case.intake_department, case.decider_department) == (MARKET, MARKET)
    assert seats(case) == [(ZHUZHOU, "", "decider"), (ZHUZHOU, MARKET, "decider")]
    general = departments.town.begin(
        departments.authority.clerk, person.person_id, "business-licence", LICENCE, "430204"
    )
    with pytest.raises(CaseUnknown):
        get_case(departments.clerk, general.number)


def test_a_call_opens_a_case_to_a_department_until_it_ends(departments: Departments) -> None:
    case = departments.authority.accepted()
    called = departments.member("cs-m", "officer", MARKET, CHANGSHA)
    beside = departments.member("cs-p", "officer", POLICE, CHANGSHA)
    call_city_in(departments.officer, case.number, CHANGSHA, department=MARKET, reason="核对",
                 token=token())  # fmt: skip
    assert CaseNote.objects.get(case=case).text == "请长沙市市场监管协助：核对"
    for actor in (called, departments.authority.abroad):
        assert get_case(actor, case.number) == case
        assert [entry.case for entry in case_rows(actor, "helping", Wanted(), 10)] == [case]
    with pytest.raises(CaseUnknown):
        get_case(beside, case.number)
    end_city_s_call(departments.officer, case.number, CHANGSHA, token=token())
    for actor in (called, departments.authority.abroad):
        with pytest.raises(CaseUnknown):
            get_case(actor, case.number)
    # The whole city: those who work for all departments, and no single one.
    call_city_in(departments.officer, case.number, CHANGSHA, reason="核对", token=token())
    assert get_case(departments.authority.abroad, case.number) == case
    with pytest.raises(CaseUnknown):
        get_case(called, case.number)
    for city, department in ((CHANGSHA, "nobody"), (ZHUZHOU, "")):
        with pytest.raises(CallRefused):
            call_city_in(departments.officer, case.number, city, department=department,
                         reason="核对", token=token())  # fmt: skip
    end_all_calls(case)
    assert visible_cases(departments.authority.abroad).count() == 0


def test_pages_say_which_department_and_open_nothing_to_another(
    departments: Departments, settings: Any
) -> None:
    settings.RONGCHENG_DEMO = True
    case = departments.authority.accepted()
    general, own, other = (_browser(login) for login in ("zhao", "m-officer", "p-officer"))
    queue = general.get("/cases?tab=city&department=market").content.decode()
    assert case.number in queue
    assert "市场监管 · 样例·王" in queue
    assert case.number not in general.get("/cases?tab=city&department=police").content.decode()
    mine = own.get("/cases?tab=city&department=police").content.decode()
    assert case.number in mine
    assert "株洲市 · 市场监管" in mine
    assert 'name="department"' not in mine
    screen = own.get(f"/cases/{case.number}").content.decode()
    assert "株洲市 · 市场监管" in screen
    open_account(login="her", resident_id=case.person_id, demo=True)
    hers = _browser("her").get(f"/me/cases/{case.number}").content.decode()
    assert "现在在株洲市 · 市场监管" in hers
    assert case.number not in other.get("/cases?tab=all").content.decode()
    for path in ("", "/letters/3"):
        assert other.get(f"/cases/{case.number}{path}").status_code == 404
    refused = other.post(f"/cases/{case.number}/act", {"do": "note", "text": "样例", "token": "t"})
    assert refused.status_code == 404
    assert CaseNote.objects.count() == 0
    heads = _browser("zhao").get("/cases/load?department=disabled-persons").content.decode()
    assert "株洲市 · 残联" in heads


def test_a_file_is_opened_by_its_department_alone(
    departments: Departments, settings: Any, tmp_path: Path
) -> None:
    settings.RONGCHENG_DATA = tmp_path
    use_storage(None)
    person = departments.town.resident(CHANGSHA)
    assert person.person_id is not None
    case = departments.town.begin(person, person.person_id, "business-licence", LICENCE, CHANGSHA)
    keep_materials(person, case.number, [Placed("id-card", store("扫描.pdf", [PDF], LIMITS))])
    case = departments.town.submit(person, case, incomplete=True)
    file = files_by_material(case)["id-card"][0].id
    for actor in (departments.officer, departments.clerk, departments.authority.wang):
        assert b"".join(open_for(actor, file).content) == PDF
    for actor in departments.others:
        with pytest.raises(AttachmentUnknown):
            open_for(actor, file)


def _browser(login: str) -> Client:
    client = Client()
    client.force_login(demo_account(login))
    return client
